import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { identityErrors } from '../identity.errors.js';
import { SessionKeeper } from '../sessions/session-keeper.js';
import { actingAsCommandLine } from './acting.js';
import { normaliseEmail, type User } from './user.js';
import { UsersRepository } from './users.repository.js';

/** Makes a user the platform's operator, or no longer. Only the command line does: no company's role reaches this. */
@Injectable()
export class GrantOperator {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionKeeper,
    private readonly audit: AuditTrail,
  ) {}

  /** The grant shows in the audit of every company the user works for. @throws USER_UNKNOWN */
  async set(address: string, operator: boolean): Promise<User> {
    const email = normaliseEmail(address);
    const userId = await this.users.idByEmail(email);
    if (!userId) throw identityErrors.USER_UNKNOWN(`no user has the address ${email}`);
    await actingAsCommandLine(null, () => this.users.setOperator(userId, operator));
    this.sessions.forgetUser(userId);
    const action = operator ? 'identity.operator.granted' : 'identity.operator.withdrawn';
    for (const companyId of await this.users.companiesOf(userId)) {
      await actingAsCommandLine(companyId, () => this.audit.record({ action, target: `user:${userId}`, detail: { email } }));
    }
    return (await actingAsCommandLine(null, () => this.users.find(userId)))!;
  }
}
