import { textOf, VendorError, type JsonObject } from '@interline/sdk';
import { call, type Eleme } from './api.js';
import { verdictOf } from './errors.js';
import { objectOf } from './fields.js';
import { MOST_TRIES, type PhoneBook } from './phones.js';

/** Tries one run spends on orders that stay closed. Afterwards an order is tried with its likeliest phones only. */
const MOST_IN_VAIN = 4_000;
/** The likeliest phones. */
const LIKELIEST = 10;
/** An order that stayed closed before is tried with its likeliest phones by every run, and with all others in one of so many quarters of an hour. */
const TURNS = 16;
const QUARTER = 15 * 60_000;

/** An order that was told of. */
export interface ToldOrder {
  /** Undefined where the message names none: then nothing is asked. */
  id: string | undefined;
  nick: string | undefined;
  /** Whether an earlier run was told of it already, and left it closed. */
  before: boolean;
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

  private async search({ id, nick, before }: ToldOrder, stop: AbortSignal): Promise<Opened> {
    if (id === undefined) return { refused: 'no_order_id' };
    let refused = 'no_phone';
    let tries = 0;
    const most = before && !this.isTurnOf(id) ? LIKELIEST : MOST_TRIES;
    for await (const phone of this.phones.likely(nick)) {
      if (stop.aborted || tries >= most || (tries >= LIKELIEST && this.inVain + tries >= MOST_IN_VAIN)) break;
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

  /** Spread over the quarters by the order's digits. */
  private isTurnOf(id: string): boolean {
    const own = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 0);
    return own % TURNS === Math.floor(this.ctx.now().getTime() / QUARTER) % TURNS;
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
