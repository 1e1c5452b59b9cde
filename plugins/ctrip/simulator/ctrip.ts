import type { Fault, LedgerRow, VendorAnswer, VendorCall, VendorProtocol } from '@interline/sdk/simulator';

import type { Account } from './account.js';
import { approvalRefused, Approvals } from './approvals.js';
import type { CtripWorld, SoldKind } from './ctrip-world.js';
import type { Desk } from './desk.js';
import { MESSAGES, Refusal, status } from './errors.js';
import { Gate } from './gate.js';
import { Journeys } from './journeys.js';
import { orderIds, orderStates, searchOrders } from './orders.js';
import { People, peopleRefused } from './people.js';
import { type Body, field, isObject, readBody, textField } from './request.js';
import type { Written } from './row-writer.js';
import { SettlementBook } from './settlement-book.js';
import { ledgerOf, settlements } from './settlements.js';
import { type Door, h5SignIn, pcSignIn, readForm } from './sign-in.js';
import { toJson } from './wire.js';

/** A call that is answered in JSON. */
interface Route {
  /** @param now the vendor's now as its tickets see it: `clock_skew` moves that alone */
  answer(body: Body, call: VendorCall, now: number): Written;
  /** The call's own envelope of a refusal; default that of the data calls. */
  refused?: (refusal: Refusal) => Written;
  /** The ticket stands in `Auth`, at the top of the body, or the call asks for one. */
  ticket: 'auth' | 'top' | 'none';
  /** Without `?type=json` it answers XML. */
  typed?: true;
  /** Which of the faults of lists it plays; the others wait for another call. */
  plays?: readonly Fault['kind'][];
}

const WORDS: readonly Fault['kind'][] = ['unknown_enum'];
const PAGES: readonly Fault['kind'][] = ['wrong_count', 'repeat_page', 'shift_page', ...WORDS];

/** The vendor: every call this simulator has, behind its gate. */
export class Ctrip implements VendorProtocol, Desk, Door {
  readonly gate: Gate;
  readonly people: People;
  readonly approvals = new Approvals();
  readonly changes = new Map<string, number>();
  /** Some deployments wrap the ticket's answer. */
  ticketWrapped = false;
  private readonly book: SettlementBook;
  private readonly journeys: Journeys;
  private readonly routes: Readonly<Record<string, Route>>;
  private readonly pages: Readonly<Record<string, typeof pcSignIn>> = {
    '/corpservice/authorize/login': pcSignIn,
    '/m/singlesignon/h5signinfo': h5SignIn,
  };

  constructor(
    readonly account: Account,
    readonly world: CtripWorld,
  ) {
    this.gate = new Gate(account);
    this.people = new People(world);
    this.journeys = new Journeys(world);
    this.book = new SettlementBook(this, this.journeys);
    this.routes = this.routeTable();
  }

  /** Answers a call, whatever the case of its path; refusals too come with HTTP 200. */
  answer(call: VendorCall): VendorAnswer {
    const path = call.path.toLowerCase();
    const [route, signIn] = [this.routes[path], this.pages[path]];
    if (call.method !== 'POST' || !(route || signIn)) return { status: 404, body: '{"Message":"not found"}' };
    if (call.fault?.kind === 'expire_token') this.gate.expireAll();
    const now = call.now + (call.fault?.kind === 'clock_skew' ? call.fault.seconds * 1000 : 0);
    if (call.fault && PAGES.includes(call.fault.kind) && !route?.plays?.includes(call.fault.kind)) call.keepFault();
    if (!route && call.fault?.kind === 'vendor_error') call.keepFault();
    if (!route) return { contentType: 'text/html; charset=utf-8', body: (signIn as typeof pcSignIn)(this, readForm(call.body), now) };
    if (route.typed && call.query['type'] !== 'json') return { contentType: 'application/xml; charset=utf-8', body: XML };
    try {
      return { body: toJson(this.routed(route, call, now)) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { body: toJson((route.refused ?? ((refusal) => ({ Status: status(refusal) })))(error)) };
    }
  }

  /** What it would bill, summed over its own rows. */
  ledger(now: number): LedgerRow[] {
    return ledgerOf(this, now);
  }

  /** Control changed an order: its rows count as changed now. */
  changed(orderId: string, now: number): void {
    this.changes.set(orderId, now);
  }

  /** Forgets tickets, people, approvals and what was changed. */
  reset(): void {
    this.gate.expireAll();
    this.people.clear();
    this.approvals.clear();
    this.changes.clear();
    this.ticketWrapped = false;
  }

  private routed(route: Route, call: VendorCall, now: number): Written {
    const sent = readBody(call.body);
    // The old forms put everything under `request`.
    const inner = field(sent, 'request');
    const body = isObject(inner) ? inner : sent;
    call.log(loggable(body));
    if (call.fault?.kind === 'vendor_error') throw commanded(call.fault.code);
    if (route.ticket === 'auth') this.gate.check(body, now);
    if (route.ticket === 'top') this.gate.checkTicket(textField(body, 'AppKey'), textField(body, 'Ticket'), now);
    return route.answer(body, call, now);
  }

  private routeTable(): Record<string, Route> {
    const settled = (kind: SoldKind): Route => ({
      ticket: 'auth',
      typed: true,
      plays: PAGES,
      answer: (body, call) => settlements(this, this.book, kind, body, call),
    });
    const approval: Route = { ticket: 'auth', refused: approvalRefused, answer: (body, call) => this.approvals.save(body, call.now) };
    return {
      '/switchapi/order/ticket': { ticket: 'none', answer: (body, _, now) => this.dataTicket(body, now) },
      '/corpservice/authorize/getticket': {
        ticket: 'none',
        refused: ({ code, message }) => ({ Token: '', Message: message, Code: code, Success: false }),
        answer: (body, _, now) => ({ Token: this.gate.signInToken(body, now), Message: '', Code: 0, Success: true }),
      },
      '/order/queryorderidlist': { ticket: 'auth', plays: WORDS, answer: (body, call) => orderIds(this, body, call) },
      '/switchapi/order/searchorder': {
        ticket: 'auth',
        plays: WORDS,
        answer: (body, call) => searchOrders(this, this.journeys, body, call),
      },
      '/dataapi/searchorderstatusdata': {
        ticket: 'auth',
        typed: true,
        plays: WORDS,
        answer: (body, call) => orderStates(this, body, call),
      },
      '/switchapi/flightordersettlement/getcorpaccountflightordersettlements': settled('flight'),
      '/switchapi/settlementhltorder/searchsettlementhltorderdetail': settled('hotel'),
      '/switchapi/settlementtrainorder/searchsettlementtrainorderdetail': settled('train'),
      '/switchapi/carordersettlement/searchsettlementcarorderdetail': settled('ride'),
      '/switchapi/approval/save': approval,
      '/switchapi/approval.svc/rest/setapproval': approval,
      '/corpservice/corpcustservice/savecorpcustinfolist': {
        ticket: 'top',
        refused: peopleRefused,
        answer: (body, call) => this.savePeople(body, call.now),
      },
    };
  }

  private dataTicket(body: Body, now: number): Written {
    const reply = { Status: { ...status(), Message: '调用成功。' }, Ticket: this.gate.dataTicket(body, now) };
    return this.ticketWrapped ? { TicketResult: reply } : reply;
  }

  private savePeople(body: Body, now: number): Written {
    if (textField(body, 'CorporationID') !== this.account.corporationId) throw commanded('309');
    return this.people.save(body, now);
  }
}

/** What the request log keeps: neither tickets and keys, nor what is told of people. */
function loggable(body: Body): Record<string, unknown> {
  const hidden = new Set(['auth', 'ticket', 'appkey', 'appsecurity']);
  return Object.fromEntries(
    Object.entries(body)
      .filter(([name]) => !hidden.has(name.toLowerCase()))
      .map(([name, value]) => [name, Array.isArray(value) && value.some(isObject) ? `${value.length} items` : value]),
  );
}

/** A refusal in known words where there are any. */
const commanded = (code: string): Refusal => new Refusal(Number(code), MESSAGES[code] ?? `错误 ${code}`);

/** Callers that forget `type=json` get what they cannot read. */
const XML = '<?xml version="1.0" encoding="utf-8"?><Response><Status><Success>false</Success><Message>type</Message></Status></Response>';
