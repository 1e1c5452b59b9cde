import { randomBytes } from 'node:crypto';

import type { CallbackCommand, WorldStore } from '@interline/sdk/simulator';

import type { Account } from './account.js';
import { signatureOf } from './signature.js';
import { vendorId } from './wire.js';

/** The numbers of events are this simulator's own: the table of `notify_type` is not published. */
const NOTIFY = { paid: ['4', '订单支付'], refunded: ['7', '订单退款'], changed: ['10', '订单变更'] } as const;
const TIMEOUT = 5_000;

/** How one push went. */
export interface Delivery {
  orderId: string;
  /** HTTP status; 0 when there was no answer. */
  status: number;
  /** Whether the answer was JSON with errno 0. */
  accepted: boolean;
}

/** The vendor's pushes: signed multipart forms that name an order and carry nothing of it. */
export class Callbacks {
  private url = '';
  private readonly pending = new Set<string>();

  constructor(
    private readonly account: Account,
    private readonly world: WorldStore,
    private readonly now: () => number,
  ) {}

  /** An order changed: the next push without names tells of it. */
  changed(orderId: string): void {
    this.pending.add(orderId);
  }

  /** Registers an address, after checking it with a random order number as the console does, and pushes. */
  async push(command: CallbackCommand): Promise<{ check?: Delivery; lost: string[]; deliveries: Delivery[] }> {
    const address = new URL(command.url);
    if (address.hostname !== '127.0.0.1' && address.hostname !== 'localhost') throw new RangeError('pushes go to this machine only');
    let check: Delivery | undefined;
    if (command.url !== this.url) {
      check = await this.send(command.url, randomOrderId(), NOTIFY.paid);
      if (!check.accepted) return { check, lost: [], deliveries: [] };
      this.url = command.url;
    }
    const ids = command.orderIds ?? [...this.pending];
    for (const id of ids) this.pending.delete(id);
    const lost = ids.slice(0, command.lose ?? 0);
    const deliveries: Delivery[] = [];
    for (const id of ids.slice(command.lose ?? 0)) {
      for (let time = 0; time < (command.repeat ?? 1); time++) deliveries.push(await this.send(command.url, id, this.eventOf(id)));
    }
    return { ...(check && { check }), lost, deliveries };
  }

  /** Forgets the address and what waits. */
  clear(): void {
    this.url = '';
    this.pending.clear();
  }

  private eventOf(orderId: string): (typeof NOTIFY)[keyof typeof NOTIFY] {
    const handle = this.world.orders.handleOf(orderId);
    if (handle === undefined) return NOTIFY.changed;
    return this.world.orders.cash(handle).some(({ type }) => type === 'refund') ? NOTIFY.refunded : NOTIFY.paid;
  }

  private async send(url: string, orderId: string, [type, text]: readonly [string, string]): Promise<Delivery> {
    const fields: Record<string, string> = {
      client_id: this.account.clientId,
      order_id: orderId,
      notify_type: type,
      notify_desc: text,
      ...(type === '10' && { accept_status: '1' }),
      content: text,
      timestamp: String(Math.floor(this.now() / 1000)),
    };
    fields['sign'] = signatureOf(fields, this.account.signKey, this.account.signMethod);
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    try {
      const response = await fetch(url, { method: 'POST', body: form, signal: AbortSignal.timeout(TIMEOUT) });
      const answer = (await response.json().catch(() => null)) as { errno?: unknown } | null;
      return { orderId, status: response.status, accepted: response.ok && String(answer?.errno) === '0' };
    } catch {
      return { orderId, status: 0, accepted: false };
    }
  }
}

const randomOrderId = (): string => vendorId('check', randomBytes(8).toString('hex'));
