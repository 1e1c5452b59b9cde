import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { CompanyModule } from '../company/index.js';
import { AcceptLink } from './links/accept-link.js';
import { CreateResetLink } from './links/create-reset-link.js';
import { FoundCompany } from './links/found-company.js';
import { IssueLink } from './links/issue-link.js';
import { LinksController } from './links/links.controller.js';
import { LinksRepository } from './links/links.repository.js';
import { ChangeMemberRoles } from './members/change-member-roles.js';
import { InviteMember } from './members/invite-member.js';
import { MemberLinks } from './members/member-links.js';
import { MembersResolver } from './members/members.resolver.js';
import { MembershipsRepository } from './members/memberships.repository.js';
import { RemoveMember } from './members/remove-member.js';
import { AuditUserResolver, ViewerResolver } from './members/viewer.resolver.js';
import { AttemptLimiter } from './sessions/attempt-limiter.js';
import { AttemptsRepository } from './sessions/attempts.repository.js';
import { DescribeSession } from './sessions/describe-session.js';
import { SessionAuthenticator } from './sessions/session-authenticator.js';
import { SessionController } from './sessions/session.controller.js';
import { SessionKeeper } from './sessions/session-keeper.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { SignIn } from './sessions/sign-in.js';
import { SwitchCompany } from './sessions/switch-company.js';
import { GrantOperator } from './users/grant-operator.js';
import { UsersRepository } from './users/users.repository.js';

const repositories = [UsersRepository, MembershipsRepository, SessionsRepository, LinksRepository, AttemptsRepository];
const useCases = [
  SignIn,
  SwitchCompany,
  DescribeSession,
  AcceptLink,
  CreateResetLink,
  FoundCompany,
  IssueLink,
  InviteMember,
  ChangeMemberRoles,
  RemoveMember,
  GrantOperator,
  MemberLinks,
];

/** Users, their memberships and sessions. Needs a `PERSON_FINDER`, which the directory gives. */
@Module({
  imports: [AuditModule, CompanyModule],
  controllers: [SessionController, LinksController],
  providers: [
    ...repositories,
    ...useCases,
    AttemptLimiter,
    SessionKeeper,
    SessionAuthenticator,
    MembersResolver,
    ViewerResolver,
    AuditUserResolver,
  ],
  exports: [
    SessionAuthenticator,
    AttemptLimiter,
    AcceptLink,
    CreateResetLink,
    FoundCompany,
    GrantOperator,
    InviteMember,
    MemberLinks,
    SignIn,
  ],
})
export class IdentityModule {}
