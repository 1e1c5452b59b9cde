import type { ExpenseKind } from '../generated/schema.js';
import { useTexts } from '../i18n/texts.js';
import { kindColours } from '../theme/tokens.js';
import styles from './kind-mark.module.css';
import { uiTexts } from './ui.texts.js';

/** Every kind of expense, in the order they are shown. */
export const EXPENSE_KINDS = Object.keys(kindColours) as ExpenseKind[];

/** Whether a text names a kind. */
export function isKind(text: string | null | undefined): text is ExpenseKind {
  return text !== null && text !== undefined && text in kindColours;
}

/** A kind of expense with its colour. */
export function KindMark({ kind }: { kind: ExpenseKind }) {
  const t = useTexts(uiTexts);
  return (
    <span className={styles.kind}>
      <span className={styles.dot} style={{ background: kindColours[kind] }} aria-hidden="true" />
      {t[kind]}
    </span>
  );
}
