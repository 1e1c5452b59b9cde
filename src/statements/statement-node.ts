import { toMoney, type MoneyNode } from '../platform/graphql/index.js';
import type { Statement, StatementLine } from './statement.js';

/** A statement as GraphQL parent object. */
export interface StatementNode extends Omit<
  Statement,
  'consumption' | 'refund' | 'priorPeriodRefund' | 'adjustment' | 'payable' | 'controlSum'
> {
  totals: {
    consumption: MoneyNode;
    refund: MoneyNode;
    priorPeriodRefund: MoneyNode | null;
    adjustment: MoneyNode | null;
    payable: MoneyNode;
  };
  controlSum: MoneyNode | null;
  /** What it was made from, for loaders. */
  source: Statement;
}

/** A statement as the gateway shows it. */
export function toStatementNode(statement: Statement): StatementNode {
  const money = (minor: bigint): MoneyNode => toMoney(minor, statement.currency);
  const maybe = (minor: bigint | null): MoneyNode | null => (minor === null ? null : money(minor));
  const { consumption, refund, priorPeriodRefund, adjustment, payable, controlSum, ...rest } = statement;
  return {
    ...rest,
    source: statement,
    controlSum: maybe(controlSum),
    totals: {
      consumption: money(consumption),
      refund: money(refund),
      priorPeriodRefund: maybe(priorPeriodRefund),
      adjustment: maybe(adjustment),
      payable: money(payable),
    },
  };
}

/** A statement line as GraphQL parent object. */
export interface StatementLineNode extends Omit<StatementLine, 'amount' | 'companyShare' | 'personalShare' | 'difference'> {
  amount: MoneyNode;
  companyShare: MoneyNode;
  personalShare: MoneyNode;
  difference: MoneyNode;
}

/** A statement line as the gateway shows it. */
export function toStatementLineNode(line: StatementLine): StatementLineNode {
  return {
    ...line,
    amount: toMoney(line.amount, line.currency),
    companyShare: toMoney(line.companyShare, line.currency),
    personalShare: toMoney(line.personalShare, line.currency),
    difference: toMoney(line.difference, line.currency),
  };
}
