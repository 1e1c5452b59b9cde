import { VendorError, parseLocalTime, textOf, vendorBug, type JsonObject, type ReadWindow } from '@interline/sdk';
import { PAGE, ask, sideBySide, type Jd } from './api.js';
import { countOf, idOf, objectOf, objectsOf } from './fields.js';
import { fenOf } from './money.js';
import { OFFSET, cutDays, dayOf, plusDays, type Days } from './times.js';

/** The longest span of one query, in days. */
const SPAN = 7;
/** `accountType` of money the company can spend; 2 is money that is locked, and comes as a row of 1 as well once it moves. */
const AVAILABLE = '1';
/** How far back an order is searched for whose age JD does not tell, in days. */
const UNKNOWN_AGE = 180;

/** Every refund of a window and after it, by order: rows of the balance detail, as they came. */
export interface Refunds {
  /** The first day it covers; it reaches to today. */
  since: string;
  byOrder: Map<string, JsonObject[]>;
  /** How many more rows JD counts than it gave. */
  missing: number;
}

/**
 * Collects the refunds from the first day of a window until today: whenever an order is read, all of its refunds have to be there, or those that
 * came later would be taken back. One walk serves all orders of the window; what is not a refund is dropped at once.
 */
export async function refundsSince(ctx: Jd, window: Pick<ReadWindow, 'from'>): Promise<Refunds> {
  const since = dayOf(window.from);
  const refunds: Refunds = { since, byOrder: new Map(), missing: 0 };
  if (ctx.config.balance === false) return refunds;
  const spans = await sideBySide(cutDays({ first: since, last: dayOf(ctx.now()) }, SPAN), (span) => refundsIn(ctx, span));
  for (const { rows, missing } of spans) {
    refunds.missing += missing;
    for (const row of rows) {
      const order = idOf(row.orderId)!;
      refunds.byOrder.set(order, [...(refunds.byOrder.get(order) ?? []), row]);
    }
  }
  return refunds;
}

/** The refunds of one order, in the order of their ids: those already collected, and what was given back before them. */
export async function refundsOf(ctx: Jd, orderId: string, ordered: Date | undefined, known: Refunds | null): Promise<JsonObject[]> {
  if (ctx.config.balance === false) return [];
  const today = dayOf(ctx.now());
  const first = ordered ? dayOf(ordered) : plusDays(known?.since ?? today, -UNKNOWN_AGE);
  const last = known ? plusDays(known.since, -1) : today;
  const spans = await sideBySide(cutDays({ first, last }, SPAN), (span) => refundsIn(ctx, span, orderId));
  const rows = [...(known?.byOrder.get(orderId) ?? []), ...spans.flatMap((span) => span.rows)];
  return rows.sort((one, other) => (textOf(one.id)! < textOf(other.id)! ? -1 : 1));
}

/** Orders money came back for within a window. */
export function refundedIn({ byOrder }: Refunds, { from, to }: Pick<ReadWindow, 'from' | 'to'>): string[] {
  const within = (row: JsonObject): boolean => {
    const at = parseLocalTime(textOf(row.createdDate)!, OFFSET);
    return at >= from && at < to;
  };
  return [...byOrder].flatMap(([order, rows]) => (rows.some(within) ? order : []));
}

async function refundsIn(ctx: Jd, { first, last }: Days, orderId?: string): Promise<{ rows: JsonObject[]; missing: number }> {
  const form = {
    startDate: first.replaceAll('-', ''),
    endDate: last.replaceAll('-', ''),
    pageSize: String(PAGE),
    ...(orderId === undefined ? {} : { orderId }),
  };
  const seen = new Map<string, JsonObject | null>();
  let total: number | undefined;
  for (let pageNo = 1; ; pageNo++) {
    const page = await balancePage(ctx, { ...form, pageNo: String(pageNo) });
    // The first page's count: rows that are added meanwhile push others down, they take none away.
    total ??= page.total;
    for (const row of page.rows) seen.set(textOf(row.id)!, isRefund(row, orderId) ? row : null);
    if (page.rows.length < PAGE || pageNo >= page.pages) break;
  }
  return { rows: [...seen.values()].filter((row) => row !== null), missing: Math.max(0, total - seen.size) };
}

interface BalancePage {
  rows: JsonObject[];
  total: number;
  pages: number;
}

async function balancePage(ctx: Jd, form: Record<string, string>): Promise<BalancePage> {
  const result = objectOf(await ask(ctx, '/api/price/getBalanceDetail', form).catch(explain));
  const total = countOf(result?.total);
  if (!result || total === undefined) throw vendorBug('no_total', 'the balance detail has no total');
  if (!Array.isArray(result.data) && total > 0) throw vendorBug('no_list', 'the balance detail has no rows');
  const rows = objectsOf(result.data ?? []);
  if (rows.some((row) => idOf(row.id) === undefined)) throw vendorBug('no_id', 'a row of the balance detail has no id');
  return { rows, total, pages: countOf(result.pageCount) ?? Math.ceil(total / PAGE) };
}

/** A positive amount gives money back, whatever its trade type is called: the names are not published, and one sample's misleads. */
function isRefund(row: JsonObject, orderId?: string): boolean {
  const [order, amount] = [idOf(row.orderId), textOf(row.amount)];
  if (order === undefined || amount === undefined || (orderId !== undefined && order !== orderId)) return false;
  if ((textOf(row.accountType) ?? AVAILABLE) !== AVAILABLE) return false;
  try {
    parseLocalTime(textOf(row.createdDate) ?? '', OFFSET);
    return fenOf(amount) > 0n;
  } catch (cause) {
    throw new VendorError(vendorBug('bad_row', `row ${textOf(row.id)} of the balance detail has no amount or no time`).fault, { cause });
  }
}

/** JD refuses the balance detail of accounts that have none; its code for that is not published. */
function explain(error: unknown): never {
  if (!(error instanceof VendorError) || error.fault.class !== 'vendor_bug') throw error;
  const { code, message } = error.fault;
  throw new VendorError(
    {
      class: 'config',
      code,
      message: `the balance detail was refused; where the account pays by 金采 or by transfer, switch the setting "balance" off. ${message}`,
    },
    { cause: error },
  );
}
