import styles from './brand.module.css';

/** The name of the product with its mark: two lines that interlock. */
export function Brand() {
  return (
    <span className={styles.brand}>
      <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" className={styles.ground} />
        <rect x="12.5" y="15" width="13" height="9" rx="4.5" className={styles.far} />
        <rect x="6.5" y="8" width="13" height="9" rx="4.5" className={styles.near} />
        <path d="M12.5 19.5v-.5a4 4 0 0 1 4-4h3" className={styles.far} />
      </svg>
      Interline
    </span>
  );
}
