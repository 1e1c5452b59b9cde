import type { LineType, StatementLine } from '@interline/sdk';

/** A billed row without the bill it stands on: what a not-yet-billed row gives as well. */
export type BilledLine = Omit<StatementLine, 'statementExternalId'>;

/** The bill a row stands on. */
export interface OnBill {
  id: string;
  from: string;
  to: string;
}

/** Which part of a row a record stands for: one row of a ride holds its payment and its refund. */
export type RowPart = 'pay' | 'refund' | 'correction' | 'whole';

/** What the two mappers give; the key and the sum are added to it. */
export type RowLine = Omit<BilledLine, 'externalId' | 'amount'> & { lineType: LineType };
