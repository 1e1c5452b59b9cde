import { localTime, type WorldOrder } from '@interline/sdk/simulator';

import type { Desk } from './desk.js';
import type { OrderState } from './order-state.js';
import type { Parties } from './parties.js';
import { type Batch, paidNow, type SettlementRow } from './rows.js';
import { shortNumber, yuan } from './wire.js';

/** A row with all that it is written from. */
export interface Entry {
  desk: Desk;
  row: SettlementRow;
  order: WorldOrder;
  parties: Parties;
  /** The batch that took it; absent while its month runs. */
  batch: Batch | undefined;
  changedAt: number;
  /** How the order stands. */
  state: OrderState;
}

/** A row as it is written. */
export type Written = Record<string, unknown>;

/** What it comes to, with the service fee that only the statement shows. */
export const total = ({ company, personal }: SettlementRow): bigint => company + personal;

/** Who pays how much of it: named alike for all products. */
export const shares = ({ row }: Entry): Written => ({
  TotalAmount: yuan(total(row)),
  AccountPayAmount: yuan(row.company),
  PersonalPayAmount: yuan(row.personal),
});

/** What every row says of itself, whatever the names around it. */
export const common = ({ row, order }: Entry): Written => ({
  SettlementCurrency: 'CNY',
  TripID: shortNumber('trip', order.id),
  InvoiceIds: [],
  IsChecked: false,
  Remark: row.nature === 'correction' ? row.text : '',
});

/** When the batch begins and ends; empty while there is none. */
export const batchDays = ({ batch }: Entry): Written => ({ BatchStartDate: batch?.from ?? '', BatchEndDate: batch?.to ?? '' });

/** M settled monthly · N paid on the spot. */
export const settlementType = (row: SettlementRow): 'M' | 'N' => (paidNow(row) ? 'N' : 'M');

/** The payment as orders name it. */
export const paymentType = (row: SettlementRow): 'ACCNT' | 'CCARD' => (paidNow(row) ? 'CCARD' : 'ACCNT');

/** When the row was made. */
export const createdAt = ({ row }: Entry): string => localTime(row.at);

/** When it was last changed. */
export const changedAt = ({ changedAt: at }: Entry): string => localTime(at);

/** What the order is charged to; the first one is spelled `CostCenter` by some products. */
export function costCentres({ order }: Entry, first: 'CostCenter' | 'CostCenter1'): Written {
  const { costCentre } = order;
  return {
    [first]: costCentre?.code ?? '',
    CostCenter2: costCentre?.name ?? '',
    CostCenter3: '',
    CostCenter4: '',
    CostCenter5: '',
    CostCenter6: '',
  };
}

const NO_DEPARTMENTS: Written = Object.fromEntries([2, 3, 4, 5, 6, 7, 8, 9, 10].map((level) => [`Dept${level}`, '']));

/** The departments of the order, the first of ten filled. */
export const departments = (name: string): Written => ({ Dept1: name, ...NO_DEPARTMENTS });
