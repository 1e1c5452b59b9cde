import { MapError, type JsonObject, type Page, type RawRecord, type ReadWindow } from '@interline/sdk';
import type { Ctrip } from './config.js';
import { Fields } from './fields.js';
import { PRODUCTS, isProduct } from './products.js';
import { lineOf, type RowLine } from './row-line.js';
import { START, missingOf, walkRows, type SettlementRow, type Walk } from './settlement-rows.js';
import { dayOf } from './times.js';

/** Which rows of a window a stream is about. */
export interface Selection {
  /** Whether rows that were changed lately are asked for as well, whenever they were made. */
  changed: boolean;
  keep(row: SettlementRow, window: ReadWindow): boolean;
}

/** Where a reading stands: the product under way, its walk, records given so far and rows Ctrip counted but did not give. */
interface Position {
  product: number;
  walk: Walk;
  given: number;
  missing: number;
}

/**
 * Settlement rows of a window, product by product and page by page. The control is the number of records, and what Ctrip counts in rows beyond those it
 * gave: rows that are of no interest here are on both sides and cancel out.
 */
export async function* settledPages(ctx: Ctrip, window: ReadWindow, { changed, keep }: Selection): AsyncIterable<Page> {
  let at = positionOf(window);
  const [from, to] = [dayOf(window.from), dayOf(new Date(window.to.getTime() - 1))];
  while (at.product < PRODUCTS.length) {
    for await (const { rows, walk } of walkRows(ctx, PRODUCTS[at.product]!, { by: 'created', from, to, changed }, at.walk)) {
      const records = rows.filter((row) => keep(row, window)).map(recordOf);
      at = { ...at, walk, given: at.given + records.length };
      if (walk.page === null) at = { ...at, product: at.product + 1, walk: START, missing: at.missing + missingOf(walk) };
      yield { records, cursor: cursorOf(at) };
    }
  }
  yield { records: [], cursor: null, control: { count: Math.max(0, at.given + at.missing) } };
}

/** A row as the raw record of its own stream. */
export function recordOf({ product, key, row }: SettlementRow): RawRecord {
  return { externalId: key, data: { product, row } };
}

/** The line of a raw record of one row. @throws MapError */
export function recordLine({ externalId, data }: RawRecord): RowLine {
  const fields = new Fields(data, '');
  const product = fields.text('product');
  if (!isProduct(product)) throw new MapError('not a product of this stream', '/product');
  return lineOf(product, externalId, fields.object('row'), '/row');
}

function positionOf({ cursor }: ReadWindow): Position {
  const saved = new Fields(cursor, '');
  const count = (name: string): number => Number(saved.text(name) ?? 0);
  const total = saved.text('total');
  return {
    product: count('product'),
    walk: { page: count('page') || 1, seen: count('seen'), total: total === undefined ? undefined : Number(total) },
    given: count('given'),
    missing: count('missing'),
  };
}

function cursorOf({ product, walk, given, missing }: Position): JsonObject {
  return {
    product: String(product),
    page: String(walk.page),
    seen: String(walk.seen),
    ...(walk.total === undefined ? {} : { total: String(walk.total) }),
    given: String(given),
    missing: String(missing),
  };
}
