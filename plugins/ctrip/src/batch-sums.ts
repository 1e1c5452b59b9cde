import { MapError, type JsonObject, type RawRecord } from '@interline/sdk';
import { Fields } from './fields.js';
import { SETTLEMENT } from './products.js';
import { lineOf } from './row-line.js';
import type { SettlementRow } from './settlement-rows.js';
import { dayOf, monthOf } from './times.js';

/** What is added up of a batch, or of one of its parts: company shares in minor units. */
interface Sums {
  consumption: bigint;
  refund: bigint;
  adjustment: bigint;
  /** Rows that cannot be read. */
  unread: number;
  currencies: Set<string>;
  kinds: Set<string>;
  /** The days Ctrip says the batch runs over, and the first and last one a row was made on. */
  told: { from?: string; to?: string };
  made: { from?: string; to?: string };
}

/** The part of a split batch whose rows name no sub batch. */
export const OTHER = 'other';

/** Adds up the rows of one batch: as a whole, and by sub batch where Ctrip splits it by legal entity or department. */
export class BatchSums {
  private readonly parts = new Map<string, Sums>();
  private readonly whole = noSums();
  /** Of rows in no part. */
  private readonly other = noSums();
  private hasOther = false;

  constructor(private readonly batch: string) {}

  add(row: SettlementRow): void {
    const base = new Fields(row.row[SETTLEMENT[row.product].base], '');
    this.addTo(this.whole, row, base);
    const part = base.id('SubAccCheckBatchNo');
    if (part === undefined || part === this.batch) {
      this.hasOther = true;
      return this.addTo(this.other, row, base);
    }
    let sums = this.parts.get(part);
    if (!sums) this.parts.set(part, (sums = noSums()));
    this.addTo(sums, row, base);
  }

  /** The raw record of the batch, and one for each of its parts. Parts make up the whole: what is in none of them is one more. */
  records(): RawRecord[] {
    // A part has the days of the whole, whatever rows it has.
    const days = periodOf(this.whole);
    const parts = [...this.parts].sort(([a], [b]) => (a < b ? -1 : 1));
    const other = parts.length > 0 && this.hasOther ? [{ externalId: `${this.batch}:${OTHER}`, part: OTHER, sums: this.other }] : [];
    return [
      { externalId: this.batch, data: { batch: this.batch, part: null, ...days, ...plain(this.whole) } },
      ...[...parts.map(([part, sums]) => ({ externalId: part, part, sums })), ...other].map(({ externalId, part, sums }) => ({
        externalId,
        data: { batch: this.batch, part, ...days, ...plain(sums) },
      })),
    ];
  }

  private addTo(sums: Sums, { product, key, row }: SettlementRow, base: Fields): void {
    try {
      const { lineType, companyShare, currency, kind, occurredAt } = lineOf(product, key, row, '');
      sums[lineType === 'refund' || lineType === 'adjustment' ? lineType : 'consumption'] += companyShare;
      sums.currencies.add(currency);
      sums.kinds.add(kind);
      widen(sums.made, dayOf(occurredAt), dayOf(occurredAt));
      const [from, to] = [base.time('BatchStartDate', 'BatchNoStartDate'), base.time('BatchEndDate', 'BatchNoEndDate')];
      if (from && to) widen(sums.told, dayOf(from), dayOf(to));
    } catch (error) {
      if (!(error instanceof MapError)) throw error;
      sums.unread++;
    }
  }
}

function noSums(): Sums {
  return { consumption: 0n, refund: 0n, adjustment: 0n, unread: 0, currencies: new Set(), kinds: new Set(), told: {}, made: {} };
}

function widen(span: { from?: string; to?: string }, from: string, to: string): void {
  if (span.from === undefined || from < span.from) span.from = from;
  if (span.to === undefined || to > span.to) span.to = to;
}

/** The days Ctrip names; else whole months around the rows. */
function periodOf({ told, made }: Sums): { from: string; to: string } {
  if (told.from !== undefined) return { from: told.from, to: told.to! };
  return { from: monthOf(made.from ?? '1970-01-01').from, to: monthOf(made.to ?? '1970-01-01').to };
}

function plain({ consumption, refund, adjustment, unread, currencies, kinds }: Sums): JsonObject {
  return {
    consumption: String(consumption),
    refund: String(refund),
    adjustment: String(adjustment),
    unread: String(unread),
    currency: currencies.size > 1 ? 'mixed' : ([...currencies][0] ?? 'CNY'),
    kinds: [...kinds].sort(),
  };
}
