import { Args, Context, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { LegalEntity } from '../company/index.js';
import { ConnectionsReader, type VendorAccount } from '../connections/index.js';
import { DirectoryLoaders, DirectoryReader, type CostCentreNode, type DepartmentNode, type PersonNode } from '../directory/index.js';
import { isId, type Connection, type Id } from '../kernel/index.js';
import type { GatewayContext, QueryExpenseArgs, QueryExpensesArgs } from '../platform/graphql/index.js';
import { RawReader, type RawRecordView } from '../sync/index.js';
import { toExpenseNode, toVersionNode, type ExpenseNode, type VersionNode } from './expense-node.js';
import { toQuery } from './expense-query.js';
import { ExpenseReader } from './expense-reader.js';

const ACCOUNTS = Symbol('vendor accounts of expenses');
const DEPARTMENTS = Symbol('departments of expenses');
const EXPENSES = Symbol('expenses');
const FOLLOW_UPS = Symbol('follow-ups of expenses');
const VERSIONS = Symbol('versions of expenses');

/** Expenses at the gateway. */
@Resolver('Expense')
export class ExpenseResolver {
  constructor(
    private readonly reader: ExpenseReader,
    private readonly accounts: ConnectionsReader,
    private readonly directory: DirectoryReader,
    private readonly loaders: DirectoryLoaders,
    private readonly rawReader: RawReader,
  ) {}

  @Query('expenses')
  async expenses(@Args() args: QueryExpensesArgs): Promise<Connection<ExpenseNode>> {
    const { edges, nodes, pageInfo } = await this.reader.list(toQuery(args.filter ?? {}), args);
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: toExpenseNode(node) })), nodes: nodes.map(toExpenseNode), pageInfo };
  }

  @Query('expense')
  async expense(@Args() { id }: QueryExpenseArgs, @Context() context: GatewayContext): Promise<ExpenseNode | null> {
    return isId(id) ? this.load(context, id) : null;
  }

  @ResolveField('vendorAccount')
  vendorAccount(expense: ExpenseNode, _args: unknown, { loaders }: GatewayContext): Promise<VendorAccount | null> {
    return loaders.get<Id, VendorAccount>(ACCOUNTS, (ids) => this.accounts.vendorAccounts(ids)).load(expense.vendorAccountId);
  }

  @ResolveField('person')
  person(expense: ExpenseNode, _args: unknown, context: GatewayContext): Promise<PersonNode | null> | null {
    return this.loaders.person(context, expense.personId);
  }

  @ResolveField('department')
  department(expense: ExpenseNode, _args: unknown, { loaders }: GatewayContext): Promise<DepartmentNode | null> | null {
    if (!expense.departmentVersionId) return null;
    return loaders
      .get<Id, DepartmentNode>(DEPARTMENTS, (ids) => this.directory.departmentVersionsById(ids))
      .load(expense.departmentVersionId);
  }

  @ResolveField('costCentre')
  costCentre(expense: ExpenseNode, _args: unknown, context: GatewayContext): Promise<CostCentreNode | null> | null {
    return this.loaders.costCentre(context, expense.costCentreId);
  }

  @ResolveField('legalEntity')
  legalEntity(expense: ExpenseNode, _args: unknown, context: GatewayContext): Promise<LegalEntity | null> | null {
    return this.loaders.legalEntity(context, expense.legalEntityId);
  }

  @ResolveField('raw')
  raw({ vendorAccountId, stream, orderId, rawVersion }: ExpenseNode): Promise<RawRecordView | null> {
    return this.rawReader.read({ vendorAccountId, stream, externalId: orderId, version: rawVersion });
  }

  @ResolveField('origin')
  async origin(expense: ExpenseNode, _args: unknown, context: GatewayContext): Promise<ExpenseNode | null> {
    return expense.originId ? this.load(context, expense.originId) : null;
  }

  @ResolveField('followUps')
  async followUps(expense: ExpenseNode, _args: unknown, { loaders }: GatewayContext): Promise<ExpenseNode[]> {
    const found = await loaders.get(FOLLOW_UPS, (ids: readonly Id[]) => this.reader.followUps(ids)).load(expense.id);
    return (found ?? []).map(toExpenseNode);
  }

  @ResolveField('versions')
  async versions(expense: ExpenseNode, _args: unknown, { loaders }: GatewayContext): Promise<VersionNode[]> {
    const found = await loaders.get(VERSIONS, (ids: readonly Id[]) => this.reader.versions(ids)).load(expense.id);
    return (found ?? []).map(toVersionNode);
  }

  private async load({ loaders }: GatewayContext, id: Id): Promise<ExpenseNode | null> {
    const found = await loaders.get(EXPENSES, (ids: readonly Id[]) => this.reader.byIds(ids)).load(id);
    return found && toExpenseNode(found);
  }
}
