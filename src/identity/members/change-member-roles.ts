import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { currentCompany, isId, kernelErrors, type Id, type InterlineError, type Role } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { identityErrors } from '../identity.errors.js';
import { SessionKeeper } from '../sessions/session-keeper.js';
import { rolesProblem } from './member-rules.js';
import { MembershipsRepository, type Member } from './memberships.repository.js';

/** Gives a member other roles. */
@Injectable()
export class ChangeMemberRoles {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: MembershipsRepository,
    private readonly sessions: SessionKeeper,
    private readonly audit: AuditTrail,
  ) {}

  /** Takes effect in sessions that are open. @returns the member, or LAST_OWNER @throws NOT_FOUND, BAD_INPUT */
  async change(memberId: Id, wanted: readonly Role[]): Promise<Member | InterlineError> {
    const companyId = currentCompany();
    const problem = rolesProblem(wanted);
    if (problem) throw kernelErrors.BAD_INPUT(problem, { extensions: { problems: [{ field: 'roles', problem }] } });
    const roles = [...new Set(wanted)];
    return this.unitOfWork.run(async (tx) => {
      const owners = await this.memberships.lockOwners(companyId);
      const member = isId(memberId) ? await this.memberships.find(companyId, memberId) : null;
      if (!member) throw kernelErrors.NOT_FOUND('there is no such member');
      if (!roles.includes('owner') && owners.length === 1 && owners[0] === member.id)
        return identityErrors.LAST_OWNER('this is the last owner');
      await this.memberships.setRoles(companyId, member.id, roles);
      tx.afterCommit(() => this.sessions.forgetUser(member.userId));
      const detail = { email: member.user.email, before: member.roles, after: roles };
      await this.audit.record({ action: 'identity.member.roles_changed', target: `member:${member.id}`, detail });
      return { ...member, roles };
    });
  }
}
