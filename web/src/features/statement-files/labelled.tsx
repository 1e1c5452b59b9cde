import type { ReactNode } from 'react';
import styles from './statement-files.module.css';

/** A control under its name. The control itself carries the name for those who do not see it. */
export function Labelled({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.labelled}>
      <span className={styles.label} aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}
