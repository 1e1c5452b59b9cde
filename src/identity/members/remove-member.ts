import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { currentCompany, isId, kernelErrors, type Clock, type Id, type InterlineError } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { identityErrors } from '../identity.errors.js';
import { LinksRepository } from '../links/links.repository.js';
import { SessionKeeper } from '../sessions/session-keeper.js';
import { MembershipsRepository, type Member } from './memberships.repository.js';

/** Takes a member's access away. */
@Injectable()
export class RemoveMember {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: MembershipsRepository,
    private readonly links: LinksRepository,
    private readonly sessions: SessionKeeper,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Ends the membership with its sessions and open links in this company. @returns who it was, or LAST_OWNER @throws NOT_FOUND */
  async remove(memberId: Id): Promise<Member | InterlineError> {
    const companyId = currentCompany();
    return this.unitOfWork.run(async (tx) => {
      const owners = await this.memberships.lockOwners(companyId);
      const member = isId(memberId) ? await this.memberships.find(companyId, memberId) : null;
      if (!member) throw kernelErrors.NOT_FOUND('there is no such member');
      if (owners.length === 1 && owners[0] === member.id) return identityErrors.LAST_OWNER('this is the last owner');
      const now = this.clock.now();
      await this.memberships.end(companyId, member.id, now);
      await this.links.withdraw(companyId, member.user.email, now);
      await this.sessions.endAll(companyId, member.userId);
      // Once more after the commit: a request in between may have put the session back into the cache.
      tx.afterCommit(() => this.sessions.forgetUser(member.userId));
      await this.audit.record({ action: 'identity.member.removed', target: `member:${member.id}`, detail: { email: member.user.email } });
      return member;
    });
  }
}
