import type { ReactNode } from 'react';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { isZero } from '../../ui/decimal.js';
import { Money, moneyText } from '../../ui/money.js';
import type { Bill } from './bill-view.js';
import styles from './billing.module.css';
import { billingTexts } from './billing.texts.js';

/** The bill's totals as the sum they are: statements − expenses = difference; apart from that, what is not billed yet. */
export function BillEquation({ bill, onDifferences, onAccruals }: { bill: Bill; onDifferences: () => void; onAccruals: () => void }) {
  const t = useTexts(billingTexts);
  const format = useFormats();
  const agrees = isZero(bill.difference.amount) && bill.differingLineCount === 0;
  return (
    <div className={styles.equation}>
      <Term
        label={t.statementTotal}
        value={<Money value={bill.statementTotal} symbol />}
        means={t.statementTotalMeans(format.count(bill.lineCount), format.count(bill.statements.length))}
      />
      <Operator sign="−" word={t.minus} />
      <Term label={t.expenseTotal} value={<Money value={bill.expenseTotal} symbol />} means={t.expenseTotalMeans} />
      <Operator sign="=" word={t.equals} />
      <Term
        label={t.difference}
        value={<Money value={bill.difference} symbol signed />}
        tone={agrees ? 'good' : 'warn'}
        means={
          agrees ? (
            t.differenceZero
          ) : (
            <button type="button" className={styles.textButton} onClick={onDifferences}>
              {t.differenceMeans(format.count(bill.differingLineCount))}
            </button>
          )
        }
      />
      <span className={styles.apart} aria-hidden="true" />
      <Term
        label={t.accrual}
        value={<Money value={bill.accrual} symbol />}
        means={
          bill.accrualCount === 0 ? (
            t.accrualNone
          ) : (
            <button type="button" className={styles.textButton} onClick={onAccruals}>
              {t.accrualMeans(format.count(bill.accrualCount))}
            </button>
          )
        }
        note={!isZero(bill.announced.amount) && t.announced(moneyText(bill.announced))}
      />
    </div>
  );
}

function Term({
  label,
  value,
  means,
  note,
  tone,
}: {
  label: string;
  value: ReactNode;
  means: ReactNode;
  note?: ReactNode;
  tone?: 'good' | 'warn';
}) {
  return (
    <div className={`${styles.term} ${tone ? styles[tone] : ''}`}>
      <p className={styles.termLabel}>{label}</p>
      <p className={styles.termValue}>{value}</p>
      <p className={styles.termMeans}>{means}</p>
      {note && <p className={styles.termMeans}>{note}</p>}
    </div>
  );
}

function Operator({ sign, word }: { sign: string; word: string }) {
  return (
    <span className={styles.operator}>
      <span aria-hidden="true">{sign}</span>
      <span className="visually-hidden">{word}</span>
    </span>
  );
}
