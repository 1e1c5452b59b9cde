import {
  type ControlFile,
  type Fault,
  type LedgerRow,
  LedgerSums,
  localPeriod,
  type VendorAnswer,
  type VendorCall,
  type VendorProtocol,
  type WorldStore,
} from '@interline/sdk/simulator';

import type { Account } from './account.js';
import type { Desk } from './desk.js';
import { enterpriseReply, errorReply, replyKey, requestId, written } from './envelope.js';
import { commanded, NoData, refusal, Refusal } from './errors.js';
import { checkCall, type Params, paramsOf } from './gate.js';
import { confirm, consume, withNumbers } from './message-calls.js';
import { readMessageCommand, runMessageCommand } from './message-command.js';
import { type MessageCounts, MessageQueue } from './messages.js';
import { getOrder, getRefundInfo, getStatus } from './orders.js';
import { Staff } from './staff.js';
import { type BillRow, corrections, rowsOf, statementFile } from './statement.js';

/** A method of the gateway: what it answers, whether in the enterprise family's own envelope, and which faults can be played on it. */
interface Method {
  answer(params: Params, call: VendorCall): unknown;
  enterprise: boolean;
  faults?: readonly Fault['kind'][];
}

/** Faults that only some methods can play; elsewhere they wait. No method publishes a count, so a wrong one waits for ever. */
const WAITING: readonly Fault['kind'][] = ['wrong_count', 'repeat_page', 'shift_page', 'unknown_enum'];

/** The vendor: the gateway with the methods this simulator has. */
export class Eleme implements VendorProtocol, Desk {
  readonly queue: MessageQueue;
  readonly staff: Staff;
  private readonly methods: ReadonlyMap<string, Method>;

  constructor(
    readonly account: Account,
    readonly world: WorldStore,
  ) {
    this.queue = new MessageQueue(world);
    this.staff = new Staff(world);
    this.methods = new Map(Object.entries(this.methodTable()));
  }

  /** Answers a call; refusals and errors too come with HTTP 200. */
  answer(call: VendorCall): VendorAnswer {
    if (call.path !== '/router/rest') return { status: 404, contentType: 'text/plain', body: 'not found' };
    try {
      if (call.method !== 'POST') throw refusal(9);
      const params = paramsOf(call);
      const { session, ...shown } = params;
      call.log(shown);
      this.playAtGate(call, session !== undefined);
      const skew = call.fault?.kind === 'clock_skew' ? call.fault.seconds * 1000 : 0;
      checkCall(params, this.account, call.now + skew);
      const method = this.methods.get(params['method']!);
      if (!method) throw refusal(22);
      if (call.fault && WAITING.includes(call.fault.kind) && !method.faults?.includes(call.fault.kind)) call.keepFault();
      return { body: this.reply(method, params, call) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { body: errorReply(error) };
    }
  }

  /** What it would bill, summed over its own records. */
  ledger(now: number): LedgerRow[] {
    const sums = new LedgerSums();
    sums.addCash(this.world.orders, now);
    const add = ({ at, company }: BillRow): void => sums.addBilled(localPeriod(at), 'meal', company);
    for (const { id, cash } of this.world.orders.all()) rowsOf(id, cash, now).forEach(add);
    corrections(this.world, now).forEach(add);
    return sums.rows();
  }

  /** A month's bill as a file. @throws RangeError when the period is none */
  statement(period: string | undefined, now: number): ControlFile {
    if (period === undefined || !/^\d{4}-(0[1-9]|1[0-2])$/.test(period)) throw new RangeError('period is not YYYY-MM');
    const company = this.world.legalEntities.values().next().value?.name ?? this.account.nick;
    return { name: `eleme-${this.account.appKey}-${period}.csv`, bytes: Buffer.from(statementFile(this.world, company, period, now)) };
  }

  /** Loses, repeats, reorders messages on command. @throws RangeError for a command that is none */
  command(body: unknown, now: number): MessageCounts {
    runMessageCommand(this.queue, readMessageCommand(body), now);
    return this.queue.counts(now);
  }

  /** Forgets messages and what was sent of employees. */
  reset(): void {
    this.queue.clear();
    this.staff.clear();
  }

  /** Faults that end a call before it is looked at. An authorisation can only expire where one is sent. */
  private playAtGate(call: VendorCall, authorised: boolean): void {
    if (call.fault?.kind === 'vendor_error') throw commanded(call.fault.code);
    if (call.fault?.kind !== 'expire_token') return;
    if (authorised) throw refusal(27);
    call.keepFault();
  }

  private reply({ answer, enterprise }: Method, params: Params, call: VendorCall): string {
    const data = answer(params, call);
    if (data instanceof NoData && call.fault?.kind === 'unknown_enum') call.keepFault();
    const request = requestId();
    const reply = written(enterprise ? enterpriseReply(data, request) : data, params['simplify'] === 'true') as object;
    const text = JSON.stringify({ [replyKey(params['method']!)]: { ...reply, request_id: request } });
    return enterprise ? text : withNumbers(text);
  }

  private methodTable(): Record<string, Method> {
    const family = 'alibaba.ele.enterprise';
    return {
      'taobao.tmc.messages.consume': {
        answer: (params, call) => consume(this, params, call),
        enterprise: false,
        faults: ['repeat_page', 'shift_page'],
      },
      'taobao.tmc.messages.confirm': { answer: (params) => confirm(this, params), enterprise: false },
      [`${family}.ordernew.get`]: { answer: (params, call) => getOrder(this, params, call), enterprise: true, faults: ['unknown_enum'] },
      [`${family}.ordernew.getstatus`]: {
        answer: (params, call) => getStatus(this, params, call),
        enterprise: true,
        faults: ['unknown_enum'],
      },
      [`${family}.ordernew.getrefundinfo`]: { answer: (params, call) => getRefundInfo(this, params, call), enterprise: true },
      [`${family}.employee.batchupdate`]: { answer: (params) => this.staff.update(params), enterprise: true },
      [`${family}.employee.batchdelete`]: { answer: (params) => this.staff.remove(params), enterprise: true },
    };
  }
}
