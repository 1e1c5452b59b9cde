import {
  LedgerSums,
  type LedgerRow,
  Listings,
  Pacing,
  type VendorAnswer,
  type VendorCall,
  type VendorProtocol,
  type WorldStore,
} from '@interline/sdk/simulator';

import type { Account } from './account.js';
import { billDetail, billStructure, billSummary, type BillDesk, confirmBill, listBills, notGenerated } from './bill-calls.js';
import { billedFrom, type BillRow, correctionRow, dueFor, rowsOf } from './bill-rows.js';
import { BudgetCenters } from './budget-centers.js';
import { Callbacks } from './callbacks.js';
import type { Desk } from './desk.js';
import { badParameter, MESSAGES, Refusal } from './errors.js';
import { Gate, paramsOf, type Params, requestId } from './gate.js';
import { Members } from './members.js';
import { listOrderIds } from './order-ids.js';
import { listRides, rideDetail } from './rides.js';
import { Statements } from './statements.js';
import { travelDetail } from './travel-detail.js';
import { unbilledQuery, unbilledRows } from './unbilled.js';
import { toJson } from './wire.js';

type Handler = (params: Params, call: VendorCall) => unknown;

/** The vendor: every documented call this simulator has, behind its gate. */
export class Didi implements VendorProtocol, Desk {
  readonly centers: BudgetCenters;
  readonly listings: Listings;
  readonly callbacks: Callbacks;
  readonly bills: BillDesk;
  private readonly gate: Gate;
  private readonly members: Members;
  private readonly unbilled: Listings;
  private readonly pacing: Pacing;
  private readonly routes: Readonly<Record<string, Handler>>;

  constructor(
    readonly account: Account,
    readonly world: WorldStore,
    limits: 'strict' | 'open',
    now: () => number,
  ) {
    this.gate = new Gate(account);
    this.pacing = new Pacing(limits);
    this.centers = new BudgetCenters(world, limits);
    this.members = new Members(world, (code) => this.centers.departmentId(code));
    this.listings = new Listings(() => world.version);
    this.unbilled = new Listings(() => world.version);
    this.callbacks = new Callbacks(account, world, now);
    this.bills = { desk: this, statements: new Statements(this), confirmed: new Map(), order: { 0: '4.0', 1: '3.0', 100: '3.0' } };
    this.routes = this.routeTable();
  }

  /** The customer's name: that of its first legal entity. */
  get companyName(): string {
    return this.world.legalEntities.values().next().value?.name ?? '示例企业';
  }

  /** Answers a call in the vendor's envelope; refusals too come with HTTP 200. */
  async answer(call: VendorCall): Promise<VendorAnswer> {
    const authorize = call.path === '/river/Auth/authorize' || call.path === '/river/Auth/authorize/v2';
    const handler = authorize ? undefined : this.routes[`${call.method} ${call.path}`];
    if (!handler && !(authorize && call.method === 'POST')) return { status: 404, body: '{"errno":404,"errmsg":"not found"}' };
    try {
      const params = paramsOf(call);
      call.log(params);
      const skew = call.fault?.kind === 'clock_skew' ? call.fault.seconds * 1000 : 0;
      if (call.fault?.kind === 'expire_token') this.gate.expireAll();
      if (call.fault?.kind === 'vendor_error') throw commanded(call.fault.code);
      if (!handler) return { body: toJson(this.gate.authorize(params, call.now + skew)) };
      this.gate.check(params, call.now + skew);
      return { body: envelope(call, 0, 'SUCCESS', await handler(params, call)) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { body: envelope(call, error.errno, error.message, error.data) };
    }
  }

  /** What it would bill, summed over its own records. */
  ledger(now: number): LedgerRow[] {
    const sums = new LedgerSums();
    const { orders, adjustments } = this.world;
    sums.addCash(orders, now);
    const add = (row: BillRow): void => sums.addBilled(row.period, row.kind, dueFor(row));
    for (const order of orders.all()) rowsOf(order, now).forEach(add);
    for (const correction of adjustments.values()) {
      if (billedFrom(correction.period) > now) continue;
      const handle = correction.orderId === undefined ? undefined : orders.handleOf(correction.orderId);
      add(correctionRow(correction, handle === undefined ? undefined : orders.summary(handle)));
    }
    return sums.rows();
  }

  /** Forgets tokens, members and confirmations. */
  reset(): void {
    this.gate.expireAll();
    this.members.clear();
    this.centers.clear();
    this.callbacks.clear();
    this.bills.confirmed.clear();
  }

  private routeTable(): Record<string, Handler> {
    const detail: Handler = (params, call) => rideDetail(this, params, call);
    return {
      'GET /river/Order/get': (params, call) => listRides(this, params, call),
      'GET /river/Order/detail': detail,
      'POST /river/Order/detail': detail,
      'POST /open-apis/v1/order/list': (params, call) => listOrderIds(this, params, call),
      'POST /api-gateway/g/flight/orderDetail': (params, call) => travelDetail(this, 'flight', params, call),
      'POST /api-gateway/g/hotel/orderDetail': (params, call) => travelDetail(this, 'hotel', params, call),
      'POST /api-gateway/g/train/orderDetail': (params, call) => travelDetail(this, 'train', params, call),
      'GET /river/Bill/get': (params, call) => listBills(this.bills, params, call),
      'GET /river/Bill/detail': (params, call) => billDetail(this.bills, params, call),
      'GET /river/Bill/summary': (params, call) => billSummary(this.bills, params, call),
      'GET /river/Bill/getBillStructure': (params, call) => billStructure(this.bills, params, call),
      'GET /river/Bill/getNotGeneratedBillDetail': (params, call) => this.notGenerated(params, call),
      'POST /river/Bill/confirm': (params, call) => confirmBill(this.bills, params, call),
      'POST /river/Member/single': (params) => {
        if (!this.pacing.gap('member add', 150)) throw badParameter('连续添加员工需间隔 150ms');
        return this.members.add(params);
      },
      'POST /river/Member/edit': (params) => {
        if (!this.pacing.gap('member edit', 200)) throw badParameter('连续修改员工需间隔 200ms');
        return this.members.edit(params);
      },
      'POST /river/Member/del': (params, call) => this.members.remove(params, call.now),
      'GET /river/Member/get': (params, call) => this.members.list(params, call),
      'GET /river/Member/detail': (params) => this.members.detail(params),
      'POST /river/BudgetCenter/add': (params) => this.centers.add(params),
      'POST /river/BudgetCenter/edit': (params) => this.centers.edit(params),
      'POST /river/BudgetCenter/del': (params) => this.centers.remove(params),
      'GET /river/BudgetCenter/get': (params, call) => this.centers.list(params, call),
    };
  }

  private notGenerated(params: Params, call: VendorCall): unknown {
    const query = unbilledQuery(params);
    const rows = (): BillRow[] =>
      query ? this.unbilled.of(JSON.stringify(query), call.now, Infinity, () => unbilledRows(this, query, call.now)) : [];
    return notGenerated(this.bills, params, call, rows);
  }
}

/** A refusal on command, in the published words where there are any. */
function commanded(code: string): Refusal {
  return new Refusal(Number(code), MESSAGES[code] ?? `错误 ${code}`);
}

const envelope = (call: VendorCall, errno: number, errmsg: string, data: unknown): string =>
  toJson({ errno, errmsg, data, request_id: requestId(call) });
