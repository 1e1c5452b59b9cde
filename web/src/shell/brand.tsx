import styles from './brand.module.css';

/** The name of the product with its mark: two lines that interlock. */
export function Brand() {
  return (
    <span className={styles.brand}>
      <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" className={styles.ground} />
        <path d="M7 11h9a5 5 0 0 1 0 10H9" className={styles.near} />
        <path d="M25 21h-9a5 5 0 0 1 0-10h7" className={styles.far} />
      </svg>
      Interline
    </span>
  );
}
