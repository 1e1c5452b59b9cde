import { VendorError, parseLocalTime, textOf, vendorBug, objectOf, sideBySide, type JsonObject, type ReadWindow } from '@interline/sdk';
import { PAGE, ask, switchedOffBy, type Jd } from './api.js';
import { countOf, idOf, objectsOf } from './fields.js';
import { fenOf } from './money.js';
import { OFFSET, cutDays, dayOf, daysIn, plusDays, type Days } from './times.js';

/** The longest span of one query, in days. */
const SPAN = 7;
/** `accountType` of money the company can spend; 2 is money that is locked, and comes as a row of 1 as well once it moves. */
const AVAILABLE = '1';
/** How far back an order is searched for whose age JD does not tell, in days. */
const UNKNOWN_AGE = 180;

/** How many days after it was made an order can be paid at the latest: JD cancels what is unpaid for seven days (message 15). */
const PAID_WITHIN = 8;

/** What the balance detail says of one order, in the order of the rows' ids. */
export interface Balance {
  /** Rows that gave money back. */
  refunds: JsonObject[];
  /** Rows by which the company paid. */
  payments: JsonObject[];
}

/**
 * The movements of the balance in one reading, row by row as they came: from the first day of its window until now, whenever an order is read all of its
 * refunds have to be there, or those that came later would be taken back. One walk serves all orders. What moved nothing is dropped at once, and so are
 * payments of orders made after the window.
 */
export class BalanceBook {
  /** How many more rows JD counts than it gave. */
  missing = 0;
  private readonly byOrder = new Map<string, Map<string, JsonObject>>();
  private readonly lastPaid: Date;
  private readonly first: string;
  /** The first day that is in it, and the one it was looked up to: of earlier days than that all rows are there. */
  private since: string;
  private until: string;
  private rows = 0;

  constructor(
    private readonly ctx: Jd,
    window: Pick<ReadWindow, 'from' | 'to'>,
  ) {
    this.lastPaid = new Date(window.to.getTime() + PAID_WITHIN * 86_400_000);
    this.first = this.since = this.until = dayOf(window.from);
  }

  /** Collects what was given back since the window began, or since the last time. A day that was not over then is asked for again, and the one before. */
  async collect(): Promise<void> {
    const today = dayOf(this.ctx.now());
    const again = plusDays(this.until, -1);
    await this.walk({ first: again > this.since ? again : this.since, last: today });
    this.until = today;
  }

  /**
   * Reaches back to orders that are older than the window, where one walk over all orders is cheaper than one for each of them.
   * @param days when each order was made; undefined where JD does not tell
   */
  async reach(days: readonly (Date | undefined)[]): Promise<void> {
    const older = days.map((day) => this.begin(day)).filter((day) => day < this.since);
    if (older.length === 0) return;
    const oldest = older.reduce((one, other) => (one < other ? one : other));
    const spans = (first: string): number => cutDays({ first, last: plusDays(this.since, -1) }, SPAN).length;
    const each = older.reduce((sum, day) => sum + spans(day), 0);
    // As many rows a day as in the days that are known.
    const pages = ((this.rows / daysIn({ first: this.since, last: this.until })) * daysIn({ first: oldest, last: this.since })) / PAGE;
    if (spans(oldest) + pages > each) return;
    await this.walk({ first: oldest, last: plusDays(this.since, -1) });
    this.since = oldest;
  }

  /** The movements under the number of one order until now. @param ordered when it was made; undefined where JD does not tell */
  async of(orderId: string, ordered: Date | undefined): Promise<Balance> {
    if (this.ctx.config.balance === false) return { refunds: [], payments: [] };
    const before = cutDays({ first: this.begin(ordered), last: plusDays(this.since, -1) }, SPAN);
    const spans = await sideBySide(before, (span) => movementsIn(this.ctx, span, orderId));
    const rows = [...(this.byOrder.get(orderId)?.values() ?? []), ...spans.flatMap((span) => span.rows)];
    rows.sort((one, other) => (textOf(one.id)! < textOf(other.id)! ? -1 : 1));
    return { refunds: rows.filter(isRefund), payments: rows.filter((row) => !isRefund(row)) };
  }

  /** Orders money came back for within a window. */
  within({ from, to }: Pick<ReadWindow, 'from' | 'to'>): string[] {
    const isWithin = (row: JsonObject): boolean => {
      const at = timeOf(row);
      return isRefund(row) && at >= from && at < to;
    };
    return [...this.byOrder].flatMap(([order, rows]) => ([...rows.values()].some(isWithin) ? order : []));
  }

  private begin(ordered: Date | undefined): string {
    return ordered ? dayOf(ordered) : plusDays(this.first, -UNKNOWN_AGE);
  }

  private async walk(days: Days): Promise<void> {
    if (this.ctx.config.balance === false) return;
    for (const { rows, seen, missing } of await sideBySide(cutDays(days, SPAN), (span) => movementsIn(this.ctx, span))) {
      this.missing += missing;
      this.rows += seen;
      for (const row of rows) {
        if (!isRefund(row) && timeOf(row) > this.lastPaid) continue;
        const order = idOf(row.orderId)!;
        const known = this.byOrder.get(order) ?? new Map<string, JsonObject>();
        this.byOrder.set(order, known.set(textOf(row.id)!, row));
      }
    }
  }
}

async function movementsIn(
  ctx: Jd,
  { first, last }: Days,
  orderId?: string,
): Promise<{ rows: JsonObject[]; seen: number; missing: number }> {
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
    for (const row of page.rows) seen.set(textOf(row.id)!, isMovement(row, orderId) ? row : null);
    if (page.rows.length < PAGE || pageNo >= page.pages) break;
  }
  return { rows: [...seen.values()].filter((row) => row !== null), seen: seen.size, missing: Math.max(0, total - seen.size) };
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
const isRefund = (row: JsonObject): boolean => fenOf(textOf(row.amount)!) > 0n;

const timeOf = (row: JsonObject): Date => parseLocalTime(textOf(row.createdDate)!, OFFSET);

/** Whether a row moved money the company can spend, for an order. A row of nothing is a marker. @throws VendorError for one that cannot be read */
function isMovement(row: JsonObject, orderId?: string): boolean {
  const [order, amount] = [idOf(row.orderId), textOf(row.amount)];
  if (order === undefined || amount === undefined || (orderId !== undefined && order !== orderId)) return false;
  if ((textOf(row.accountType) ?? AVAILABLE) !== AVAILABLE) return false;
  try {
    parseLocalTime(textOf(row.createdDate) ?? '', OFFSET);
    return fenOf(amount) !== 0n;
  } catch (cause) {
    throw new VendorError(vendorBug('bad_row', `row ${textOf(row.id)} of the balance detail has no amount or no time`).fault, { cause });
  }
}

function explain(error: unknown): never {
  return switchedOffBy('balance', 'the balance detail was refused; where the account pays by 金采 or by transfer', error);
}
