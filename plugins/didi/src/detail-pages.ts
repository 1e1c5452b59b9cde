import type { JsonObject } from '@interline/sdk';
import { countOf, freshPage, get, rowsOf, type Didi } from './api.js';
import { Fields } from './fields.js';

/** One page of billed or not-yet-billed rows. */
export interface DetailPage {
  rows: JsonObject[];
  /** How many rows DiDi says there are in all. */
  total: number | undefined;
  /** The `last_id` of the next page; null when this was the last one. */
  next: string | null;
}

/**
 * Walks rows by DiDi's cursor `last_id`. Ends where DiDi says `is_last`, gives no rows, or gives no further cursor.
 * @param lastId where to begin; null leaves the parameter out
 */
export async function* detailPages(
  ctx: Didi,
  path: string,
  params: Record<string, string>,
  lastId: string | null,
): AsyncGenerator<DetailPage> {
  let before = '';
  for (;;) {
    const at = lastId;
    const data = await freshPage(() => get(ctx, path, at === null ? params : { ...params, last_id: at }), idsOf, before);
    before = idsOf(data);
    const page = Fields.of(data, '');
    const rows = rowsOf(data, 'detail_list', 'orders');
    const cursor = page.text('last_id');
    const ended = rows.length === 0 || data.is_last === true || page.text('is_last') === 'true' || cursor === undefined || cursor === at;
    lastId = ended ? null : cursor;
    yield { rows, total: countOf(data.total), next: lastId };
    if (lastId === null) return;
  }
}

function idsOf(data: JsonObject): string {
  return rowsOf(data, 'detail_list', 'orders')
    .map((row) => Fields.of(row, ''))
    .map((row) => [row.text('unique_key') ?? row.text('order_id'), row.text('type'), row.text('refund_time')].join())
    .join(';');
}
