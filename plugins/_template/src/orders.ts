import {
  canonicalJson,
  formatLocalTime,
  textOf,
  vendorBug,
  type ConnectorContext,
  type JsonObject,
  type Page,
  type ReadWindow,
  type Stream,
} from '@interline/sdk';
import { mapOrder, OFFSET } from './map-order.js';

/** The settings of a connection, as the manifest's `config` describes them. */
export interface Settings extends JsonObject {
  store_ids: string;
}

/** The most rows the vendor gives at once. */
const ROWS = 50;

/**
 * The orders of a window, page by page. The host commits a page, keeps its cursor and then asks for the next; a run that was interrupted goes on
 * from the last cursor, so the cursor has to say all that is needed.
 */
async function* read(ctx: ConnectorContext<Settings>, window: ReadWindow): AsyncIterable<Page> {
  let before = '';
  // Cursors are JSON as the host stored it: numbers would come back as text, so this one is text from the start.
  for (let number = Number(textOf(window.cursor) ?? '1'); ; number++) {
    const { rows, total } = await pageOf(ctx, window, number);
    const ids = canonicalJson(rows.map((row) => row.id ?? null));
    // Some vendors repeat a page instead of giving the next. Reading on would count orders twice and miss others.
    if (rows.length > 0 && ids === before) throw vendorBug('REPEATED_PAGE', `page ${number} is the page before it again`);
    before = ids;
    const records = rows.map((data) => ({ externalId: textOf(data.id) ?? '', data }));
    // The end is where rows run out, not where the vendor's total says: the total is compared, not trusted.
    if (rows.length < ROWS) return yield { records, cursor: null, control: { count: total } };
    yield { records, cursor: String(number + 1) };
  }
}

async function pageOf(
  { http, config }: ConnectorContext<Settings>,
  { from, to }: ReadWindow,
  number: number,
): Promise<{ rows: JsonObject[]; total: number }> {
  const { json } = await http.request({
    method: 'GET',
    path: '/orders',
    query: {
      updated_from: formatLocalTime(from, OFFSET),
      updated_before: formatLocalTime(to, OFFSET),
      page: String(number),
      rows: String(ROWS),
      ...(config.store_ids ? { stores: config.store_ids } : {}),
    },
  });
  const { orders: rows, total } = (json ?? {}) as { orders?: JsonObject[]; total?: JsonObject[string] };
  // A shape that is not the documented one is the vendor's bug. Saying so is better than an empty page, which would look like no orders.
  if (!Array.isArray(rows) || textOf(total) === undefined) throw vendorBug('NO_ORDERS', 'the answer has no list of orders with its total');
  return { rows, total: Number(textOf(total)) };
}

/** The stream `orders`. `readAhead`: nothing happens after a `yield` that the vendor sees, so the host may read on while it commits. */
export const orders: Stream<'orders', Settings> = { kind: 'orders', readAhead: true, read, map: mapOrder };
