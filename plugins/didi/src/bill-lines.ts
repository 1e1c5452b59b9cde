import { MapError, type JsonObject, type Page, type RawRecord, type ReadWindow, type StatementLine, type Stream } from '@interline/sdk';
import { PAGE, type Didi } from './api.js';
import { mapBilled, recordsOfRow } from './billed-rows.js';
import { billsOf, ifBought, type Bill } from './bills.js';
import type { DidiConfig } from './config.js';
import { BUSINESS } from './enums.js';
import { detailPages } from './detail-pages.js';
import { Fields, objectOf } from './fields.js';

/** One walk over a bill: its rows of one type and, of rides, of one scope. */
interface Query {
  type: string;
  /** Rides only: 1 this period, 2 earlier periods, 3 approved after the trip. DiDi gives the first when it is not told. */
  scope?: string;
  /** DiDi may refuse it to a company that has not bought the product. */
  optional: boolean;
  /** Asked only when the query before it gave nothing. */
  otherwise?: boolean;
}

function queriesOf({ business }: Bill): Query[] {
  if (business === 'ride') return ['1', '2', '3'].map((scope) => ({ type: '0', scope, optional: scope !== '1' }));
  return BUSINESS[business].types.map((type) => ({ type, optional: business === 'travel', otherwise: type === '202' }));
}

/** Where a walk over bills stands; every part is a text, as it is a cursor. */
interface Position {
  bill: string;
  query: number;
  lastId: string | null;
  /** Records given so far, and rows DiDi counted but did not give. */
  given: number;
  missing: number;
  /** Of the query under way: its rows so far and the largest count it reported. */
  rows: number;
  total: number;
  /** Of the query before it on the same bill: whether it had rows, and which order came first. */
  hadRows: boolean;
  firstRow: string;
}

/**
 * The lines of the bills a window is about, bill by bill and type by type. The control is what DiDi counts, in records: one row of a ride
 * that was paid and refunded on the same bill is two.
 */
async function* read(ctx: Didi, window: ReadWindow): AsyncIterable<Page> {
  const at = positionOf(window);
  const resumed = at.bill;
  const { bills, missing } = await billsOf(ctx, window);
  for (const bill of bills.filter(({ parent, key }) => parent === null && key >= resumed)) {
    if (bill.key !== at.bill)
      Object.assign(at, { bill: bill.key, query: 0, lastId: null, rows: 0, total: 0, hadRows: false, firstRow: '' });
    const queries = queriesOf(bill);
    for (; at.query < queries.length; Object.assign(at, afterQuery(at))) {
      const query = queries[at.query]!;
      if (query.otherwise && at.hadRows) continue;
      yield* walk(ctx, bill, query, at);
    }
  }
  yield { records: [], cursor: null, control: { count: Math.max(0, at.given + at.missing + missing) } };
}

async function* walk(ctx: Didi, bill: Bill, query: Query, at: Position): AsyncGenerator<Page> {
  const pages = detailPages(ctx, '/river/Bill/detail', paramsOf(bill, query), at.lastId ?? (bill.business === 'ride' ? '0' : null));
  for (;;) {
    const first = at.rows === 0 && at.lastId === null;
    const load = () => pages.next();
    const step = await (first && query.optional ? ifBought(ctx, `lines of bill ${bill.id}, type ${query.type}`, load) : load());
    if (!step || step.done) return;
    const { rows, total, next } = step.value;
    if (first && query.scope !== undefined) {
      const firstRow = Fields.of(rows[0], '').text('order_id', 'out_order_id') ?? '';
      // An installation that does not know scopes gives the same rows for each.
      if (query.scope === '1') at.firstRow = firstRow;
      else if (rows.length > 0 && firstRow === at.firstRow) return;
    }
    const records = rows.flatMap((row) => recordsOfRow(row, query.type, { id: bill.id, from: bill.from, to: bill.to }));
    at.rows += rows.length;
    // Without a count there is nothing to compare with.
    at.total = total === undefined ? at.rows : Math.max(at.total, total);
    at.given += records.length;
    at.lastId = next;
    yield { records, cursor: cursorOf(next === null ? afterQuery(at) : at) };
    if (next === null) return;
  }
}

/** The position behind the query under way, with its count settled. */
function afterQuery(at: Position): Position {
  return { ...at, query: at.query + 1, missing: at.missing + at.total - at.rows, hadRows: at.rows > 0, lastId: null, rows: 0, total: 0 };
}

function paramsOf(bill: Bill, query: Query): Record<string, string> {
  return { bill_id: bill.id, business_type: query.type, length: String(PAGE), ...(query.scope !== undefined && { type: query.scope }) };
}

/** The lines of one bill, read and mapped: for a bill whose amounts DiDi does not publish. */
export async function* billLines(ctx: Didi, bill: Bill): AsyncGenerator<StatementLine> {
  const at: Position = { ...positionOf({ from: new Date(0), to: new Date(0), cursor: null }), bill: bill.key };
  const queries = queriesOf(bill);
  for (; at.query < queries.length; Object.assign(at, afterQuery(at))) {
    const query = queries[at.query]!;
    if (query.otherwise && at.hadRows) continue;
    for await (const page of walk(ctx, bill, query, at)) yield* page.records.map(map);
  }
}

function map(record: RawRecord): StatementLine {
  const statementExternalId = Fields.of(record.data, '').child('bill').text('id');
  if (!statementExternalId) throw new MapError('a line without its bill', '/bill/id');
  return { ...mapBilled(record), statementExternalId };
}

function positionOf({ cursor }: ReadWindow): Position {
  const saved = Fields.of(objectOf(cursor), '');
  const count = (name: string) => Number(saved.text(name) ?? 0);
  return {
    bill: saved.text('bill') ?? '',
    query: count('query'),
    lastId: saved.text('lastId') ?? null,
    given: count('given'),
    missing: count('missing'),
    rows: count('rows'),
    total: count('total'),
    hadRows: saved.text('hadRows') === '1',
    firstRow: saved.text('firstRow') ?? '',
  };
}

function cursorOf(at: Position): JsonObject {
  return {
    bill: at.bill,
    query: String(at.query),
    lastId: at.lastId,
    given: String(at.given),
    missing: String(at.missing),
    rows: String(at.rows),
    total: String(at.total),
    hadRows: at.hadRows ? '1' : '0',
    firstRow: at.firstRow,
  };
}

/** The stream `statement_lines`. */
export const statementLines: Stream<'statementLines', DidiConfig> = { kind: 'statementLines', read, map };
