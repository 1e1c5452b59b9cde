import { localPeriod, periodBounds, shiftPeriod, type OrderSummary } from '@interline/sdk/simulator';

import { billedFrom, type BillRow, type BusinessLine, type BusinessType, correctionRow, lineOf, rowsOf } from './bill-rows.js';
import type { Desk } from './desk.js';
import { type Booking, bookingOf } from './people-of.js';
import { byNumber, vendorId } from './wire.js';

/** Sums over rows, in fen. */
export interface Totals {
  paid: bigint;
  refund: bigint;
  priorRefund: bigint;
  adjustment: bigint;
}

/** One node of a bill's tree: the whole bill, a legal entity's part, or a department's. */
export interface BillNode {
  id: string;
  parent?: BillNode;
  children: BillNode[];
  /** 1 department · 4 legal entity · 8 unknown · 0 the whole. */
  groupType: 0 | 1 | 4 | 8;
  entityId: string;
  name: string;
  code: string;
  totals: Totals;
  byType: Map<BusinessType, Totals>;
}

/** A month's bill of one business line. */
export interface Statement {
  period: string;
  line: BusinessLine;
  root: BillNode;
  nodes: Map<string, BillNode>;
}

const KINDS = { 0: ['ride'], 1: ['flight', 'hotel', 'train'], 100: ['ride'] } as const;
const LINES: readonly BusinessLine[] = [0, 1, 100];
/** The rows of so many bills are kept at once. */
const KEPT = 3;

/** Rows by node and type. */
type RowLists = Map<string, Map<BusinessType, BillRow[]>>;

const empty = (): Totals => ({ paid: 0n, refund: 0n, priorRefund: 0n, adjustment: 0n });

/** The bills, made from the cash of each month when they are first asked for. */
export class Statements {
  private headers = new Map<string, Statement>();
  private rowLists = new Map<string, RowLists>();
  private version = -1;

  constructor(private readonly desk: Desk) {}

  /** The bills of a line that exist by now, oldest first. */
  list(line: BusinessLine, now: number): Statement[] {
    const span = this.desk.world.orders.span();
    const periods = [...this.desk.world.adjustments.values()].map(({ period }) => period);
    if (span) periods.push(localPeriod(span.from), localPeriod(span.to));
    if (periods.length === 0) return [];
    const found: Statement[] = [];
    const last = periods.reduce((left, right) => (left > right ? left : right));
    for (
      let period = periods.reduce((left, right) => (left < right ? left : right));
      period <= last && billedFrom(period) <= now;
      period = shiftPeriod(period)
    ) {
      const statement = this.of(period, line);
      if (statement.root.byType.size > 0) found.push(statement);
    }
    return found;
  }

  /** The bill or part of a bill with this number, if it exists by now. */
  find(billId: string, now: number): { statement: Statement; node: BillNode } | undefined {
    const match = /^11(\d\d)(\d\d)([012])\d{11}$/.exec(billId);
    if (!match) return undefined;
    const period = `20${match[1]}-${match[2]}`;
    if (billedFrom(period) > now) return undefined;
    const statement = this.of(period, LINES[Number(match[3])] as BusinessLine);
    const node = statement.nodes.get(billId);
    return node && statement.root.byType.size > 0 ? { statement, node } : undefined;
  }

  /** A month's bill, whether it exists yet or not. */
  of(period: string, line: BusinessLine): Statement {
    this.forgetStale();
    const key = `${period} ${line}`;
    let statement = this.headers.get(key);
    if (!statement) this.headers.set(key, (statement = this.make(period, line)));
    return statement;
  }

  /** The rows of one type below a node, by order number. */
  rows({ period, line }: Statement, node: BillNode, type: BusinessType): BillRow[] {
    this.forgetStale();
    const key = `${period} ${line}`;
    let lists = this.rowLists.get(key);
    if (!lists) {
      lists = new Map();
      this.make(period, line, lists);
      for (const types of lists.values()) for (const rows of types.values()) rows.sort(inOrder);
    }
    // Put at the end: the first one is the longest unused.
    this.rowLists.delete(key);
    this.rowLists.set(key, lists);
    if (this.rowLists.size > KEPT) this.rowLists.delete(this.rowLists.keys().next().value as string);
    return lists.get(node.id)?.get(type) ?? [];
  }

  private forgetStale(): void {
    if (this.version === this.desk.world.version) return;
    this.version = this.desk.world.version;
    this.headers.clear();
    this.rowLists.clear();
  }

  /** Makes a bill's tree with its sums, and collects the rows of each node where they are wanted: of a million orders they are not small. */
  private make(period: string, line: BusinessLine, lists?: RowLists): Statement {
    const root = this.node(period, line, undefined, { groupType: 0, code: '', name: this.desk.companyName });
    const statement: Statement = { period, line, root, nodes: new Map([[root.id, root]]) };
    const leaves = new Map<string, BillNode>();
    for (const { row, booking } of this.rowsOfMonth(period, line)) {
      const org = `${booking?.legalEntity.code}\n${booking?.department.code}`;
      const leaf = leaves.get(org) ?? this.leaf(statement, booking);
      leaves.set(org, leaf);
      for (let node: BillNode | undefined = leaf; node; node = node.parent) {
        count(node, row);
        if (lists) collect(lists, node, row);
      }
    }
    return statement;
  }

  private *rowsOfMonth(period: string, line: BusinessLine): Generator<{ row: BillRow; booking: Booking | undefined }> {
    const { orders, adjustments } = this.desk.world;
    const { from, to } = periodBounds(period);
    for (const kind of KINDS[line]) {
      for (const handle of orders.between(kind, from, to - 1)) {
        for (const row of rowsOf(orders.summary(handle), to - 1)) {
          if (row.period === period && lineOf(row.businessType) === line)
            yield { row, booking: bookingOf(orders.booking(handle), this.desk.world) };
        }
      }
    }
    for (const correction of adjustments.values()) {
      if (correction.period !== period) continue;
      const handle = correction.orderId === undefined ? undefined : orders.handleOf(correction.orderId);
      const order: OrderSummary | undefined = handle === undefined ? undefined : orders.summary(handle);
      const row = correctionRow(correction, order);
      if (lineOf(row.businessType) === line) {
        yield { row, booking: handle === undefined ? undefined : bookingOf(orders.booking(handle), this.desk.world) };
      }
    }
  }

  /** The department's node a row belongs to, below its legal entity's where the company has those. */
  private leaf(statement: Statement, booking: Booking | undefined): BillNode {
    const { period, line, root } = statement;
    const entity = booking?.legalEntity;
    const above = entity?.code ? this.child(statement, root, this.node(period, line, root, { groupType: 4, ...entity })) : root;
    const department = booking?.department.code ? booking.department : undefined;
    const leaf = department ? { groupType: 1 as const, ...department } : { groupType: 8 as const, code: '', name: '未知主体' };
    return this.child(statement, above, this.node(period, line, above, leaf));
  }

  private child(statement: Statement, parent: BillNode, candidate: BillNode): BillNode {
    const known = statement.nodes.get(candidate.id);
    if (known) return known;
    statement.nodes.set(candidate.id, candidate);
    parent.children.push(candidate);
    return candidate;
  }

  private node(
    period: string,
    line: BusinessLine,
    parent: BillNode | undefined,
    of: Pick<BillNode, 'groupType' | 'code' | 'name'>,
  ): BillNode {
    const path = `${this.desk.account.companyId} ${parent?.id ?? ''} ${of.groupType} ${of.code}`;
    const digits = vendorId(`bill ${period} ${line}`, path).slice(4);
    const entityId =
      of.groupType === 0
        ? this.desk.account.companyId
        : of.groupType === 4
          ? vendorId('entity', of.code)
          : of.groupType === 1
            ? this.desk.centers.departmentId(of.code)
            : '';
    return {
      id: `11${period.slice(2, 4)}${period.slice(5)}${LINES.indexOf(line)}${digits.slice(0, 11)}`,
      ...(parent && { parent }),
      children: [],
      entityId,
      totals: empty(),
      byType: new Map(),
      ...of,
    };
  }
}

const inOrder = (left: BillRow, right: BillRow): number =>
  byNumber(left.orderId, right.orderId) ||
  left.settledAt - right.settledAt ||
  Number(left.correction !== undefined) - Number(right.correction !== undefined);

function collect(lists: RowLists, node: BillNode, row: BillRow): void {
  const types = lists.get(node.id) ?? new Map<BusinessType, BillRow[]>();
  lists.set(node.id, types);
  const rows = types.get(row.businessType);
  if (rows) rows.push(row);
  else types.set(row.businessType, [row]);
}

function count(node: BillNode, row: BillRow): void {
  const ofType = node.byType.get(row.businessType) ?? empty();
  node.byType.set(row.businessType, ofType);
  for (const totals of [node.totals, ofType]) {
    totals.paid += row.paid;
    totals.refund += row.refund;
    totals.priorRefund += row.priorRefund;
    totals.adjustment += row.adjustment;
  }
}

/** What is owed over sums. */
export const dueOver = ({ paid, refund, adjustment }: Totals): bigint => paid - refund + adjustment;
