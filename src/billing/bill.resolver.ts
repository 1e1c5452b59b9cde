import { Args, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { LegalEntity } from '../company/index.js';
import { DirectoryLoaders } from '../directory/index.js';
import { ExpenseReader, toExpenseNode, type ExpenseNode } from '../expenses/index.js';
import { isId, isPeriod, kernelErrors, type Connection } from '../kernel/index.js';
import {
  toMoney,
  type BillAccrualsArgs,
  type BillLinesArgs,
  type GatewayContext,
  type MoneyNode,
  type QueryBillArgs,
  type QueryBillsArgs,
} from '../platform/graphql/index.js';
import { TABLE_FORMATS } from '../platform/files/index.js';
import { StatementReader, toStatementLineNode, toStatementNode, type StatementLineNode, type StatementNode } from '../statements/index.js';
import type { Bill, BillDimension, BillSums } from './bill.js';
import { FILE_CONTENTS, fileUrl } from './bill-files.js';
import { BillReader, type BillLineQuery } from './bill-reader.js';

const SUMS = Symbol('sums of bills');

/** Bills at the gateway. */
@Resolver('Bill')
export class BillResolver {
  constructor(
    private readonly reader: BillReader,
    private readonly loaders: DirectoryLoaders,
    private readonly statementReader: StatementReader,
    private readonly expenseReader: ExpenseReader,
  ) {}

  @Query('bills')
  bills(@Args() { legalEntityId, from, to }: QueryBillsArgs): Promise<Bill[]> {
    checkPeriods({ from, to });
    if (legalEntityId != null && !isId(legalEntityId)) return Promise.resolve([]);
    return this.reader.list({ ...(legalEntityId != null && { legalEntityId }), ...(from != null && { from }), ...(to != null && { to }) });
  }

  @Query('bill')
  async bill(@Args() { legalEntityId, period }: QueryBillArgs): Promise<Bill | null> {
    checkPeriods({ period });
    return isId(legalEntityId) ? this.reader.find({ legalEntityId, period }) : null;
  }

  @ResolveField('legalEntity')
  legalEntity(bill: Bill, _args: unknown, context: GatewayContext): Promise<LegalEntity | null> | null {
    return this.loaders.legalEntity(context, bill.legalEntityId);
  }

  @ResolveField('statementTotal')
  statementTotal(bill: Bill, _args: unknown, context: GatewayContext): Promise<MoneyNode> {
    return this.money(bill, context, (sums) => sums.statementTotal);
  }

  @ResolveField('expenseTotal')
  expenseTotal(bill: Bill, _args: unknown, context: GatewayContext): Promise<MoneyNode> {
    return this.money(bill, context, (sums) => sums.expenseTotal);
  }

  @ResolveField('difference')
  difference(bill: Bill, _args: unknown, context: GatewayContext): Promise<MoneyNode> {
    return this.money(bill, context, (sums) => sums.statementTotal - sums.expenseTotal);
  }

  @ResolveField('accrual')
  accrual(bill: Bill, _args: unknown, context: GatewayContext): Promise<MoneyNode> {
    return this.money(bill, context, (sums) => sums.accrual);
  }

  @ResolveField('announced')
  announced(bill: Bill, _args: unknown, context: GatewayContext): Promise<MoneyNode> {
    return this.money(bill, context, (sums) => sums.announced);
  }

  @ResolveField('lineCount')
  async lineCount(bill: Bill, _args: unknown, context: GatewayContext): Promise<number> {
    return (await this.sumsOf(bill, context)).base.lineCount;
  }

  @ResolveField('accrualCount')
  async accrualCount(bill: Bill, _args: unknown, context: GatewayContext): Promise<number> {
    return (await this.sumsOf(bill, context)).base.accrualCount;
  }

  @ResolveField('differingLineCount')
  async differingLineCount(bill: Bill, _args: unknown, context: GatewayContext): Promise<number> {
    return (await this.sumsOf(bill, context)).base.differingLineCount;
  }

  @ResolveField('otherCurrencies')
  async otherCurrencies(bill: Bill, _args: unknown, context: GatewayContext): Promise<object[]> {
    return (await this.sumsOf(bill, context)).others.map((sums) => ({ ...sums, ...moneyOf(sums, sums.currency) }));
  }

  @ResolveField('byKind')
  byKind(bill: Bill, _args: unknown, context: GatewayContext): Promise<object[]> {
    return this.parts(bill, 'kind', context);
  }

  @ResolveField('byDepartment')
  byDepartment(bill: Bill, _args: unknown, context: GatewayContext): Promise<object[]> {
    return this.parts(bill, 'department', context);
  }

  @ResolveField('byVendor')
  byVendor(bill: Bill, _args: unknown, context: GatewayContext): Promise<object[]> {
    return this.parts(bill, 'vendor', context);
  }

  @ResolveField('statements')
  async statements(bill: Bill): Promise<StatementNode[]> {
    const statements = await this.statementReader.byIds(await this.reader.statementIds(bill));
    return statements.flatMap((statement) => (statement ? [toStatementNode(statement)] : [])).sort((a, b) => (a.to < b.to ? 1 : -1));
  }

  @ResolveField('lines')
  async lines(bill: Bill, args: BillLinesArgs): Promise<Connection<StatementLineNode>> {
    const given = Object.entries(args.filter ?? {}).filter(([, value]) => value != null);
    for (const field of ['departmentId', 'vendorAccountId'] as const) {
      const id = args.filter?.[field];
      if (id != null && !isId(id))
        throw kernelErrors.BAD_INPUT(`${field} is no id`, { extensions: { problems: [{ field, problem: 'not an id' }] } });
    }
    const { edges, nodes, pageInfo } = await this.reader.lines(bill, Object.fromEntries(given) as BillLineQuery, args);
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: toStatementLineNode(node) })),
      nodes: nodes.map(toStatementLineNode),
      pageInfo,
    };
  }

  @ResolveField('accruals')
  async accruals({ legalEntityId, period }: Bill, args: BillAccrualsArgs): Promise<Connection<ExpenseNode>> {
    const { edges, nodes, pageInfo } = await this.expenseReader.list({ legalEntityId, period, onStatement: false }, args);
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: toExpenseNode(node) })), nodes: nodes.map(toExpenseNode), pageInfo };
  }

  @ResolveField('files')
  files(bill: Bill): object[] {
    return FILE_CONTENTS.flatMap((content) => TABLE_FORMATS.map((format) => ({ content, format, url: fileUrl(bill, content, format) })));
  }

  private sumsOf(bill: Bill, { loaders }: GatewayContext): Promise<{ base: BillSums; others: BillSums[] }> {
    const loader = loaders.get<Bill, { base: BillSums; others: BillSums[] }>(SUMS, (bills) => this.reader.sums(bills));
    return loader.load(bill) as Promise<{ base: BillSums; others: BillSums[] }>;
  }

  private async money(bill: Bill, context: GatewayContext, pick: (sums: BillSums) => bigint): Promise<MoneyNode> {
    const { base } = await this.sumsOf(bill, context);
    return toMoney(pick(base), base.currency);
  }

  private async parts(bill: Bill, dimension: BillDimension, context: GatewayContext): Promise<object[]> {
    const [parts, { base }] = await Promise.all([this.reader.parts(bill, dimension), this.sumsOf(bill, context)]);
    return parts.map((part) => ({ ...part, ...moneyOf(part, base.currency) }));
  }
}

function moneyOf(sums: { statementTotal: bigint; expenseTotal: bigint; accrual: bigint }, currency: string): Record<string, MoneyNode> {
  return {
    statementTotal: toMoney(sums.statementTotal, currency),
    expenseTotal: toMoney(sums.expenseTotal, currency),
    difference: toMoney(sums.statementTotal - sums.expenseTotal, currency),
    accrual: toMoney(sums.accrual, currency),
  };
}

function checkPeriods(given: Record<string, string | null | undefined>): void {
  const problems = Object.entries(given)
    .filter(([, period]) => period != null && !isPeriod(period))
    .map(([field]) => ({ field, problem: 'YYYY-MM' }));
  if (problems.length > 0) throw kernelErrors.BAD_INPUT('a period is written YYYY-MM', { extensions: { problems } });
}
