import type { WorldStore } from '@interline/sdk/simulator';

import { badParameter, CODES, type Refusal } from './errors.js';
import { cardOf } from './parties.js';
import { type Body, field, isObject, textField } from './request.js';
import type { Written } from './row-writer.js';

const MOST_PEOPLE = 100;
/** How long it takes until an accepted person is worked on; nothing is published but that it is later. */
const DELAY = 60_000;
/** The ranks a new customer has; a person of another is refused. */
const RANKS = ['普通员工', '经理', '高级经理', '总监', '高管'];

/** Somebody as the customer last sent them. */
export interface SentPerson {
  employeeId: string;
  name: string;
  email: string;
  active: boolean;
  acceptedAt: number;
  /** All that was sent. */
  authentication: Body;
}

/** Somebody who may be looked for at the door. */
export interface Employee {
  employeeId: string;
  name: string;
  email: string;
  active: boolean;
}

/** By what somebody is looked for; the first that is not empty counts. */
export interface Names {
  employeeId: string;
  email: string;
  uid: string;
}

/** The people of a customer: those its facts name, and those it sends, which count once they were worked on. */
export class People {
  private readonly sent = new Map<string, SentPerson[]>();
  private ranks = new Set(RANKS);

  constructor(private readonly world: WorldStore) {}

  /** Takes a list of people: accepted at once, worked on later. @throws Refusal for a list that is none or too long */
  save(body: Body, now: number): Written {
    const list = field(body, 'AuthenticationInfoList');
    if (!Array.isArray(list) || list.length === 0) throw badParameter('AuthenticationInfoList 必填');
    if (list.length > MOST_PEOPLE) throw badParameter(`AuthenticationInfoList 最多 ${MOST_PEOPLE} 人`);
    const errors = list.flatMap((item: unknown) => this.take(item, now) ?? []);
    return { Result: errors.length < list.length ? 'Success' : 'Failed', ErrorMessageList: errors };
  }

  /** The last version of everybody who was sent, and whether it was worked on by now. */
  list(now: number): (SentPerson & { processed: boolean })[] {
    return [...this.sent.values()].flatMap((versions) => {
      const last = versions.at(-1);
      return last ? [{ ...last, processed: last.acceptedAt + DELAY <= now }] : [];
    });
  }

  /** Somebody by employee number, mail address or card, as worked on by now. */
  find({ employeeId, email, uid }: Names, now: number): Employee | undefined {
    for (const versions of this.sent.values()) {
      const last = versions.findLast(({ acceptedAt }) => acceptedAt + DELAY <= now);
      if (last && (employeeId ? last.employeeId === employeeId : email !== '' && last.email === email)) return last;
    }
    for (const { id, employeeNumber, name, email: address } of this.world.people.values()) {
      const known = { employeeId: employeeNumber, name, email: address, active: true };
      if (employeeId ? employeeNumber === employeeId : email ? address === email : cardOf(id) === uid) return this.worked(known, now);
    }
    return undefined;
  }

  /** Sets the ranks the customer has. */
  setRanks(ranks: readonly string[]): void {
    this.ranks = new Set(ranks);
  }

  /** Forgets everybody who was sent. */
  clear(): void {
    this.sent.clear();
    this.ranks = new Set(RANKS);
  }

  /** What was sent of somebody counts more than what was known of them. */
  private worked(known: Employee, now: number): Employee {
    return this.sent.get(known.employeeId)?.findLast(({ acceptedAt }) => acceptedAt + DELAY <= now) ?? known;
  }

  /** Takes one person, or says what is wrong. */
  private take(item: unknown, now: number): Written | undefined {
    const info = isObject(item) ? item : {};
    const person = field(info, 'Authentication');
    const sequence = Number(textField(info, 'Sequence') || 0);
    const authentication = isObject(person) ? person : {};
    const employeeId = textField(authentication, 'EmployeeID');
    const problem = this.problem(authentication);
    if (problem !== undefined) return { Sequence: sequence, ErrorCode: String(CODES.parameter), Message: problem, EmployeeID: employeeId };
    const [name, email] = [textField(authentication, 'Name'), textField(authentication, 'Email')];
    const version = { employeeId, name, email, active: field(authentication, 'Valid') === 'A', acceptedAt: now, authentication };
    // Of each person at most the version that counts and the one to come are kept.
    const counting = this.sent.get(employeeId)?.findLast(({ acceptedAt }) => acceptedAt + DELAY <= now);
    this.sent.set(employeeId, counting ? [counting, version] : [version]);
    return undefined;
  }

  private problem(person: Body): string | undefined {
    const valid = textField(person, 'Valid');
    if (!['A', 'I'].includes(valid)) return 'Valid 应为 A 或 I';
    // Somebody who leaves is known already.
    for (const name of valid === 'A' ? ['EmployeeID', 'Name'] : ['EmployeeID']) if (textField(person, name) === '') return `${name} 必填`;
    const rank = textField(person, 'RankName');
    if (rank !== '' && !this.ranks.has(rank)) return `职级 ${rank} 不存在`;
    if (!['', 'C', 'B', 'D'].includes(textField(person, 'CorpCardType'))) return 'CorpCardType';
    if (!['', 'C', 'F', 'S', 'O'].includes(textField(person, 'ResRange'))) return 'ResRange';
    return undefined;
  }
}

/** The refusal of a whole call in this call's own envelope. */
export const peopleRefused = ({ code, message }: Refusal): Written => ({
  Result: 'Failed',
  ErrorMessageList: [{ Sequence: 0, ErrorCode: String(code), Message: message, EmployeeID: '' }],
});
