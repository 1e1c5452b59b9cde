import type { JsonObject, Page, RawRecord, ReadWindow, Settlement, Stream } from '@interline/sdk';
import type { Didi } from './api.js';
import { mapBilled, recordsOfRow } from './billed-rows.js';
import { ifBought } from './bills.js';
import type { DidiConfig } from './config.js';
import { detailPages } from './detail-pages.js';
import { NOT_BILLED_TYPES } from './enums.js';
import { Fields, objectOf } from './fields.js';
import { lastSecondBefore, timeText } from './times.js';

/** Where a walk stands: the type under way, DiDi's cursor in it, and what the control needs. */
interface Position {
  type: number;
  lastId: string | null;
  given: number;
  missing: number;
  rows: number;
  total: number;
}

/**
 * Rows DiDi will bill later, by the time they were settled, type by type. Asking by settlement (not by change) makes a window say all that
 * is open in it, so that a row that is gone from it is seen to be billed.
 */
async function* read(ctx: Didi, window: ReadWindow): AsyncIterable<Page> {
  let at = positionOf(window);
  for (; at.type < NOT_BILLED_TYPES.length; at = afterType(at)) {
    const type = NOT_BILLED_TYPES[at.type]!;
    const params = {
      business_type: type,
      date_query_type: '0',
      start_date: timeText(window.from),
      end_date: timeText(lastSecondBefore(window.to)),
    };
    const pages = detailPages(ctx, '/river/Bill/getNotGeneratedBillDetail', params, at.lastId);
    for (;;) {
      const load = () => pages.next();
      const step = await (at.lastId === null ? ifBought(ctx, `not-yet-billed rows of type ${type}`, load) : load());
      if (!step || step.done) break;
      const { rows, total, next } = step.value;
      const records = rows.flatMap((row) => recordsOfRow(row, type));
      const seen = at.rows + rows.length;
      at = {
        ...at,
        lastId: next,
        given: at.given + records.length,
        rows: seen,
        total: total === undefined ? seen : Math.max(at.total, total),
      };
      if (records.length > 0) yield { records, cursor: cursorOf(next === null ? afterType(at) : at) };
      if (next === null) break;
    }
  }
  yield { records: [], cursor: null, control: { count: Math.max(0, at.given + at.missing) } };
}

function afterType(at: Position): Position {
  return { ...at, type: at.type + 1, lastId: null, missing: at.missing + at.total - at.rows, rows: 0, total: 0 };
}

function positionOf({ cursor }: ReadWindow): Position {
  const saved = Fields.of(objectOf(cursor), '');
  const count = (name: string) => Number(saved.text(name) ?? 0);
  return {
    type: count('type'),
    lastId: saved.text('lastId') ?? null,
    given: count('given'),
    missing: count('missing'),
    rows: count('rows'),
    total: count('total'),
  };
}

function cursorOf(at: Position): JsonObject {
  return {
    type: String(at.type),
    lastId: at.lastId,
    given: String(at.given),
    missing: String(at.missing),
    rows: String(at.rows),
    total: String(at.total),
  };
}

function map(record: RawRecord): Settlement {
  return mapBilled(record);
}

/** The stream `not_billed`. */
export const notBilled: Stream<'settlements', DidiConfig> = { kind: 'settlements', read, map };
