import { groupDigits, isZero } from './decimal.js';
import styles from './money.module.css';

/** An exact amount, as the gateway gives it. */
export interface MoneyValue {
  amount: string;
  currency: string;
}

const SYMBOLS: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', JPY: '¥', HKD: 'HK$' };
const PLACES: Record<string, number> = { JPY: 0, KRW: 0, VND: 0 };

/** An amount as text, digit for digit: `¥1,234.50`, `−¥3.00`, `CHF 2.00`. */
export function moneyText({ amount, currency }: MoneyValue): string {
  const grouped = groupDigits(amount, PLACES[currency] ?? 2);
  const symbol = SYMBOLS[currency] ?? `${currency} `;
  return grouped.startsWith('−') ? `−${symbol}${grouped.slice(1)}` : `${symbol}${grouped}`;
}

interface MoneyProps {
  value: MoneyValue;
  /** Shows the currency. Columns whose header names it leave it out. */
  symbol?: boolean;
  /** A plus before amounts above zero, for differences and changes. */
  signed?: boolean;
  /** Writes zero as a quiet dash, so that the eye finds the others. */
  quietZero?: boolean;
  strong?: boolean;
}

/** An exact amount in tabular figures. It is never rounded. */
export function Money({ value, symbol, signed, quietZero, strong }: MoneyProps) {
  if (quietZero && isZero(value.amount)) {
    return (
      <span className={styles.zero}>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">{moneyText(value)}</span>
      </span>
    );
  }
  const plain = symbol || !(value.currency in SYMBOLS) ? moneyText(value) : groupDigits(value.amount, PLACES[value.currency] ?? 2);
  const plus = signed && !plain.startsWith('−') && !isZero(value.amount) ? '+' : '';
  return <span className={strong ? `${styles.money} ${styles.strong}` : styles.money}>{plus + plain}</span>;
}
