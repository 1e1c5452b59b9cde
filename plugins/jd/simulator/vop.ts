import {
  type LedgerRow,
  LedgerSums,
  Listings,
  localPeriod,
  shiftPeriod,
  type VendorAnswer,
  type VendorCall,
  type VendorProtocol,
} from '@interline/sdk/simulator';

import type { Account } from './account.js';
import { balanceDetail, unionBalance } from './balance.js';
import { PrivateFields } from './des.js';
import type { Desk, Settings } from './desk.js';
import { MESSAGES, Refusal } from './errors.js';
import { listOrders } from './feeds.js';
import { Gate } from './gate.js';
import { Invoices } from './invoices.js';
import { Messages } from './messages.js';
import { orderByThirdOrder, selectOrder } from './order-detail.js';
import { formOf, type Params } from './params.js';
import { Parcels } from './parcels.js';
import { madeAt } from './purchase.js';
import { isOver, netOf, statementRows } from './statement.js';
import { toJson } from './wire.js';
import type { GoodsWorld } from './world.js';

type Handler = (params: Params, call: VendorCall) => unknown;

/** Where which fault can be played; on any other call it waits for the next. */
const PLAYED: Readonly<Record<string, RegExp>> = {
  wrong_count: /checkOrder|getBalanceDetail/,
  repeat_page: /checkOrder|getBalanceDetail/,
  shift_page: /checkOrder|getBalanceDetail/,
  unknown_enum: /checkOrder|getBalanceDetail|selectJdOrder$|queryInvoiceItem|message\/get/,
  expire_token: /^\/api\//,
};

/** Lists that are kept: more than a month of days and the lists made of them. */
const LISTS = 64;

const DEFAULTS: Settings = { listKey: 'orders', balance: true, freightInPrice: false, payDetails: false };

/** The vendor: every documented call this simulator has, behind its gate. */
export class Vop implements VendorProtocol, Desk {
  readonly parcels: Parcels;
  readonly privateFields: PrivateFields;
  readonly settings: Settings = { ...DEFAULTS };
  readonly gate: Gate;
  private readonly invoices = new Invoices(this);
  private readonly messages = new Messages(this, this.invoices);
  private readonly listings: Listings;
  private readonly thirdOrders = new Map<string, string>();
  private readonly routes: Readonly<Record<string, Handler>>;

  constructor(
    readonly account: Account,
    readonly world: GoodsWorld,
    private readonly now: () => number,
  ) {
    this.gate = new Gate(account);
    this.privateFields = new PrivateFields(account.clientId);
    this.parcels = new Parcels((id) => world.orders.handleOf(id) !== undefined);
    this.listings = new Listings(() => world.version + this.parcels.version, LISTS);
    world.onOrder((handle) => this.sent(handle));
    this.routes = {
      '/api/checkOrder/checkNewOrder': (params, call) => listOrders(this, 'new', params, call),
      '/api/checkOrder/checkDlokOrder': (params, call) => listOrders(this, 'delivered', params, call),
      '/api/checkOrder/checkRefuseOrder': (params, call) => listOrders(this, 'refused', params, call),
      '/api/checkOrder/checkCompleteOrder': (params, call) => listOrders(this, 'finished', params, call),
      '/api/order/selectJdOrder': (params, call) => selectOrder(this, params, call),
      '/api/order/selectJdOrderIdByThirdOrder': (params, call) => orderByThirdOrder(this, this.thirdOrders, params, call),
      '/api/price/getUnionBalance': (params) => unionBalance(this, params),
      '/api/price/getBalanceDetail': (params, call) => balanceDetail(this, params, call),
      '/api/message/get': (params, call) => this.messages.get(params, call),
      '/api/message/del': (params) => this.messages.del(params),
      '/api/invoice/submit': (params, call) => this.invoices.submit(params, call),
      '/api/invoice/select': (params, call) => this.invoices.select(params, call),
      '/api/invoice/getInvoiceList': (params, call) => this.invoices.list(params, call),
      '/api/invoice/queryInvoiceItem': (params, call) => this.invoices.item(params, call),
    };
  }

  /** Answers a call in the vendor's envelope; refusals too come with HTTP 200. */
  answer(call: VendorCall): VendorAnswer {
    const handler = this.handlerOf(call.path);
    if (!handler || call.method !== 'POST') return { status: handler ? 405 : 404, contentType: 'text/plain', body: 'not here' };
    try {
      const params = formOf(call);
      call.log(params);
      if (call.fault && PLAYED[call.fault.kind]?.test(call.path) === false) call.keepFault();
      else if (call.fault?.kind === 'expire_token') this.gate.expireTokens();
      if (call.fault?.kind === 'vendor_error')
        throw new Refusal(call.fault.code, MESSAGES[call.fault.code] ?? `系统错误${call.fault.code}`);
      return { body: envelope(true, '0000', '', handler(params, call)) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { body: envelope(false, error.code, error.message, null) };
    }
  }

  /** Rows that clients page through, made once per query. */
  listing<T>(name: string, now: number, settled: number, make: () => T[]): T[] {
    return this.listings.of(name, now, settled, make);
  }

  /** Splits an order, or a part of one, now. Undefined when there is none of this number. */
  split(id: string, parts: number): { orderId: string; children: string[] } | undefined {
    const handle = this.world.orders.handleOf(this.parcels.originOf(id));
    if (handle === undefined) return undefined;
    const children = this.parcels.split(id, parts, this.now());
    this.messages.note(handle, this.now(), false);
    return { orderId: id, children: children.map((child) => child.id) };
  }

  /** An order was changed by control. */
  changed(id: string): void {
    const handle = this.world.orders.handleOf(id);
    if (handle !== undefined) this.messages.note(handle, this.now(), true);
  }

  /** What it would bill, summed over its own records: the cash, and the statements of the months that are over. */
  ledger(now: number): LedgerRow[] {
    const sums = new LedgerSums();
    const { orders, adjustments } = this.world;
    sums.addCash(orders, now);
    const span = orders.span();
    const periods = new Set([...adjustments.values()].map(({ period }) => period));
    if (span) for (let at = localPeriod(span.from); at <= localPeriod(Math.min(span.to, now)); at = shiftPeriod(at)) periods.add(at);
    for (const period of periods) {
      if (!isOver(period, now)) continue;
      for (const row of statementRows(this, period)) sums.addBilled(period, 'goods', netOf(row));
    }
    return sums.rows();
  }

  /** Forgets everything but the credentials. */
  reset(): void {
    this.gate.clear();
    this.gate.singleToken = false;
    Object.assign(this.settings, DEFAULTS);
    this.parcels.clear();
    this.messages.clear();
    this.invoices.clear();
    this.thirdOrders.clear();
  }

  /** An order was sent with the facts. */
  private sent(handle: number): void {
    const order = this.world.orders.order(handle);
    this.parcels.plan(
      order,
      madeAt(this.world.orders.cash(handle), () => order.bookedAt),
    );
    if (order.detail['thirdOrder']) this.thirdOrders.set(order.detail['thirdOrder'], order.id);
    this.messages.note(handle, this.now(), false);
  }

  private handlerOf(path: string): Handler | undefined {
    const skewed = ({ now, fault }: VendorCall): number => now + (fault?.kind === 'clock_skew' ? fault.seconds * 1000 : 0);
    if (path === '/oauth2/accessToken') return (params, call) => this.gate.login(params, skewed(call));
    if (path === '/oauth2/refreshToken') return (params, call) => this.gate.refresh(params, skewed(call));
    const route = this.routes[path];
    return (
      route &&
      ((params, call) => {
        this.gate.check(params, call.now);
        return route(params, call);
      })
    );
  }
}

const envelope = (success: boolean, resultCode: string, resultMessage: string, result: unknown): string =>
  toJson({ success, resultMessage, resultCode, result });
