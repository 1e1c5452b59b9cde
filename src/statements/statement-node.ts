import { toMoney, type MoneyNode } from '../platform/graphql/index.js';
import { FILE_STREAM } from './files/statement-import.js';
import type { Statement, StatementLine } from './statement.js';

type Totals = Pick<Statement, 'consumption' | 'refund' | 'priorPeriodRefund' | 'adjustment' | 'payable'>;

/** The figures of a header, as the gateway shows them. */
export interface TotalsNode {
  consumption: MoneyNode;
  refund: MoneyNode;
  priorPeriodRefund: MoneyNode | null;
  adjustment: MoneyNode | null;
  payable: MoneyNode;
}

/** A statement as GraphQL parent object. */
export interface StatementNode extends Omit<Statement, keyof Totals | 'controlSum'> {
  totals: TotalsNode;
  controlSum: MoneyNode | null;
  fromFile: boolean;
  /** What it was made from, for loaders. */
  source: Statement;
}

/** A statement as the gateway shows it. */
export function toStatementNode(statement: Statement): StatementNode {
  const { consumption, refund, priorPeriodRefund, adjustment, payable, controlSum, ...rest } = statement;
  return {
    ...rest,
    source: statement,
    fromFile: statement.stream === FILE_STREAM,
    controlSum: controlSum === null ? null : toMoney(controlSum, statement.currency),
    totals: toTotalsNode({ consumption, refund, priorPeriodRefund, adjustment, payable }, statement.currency),
  };
}

/** The figures of a header as the gateway shows them. */
export function toTotalsNode(totals: Totals, currency: string): TotalsNode {
  const maybe = (minor: bigint | null): MoneyNode | null => (minor === null ? null : toMoney(minor, currency));
  return {
    consumption: toMoney(totals.consumption, currency),
    refund: toMoney(totals.refund, currency),
    priorPeriodRefund: maybe(totals.priorPeriodRefund),
    adjustment: maybe(totals.adjustment),
    payable: toMoney(totals.payable, currency),
  };
}

/** A statement line as GraphQL parent object. */
export interface StatementLineNode extends Omit<
  StatementLine,
  'amount' | 'companyShare' | 'personalShare' | 'expenseShare' | 'difference'
> {
  amount: MoneyNode;
  companyShare: MoneyNode;
  personalShare: MoneyNode;
  expenseShare: MoneyNode;
  difference: MoneyNode;
}

/** A statement line as the gateway shows it. */
export function toStatementLineNode(line: StatementLine): StatementLineNode {
  return {
    ...line,
    amount: toMoney(line.amount, line.currency),
    companyShare: toMoney(line.companyShare, line.currency),
    personalShare: toMoney(line.personalShare, line.currency),
    expenseShare: toMoney(line.expenseShare, line.currency),
    difference: toMoney(line.difference, line.currency),
  };
}
