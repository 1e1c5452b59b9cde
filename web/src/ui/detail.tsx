import type { ReactNode } from 'react';
import styles from './detail.module.css';

/** The head of a thing shown in a drawer: what it is, and its amount. */
export function DetailHead({ kicker, title, amount, note }: { kicker: ReactNode; title: ReactNode; amount: ReactNode; note?: ReactNode }) {
  return (
    <div className={styles.head}>
      <div className={styles.kicker}>{kicker}</div>
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.amountRow}>
        <span className={styles.amount}>{amount}</span>
        {note}
      </div>
    </div>
  );
}

/** A part of a drawer under a heading. */
export function DetailSection({ title, actions, children }: { title: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h3 className={styles.sectionTitle}>{title}</h3>
        {actions}
      </div>
      {children}
    </section>
  );
}
