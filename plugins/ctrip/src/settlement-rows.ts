import { createHash } from 'node:crypto';
import { LosslessNumber, canonicalJson, textOf, vendorBug, type Json, type JsonObject } from '@interline/sdk';
import { query } from './api.js';
import type { Ctrip } from './config.js';
import { Fields, objectsOf } from './fields.js';
import { SETTLEMENT, type Product } from './products.js';

/** Ctrip publishes no largest page; this is modest, and a page that comes shorter does not end a walk. */
export const PAGE = 100;

/** One settlement row as it came, with the names its four interfaces spell differently read out of it. */
export interface SettlementRow {
  product: Product;
  row: JsonObject;
  /** `<product>:<RecordId>:<OrderType>`: unique, and the row's name for ever. */
  key: string;
  orderId: string | undefined;
  /** When it was made, shortly after the money moved; undefined where that cannot be read. */
  createdAt: Date | undefined;
  /** The account check batch it stands on; absent while its month runs. */
  batch: string | undefined;
}

/** Which rows are asked for. */
export type RowQuery =
  { by: 'created'; from: string; to: string; changed: boolean } | { by: 'order'; orderId: string } | { by: 'batch'; batch: string };

/** Where a walk over the pages of one query stands. */
export interface Walk {
  /** The page to ask for, from 1; null when the walk is at its end. */
  page: number | null;
  /** Rows seen so far. */
  seen: number;
  /** The largest count Ctrip told. */
  total: number | undefined;
}

export const START: Walk = { page: 1, seen: 0, total: undefined };

/** One page of a walk: the rows that were not on an earlier one, and where the walk stands behind it. */
export interface RowPage {
  rows: SettlementRow[];
  walk: Walk;
}

/** Reads what identifies a row. One without an id is told by its content: mapping refuses it, and it is not lost. */
export function rowOf(product: Product, row: JsonObject): SettlementRow {
  const base = new Fields(row[SETTLEMENT[product].base], '');
  const record = base.id('RecordID', 'RecordId') ?? createHash('sha256').update(canonicalJson(row)).digest('hex').slice(0, 24);
  return {
    product,
    row,
    key: `${product}:${record}:${base.text('OrderType') ?? '-'}`,
    orderId: base.id('OrderID', 'OrderId'),
    createdAt: createdAt(base),
    batch: base.id('AccCheckBatchNo', 'BatchNo'),
  };
}

function createdAt(base: Fields): Date | undefined {
  try {
    return base.time('CreateTime', 'Createtime');
  } catch {
    // Mapping names the field; reading goes on.
    return undefined;
  }
}

/** How many rows Ctrip counts beyond those that came; negative when it counts fewer. */
export function missingOf({ seen, total }: Walk): number {
  return (total ?? seen) - seen;
}

/**
 * Walks the pages of one query. It ends at a page that is empty, that brings nothing new however often it is asked for, or that is short when as many rows
 * came as Ctrip counts. The latter alone would not do: nobody knows how long a page may be.
 */
export async function* walkRows(ctx: Ctrip, product: Product, rowQuery: RowQuery, start: Walk = START): AsyncGenerator<RowPage> {
  const known = new Set<string>();
  let walk = start;
  while (walk.page !== null) {
    const { page } = walk;
    let answer = await askPage(ctx, product, rowQuery, page);
    const brings = (): boolean => answer.rows.some(({ key }) => !known.has(key));
    // A page that came twice by mistake comes right when it is asked for again.
    if (answer.rows.length > 0 && !brings()) answer = await askPage(ctx, product, rowQuery, page);
    const rows = answer.rows.filter(({ key }) => !known.has(key) && known.add(key));
    const seen = walk.seen + rows.length;
    const total = answer.total === undefined ? walk.total : Math.max(walk.total ?? 0, answer.total);
    const ended = rows.length === 0 || (answer.rows.length < PAGE && total !== undefined && seen >= total);
    walk = { page: ended ? null : page + 1, seen, total };
    yield { rows, walk };
  }
}

/** Passes the pages of a walk on, and notes at its end how many more rows Ctrip counts. */
export async function* counted(pages: AsyncIterable<RowPage>, into: { missing: number }): AsyncGenerator<RowPage> {
  let missing = 0;
  for await (const page of pages) {
    missing = missingOf(page.walk);
    yield page;
  }
  into.missing += missing;
}

/** All rows of a query at once, for queries that give few, and how many more Ctrip counts. */
export async function allRows(ctx: Ctrip, product: Product, rowQuery: RowQuery): Promise<{ rows: SettlementRow[]; missing: number }> {
  const rows: SettlementRow[] = [];
  const beyond = { missing: 0 };
  for await (const page of counted(walkRows(ctx, product, rowQuery), beyond)) rows.push(...page.rows);
  return { rows, ...beyond };
}

async function askPage(
  ctx: Ctrip,
  product: Product,
  rowQuery: RowQuery,
  page: number,
): Promise<{ rows: SettlementRow[]; total: number | undefined }> {
  const { path, account, accounts, rows: name } = SETTLEMENT[product];
  const body = await query(
    ctx,
    path,
    { [account]: ctx.config.account_id, ...conditionOf(product, rowQuery), PageIndex: page, PageSize: PAGE },
    { typed: true },
  );
  const total = countOf(body['TotalRecord']);
  const list = body[accounts];
  if (!Array.isArray(list) && (total ?? 0) > 0) throw vendorBug('no_list', `the answer of ${path} has no ${accounts}`);
  return { rows: objectsOf(list).flatMap((entry) => objectsOf(entry[name]).map((row) => rowOf(product, row))), total };
}

function conditionOf(product: Product, rowQuery: RowQuery): Record<string, unknown> {
  switch (rowQuery.by) {
    case 'created':
      return { DateFrom: rowQuery.from, DateTo: rowQuery.to, IsCompensation: rowQuery.changed };
    case 'order':
      return { [SETTLEMENT[product].order]: numberOf(rowQuery.orderId), IsCompensation: true };
    case 'batch':
      return { BatchNo: rowQuery.batch, IsCompensation: true };
  }
}

/** Order ids are numbers in these requests, beyond what a double holds. */
function numberOf(orderId: string): LosslessNumber | string {
  return /^\d+$/.test(orderId) ? new LosslessNumber(orderId) : orderId;
}

function countOf(value: Json | undefined): number | undefined {
  const text = textOf(value) ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
