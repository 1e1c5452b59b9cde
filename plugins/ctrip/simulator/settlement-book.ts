import { Listings, localPeriod, periodBounds, shiftPeriod, type WorldBillAdjustment, type WorldOrder } from '@interline/sdk/simulator';

import type { SoldKind } from './ctrip-world.js';
import type { Desk } from './desk.js';
import type { Journeys } from './journeys.js';
import { batchedAt, batchOf, correctionRow, paidNow, periodOf, rowsOf, type SettlementRow } from './rows.js';
import type { SettlementQuery } from './settlement-query.js';

/** A row of a list: enough to make it again, so that long lists stay small. */
export interface RowRef {
  at: number;
  recordId: number;
  /** The order's handle, or the id of a correction. */
  of: number | string;
}

/** Finds settlement rows. They are made from the orders' cash each time; only which rows a query finds is kept for its next pages. */
export class SettlementBook {
  private readonly listings: Listings;
  /** Which order a row is of, by the row's number; made when first asked for, and anew when the world changed. */
  private records: { version: number; handles: Map<number, number> } | undefined;

  constructor(
    private readonly desk: Desk,
    private readonly journeys: Journeys,
  ) {
    this.listings = new Listings(() => desk.world.version);
  }

  /** The rows a query finds, by when they were made. */
  find(query: SettlementQuery, now: number): RowRef[] {
    const periods = [query.batch, ...query.subBatches].flatMap((no) => periodOf(no) ?? []);
    const settled = Math.max(query.days?.to ?? 0, ...periods.map(batchedAt));
    return this.listings.of(JSON.stringify(query), now, settled || Infinity, () => this.search(query, now));
  }

  /** A row with its order; of a correction about no order, with one made up for it. */
  row({ of, recordId }: RowRef): { row: SettlementRow; order: WorldOrder } {
    const { orders, adjustments } = this.desk.world;
    if (typeof of === 'string') {
      const row = correctionRow(adjustments.get(of) as WorldBillAdjustment);
      return { row, order: this.orderOf(row) };
    }
    const row = rowsOf(orders.summary(of), Infinity).find((each) => each.recordId === recordId) as SettlementRow;
    return { row, order: orders.order(of) };
  }

  /** When a row was last changed: by its batch, or by control. */
  changedAt({ at, period, orderId }: SettlementRow, now: number): number {
    const batched = batchedAt(period);
    const changed = this.desk.changes.get(orderId) ?? 0;
    return Math.max(at, batched <= now ? batched : 0, changed <= now ? changed : 0);
  }

  /** The order a correction is about. */
  private orderOf(row: SettlementRow): WorldOrder {
    const handle = this.desk.world.orders.handleOf(row.orderId);
    return handle === undefined ? unordered(row) : this.desk.world.orders.order(handle);
  }

  private search(query: SettlementQuery, now: number): RowRef[] {
    const found: RowRef[] = [];
    const ids = new Set(query.recordIds);
    for (const handle of this.candidates(query, now)) {
      const summary = this.desk.world.orders.summary(handle);
      if (summary.kind !== query.kind) continue;
      for (const row of rowsOf(summary, now)) {
        const { at, recordId } = row;
        if (this.matches(row, query, ids, now, () => this.desk.world.orders.order(handle))) found.push({ at, recordId, of: handle });
      }
    }
    for (const correction of this.desk.world.adjustments.values()) {
      const row = correctionRow(correction);
      if (row.kind !== query.kind || row.at > now || !this.matches(row, query, ids, now, () => this.orderOf(row))) continue;
      found.push({ at: row.at, recordId: row.recordId, of: correction.id });
    }
    return found.sort((left, right) => left.at - right.at || left.recordId - right.recordId);
  }

  /** Handles of the orders among which a query's rows are, found by its narrowest condition. */
  private candidates(query: SettlementQuery, now: number): Iterable<number> {
    const { orders } = this.desk.world;
    const { kind, orderId, recordIds, journeys, days } = query;
    if (orderId) return [orders.handleOf(orderId) ?? []].flat();
    if (recordIds.length > 0) return this.byRecord(recordIds);
    if (journeys.length > 0) return new Set(journeys.flatMap((no) => this.journeys.of(no)));
    if (days) {
      const handles = orders.between(kind, days.from, Math.min(now, days.to));
      return query.compensation ? new Set([...handles, ...this.changed(kind, days)]) : handles;
    }
    const periods = new Set([query.batch, ...query.subBatches].flatMap((no) => periodOf(no) ?? []));
    return new Set([...periods].flatMap((period) => this.ofMonth(kind, period)));
  }

  private ofMonth(kind: SoldKind, period: string): number[] {
    const { from, to } = periodBounds(period);
    return this.desk.world.orders.between(kind, from, to - 1);
  }

  /** Orders whose rows were changed in a span: by the batch of their month, or by control. */
  private changed(kind: SoldKind, { from, to }: { from: number; to: number }): number[] {
    const { changes, world } = this.desk;
    // No spreading into push: a month may have more orders than a call may have arguments.
    let handles = [...changes].flatMap(([id, at]) => (at >= from && at <= to ? (world.orders.handleOf(id) ?? []) : []));
    for (let period = shiftPeriod(localPeriod(from), -1); batchedAt(period) <= to; period = shiftPeriod(period)) {
      if (batchedAt(period) >= from) handles = handles.concat(this.ofMonth(kind, period));
    }
    return handles;
  }

  private matches(row: SettlementRow, query: SettlementQuery, ids: ReadonlySet<string>, now: number, orderOf: () => WorldOrder): boolean {
    const { days, batch, subBatches, journeys, orderId } = query;
    if (days && !within(row.at, days) && !(query.compensation && within(this.changedAt(row, now), days))) return false;
    if (orderId && row.orderId !== orderId) return false;
    if (ids.size > 0 && !ids.has(String(row.recordId))) return false;
    if (query.settled && query.settled !== (paidNow(row) ? 'N' : 'M')) return false;
    if ((batch || subBatches.length > 0) && batchedAt(row.period) > now) return false;
    if (batch && batchOf(row.period, '').no !== batch) return false;
    if (subBatches.length === 0 && journeys.length === 0 && !query.market) return true;
    const order = orderOf();
    if (subBatches.length > 0 && !subBatches.includes(batchOf(row.period, unitOf(order)).sub)) return false;
    if (query.market && query.market !== (order.product === 'international' ? 'I' : 'N')) return false;
    return journeys.length === 0 || journeys.includes(order.approvalId ?? '');
  }

  /** The orders that settlement rows of these numbers belong to. */
  private byRecord(ids: readonly string[]): Set<number> {
    const { world } = this.desk;
    if (this.records?.version !== world.version) {
      const handles = new Map<number, number>();
      for (const order of world.orders.all()) for (const { recordId } of rowsOf(order, Infinity)) handles.set(recordId, order.handle);
      this.records = { version: world.version, handles };
    }
    return new Set(ids.flatMap((id) => this.records?.handles.get(Number(id)) ?? []));
  }
}

/** The code of the legal entity, else the department, whose part of the batch takes an order's rows. */
export const unitOf = ({ legalEntity, department }: Pick<WorldOrder, 'legalEntity' | 'department'>): string =>
  legalEntity?.code || department?.code || '';

/** An order that nobody booked: what a correction about no order is written from. */
const unordered = ({ orderId: id, kind, at }: SettlementRow): WorldOrder => {
  const instant = new Date(at).toISOString();
  const times = { bookedAt: instant, startAt: instant, endAt: instant };
  const to = { city: '', name: '' };
  return {
    id,
    kind,
    ...times,
    product: 'domestic',
    state: 'done',
    booker: '',
    traveller: { name: '', phone: '' },
    to,
    detail: {},
    cash: [],
  };
};

const within = (at: number, { from, to }: { from: number; to: number }): boolean => at >= from && at <= to;
