import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { currentContext, newId, type Actor, type Clock, type Id } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import type { Member } from '../members/memberships.repository.js';
import { hashSecret, newSecret } from '../users/secret-token.js';
import { SessionsRepository, type LiveSession } from './sessions.repository.js';

/** A session ends when it was not used for this long … */
const IDLE_MS = 12 * 3_600_000;
/** … or when it is this old. */
export const LONGEST_MS = 7 * 86_400_000;
/** How often a session's use is written down. */
const SEEN_EVERY_MS = 300_000;
/** How long another process may still take a session for live that has just ended. */
const CACHE_MS = 1_000;

/** The actor of a session. */
export type PersonActor = Extract<Actor, { kind: 'person' }>;

/** A session that was just begun. The token is known only now. */
export interface BegunSession {
  token: string;
  actor: PersonActor;
}

/** Begins, finds and ends sessions. Each acts for one company. */
@Injectable()
export class SessionKeeper {
  private readonly live = new LRUCache<string, LiveSession>({ max: 10_000, ttl: CACHE_MS });

  constructor(
    private readonly repository: SessionsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Begins a session of a member. */
  async begin(member: Member, userAgent: string | null): Promise<BegunSession> {
    const token = newSecret();
    const now = this.clock.now();
    const { companyId, userId, personId, roles } = member;
    const id = newId();
    await this.repository.insert({
      id,
      companyId,
      userId,
      tokenHash: hashSecret(token),
      createdAt: now,
      expiresAt: new Date(now.getTime() + IDLE_MS),
      ip: currentContext()?.ip ?? null,
      userAgent,
    });
    return { token, actor: { kind: 'person', userId, sessionId: id, companyId, personId, roles, operator: member.user.operator } };
  }

  /** Whom a token stands for; null when it opens nothing (any more). */
  async find(token: string): Promise<PersonActor | null> {
    const hash = hashSecret(token);
    const key = hash.toString('base64');
    let session = this.live.get(key) ?? null;
    const now = this.clock.now();
    if (!session) {
      session = await this.repository.byToken(hash);
      if (!session) return null;
      if (now < session.expiresAt && now.getTime() - session.seenAt.getTime() >= SEEN_EVERY_MS) {
        const expiresAt = new Date(Math.min(now.getTime() + IDLE_MS, session.createdAt.getTime() + LONGEST_MS));
        await this.repository.seen(session.companyId, session.id, now, expiresAt);
        session = { ...session, seenAt: now, expiresAt };
      }
      this.live.set(key, session);
    }
    if (now >= session.expiresAt) return null;
    const { id, companyId, userId, personId, roles, operator } = session;
    return { kind: 'person', userId, sessionId: id, companyId, personId, roles, operator };
  }

  /** Ends one session. */
  async end(actor: PersonActor): Promise<void> {
    await this.repository.end(actor.companyId, actor.sessionId, this.clock.now());
    this.forget((session) => session.id === actor.sessionId);
  }

  /** Ends every session of a user in a company. */
  async endAll(companyId: Id, userId: Id): Promise<void> {
    await this.repository.endAll(companyId, userId, this.clock.now());
    this.forgetUser(userId);
  }

  /** Lets a change of a user's roles take effect in this process at once; other processes follow within a second. */
  forgetUser(userId: Id): void {
    this.forget((session) => session.userId === userId);
  }

  private forget(match: (session: LiveSession) => boolean): void {
    for (const [key, session] of this.live.entries()) if (match(session)) this.live.delete(key);
  }
}
