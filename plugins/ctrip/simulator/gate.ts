import { randomBytes, randomUUID } from 'node:crypto';

import type { Account } from './account.js';
import { badTicket, CODES, MESSAGES, Refusal } from './errors.js';
import { type Body, field, isObject, textField } from './request.js';
import { sameText } from './signature.js';

const LIFE = 7_200_000;

/** Tickets of one kind. Each lives for 7200 s after it was last used; several live side by side, nothing is published about that. */
class Tickets {
  private readonly dies = new Map<string, number>();

  issue(ticket: string, now: number): string {
    for (const [known, dies] of this.dies) if (dies <= now) this.dies.delete(known);
    this.dies.set(ticket, now + LIFE);
    return ticket;
  }

  /** Whether it lives; if so, it lives longer. */
  use(ticket: string, now: number): boolean {
    const dies = this.dies.get(ticket);
    if (dies === undefined || dies <= now) return false;
    this.dies.set(ticket, now + LIFE);
    return true;
  }

  clear(): void {
    this.dies.clear();
  }
}

/** Who may call: the two kinds of tickets, which are not interchangeable. */
export class Gate {
  private readonly data = new Tickets();
  private readonly signIn = new Tickets();

  constructor(private readonly account: Account) {}

  /** A ticket for data calls. @throws Refusal for wrong credentials */
  dataTicket(body: Body, now: number): string {
    this.checkCredentials(body);
    return this.data.issue(randomBytes(12).toString('hex'), now);
  }

  /** A token for signing people in. @throws Refusal for wrong credentials */
  signInToken(body: Body, now: number): string {
    this.checkCredentials(body);
    return this.signIn.issue(randomUUID(), now);
  }

  /** Lets a data call in by its `Auth`. @throws Refusal */
  check(body: Body, now: number): void {
    const auth = field(body, 'Auth');
    if (!isObject(auth)) throw badTicket();
    this.checkTicket(textField(auth, 'AppKey'), textField(auth, 'Ticket'), now);
  }

  /** Lets a call in that carries its key and ticket themselves. @throws Refusal */
  checkTicket(appKey: string, ticket: string, now: number): void {
    if (!sameText(appKey, this.account.appKey) || !this.data.use(ticket, now)) throw badTicket();
  }

  /** Whether a sign-in token lives. */
  mayEnter(token: string, now: number): boolean {
    return this.signIn.use(token, now);
  }

  /** Kills all tickets of both kinds. */
  expireAll(): void {
    this.data.clear();
    this.signIn.clear();
  }

  private checkCredentials(body: Body): void {
    const [key, security] = [textField(body, 'AppKey'), textField(body, 'AppSecurity')];
    if (!sameText(key, this.account.appKey) || !sameText(security, this.account.appSecurity))
      throw new Refusal(CODES.credentials, MESSAGES[CODES.credentials] as string);
  }
}
