import { Args, Context, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { LegalEntity } from '../company/index.js';
import { ConnectionsReader, type VendorAccount } from '../connections/index.js';
import { DirectoryLoaders } from '../directory/index.js';
import { isId, isPeriod, kernelErrors, type Connection, type Id } from '../kernel/index.js';
import {
  toMoney,
  type GatewayContext,
  type MoneyNode,
  type QueryStatementArgs,
  type QueryStatementsArgs,
  type StatementLinesArgs,
} from '../platform/graphql/index.js';
import type { Statement } from './statement.js';
import {
  toStatementLineNode,
  toStatementNode,
  toTotalsNode,
  type StatementLineNode,
  type StatementNode,
  type TotalsNode,
} from './statement-node.js';
import { StatementReader, type CheckedStatement } from './statement-reader.js';

const ACCOUNTS = Symbol('vendor accounts of statements');
const STATEMENTS = Symbol('statements');
const CHECKS = Symbol('checks of statements');
const PARENTS = Symbol('parents of statements');
const PARTS = Symbol('parts of statements');

/** Statements at the gateway. */
@Resolver('Statement')
export class StatementResolver {
  constructor(
    private readonly reader: StatementReader,
    private readonly accounts: ConnectionsReader,
    private readonly loaders: DirectoryLoaders,
  ) {}

  @Query('statements')
  async statements(@Args() { period, connectorId }: QueryStatementsArgs): Promise<StatementNode[]> {
    if (period != null && !isPeriod(period))
      throw kernelErrors.BAD_INPUT('a period is written YYYY-MM', { extensions: { problems: [{ field: 'period', problem: 'YYYY-MM' }] } });
    const found = await this.reader.list({ ...(period != null && { period }), ...(connectorId != null && { connectorId }) });
    return found.map(toStatementNode);
  }

  @Query('statement')
  async statement(@Args() { id }: QueryStatementArgs, @Context() { loaders }: GatewayContext): Promise<StatementNode | null> {
    if (!isId(id)) return null;
    const found = await loaders.get(STATEMENTS, (ids: readonly Id[]) => this.reader.byIds(ids)).load(id);
    return found && toStatementNode(found);
  }

  @ResolveField('vendorAccount')
  vendorAccount(statement: StatementNode, _args: unknown, { loaders }: GatewayContext): Promise<VendorAccount | null> {
    return loaders.get<Id, VendorAccount>(ACCOUNTS, (ids) => this.accounts.vendorAccounts(ids)).load(statement.vendorAccountId);
  }

  @ResolveField('legalEntity')
  legalEntity(statement: StatementNode, _args: unknown, context: GatewayContext): Promise<LegalEntity | null> | null {
    return this.loaders.legalEntity(context, statement.legalEntityId);
  }

  @ResolveField('lineCount')
  async lineCount(statement: StatementNode, _args: unknown, context: GatewayContext): Promise<number> {
    return (await this.checked(statement, context)).lineCount;
  }

  @ResolveField('lineSum')
  async lineSum(statement: StatementNode, _args: unknown, context: GatewayContext): Promise<MoneyNode> {
    return toMoney((await this.checked(statement, context)).lineSum, statement.currency);
  }

  @ResolveField('ourTotals')
  async ourTotals(statement: StatementNode, _args: unknown, context: GatewayContext): Promise<TotalsNode> {
    const { ours, lineSum } = await this.checked(statement, context);
    return toTotalsNode({ ...ours, payable: lineSum }, statement.currency);
  }

  @ResolveField('agrees')
  async agrees(statement: StatementNode, _args: unknown, context: GatewayContext): Promise<boolean> {
    return (await this.checked(statement, context)).agrees;
  }

  @ResolveField('parent')
  async parent({ source }: StatementNode, _args: unknown, { loaders }: GatewayContext): Promise<StatementNode | null> {
    const found = await loaders.get(PARENTS, (statements: readonly Statement[]) => this.reader.parents(statements)).load(source);
    return found && toStatementNode(found);
  }

  @ResolveField('children')
  async children({ source }: StatementNode, _args: unknown, { loaders }: GatewayContext): Promise<StatementNode[]> {
    const found = await loaders.get(PARTS, (statements: readonly Statement[]) => this.reader.parts(statements)).load(source);
    return (found ?? []).map(toStatementNode);
  }

  @ResolveField('lines')
  async lines({ source }: StatementNode, args: StatementLinesArgs): Promise<Connection<StatementLineNode>> {
    const { edges, nodes, pageInfo } = await this.reader.linesOf(source, args);
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: toStatementLineNode(node) })),
      nodes: nodes.map(toStatementLineNode),
      pageInfo,
    };
  }

  private async checked({ source }: StatementNode, { loaders }: GatewayContext): Promise<CheckedStatement> {
    return (await loaders.get(CHECKS, (statements: readonly Statement[]) => this.reader.checked(statements)).load(source))!;
  }
}
