import {
  VendorError,
  vendorBug,
  sideBySide,
  type JsonObject,
  type Page,
  type RawRecord,
  type ReadWindow,
  type Stream,
} from '@interline/sdk';
import { PAGE, countOf, freshPage, get, rowsOf, type Didi } from './api.js';
import type { DidiConfig } from './config.js';
import { Fields, objectOf } from './fields.js';
import { mapRide } from './ride-lines.js';
import { lastSecondBefore, timeText } from './times.js';

/** Switches on the fields DiDi leaves out by default. */
const FLAGS = { need_rule_info: '1', need_call_employee_number: '1' };

/** Refusals of a detail that are about the one order, not about the account: the poll goes on with the list's row, which has all the money. */
function isAboutTheOrder({ fault }: VendorError): boolean {
  return fault.class === 'not_found' || fault.class === 'vendor_bug' || fault.code === '400' || fault.code === '10001';
}

/**
 * Rides by the time they were paid, refunded or turned to personal payment. Pages by offset; a resumed window goes on from the cursor's.
 * The largest `total` any page reported is the control: an order that moves in or out while pages are walked shifts the others, and then the
 * count does not match. The next page is asked for together with the details of this one.
 */
async function* read(ctx: Didi, window: ReadWindow): AsyncIterable<Page> {
  const resumed = objectOf(window.cursor);
  let offset = countOf(resumed?.offset) ?? 0;
  let total = countOf(resumed?.total) ?? 0;
  let before = '';
  let early: Promise<Rows> | null = null;
  for (;;) {
    const here = offset;
    const load = (): Promise<Rows> => {
      const page = early ?? pageAt(ctx, window, here);
      early = null;
      return page;
    };
    const { rows, count } = await freshPage(load, idsOf, before);
    before = idsOf({ rows });
    total = Math.max(total, count);
    offset += PAGE;
    if (rows.length > 0 && offset < total) {
      early = pageAt(ctx, window, offset);
      // Awaited with its turn, unless a detail fails first; then nobody asks any more how it ended.
      early.catch(() => undefined);
    }
    const records = await sideBySide(rows, (row) => recordOf(ctx, row));
    // A full page is followed by another even where `total` says otherwise: the count is checked, not trusted.
    const last = rows.length < PAGE && offset >= total;
    const empty = rows.length === 0;
    if (last || empty) {
      yield { records, cursor: null, control: { count: total } };
      return;
    }
    yield { records, cursor: { offset: String(offset), total: String(total) } };
  }
}

interface Rows {
  rows: JsonObject[];
  count: number;
}

async function pageAt(ctx: Didi, window: ReadWindow, offset: number): Promise<Rows> {
  const data = await get(ctx, '/river/Order/get', {
    start_time: timeText(window.from),
    end_time: timeText(lastSecondBefore(window.to)),
    offset: String(offset),
    length: String(PAGE),
    need_approval_id: '1',
    need_project_info: '1',
    need_abnormal_msg: '1',
    ...FLAGS,
  });
  const count = countOf(data.total);
  if (count === undefined) throw vendorBug('no_total', 'the list of rides has no total');
  return { rows: rowsOf(data, 'records'), count };
}

async function recordOf(ctx: Didi, list: JsonObject): Promise<RawRecord> {
  const externalId = Fields.of(list, '').id('order_id');
  if (!externalId) throw vendorBug('no_order_id', 'a ride of the list has no order_id');
  const detail = wantsDetail(list, ctx.config) ? await detailOf(ctx, externalId) : null;
  return { externalId, data: detail ? { list, detail } : { list } };
}

/** The list row holds every share of the price; the detail adds why an order cost something else than usual. */
function wantsDetail(list: JsonObject, config: DidiConfig): boolean {
  if (config.ride_detail === 'all' || config.ride_detail === 'none') return config.ride_detail === 'all';
  const row = Fields.of(list, '');
  return row.text('status') !== '2' || row.text('total_price') !== row.text('actual_price');
}

/** One ride's detail; null when DiDi does not give it. @throws VendorError for a fault of the account or the connection */
async function detailOf(ctx: Didi, orderId: string): Promise<JsonObject | null> {
  try {
    const data = await get(ctx, '/river/Order/detail', { order_id: orderId, need_abnormal_msg: '1', ...FLAGS });
    return Fields.of(data, '').id('order_id') === orderId ? data : null;
  } catch (error) {
    if (!(error instanceof VendorError) || !isAboutTheOrder(error)) throw error;
    ctx.log.warn('no detail of this ride', { orderId, code: error.fault.code });
    return null;
  }
}

/** Single rides, after a callback named them. An id DiDi does not know (the set-up check sends a random one) gives nothing. */
async function* fetchRides(ctx: Didi, externalIds: string[]): AsyncIterable<Page> {
  for (const [index, externalId] of externalIds.entries()) {
    const detail = await detailOf(ctx, externalId);
    yield { records: detail ? [{ externalId, data: { detail } }] : [], cursor: index + 1 < externalIds.length ? String(index + 1) : null };
  }
  if (externalIds.length === 0) yield { records: [], cursor: null };
}

function idsOf({ rows }: { rows: JsonObject[] }): string {
  return rows.map((row) => Fields.of(row, '').text('order_id')).join();
}

/** The stream `rides`. */
export const rides: Stream<'orders', DidiConfig> = { kind: 'orders', readAhead: true, read, fetch: fetchRides, map: mapRide };
