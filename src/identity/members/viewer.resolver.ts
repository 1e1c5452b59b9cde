import { Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { AuditEntryNode } from '../../audit/index.js';
import { CompanyReader, type Company } from '../../company/index.js';
import { currentCompany, currentContext, kernelErrors, type Id, type Role } from '../../kernel/index.js';
import type { CompanyChoice, GatewayContext } from '../../platform/graphql/index.js';
import { DescribeSession } from '../sessions/describe-session.js';
import type { User } from '../users/user.js';
import { UsersRepository } from '../users/users.repository.js';

/** Who asks, with what field resolvers need: `Viewer.person` is resolved in the directory. */
export interface ViewerNode {
  kind: 'person' | 'app';
  userId: Id | null;
  personId: Id | null;
  roles: readonly Role[];
  scopes: readonly string[];
}

const MEMBER_USERS = Symbol('users of members');

/** Who is asking. */
@Resolver('Viewer')
export class ViewerResolver {
  constructor(
    private readonly users: UsersRepository,
    private readonly companyReader: CompanyReader,
    private readonly sessions: DescribeSession,
  ) {}

  @Query('viewer')
  viewer(): ViewerNode {
    const actor = currentContext()?.actor;
    if (actor?.kind === 'person') return { kind: 'person', userId: actor.userId, personId: actor.personId, roles: actor.roles, scopes: [] };
    if (actor?.kind === 'app') return { kind: 'app', userId: null, personId: null, roles: [], scopes: actor.scopes };
    throw kernelErrors.UNAUTHENTICATED('sign in, or send an access token');
  }

  @ResolveField('user')
  user(viewer: ViewerNode): Promise<User | null> | null {
    return viewer.userId ? this.users.find(viewer.userId) : null;
  }

  @ResolveField('company')
  company(): Promise<Company> {
    return this.companyReader.get();
  }

  @ResolveField('companies')
  companies(viewer: ViewerNode): Promise<CompanyChoice[]> | CompanyChoice[] {
    return viewer.userId ? this.sessions.choices(viewer.userId) : [];
  }
}

/** The user behind an entry of the audit. */
@Resolver('AuditEntry')
export class AuditUserResolver {
  constructor(private readonly users: UsersRepository) {}

  @ResolveField('user')
  user(entry: AuditEntryNode, _args: unknown, context: GatewayContext): Promise<User | null> | null {
    const company = currentCompany();
    if (!entry.userId) return null;
    return context.loaders.get<Id, User>(MEMBER_USERS, (ids) => this.users.members(company, ids)).load(entry.userId);
  }
}
