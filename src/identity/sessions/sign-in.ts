import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { AuditTrail } from '../../audit/index.js';
import { currentContext, newId, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { LOGGER } from '../../platform/logger.js';
import { identityErrors } from '../identity.errors.js';
import { MembershipsRepository, type Member } from '../members/memberships.repository.js';
import { actingAs } from '../users/acting.js';
import { verifyPassword } from '../users/passwords.js';
import { emailProblem, normaliseEmail } from '../users/user.js';
import { UsersRepository } from '../users/users.repository.js';
import { AttemptLimiter, type AttemptLimit } from './attempt-limiter.js';
import { SessionKeeper, type BegunSession } from './session-keeper.js';
import { SessionsRepository } from './sessions.repository.js';

/** Of one account, right or wrong; a right password begins the count anew. */
const PER_ACCOUNT: AttemptLimit = { attempts: 10, seconds: 900 };
/** Wrong ones of one network address, behind which a whole office may sit. */
const PER_ADDRESS: AttemptLimit = { attempts: 50, seconds: 900 };

/** Signs people in with mail and password. */
@Injectable()
export class SignIn implements OnApplicationShutdown {
  private readonly unwritten = new Set<Promise<void>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersRepository,
    private readonly memberships: MembershipsRepository,
    private readonly sessions: SessionKeeper,
    private readonly sessionRows: SessionsRepository,
    private readonly limiter: AttemptLimiter,
    private readonly audit: AuditTrail,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * Begins a session in the company asked for, else in the one the user was in last. An unknown mail takes the same steps and the same time as a wrong
   * password, and gets the same answer.
   * @throws SIGN_IN_FAILED, RATE_LIMITED
   */
  async signIn(input: { email: string; password: string; companyId: Id | null; userAgent: string | null }): Promise<BegunSession> {
    const userId = await this.provePassword(normaliseEmail(input.email), input.password);
    const companies = await this.users.companiesOf(userId);
    const companyId = input.companyId ?? (await this.lastCompany(userId, companies));
    const member = companyId && companies.includes(companyId) ? await this.memberships.ofUser(companyId, userId) : null;
    if (!member) throw identityErrors.SIGN_IN_FAILED('you are no member of this company');
    return this.begin(member, 'identity.session.begun', input.userAgent);
  }

  /** Begins a session of a proven member and writes it down. */
  async begin(member: Member, action: string, userAgent: string | null): Promise<BegunSession> {
    const asUser = {
      kind: 'person',
      userId: member.userId,
      sessionId: newId(),
      companyId: member.companyId,
      personId: null,
      roles: [],
      operator: false,
    } as const;
    return actingAs(asUser, () =>
      this.unitOfWork.run(async () => {
        const begun = await this.sessions.begin(member, userAgent);
        await this.audit.record({ action, target: `session:${begun.actor.sessionId}` });
        return begun;
      }),
    );
  }

  /**
   * Proves that a password is the one of a mail address, within the limits on guessing.
   * @returns the user's id
   * @throws SIGN_IN_FAILED, RATE_LIMITED
   */
  async provePassword(email: string, password: string): Promise<Id> {
    const account = `sign-in account ${email}`;
    const address = `sign-in address ${currentContext()?.ip ?? ''}`;
    await this.limiter.check(address, PER_ADDRESS);
    await this.limiter.take(account, PER_ACCOUNT);
    // What is no mail address has no user, and might be no text that Postgres takes.
    const userId = emailProblem(email) === null ? await this.users.idByEmail(email) : null;
    const hash = await this.users.passwordHash(userId ?? newId());
    if (await verifyPassword(hash, password)) {
      await this.limiter.clear(account);
      return userId!;
    }
    await this.limiter.fail(address, PER_ADDRESS);
    if (userId) this.writeFailure(userId);
    throw identityErrors.SIGN_IN_FAILED('mail address and password do not belong together');
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.unwritten);
  }

  /** Nobody waits for this: the time it takes would tell that the mail is known. */
  private writeFailure(userId: Id): void {
    const written = this.auditFailure(userId).catch((error: unknown) => this.log.error({ err: error }, 'a failed sign-in was not audited'));
    this.unwritten.add(written);
    void written.finally(() => this.unwritten.delete(written));
  }

  private async auditFailure(userId: Id): Promise<void> {
    for (const companyId of await this.users.companiesOf(userId)) {
      await this.audit.record({ action: 'identity.session.refused', target: `user:${userId}` }, companyId);
    }
  }

  /** Where the user last began a session; else the company they joined first. */
  private async lastCompany(userId: Id, companies: readonly Id[]): Promise<Id | null> {
    let last: { companyId: Id; sessionId: Id } | null = null;
    for (const companyId of companies.length > 1 ? companies : []) {
      const sessionId = await this.sessionRows.newest(companyId, userId);
      if (sessionId && (!last || sessionId > last.sessionId)) last = { companyId, sessionId };
    }
    return last?.companyId ?? companies[0] ?? null;
  }
}
