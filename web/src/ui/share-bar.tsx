import styles from './share-bar.module.css';

/** How much of a whole a part is, as a bar and in percent. */
export function ShareBar({ part, whole }: { part: number; whole: number }) {
  const percent = whole > 0 ? (part / whole) * 100 : 0;
  return (
    <span className={styles.share}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.bar} style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} />
      </span>
      <span>{percent.toFixed(1)}%</span>
    </span>
  );
}
