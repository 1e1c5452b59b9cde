import { Args, Info, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { LegalEntity } from '../../company/index.js';
import type { MemberNode, ViewerNode } from '../../identity/index.js';
import { isId, openPage, type Connection } from '../../kernel/index.js';
import type { GatewayContext, QueryPeopleArgs } from '../../platform/graphql/index.js';
import { DirectoryReader } from '../directory-reader.js';
import { DirectoryLoaders } from './directory-loaders.js';
import type { CostCentreNode, DepartmentNode, PersonNode, PositionNode } from './person.js';
import { joinsOf } from './selected-fields.js';

/** People at the gateway. */
@Resolver('Person')
export class PersonResolver {
  constructor(
    private readonly reader: DirectoryReader,
    private readonly loaders: DirectoryLoaders,
  ) {}

  @Query('people')
  async people(@Args() args: QueryPeopleArgs, @Info() info: GraphQLResolveInfo): Promise<Connection<PersonNode>> {
    const keyset = openPage(args, ['text']);
    const { search, departmentId, subtree, state } = args.filter ?? {};
    const filter = { search: search?.trim() || null, departments: await this.departments(departmentId, subtree), state: state ?? null };
    return this.reader.peoplePage(filter, joinsOf(info), keyset);
  }

  @Query('person')
  async person(@Args('id') id: string): Promise<PersonNode | null> {
    return isId(id) ? (await this.reader.peopleById([id]))[0]! : null;
  }

  @ResolveField('department')
  department(person: PersonNode, _args: unknown, context: GatewayContext): Promise<DepartmentNode | null> | DepartmentNode | null {
    return person.department === undefined ? this.loaders.department(context, person.departmentId) : person.department;
  }

  @ResolveField('manager')
  manager(person: PersonNode, _args: unknown, context: GatewayContext): Promise<PersonNode | null> | PersonNode | null {
    return person.manager === undefined ? this.loaders.person(context, person.managerId) : person.manager;
  }

  @ResolveField('costCentre')
  costCentre(person: PersonNode, _args: unknown, context: GatewayContext): Promise<CostCentreNode | null> | null {
    return this.loaders.costCentre(context, person.costCentreId);
  }

  @ResolveField('legalEntity')
  legalEntity(person: PersonNode, _args: unknown, context: GatewayContext): Promise<LegalEntity | null> | null {
    return this.loaders.legalEntity(context, person.legalEntityId);
  }

  @ResolveField('positions')
  positions(person: PersonNode, _args: unknown, context: GatewayContext): Promise<PositionNode[]> {
    return this.loaders.positions(context, person.id);
  }

  private async departments(
    departmentId: string | null | undefined,
    subtree: boolean | null | undefined,
  ): Promise<{ ids: string[]; on: string } | null> {
    if (departmentId == null) return null;
    const on = await this.reader.today();
    if (!isId(departmentId)) return { ids: [], on };
    return { ids: subtree ? await this.reader.departmentSubtree(departmentId, on) : [departmentId], on };
  }
}

/** A position's fields. */
@Resolver('Position')
export class PositionResolver {
  constructor(private readonly loaders: DirectoryLoaders) {}

  /** As it was on the position's first day. */
  @ResolveField('department')
  department(position: PositionNode, _args: unknown, context: GatewayContext): Promise<DepartmentNode | null> | null {
    return this.loaders.departmentOn(context, position.departmentId, position.validFrom);
  }

  @ResolveField('costCentre')
  costCentre(position: PositionNode, _args: unknown, context: GatewayContext): Promise<CostCentreNode | null> | null {
    return this.loaders.costCentre(context, position.costCentreId);
  }
}

/** Who a signed-in user is in the directory. */
@Resolver('Viewer')
export class ViewerPersonResolver {
  constructor(private readonly loaders: DirectoryLoaders) {}

  @ResolveField('person')
  person(viewer: ViewerNode, _args: unknown, context: GatewayContext): Promise<PersonNode | null> | null {
    return this.loaders.person(context, viewer.personId);
  }
}

/** Who a member is in the directory. */
@Resolver('Member')
export class MemberPersonResolver {
  constructor(private readonly loaders: DirectoryLoaders) {}

  @ResolveField('person')
  person(member: MemberNode, _args: unknown, context: GatewayContext): Promise<PersonNode | null> | null {
    return this.loaders.person(context, member.personId);
  }
}
