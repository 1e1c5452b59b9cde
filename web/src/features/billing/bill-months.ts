import { useGateway } from '../../gateway/use-gateway.js';
import { BillMonthsDocument, type BillMonthsQuery } from '../../generated/billing.js';
import { compareDecimals, sumDecimals } from '../../ui/decimal.js';
import { shiftMonth } from '../../ui/period.js';
import { useViewer } from '../identity/viewer.js';

/** A bill in a list of months. */
export type BillMonth = BillMonthsQuery['bills'][number];

/** How many months back the picker of months reaches. */
const REACH = 24;

/** The bills of all legal entities around a month, for choosing a month and an entity. */
export function useBillMonths(period: string) {
  const { today } = useViewer();
  const thisMonth = today.slice(0, 7);
  const from = shiftMonth(period < shiftMonth(thisMonth, -REACH) ? period : thisMonth, -REACH);
  return useGateway(BillMonthsDocument, { from, to: period > thisMonth ? period : thisMonth }, { keep: true });
}

/** The legal entity with the largest bill of a month; null when none has one. Ties and empty bills go to `preferred`. */
export function largestEntity(bills: readonly BillMonth[], period: string, preferred: string | null): string | null {
  const weight = (bill: BillMonth) => sumDecimals([bill.statementTotal.amount, bill.accrual.amount]);
  const [largest] = bills
    .filter((bill) => bill.period === period)
    .sort(
      (a, b) => compareDecimals(weight(b), weight(a)) || Number(b.legalEntity.id === preferred) - Number(a.legalEntity.id === preferred),
    );
  return largest?.legalEntity.id ?? preferred;
}
