import { textOf, VendorError, type JsonObject } from '@interline/sdk';
import { call, type Eleme } from './api.js';
import { verdictOf } from './errors.js';
import { objectOf } from './fields.js';
import { MOST_TRIES, type PhoneBook } from './phones.js';

/** Tries one run spends on orders that stay closed. Afterwards such an order is tried with its likeliest phones only. */
const MOST_IN_VAIN = 4_000;
/** Tries that are made for an order even then. */
const ALWAYS = 20;

/** An order that was told of. */
export interface ToldOrder {
  /** Undefined where the message names none: then nothing is asked. */
  id: string | undefined;
  nick: string | undefined;
}

/** What came of opening an order: Ele.me's `enterprise_data`, or the last code it was refused with. */
export type Opened = { order: JsonObject; refused?: never } | { order?: never; refused: string };

/** Opens orders, each with the phone it was delivered to. For one run. */
export class OrderOpener {
  /** Calls made so far. */
  tries = 0;
  private inVain = 0;

  constructor(
    private readonly ctx: Eleme,
    private readonly phones: PhoneBook,
  ) {}

  /** Opens some orders at once. @throws VendorError when Ele.me answers nothing about an order any more; then none of them is tried further */
  async open(orders: readonly ToldOrder[]): Promise<Opened[]> {
    const stop = new AbortController();
    const searches = orders.map((order) =>
      this.search(order, stop.signal).catch((error: unknown) => {
        stop.abort();
        throw error;
      }),
    );
    return Promise.all(searches);
  }

  private async search({ id, nick }: ToldOrder, stop: AbortSignal): Promise<Opened> {
    if (id === undefined) return { refused: 'no_order_id' };
    let refused = 'no_phone';
    let tries = 0;
    for await (const phone of this.phones.likely(nick)) {
      if (stop.aborted || tries >= MOST_TRIES || (tries >= ALWAYS && this.inVain + tries >= MOST_IN_VAIN)) break;
      tries += 1;
      this.tries += 1;
      const opened = await this.attempt(id, phone);
      if (opened.order) {
        this.phones.worked(phone);
        return opened;
      }
      refused = opened.refused;
      if (opened.broken) break;
    }
    this.inVain += tries;
    return { refused };
  }

  private async attempt(id: string, phone: string): Promise<Opened & { broken?: boolean }> {
    try {
      const reply = await call(this.ctx, 'alibaba.ele.enterprise.ordernew.get', { order_id: id, phone });
      const order = objectOf(reply.enterprise_data);
      // The code of success is not published; what tells it is that there is an order, and that it is the one that was asked for.
      if (order && textOf(order.order_id) === id) return { order };
      return { refused: `enterprise_code:${textOf(reply.enterprise_code) ?? 'none'}` };
    } catch (error) {
      const verdict = error instanceof VendorError ? verdictOf(error.fault) : null;
      if (!verdict) throw error;
      return { refused: (error as VendorError).fault.code, broken: verdict === 'broken' };
    }
  }
}
