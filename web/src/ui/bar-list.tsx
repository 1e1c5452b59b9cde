import type { ReactNode } from 'react';
import { Link } from 'react-router';
import styles from './bar-list.module.css';

/** One bar of a {@link BarList}. */
export interface Bar {
  key: string;
  label: ReactNode;
  /** How long it is, in any unit; negative counts as none. */
  size: number;
  value: ReactNode;
  note?: ReactNode;
  colour?: string;
  to?: string;
}

/** Parts of a whole, largest first, as bars one can follow to their lines. */
export function BarList({ bars, label }: { bars: Bar[]; label: string }) {
  const largest = Math.max(1, ...bars.map((bar) => bar.size));
  return (
    <ul className={styles.list} aria-label={label}>
      {bars.map((bar) => {
        const inside = (
          <>
            <span className={styles.label}>{bar.label}</span>
            <span className={styles.value}>{bar.value}</span>
            <span className={styles.track} aria-hidden="true">
              <span className={styles.bar} style={{ width: `${(Math.max(0, bar.size) / largest) * 100}%`, background: bar.colour }} />
            </span>
            {bar.note && <span className={styles.note}>{bar.note}</span>}
          </>
        );
        return (
          <li key={bar.key}>
            {bar.to ? (
              <Link to={bar.to} className={`${styles.row} ${styles.link}`}>
                {inside}
              </Link>
            ) : (
              <div className={styles.row}>{inside}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
