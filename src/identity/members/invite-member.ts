import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { currentCompany, isId, type Id, type InterlineError, type Role } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { identityErrors } from '../identity.errors.js';
import { IssueLink, type IssuedLink } from '../links/issue-link.js';
import { emailProblem, normaliseEmail } from '../users/user.js';
import { actorIsOwner, rolesProblem } from './member-rules.js';
import { MembershipsRepository } from './memberships.repository.js';
import { PERSON_FINDER, type PersonFinder } from './person-finder.port.js';

/** The invitation with its link, or why there is none. */
export type InviteMemberResult = IssuedLink | { field: 'email' | 'roles' | 'personId'; problem: string } | { refused: InterlineError };

/** Invites somebody to become a member. */
@Injectable()
export class InviteMember {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: MembershipsRepository,
    private readonly issueLink: IssueLink,
    @Inject(PERSON_FINDER) private readonly people: PersonFinder,
    private readonly audit: AuditTrail,
  ) {}

  /** @returns the link (an earlier one for the same address no longer works), the field that is wrong, or MEMBER_EXISTS, OWNER_ONLY */
  async invite(input: { email: string; roles: readonly Role[]; personId: Id | null }): Promise<InviteMemberResult> {
    const companyId = currentCompany();
    const email = normaliseEmail(input.email);
    const wrongMail = emailProblem(email);
    if (wrongMail) return { field: 'email', problem: wrongMail };
    const wrongRoles = rolesProblem(input.roles);
    if (wrongRoles) return { field: 'roles', problem: wrongRoles };
    if (input.personId !== null && !(isId(input.personId) && (await this.people.exists(companyId, input.personId)))) {
      return { field: 'personId', problem: 'there is no such person' };
    }
    if (input.roles.includes('owner') && !actorIsOwner())
      return { refused: identityErrors.OWNER_ONLY('only an owner makes somebody owner') };
    return this.unitOfWork.run(async () => {
      if (await this.memberships.byEmail(companyId, email))
        return { refused: identityErrors.MEMBER_EXISTS(`${email} is a member already`) };
      const roles = [...new Set(input.roles)];
      const issued = await this.issueLink.issue({ kind: 'invite', companyId, email, roles, personId: input.personId, userId: null });
      await this.audit.record({ action: 'identity.member.invited', target: `invitation:${issued.link.id}`, detail: { email, roles } });
      return issued;
    });
  }
}
