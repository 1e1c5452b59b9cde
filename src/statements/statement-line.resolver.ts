import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ExpenseReader, toExpenseNode, type ExpenseNode } from '../expenses/index.js';
import type { Id } from '../kernel/index.js';
import type { GatewayContext } from '../platform/graphql/index.js';
import { toStatementLineNode, toStatementNode, type StatementLineNode, type StatementNode } from './statement-node.js';
import { StatementReader } from './statement-reader.js';

const STATEMENTS = Symbol('statements of lines');
const BILLED = Symbol('expenses of statement lines');
const LINES = Symbol('statement lines of expenses');

/** Statement lines at the gateway. */
@Resolver('StatementLine')
export class StatementLineResolver {
  constructor(
    private readonly reader: StatementReader,
    private readonly expenseReader: ExpenseReader,
  ) {}

  @ResolveField('statement')
  async statement(@Parent() line: StatementLineNode, @Context() { loaders }: GatewayContext): Promise<StatementNode | null> {
    if (!line.statementId) return null;
    const found = await loaders.get(STATEMENTS, (ids: readonly Id[]) => this.reader.byIds(ids)).load(line.statementId);
    return found && toStatementNode(found);
  }

  @ResolveField('expenses')
  async expenses(@Parent() line: StatementLineNode, @Context() { loaders }: GatewayContext): Promise<ExpenseNode[]> {
    const found = await loaders.get(BILLED, (lines: readonly StatementLineNode[]) => this.expenseReader.billedBy(lines)).load(line);
    return (found ?? []).map(toExpenseNode);
  }
}

/** The statement line of an expense: a field that room `expenses` cannot know. */
@Resolver('Expense')
export class BilledExpenseResolver {
  constructor(private readonly reader: StatementReader) {}

  @ResolveField('statementLine')
  async statementLine(@Parent() expense: ExpenseNode, @Context() { loaders }: GatewayContext): Promise<StatementLineNode | null> {
    if (!expense.statementLineId) return null;
    const found = await loaders.get(LINES, (ids: readonly Id[]) => this.reader.linesByIds(ids)).load(expense.statementLineId);
    return found && toStatementLineNode(found);
  }
}
