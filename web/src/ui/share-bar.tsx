import styles from './share-bar.module.css';

/**
 * How much of a whole a part is, as a bar and in percent.
 * @param largest the largest of the parts, whose bar fills the track; the whole when left out
 */
export function ShareBar({ part, whole, largest = whole }: { part: number; whole: number; largest?: number }) {
  const percent = whole > 0 ? (part / whole) * 100 : 0;
  return (
    <span className={styles.share}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.bar} style={{ width: `${largest > 0 ? Math.min(100, Math.max(0, (part / largest) * 100)) : 0}%` }} />
      </span>
      <span className={styles.percent}>{percent.toFixed(1)}%</span>
    </span>
  );
}
