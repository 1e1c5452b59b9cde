import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { currentCompany, isId, kernelErrors, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { identityErrors } from '../identity.errors.js';
import { actorIsOwner } from '../members/member-rules.js';
import { MembershipsRepository, type Member } from '../members/memberships.repository.js';
import { actingAsCommandLine } from '../users/acting.js';
import { normaliseEmail } from '../users/user.js';
import { UsersRepository } from '../users/users.repository.js';
import { IssueLink, type IssuedLink } from './issue-link.js';

/** Makes links with which somebody who forgot the password sets a new one. */
@Injectable()
export class CreateResetLink {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersRepository,
    private readonly memberships: MembershipsRepository,
    private readonly issueLink: IssueLink,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * For a member of the running request's company. Passwords are of the user, not of the membership: a company may not reach into another one through them.
   * @throws NOT_FOUND, OWNER_ONLY for an owner's password when the actor is none, USER_ELSEWHERE
   */
  async forMember(memberId: Id): Promise<IssuedLink> {
    const companyId = currentCompany();
    const member = isId(memberId) ? await this.memberships.find(companyId, memberId) : null;
    if (!member) throw kernelErrors.NOT_FOUND('there is no such member');
    if (member.roles.includes('owner') && !actorIsOwner()) throw identityErrors.OWNER_ONLY("only an owner may reset an owner's password");
    const elsewhere = (await this.users.companiesOf(member.userId)).some((company) => company !== companyId);
    if (elsewhere || member.user.operator)
      throw identityErrors.USER_ELSEWHERE('the user works for others too; ask the operator of the platform');
    return this.issue(member);
  }

  /** For the operator at the command line, who may do it for anybody. @throws USER_UNKNOWN */
  async forEmail(address: string): Promise<IssuedLink> {
    const email = normaliseEmail(address);
    const userId = await this.users.idByEmail(email);
    const [companyId] = userId ? await this.users.companiesOf(userId) : [];
    if (!companyId) throw identityErrors.USER_UNKNOWN(`no member of any company has the address ${email}`);
    return actingAsCommandLine(companyId, async () => this.issue((await this.memberships.ofUser(companyId, userId!))!));
  }

  private issue(member: Member): Promise<IssuedLink> {
    const { companyId, userId } = member;
    return this.unitOfWork.run(async () => {
      const issued = await this.issueLink.issue({ kind: 'reset', companyId, email: member.user.email, roles: [], personId: null, userId });
      await this.audit.record({
        action: 'identity.password.reset_link_made',
        target: `member:${member.id}`,
        detail: { email: member.user.email },
      });
      return issued;
    });
  }
}
