import { Args, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { LegalEntity } from '../../company/index.js';
import { isId, openPage, type Connection } from '../../kernel/index.js';
import type { DepartmentPeopleArgs, GatewayContext, QueryDepartmentArgs, QueryDepartmentsArgs } from '../../platform/graphql/index.js';
import { DirectoryReader } from '../directory-reader.js';
import { DirectoryLoaders } from './directory-loaders.js';
import type { CostCentreNode, DepartmentNode, PersonNode } from './person.js';
import { joinsOf } from './selected-fields.js';

/** The department tree at the gateway. What hangs on a department is shown as on the day the department was asked for. */
@Resolver('Department')
export class DepartmentResolver {
  constructor(
    private readonly reader: DirectoryReader,
    private readonly loaders: DirectoryLoaders,
  ) {}

  @Query('departments')
  departments(@Args() args: QueryDepartmentsArgs): Promise<DepartmentNode[]> {
    return this.reader.departmentRoots(args.on ?? undefined);
  }

  @Query('department')
  async department(@Args() args: QueryDepartmentArgs): Promise<DepartmentNode | null> {
    return isId(args.id) ? (await this.reader.departmentsById([args.id], args.on ?? undefined))[0]! : null;
  }

  @Query('costCentres')
  costCentres(): Promise<CostCentreNode[]> {
    return this.reader.costCentres();
  }

  @ResolveField('path')
  async path(department: DepartmentNode, _args: unknown, context: GatewayContext): Promise<string[]> {
    const ids = department.pathIds ?? (await this.loaders.departmentOn(context, department.id, department.on))?.pathIds ?? [];
    return (await this.loaders.departmentsOn(context, ids, department.on)).map((step) => step.name);
  }

  @ResolveField('parent')
  parent(department: DepartmentNode, _args: unknown, context: GatewayContext): Promise<DepartmentNode | null> | null {
    return this.loaders.departmentOn(context, department.parentId, department.on);
  }

  @ResolveField('children')
  children(department: DepartmentNode, _args: unknown, context: GatewayContext): Promise<DepartmentNode[]> {
    return this.loaders.children(context, department);
  }

  @ResolveField('leader')
  leader(department: DepartmentNode, _args: unknown, context: GatewayContext): Promise<PersonNode | null> | null {
    return this.loaders.person(context, department.leaderId);
  }

  @ResolveField('legalEntity')
  legalEntity(department: DepartmentNode, _args: unknown, context: GatewayContext): Promise<LegalEntity | null> | null {
    return this.loaders.legalEntity(context, department.legalEntityId);
  }

  @ResolveField('costCentre')
  costCentre(department: DepartmentNode, _args: unknown, context: GatewayContext): Promise<CostCentreNode | null> | null {
    return this.loaders.costCentre(context, department.costCentreId);
  }

  @ResolveField('people')
  people(
    department: DepartmentNode,
    args: DepartmentPeopleArgs,
    _context: GatewayContext,
    info: GraphQLResolveInfo,
  ): Promise<Connection<PersonNode>> {
    const filter = { search: null, departments: { ids: [department.id], on: department.on }, state: null };
    return this.reader.peoplePage(filter, joinsOf(info), openPage(args, ['text']));
  }
}
