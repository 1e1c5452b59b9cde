import { VendorError, vendorBug, type JsonObject, type ReadWindow } from '@interline/sdk';
import { PAGE, countOf, freshPage, get, rowsOf, type Didi } from './api.js';
import { BUSINESS, type Business } from './enums.js';
import { Fields } from './fields.js';
import { dayOf, startOfDay } from './times.js';

const DAY = 86_400_000;

/** A bill as DiDi lists it. */
export interface Bill {
  id: string;
  business: Business;
  /** Both inclusive, `YYYY-MM-DD`. */
  from: string;
  to: string;
  /** The bill it is a part of, where DiDi lists both. */
  parent: string | null;
  row: JsonObject;
  /** Sorts bills, and tells a resumed run where to go on. */
  key: string;
}

/** The bills a window is about, and how many more DiDi counts than it gives; negative when it counts less. */
export interface BillList {
  bills: Bill[];
  missing: number;
}

/**
 * The bills a window is about, oldest first: those of a period in it, those confirmed in it, and those that still wait to be confirmed.
 * DiDi filters bills by no time at all, so every list is read whole; a company has a few dozen.
 * @throws VendorError when DiDi refuses every line of business; one that was not bought is left out
 */
export async function billsOf(ctx: Didi, window: ReadWindow): Promise<BillList> {
  const lists: BillList[] = [];
  const refusals: VendorError[] = [];
  for (const business of Object.keys(BUSINESS) as Business[]) {
    const list = await ifBought(
      ctx,
      `bills of ${business}`,
      () => listOf(ctx, business),
      (error) => refusals.push(error),
    );
    if (list) lists.push(list);
  }
  if (lists.length === 0) throw refusals[0]!;
  const all = lists.flatMap((list) => list.bills);
  const ids = new Set(all.map((bill) => bill.id));
  const bills = all
    .map((bill) => ({ ...bill, parent: bill.parent !== null && bill.parent !== bill.id && ids.has(bill.parent) ? bill.parent : null }))
    .filter((bill) => isAbout(bill, window))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { bills, missing: lists.reduce((sum, list) => sum + list.missing, 0) };
}

async function listOf(ctx: Didi, business: Business): Promise<BillList> {
  const bills: Bill[] = [];
  let total: number | undefined;
  let before = '';
  for (let offset = 0; ; offset += PAGE) {
    const load = () =>
      get(ctx, '/river/Bill/get', { business_line: BUSINESS[business].line, offset: String(offset), length: String(PAGE) });
    const page = await freshPage(load, idsOf, before);
    before = idsOf(page);
    const rows = rowsOf(page, 'records');
    for (const row of rows) bills.push(billOf(row, business));
    const count = countOf(page.total);
    if (count !== undefined) total = Math.max(total ?? 0, count);
    const distinct = new Set(bills.map((bill) => bill.id)).size;
    if (rows.length < PAGE) return { bills, missing: (total ?? distinct) - distinct };
  }
}

function billOf(row: JsonObject, business: Business): Bill {
  const fields = Fields.of(row, '/bill');
  const id = fields.id('bill_id');
  if (!id) throw vendorBug('no_bill_id', 'a bill of the list has no bill_id');
  const { from, to } = periodOf(fields.text('start_date'), fields.text('end_date')) ??
    periodOf(fields.text('bill_period')) ?? { from: '', to: '' };
  if (from === '') throw vendorBug('no_period', `bill ${id} has no period that can be read`);
  return { id, business, from, to, parent: fields.id('root_batch_id') ?? null, row, key: `${from} ${business} ${id}` };
}

/**
 * Reads a period: two days in one text or in two, or one month, with any separators.
 * @returns both days inclusive, or null when the texts hold no period
 */
export function periodOf(...texts: (string | undefined)[]): { from: string; to: string } | null {
  const text = texts.filter((part) => part !== undefined).join('~');
  const days = [...text.matchAll(/(\d{4})[-/.年]?(\d{2})[-/.月]?(\d{2})/g)].map(([, year, month, day]) => `${year}-${month}-${day}`);
  if (days.length >= 2) return { from: days[0]!, to: days[1]! };
  const month = /^\D*(\d{4})[-/.年]?(\d{1,2})月?\D*$/.exec(text);
  if (!month || days.length === 1) return null;
  const first = `${month[1]}-${month[2]!.padStart(2, '0')}-01`;
  const next = new Date(Date.UTC(Number(month[1]), Number(month[2]), 1));
  return { from: first, to: new Date(next.getTime() - DAY).toISOString().slice(0, 10) };
}

function isAbout(bill: Bill, window: ReadWindow): boolean {
  const begins = startOfDay(bill.from);
  const ends = new Date(startOfDay(bill.to).getTime() + DAY);
  if (begins >= window.to) return false;
  if (ends > window.from) return true;
  const confirmedOn = confirmedDay(bill);
  if (confirmedOn) return confirmedOn >= dayOf(window.from) && confirmedOn <= dayOf(window.to);
  return !isConfirmed(bill);
}

function isConfirmed({ row }: Bill): boolean {
  return Fields.of(row, '').text('bill_status', 'status') === '3';
}

function confirmedDay({ row }: Bill): string | undefined {
  return /^\d{4}-\d{2}-\d{2}/.exec(Fields.of(row, '').text('confirm_date') ?? '')?.[0];
}

/**
 * Runs a call that DiDi refuses to a company that has not bought the feature; then there is nothing to read.
 * @param onRefusal told of the refusal
 * @throws VendorError for every other fault
 */
export async function ifBought<T>(
  ctx: Didi,
  what: string,
  call: () => Promise<T>,
  onRefusal?: (error: VendorError) => unknown,
): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof VendorError) || (error.fault.code !== '10001' && error.fault.code !== '400')) throw error;
    onRefusal?.(error);
    ctx.log.warn('DiDi refuses this to the company', { what, code: error.fault.code });
    return null;
  }
}

function idsOf(page: JsonObject): string {
  return rowsOf(page, 'records')
    .map((row) => Fields.of(row, '').text('bill_id'))
    .join();
}
