import { textOf } from '@interline/sdk';
import type { Eleme } from './api.js';

/** Phones that opened orders in this run and are tried first for the next ones. */
const MOST_RECENT = 1_000;
/** People looked up one by one in a run; for more, going through all of them once is cheaper. */
const MOST_LOOKUPS = 1_000;
/** How often the search among all phones begins at another place, in milliseconds. */
const TURN = 15 * 60_000;
/** Phones one order is tried with in one run: the host waits ten minutes for a page at most. */
export const MOST_TRIES = 2_000;

/** Everybody who may have eaten. */
interface Everybody {
  phones: readonly string[];
  byNumber: ReadonlyMap<string, string>;
}

/**
 * The phones that may open an order. An order is shown only to who names its eater's phone, and its message does not say whose it is: the most likely
 * phones are tried first, then those of the company's people one after the other. Kept for one run.
 */
export class PhoneBook {
  private readonly hints = new Map<string, Promise<string | undefined>>();
  private readonly recent = new Set<string>();
  private readonly more: readonly string[];
  private loaded: Promise<Everybody> | null = null;

  constructor(private readonly ctx: Eleme) {
    this.more = (textOf(ctx.config.more_phones) ?? '').split(/[,，;；]/).flatMap((text) => phoneOf(text) ?? []);
  }

  /** Phones in the order they are worth trying, each once. The next is looked up only when it is asked for. */
  async *likely(nick: string | undefined): AsyncGenerator<string> {
    const tried = new Set<string>();
    const fresh = (phone: string): boolean => !tried.has(phone) && Boolean(tried.add(phone));
    const hint = nick === undefined ? undefined : await this.hinted(nick);
    if (hint !== undefined && fresh(hint)) yield hint;
    for (const phone of [...this.recent].reverse()) if (fresh(phone)) yield phone;
    for (const phone of this.more) if (fresh(phone)) yield phone;
    const { phones } = await this.everybody();
    // In a company with more phones than a run tries for an order, everybody's turn comes in one of the next runs.
    const turn = Math.floor(this.ctx.now().getTime() / TURN);
    const start = phones.length <= MOST_TRIES ? 0 : ((turn * MOST_TRIES) / 2) % phones.length;
    for (let at = 0; at < phones.length; at++) {
      const phone = phones[(start + at) % phones.length]!;
      if (fresh(phone)) yield phone;
    }
  }

  /** Remembers that a phone opened an order: whoever ate today eats tomorrow. */
  worked(phone: string): void {
    this.recent.delete(phone);
    this.recent.add(phone);
    if (this.recent.size > MOST_RECENT) this.recent.delete(this.recent.values().next().value!);
  }

  /** The phone of the person whose employee number the message may carry. */
  private async hinted(nick: string): Promise<string | undefined> {
    const known = this.hints.get(nick);
    if (known) return known;
    if (this.hints.size >= MOST_LOOKUPS) return (await this.everybody()).byNumber.get(nick);
    const hint = this.ctx.people.lookup({ employeeNumber: nick }).then((person) => phoneOf(person?.phone));
    this.hints.set(nick, hint);
    return hint;
  }

  private everybody(): Promise<Everybody> {
    return (this.loaded ??= this.load());
  }

  private async load(): Promise<Everybody> {
    const byNumber = new Map<string, string>();
    const phones = new Set<string>();
    let after: string | null = null;
    do {
      const { people, next } = await this.ctx.people.page(after);
      for (const { employeeNumber, phone: text } of people) {
        const phone = phoneOf(text);
        if (phone === undefined) continue;
        phones.add(phone);
        if (employeeNumber !== undefined) byNumber.set(employeeNumber, phone);
      }
      after = next;
    } while (after !== null);
    return { phones: [...phones], byNumber };
  }
}

/** The eleven digits of a mainland mobile, however it is written; undefined for anything else, which no order was ever delivered to. */
export function phoneOf(text: string | undefined): string | undefined {
  const [, digits] = /^(?:\+?86|0086)?(1\d{10})$/.exec((text ?? '').normalize('NFKC').replaceAll(/[\s\-().]/g, '')) ?? [];
  return digits;
}
