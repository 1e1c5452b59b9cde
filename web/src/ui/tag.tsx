import type { ReactNode } from 'react';
import { useTexts } from '../i18n/texts.js';
import { isZero, magnitude } from './decimal.js';
import { Icon } from './icon.js';
import { moneyText, type MoneyValue } from './money.js';
import styles from './tag.module.css';
import { uiTexts } from './ui.texts.js';

/** What a tag says at a glance. The words carry the meaning, the colour only helps. */
export type Tone = 'quiet' | 'good' | 'warn' | 'bad' | 'accent';

/** A short state in words. */
export function Tag({ tone = 'quiet', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`${styles.tag} ${styles[tone]}`}>{children}</span>;
}

/** Says that two figures are the same. */
export function AgreesTag() {
  const t = useTexts(uiTexts);
  return (
    <Tag tone="good">
      <Icon name="check" size={12} />
      {t.agrees}
    </Tag>
  );
}

/** Whether two totals agree, or by how much they do not. */
export function DifferenceTag({ value }: { value: MoneyValue }) {
  const t = useTexts(uiTexts);
  if (isZero(value.amount)) return <AgreesTag />;
  return (
    <Tag tone="warn">
      <Icon name="warning" size={12} />
      {t.differs(moneyText({ ...value, amount: magnitude(value.amount) }))}
    </Tag>
  );
}

/** Whether a month's books are locked. */
export function PeriodStateTag({ state }: { state: 'open' | 'locked' }) {
  const t = useTexts(uiTexts);
  return (
    <Tag tone={state === 'locked' ? 'accent' : 'quiet'}>
      {state === 'locked' && <Icon name="lock" size={12} />}
      {t[state]}
    </Tag>
  );
}
