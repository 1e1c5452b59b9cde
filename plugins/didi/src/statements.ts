import {
  MapError,
  type Json,
  type JsonObject,
  type Page,
  type RawRecord,
  type ReadWindow,
  type Statement,
  type Stream,
} from '@interline/sdk';
import { get, rowsOf, type Didi } from './api.js';
import { billLines } from './bill-lines.js';
import { billsOf, ifBought, type Bill } from './bills.js';
import type { DidiConfig } from './config.js';
import { BILL_STATES, BUSINESS, SPLITS, SPLIT_GROUPS, type Business } from './enums.js';
import { Fields, objectOf } from './fields.js';
import { CNY, fen, magnitude } from './money.js';
import { orgOf } from './refs.js';
import { startOfDay } from './times.js';

/** Bills with their summary and the parts they are split into; one page a bill. The control is what was given, and what DiDi counts beyond. */
async function* read(ctx: Didi, window: ReadWindow): AsyncIterable<Page> {
  const saved = Fields.of(objectOf(window.cursor), '');
  const after = saved.text('after') ?? '';
  let given = Number(saved.text('given') ?? 0);
  const { bills, missing } = await billsOf(ctx, window);
  for (const bill of bills.filter(({ key }) => key > after)) {
    const records = [await recordOf(ctx, bill), ...(bill.parent === null ? await partsOf(ctx, bill) : [])];
    given += records.length;
    yield { records, cursor: { after: bill.key, given: String(given) } };
  }
  yield { records: [], cursor: null, control: { count: Math.max(0, given + missing) } };
}

/** DiDi lists no amounts for travel bills; their summary has them. Where neither does, the amounts are added up from the lines. */
async function recordOf(ctx: Didi, bill: Bill): Promise<RawRecord> {
  const { business, from, to, parent, row } = bill;
  const summary = await ifBought(ctx, `summary of bill ${bill.id}`, () =>
    get(ctx, '/river/Bill/summary', { bill_id: bill.id, business_line: BUSINESS[business].line }),
  );
  const published = amountsOf(Fields.of(row, ''), summary) !== null;
  const derived = published ? null : await sumOf(ctx, bill);
  return { externalId: bill.id, data: { business, from, to, parent, bill: row, summary, derived } };
}

async function sumOf(ctx: Didi, bill: Bill): Promise<JsonObject> {
  const sums = { consumption: 0n, refund: 0n, adjustment: 0n };
  for await (const { lineType, companyShare } of billLines(ctx, bill)) {
    sums[lineType === 'adjustment' || lineType === 'refund' ? lineType : 'consumption'] += companyShare;
  }
  return Object.fromEntries(Object.entries(sums).map(([name, amount]) => [name, String(amount)]));
}

/** The nodes of the tree below a bill. Its lines stay with the bill itself: the nodes only say how it is shared out. */
async function partsOf(ctx: Didi, bill: Bill): Promise<RawRecord[]> {
  const data = await ifBought(ctx, `tree of bill ${bill.id}`, () =>
    get(ctx, '/river/Bill/getBillStructure', {
      business_type: BUSINESS[bill.business].structure,
      payment_period: `${bill.from}~${bill.to}`,
    }),
  );
  if (!data) return [];
  const roots = new Set([bill.id, Fields.of(bill.row, '').id('root_batch_id')]);
  const nodes = new Map(rowsOf(data, 'list').map((node) => [Fields.of(node, '').id('bill_id') ?? '', Fields.of(node, '')]));
  const parentOf = (node: Fields): string => {
    const pid = node.id('pid');
    return pid === undefined || roots.has(pid) || !nodes.has(pid) ? bill.id : pid;
  };
  // The part that belongs to nobody is what its siblings leave over: it is of their split.
  const groupTypes = new Map(
    [...nodes.values()].flatMap((node) => (isNobodys(node) ? [] : [[parentOf(node), node.text('bill_split_group_type')]])),
  );
  return rowsOf(data, 'list').flatMap((row) => {
    const node = Fields.of(row, '');
    const externalId = node.id('bill_id');
    if (externalId === undefined || roots.has(externalId)) return [];
    const parent = parentOf(node);
    const groupType = (isNobodys(node) ? groupTypes.get(parent) : node.text('bill_split_group_type')) ?? null;
    return [{ externalId, data: { business: bill.business, from: bill.from, to: bill.to, parent, groupType, node: row } }];
  });
}

/** Whether a part is what a split by several dimensions could not attribute (未知主体). */
function isNobodys(node: Fields): boolean {
  return node.text('bill_split_type') === '7' && node.text('bill_split_group_type') === '8';
}

/** The header of a bill, or of one part of it. @throws MapError when an amount cannot be read */
function map(record: RawRecord): Statement {
  const raw = Fields.of(record.data, '');
  const business = (raw.text('business') ?? '') as Business;
  const known = BUSINESS[business];
  if (!known) throw new MapError('not a line of business', '/business');
  const node = objectOf(record.data.node);
  const row = node ? raw.child('node') : raw.child('bill');
  const published = amountsOf(row, node ? null : (objectOf(record.data.summary) ?? null));
  const split = node ? splitOf(row, raw.text('groupType')) : undefined;
  const confirmed = raw.child('bill').text('confirm_date');
  const from = raw.text('from') ?? '';
  const to = raw.text('to') ?? '';
  return {
    externalId: record.externalId,
    parentExternalId: raw.text('parent'),
    derived: published === null,
    title: `滴滴${known.name} ${from}~${to}${split?.ref.name ? ` ${split.ref.name}` : ''}`,
    from,
    to,
    // A state DiDi adds later is at least not final.
    state: BILL_STATES[row.text('bill_status', 'status') ?? ''] ?? 'to_confirm',
    confirmedAt: confirmed === undefined ? undefined : confirmedAt(confirmed),
    currency: CNY,
    kinds: [...known.kinds],
    split,
    legalEntity: split?.by === 'legal_entity' && !isNobodys(row) ? split.ref : undefined,
    totals: published ?? derivedTotals(raw.child('derived')),
  };
}

/** The amounts of a bill: of its row where it has them, else of its summary; null when DiDi publishes none. @throws MapError */
function amountsOf(row: Fields, summary: JsonObject | null): Statement['totals'] | null {
  const sums = Fields.of(summary ?? {}, '/summary');
  const prior = sums.yuan('previous_refund_total_amount') ?? sums.yuan('out_date_refund_amount');
  const priorPeriodRefund = prior === undefined ? undefined : -magnitude(prior);
  const payable = row.yuan('bill_amount');
  if (payable !== undefined) {
    const adjustment = row.yuan('bill_difference');
    return {
      consumption: row.yuan('bill_consumption') ?? 0n,
      refund: -magnitude(row.yuan('bill_refund') ?? 0n),
      priorPeriodRefund,
      adjustment,
      payable,
    };
  }
  const total = sums.yuan('amount_total_money') ?? sums.yuan('amount_money');
  if (total !== undefined) {
    const consumption =
      sums.yuan('consume_total_amount') ?? (sums.yuan('consume_amount_online') ?? 0n) + (sums.yuan('consume_amount_offline') ?? 0n);
    return {
      consumption,
      refund: -magnitude(sums.yuan('refund_total_amount') ?? sums.yuan('refund_amount') ?? 0n),
      priorPeriodRefund,
      payable: total,
    };
  }
  return partsTotal(row.list('sub_bill_summary'));
}

/** A travel node gives its amounts per product. */
function partsTotal(parts: Fields[]): Statement['totals'] | null {
  if (parts.length === 0) return null;
  const sum = (name: string) => parts.reduce((total, part) => total + (part.yuan(name) ?? 0n), 0n);
  const payable = sum('amount_money');
  return {
    consumption: sum('consume_amount'),
    refund: -magnitude(sum('refund_amount')),
    priorPeriodRefund: -magnitude(sum('previous_refund_amount')),
    payable,
  };
}

function derivedTotals(derived: Fields): Statement['totals'] {
  const [consumption, refund, adjustment] = ['consumption', 'refund', 'adjustment'].map(
    (name) => fen(derived.raw(name), derived.pointer(name)) ?? 0n,
  );
  return { consumption: consumption!, refund: refund!, adjustment: adjustment!, payable: consumption! + refund! + adjustment! };
}

function splitOf(node: Fields, groupType: string | undefined): Statement['split'] {
  const type = node.text('bill_split_type') ?? '';
  const by = type === '7' ? SPLIT_GROUPS[groupType ?? ''] : SPLITS[type];
  const ref = orgOf({
    id: node.id('department_id', 'budget_center_id', 'bill_entity_id'),
    code: node.text('out_bill_split_group_key', 'out_budget_id'),
    name: node.text('bill_entity'),
  });
  return ref && { by: by ?? 'custom', ref };
}

function confirmedAt(text: string): Date | undefined {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
  if (!day) return undefined;
  return /\d{2}:\d{2}:\d{2}$/.test(text) ? Fields.of({ at: text as Json }, '/bill').time('at') : startOfDay(day);
}

/** The stream `statements`. */
export const statements: Stream<'statements', DidiConfig> = { kind: 'statements', read, map };
