import { Inject, Injectable } from '@nestjs/common';
import { CompanyReader } from '../../company/index.js';
import { kernelErrors, newId, type Clock, type Id } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { identityErrors } from '../identity.errors.js';
import { MembershipsRepository, type Member } from '../members/memberships.repository.js';
import { PERSON_FINDER, type PersonFinder } from '../members/person-finder.port.js';
import { SessionKeeper, type BegunSession } from '../sessions/session-keeper.js';
import { SignIn } from '../sessions/sign-in.js';
import { actingAs } from '../users/acting.js';
import { hashPassword, passwordProblem } from '../users/passwords.js';
import { hashSecret } from '../users/secret-token.js';
import { nameProblem } from '../users/user.js';
import { UsersRepository } from '../users/users.repository.js';
import { LinksRepository, type AccessLink, type LinkKind } from './links.repository.js';

/** What the page of a link needs to know. */
export interface LinkDescription {
  kind: LinkKind;
  email: string;
  company: { name: string };
  expiresAt: Date;
  /** True when the address has a user already: the present password is asked for, not a new one and a name. */
  knownUser: boolean;
}

/** Opens and uses one-time links. */
@Injectable()
export class AcceptLink {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly links: LinksRepository,
    private readonly users: UsersRepository,
    private readonly memberships: MembershipsRepository,
    private readonly companies: CompanyReader,
    private readonly signIn: SignIn,
    private readonly sessions: SessionKeeper,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PERSON_FINDER) private readonly people: PersonFinder,
  ) {}

  /** What a link is for; looking does not use it up. @throws LINK_INVALID */
  async describe(token: string): Promise<LinkDescription> {
    const link = await this.open(token);
    const { name } = await this.companies.get(link.companyId);
    const knownUser = link.kind !== 'reset' && (await this.users.idByEmail(link.email)) !== null;
    return { kind: link.kind, email: link.email, company: { name }, expiresAt: link.expiresAt, knownUser };
  }

  /**
   * Uses a link up and signs in. Somebody new sets name and password; who has a user already proves it with their password, since whoever made the link for
   * this company must not get hold of that user's other companies.
   * @throws LINK_INVALID, PASSWORD_WEAK, BAD_INPUT, SIGN_IN_FAILED, RATE_LIMITED
   */
  async accept(token: string, input: { name: string | null; password: string }, userAgent: string | null): Promise<BegunSession> {
    const link = await this.open(token);
    const system = { kind: 'system', name: 'access link', companyId: link.companyId } as const;
    const knownUser = link.kind === 'reset' ? null : await this.users.idByEmail(link.email);
    if (knownUser) await this.signIn.provePassword(link.email, input.password);
    else refuseWeak(input.password, link.email);
    const hash = knownUser ? null : await hashPassword(input.password);
    const member = await actingAs(system, () =>
      this.unitOfWork.run(async () => {
        if (!(await this.links.use(link.companyId, link.id, this.clock.now()))) throw invalid();
        return link.kind === 'reset'
          ? this.resetPassword(link, hash!)
          : this.join(link, knownUser ?? (await this.addUser(link, input.name, hash!)));
      }),
    );
    if (link.kind === 'reset') await this.endSessions(member.userId);
    return this.signIn.begin(member, link.kind === 'reset' ? 'identity.password.reset' : 'identity.member.joined', userAgent);
  }

  private async open(token: string): Promise<AccessLink> {
    const link = await this.links.byToken(hashSecret(token), this.clock.now());
    if (!link) throw invalid();
    return link;
  }

  private async addUser(link: AccessLink, name: string | null, hash: string): Promise<Id> {
    const problem = nameProblem(name?.trim() ?? '');
    if (problem) throw kernelErrors.BAD_INPUT(problem, { extensions: { problems: [{ field: 'name', problem }] } });
    const id = newId();
    const at = this.clock.now();
    const added = await this.users.insert({ id, email: link.email, name: name!.trim(), locale: 'zh_CN', operator: false }, at);
    if (!added) throw invalid();
    await this.users.setPassword(id, hash, at);
    return id;
  }

  private async join(link: AccessLink, userId: Id): Promise<Member> {
    const { companyId, roles } = link;
    const personId = link.personId ?? (await this.people.findByEmail(companyId, link.email));
    const since = this.clock.now();
    await this.memberships.put({ companyId, userId, roles, personId, since });
    await this.links.withdraw(companyId, link.email, since);
    return (await this.memberships.ofUser(companyId, userId))!;
  }

  private async resetPassword(link: AccessLink, hash: string): Promise<Member> {
    const member = await this.memberships.ofUser(link.companyId, link.userId!);
    if (!member) throw invalid();
    await this.users.setPassword(member.userId, hash, this.clock.now());
    return member;
  }

  /** A new password ends what the old one began, in every company. */
  private async endSessions(userId: Id): Promise<void> {
    for (const companyId of await this.users.companiesOf(userId)) await this.sessions.endAll(companyId, userId);
  }
}

const invalid = (): Error => identityErrors.LINK_INVALID('the link was used, has expired or never existed');

function refuseWeak(password: string, email: string): void {
  const problem = passwordProblem(password, email);
  if (problem) throw identityErrors.PASSWORD_WEAK(problem);
}
