import { textOf, vendorBug, objectOf, type ReadWindow } from '@interline/sdk';
import { PAGE, ask, type Jd } from './api.js';
import { countOf, idOf, objectsOf } from './fields.js';
import { daysEndingIn } from './times.js';

/** JD pages through so many rows of one query; further ones are found by a falling order id. */
const MOST_ROWS = 10_000;

/** The lists by day that are read: orders as they were made, and orders or their parts as they were finished. */
export type List = 'checkNewOrder' | 'checkCompleteOrder';

/** The orders JD lists for the days of a window. */
export interface Feed {
  /** Order ids in the order they came, with the time JD lists them under. */
  orders: Map<string, string | undefined>;
  /** How many more orders JD counts than it listed; negative when fewer. */
  missing: number;
}

interface FeedPage {
  rows: [id: string, time: string | undefined][];
  total: number;
  pages: number;
}

/** Lists what stands in a list for a window, day by day: JD's count stands beside each day, and one day at least fits its limit of rows. @throws VendorError */
export async function feedOf(ctx: Jd, list: List, window: Pick<ReadWindow, 'from' | 'to'>): Promise<Feed> {
  const feed: Feed = { orders: new Map(), missing: 0 };
  let before = '';
  for (const day of daysEndingIn(window)) before = await addDay(ctx, list, day, feed, before);
  return feed;
}

/** @param before what stood on the page before this day's first; @returns what stands on its last */
async function addDay(ctx: Jd, list: List, day: string, feed: Feed, before: string): Promise<string> {
  const listed = new Set<string>();
  let [last, total] = [before, 0];
  for (let pageNo = 1, index: string | null = null; ; pageNo++) {
    const position: Record<string, string> = index === null ? { pageNo: String(pageNo) } : { jdOrderIdIndex: index };
    const page = await freshPage(() => feedPage(ctx, list, day, position), last);
    last = keyOf(page);
    total = Math.max(total, page.total);
    const known = listed.size;
    for (const [id, time] of page.rows) {
      listed.add(id);
      feed.orders.set(id, time);
    }
    const short = page.rows.length < PAGE && (index !== null || pageNo >= page.pages);
    if (listed.size >= total || listed.size === known || short) break;
    if (total > MOST_ROWS) index = smallest(listed);
  }
  feed.missing += total - listed.size;
  return last;
}

async function feedPage(ctx: Jd, list: List, day: string, position: Record<string, string>): Promise<FeedPage> {
  // The published example writes months and days without leading zeroes.
  const date = day.replaceAll('-0', '-');
  const result = objectOf(await ask(ctx, `/api/checkOrder/${list}`, { date, pageSize: String(PAGE), ...position }));
  const total = countOf(result?.total);
  if (!result || total === undefined) throw vendorBug('no_total', `${list} has no total`);
  const found = result.orders ?? result.order;
  if (!Array.isArray(found) && total > 0) throw vendorBug('no_list', `${list} has no rows`);
  const rows = objectsOf(found).map((row): [string, string | undefined] => {
    const id = idOf(row.jdOrderId);
    if (id === undefined) throw vendorBug('no_order_id', `a row of ${list} has no jdOrderId`);
    return [id, textOf(row.time)];
  });
  return { rows, total, pages: countOf(result.totalPage) ?? Math.ceil(total / PAGE) };
}

/** Loads a page, and once more when it is the one before again. @throws VendorError when JD insists on it */
async function freshPage(load: () => Promise<FeedPage>, before: string): Promise<FeedPage> {
  for (const _try of ['first', 'second']) {
    const page = await load();
    if (page.rows.length === 0 || keyOf(page) !== before) return page;
  }
  throw vendorBug('repeated_page', 'JD gives the same page again and again');
}

function keyOf({ rows }: FeedPage): string {
  return rows.map(([id]) => id).join();
}

/** Ids go beyond 2^53 at other vendors and may here. */
function smallest(ids: Iterable<string>): string {
  let least: bigint | null = null;
  for (const id of ids) if (least === null || BigInt(id) < least) least = BigInt(id);
  return String(least);
}
