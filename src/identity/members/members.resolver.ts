import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { currentCompany, InterlineError, type Clock, type Id } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import type {
  Invitation,
  MutationChangeMemberRolesArgs,
  MutationCreatePasswordResetLinkArgs,
  MutationInviteMemberArgs,
  MutationRemoveMemberArgs,
  PasswordResetLink,
} from '../../platform/graphql/index.js';
import { CreateResetLink } from '../links/create-reset-link.js';
import { LinksRepository } from '../links/links.repository.js';
import { ChangeMemberRoles } from './change-member-roles.js';
import { InviteMember } from './invite-member.js';
import { MembershipsRepository, type Member } from './memberships.repository.js';
import { RemoveMember } from './remove-member.js';

/** A member with what upper rooms' field resolvers need: `Member.person` is resolved in the directory. */
export type MemberNode = Pick<Member, 'id' | 'user' | 'roles' | 'since'> & { personId: Id | null };

/** Members and invitations at the gateway. */
@Resolver('Member')
export class MembersResolver {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly links: LinksRepository,
    private readonly inviting: InviteMember,
    private readonly changing: ChangeMemberRoles,
    private readonly removing: RemoveMember,
    private readonly resetting: CreateResetLink,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query('members')
  members(): Promise<MemberNode[]> {
    return this.memberships.list(currentCompany());
  }

  @Query('invitations')
  invitations(): Promise<Invitation[]> {
    return this.links.invitations(currentCompany(), this.clock.now());
  }

  @Mutation('inviteMember')
  async inviteMember(@Args() { input }: MutationInviteMemberArgs): Promise<object> {
    const result = await this.inviting.invite({ email: input.email, roles: input.roles, personId: input.personId ?? null });
    if ('field' in result) return { __typename: 'InputProblem', code: 'BAD_INPUT', message: result.problem, field: result.field };
    if ('refused' in result) return stateProblem(result.refused);
    return { __typename: 'InvitationCreated', invitation: result.link, link: result.url };
  }

  @Mutation('changeMemberRoles')
  async changeMemberRoles(@Args() { input }: MutationChangeMemberRolesArgs): Promise<object> {
    return memberOrProblem(await this.changing.change(input.memberId, input.roles));
  }

  @Mutation('removeMember')
  async removeMember(@Args() { input }: MutationRemoveMemberArgs): Promise<object> {
    return memberOrProblem(await this.removing.remove(input.memberId));
  }

  @Mutation('createPasswordResetLink')
  async createPasswordResetLink(@Args() { memberId }: MutationCreatePasswordResetLinkArgs): Promise<PasswordResetLink> {
    const { link, url } = await this.resetting.forMember(memberId);
    return { link: url, expiresAt: link.expiresAt };
  }
}

function memberOrProblem(result: Member | InterlineError): object {
  return result instanceof InterlineError ? stateProblem(result) : { __typename: 'Member', ...result };
}

function stateProblem(error: InterlineError): object {
  return { __typename: 'StateProblem', code: error.code, message: error.message };
}
