import { Args, Context, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ExpenseReader, toExpenseNode, type ExpenseNode } from '../expenses/index.js';
import { isId, type Id } from '../kernel/index.js';
import type { GatewayContext, QueryStatementLineArgs } from '../platform/graphql/index.js';
import { RawReader, type RawRecordView } from '../sync/index.js';
import type { StatementLine } from './statement.js';
import { toStatementLineNode, toStatementNode, type StatementLineNode, type StatementNode } from './statement-node.js';
import { StatementReader } from './statement-reader.js';

const STATEMENTS = Symbol('statements of lines');
const BILLED = Symbol('expenses of statement lines');
const BUNDLES = Symbol('bundles of statement lines');
const LINES = Symbol('statement lines');

/** Statement lines at the gateway. */
@Resolver('StatementLine')
export class StatementLineResolver {
  constructor(
    private readonly reader: StatementReader,
    private readonly expenseReader: ExpenseReader,
    private readonly rawReader: RawReader,
  ) {}

  @Query('statementLine')
  async statementLine(@Args() { id }: QueryStatementLineArgs, @Context() context: GatewayContext): Promise<StatementLineNode | null> {
    const found = isId(id) ? await lineOf(this.reader, context, id) : null;
    return found && toStatementLineNode(found);
  }

  @ResolveField('statement')
  async statement(line: StatementLineNode, _args: unknown, { loaders }: GatewayContext): Promise<StatementNode | null> {
    if (!line.statementId) return null;
    const found = await loaders.get(STATEMENTS, (ids: readonly Id[]) => this.reader.byIds(ids)).load(line.statementId);
    return found && toStatementNode(found);
  }

  @ResolveField('expenses')
  async expenses(line: StatementLineNode, _args: unknown, { loaders }: GatewayContext): Promise<ExpenseNode[]> {
    const read = (lines: readonly StatementLineNode[]) =>
      this.expenseReader.billedBy(
        lines.map(({ id, bundleId, vendorAccountId, orderId }) => ({ id: bundleId ?? id, vendorAccountId, orderId })),
      );
    const found = await loaders.get(BILLED, read).load(line);
    return (found ?? []).map(toExpenseNode);
  }

  @ResolveField('bundledWith')
  async bundledWith(line: StatementLineNode, _args: unknown, { loaders }: GatewayContext): Promise<StatementLineNode[]> {
    if (line.bundleId === null) return [];
    const found = await loaders.get(BUNDLES, (ids: readonly Id[]) => this.reader.bundles(ids)).load(line.bundleId);
    return (found ?? []).filter(({ id }) => id !== line.id).map(toStatementLineNode);
  }

  @ResolveField('raw')
  async raw(line: StatementLineNode, _args: unknown, context: GatewayContext): Promise<RawRecordView | null> {
    // A correction has a name of its own; the vendor's record is that of the line it corrects.
    const named = line.correctsId ? await lineOf(this.reader, context, line.correctsId) : line;
    const { vendorAccountId, stream, rawVersion: version } = line;
    return named && this.rawReader.read({ vendorAccountId, stream, externalId: named.externalId, version });
  }
}

/** The statement line of an expense: a field that room `expenses` cannot know. */
@Resolver('Expense')
export class BilledExpenseResolver {
  constructor(private readonly reader: StatementReader) {}

  @ResolveField('statementLine')
  async statementLine(expense: ExpenseNode, _args: unknown, context: GatewayContext): Promise<StatementLineNode | null> {
    const found = expense.statementLineId ? await lineOf(this.reader, context, expense.statementLineId) : null;
    return found && toStatementLineNode(found);
  }
}

function lineOf(reader: StatementReader, { loaders }: GatewayContext, id: Id): Promise<StatementLine | null> {
  return loaders.get(LINES, (ids: readonly Id[]) => reader.linesByIds(ids)).load(id);
}
