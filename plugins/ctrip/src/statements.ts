import { MapError, sideBySide, type Json, type Page, type RawRecord, type ReadWindow, type Statement, type Stream } from '@interline/sdk';
import type { Ctrip, CtripConfig } from './config.js';
import { BatchSums, OTHER } from './batch-sums.js';
import { Fields } from './fields.js';
import { PRODUCTS } from './products.js';
import { counted, walkRows } from './settlement-rows.js';
import { daySpans } from './times.js';

/** The longest span Ctrip is asked for at once, in days. */
const LONGEST = 31;

/**
 * The batches of which rows were made or changed in a window, one page each. Ctrip publishes no headers: each batch is read whole and added up. The control
 * is the number of records, and what Ctrip counts in rows beyond those it gave.
 */
async function* read(ctx: Ctrip, window: ReadWindow): AsyncIterable<Page> {
  const saved = new Fields(window.cursor, '');
  const after = saved.text('after') ?? '';
  let given = Number(saved.text('given') ?? 0);
  const found = await batchesOf(ctx, window);
  let missing = Number(saved.text('missing') ?? found.missing);
  for (const batch of found.batches.filter((one) => one > after)) {
    const sums = await sumsOf(ctx, batch);
    missing += sums.missing;
    given += sums.records.length;
    yield { records: sums.records, cursor: { after: batch, given: String(given), missing: String(missing) } };
  }
  yield { records: [], cursor: null, control: { count: Math.max(0, given + missing) } };
}

async function batchesOf(ctx: Ctrip, window: ReadWindow): Promise<{ batches: string[]; missing: number }> {
  const batches = new Set<string>();
  const beyond = { missing: 0 };
  for (const { from, to } of daySpans(window, LONGEST)) {
    for (const product of PRODUCTS) {
      for await (const { rows } of counted(walkRows(ctx, product, { by: 'created', from, to, changed: true }), beyond)) {
        for (const { batch } of rows) if (batch !== undefined) batches.add(batch);
      }
    }
  }
  return { batches: [...batches].sort(), ...beyond };
}

/** The header of a batch and of each of its parts. */
async function sumsOf(ctx: Ctrip, batch: string): Promise<{ records: RawRecord[]; missing: number }> {
  const sums = new BatchSums(batch);
  const beyond = { missing: 0 };
  await sideBySide(PRODUCTS, async (product) => {
    for await (const { rows } of counted(walkRows(ctx, product, { by: 'batch', batch }), beyond)) rows.forEach((row) => sums.add(row));
  });
  return { records: sums.records(), ...beyond };
}

/** @throws MapError when some row of the batch cannot be read: a total that leaves it out would be wrong in silence */
function map({ externalId, data }: RawRecord): Statement {
  const fields = new Fields(data, '');
  const unread = fields.text('unread') ?? '0';
  if (unread !== '0') throw new MapError(`${unread} rows of the batch cannot be read`, '/unread');
  const currency = fields.text('currency') ?? 'CNY';
  if (currency === 'mixed') throw new MapError('a batch of several currencies', '/currency');
  const [from, to, part] = [fields.text('from') ?? '', fields.text('to') ?? '', fields.text('part')];
  const amount = (name: string): bigint => BigInt(fields.text(name) ?? '0');
  const [consumption, refund, adjustment] = [amount('consumption'), amount('refund'), amount('adjustment')];
  return {
    externalId,
    parentExternalId: part === undefined ? undefined : fields.text('batch'),
    derived: true,
    title: `携程商旅 ${from}~${to}${part === undefined ? '' : ` ${part === OTHER ? '其他' : part}`}`,
    from,
    to,
    // Ctrip says nothing of what became of a batch.
    state: 'to_confirm',
    currency,
    kinds: kindsOf(data['kinds']),
    split: part === undefined ? undefined : { by: 'custom', ref: { code: part } },
    totals: { consumption, refund, adjustment, payable: consumption + refund + adjustment },
  };
}

function kindsOf(value: Json | undefined): Statement['kinds'] {
  return Array.isArray(value) ? (value as Statement['kinds']) : undefined;
}

/** The stream `statements`. */
export const statements: Stream<'statements', CtripConfig> = { kind: 'statements', readAhead: true, read, map };
