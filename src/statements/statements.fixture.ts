import type { Provider } from '@nestjs/common';
import type { Statement as CanonicalStatement, StatementLine as CanonicalLine } from '@interline/sdk/canonical';
import { EXPENSE_FOLLOWERS, type ExpenseFollower } from '../expenses/index.js';
import { JoinExpenses } from './join-expenses.js';
import { RecordLines } from './record-lines.js';
import { RecordStatements } from './record-statements.js';
import { StatementLineListRepository } from './statement-line-list.repository.js';
import { StatementLineRepository } from './statement-line.repository.js';
import { StatementReader } from './statement-reader.js';
import { StatementRepository } from './statement.repository.js';
import { SettlementSink, StatementLineSink, StatementSink } from './statement.sinks.js';

/** The room's providers for `TestExpenses.on`, wired to the expenses below as the application wires them. */
export const testStatements: Provider[] = [
  StatementRepository,
  StatementLineRepository,
  StatementLineListRepository,
  JoinExpenses,
  RecordLines,
  RecordStatements,
  StatementReader,
  StatementSink,
  StatementLineSink,
  SettlementSink,
  { provide: EXPENSE_FOLLOWERS, useFactory: (join: JoinExpenses): ExpenseFollower[] => [join], inject: [JoinExpenses] },
];

/** A statement of September 2026 without refunds. */
export function testStatement(payable: bigint, over: Partial<CanonicalStatement> = {}): CanonicalStatement {
  return {
    externalId: 'S1',
    derived: false,
    from: '2026-09-01',
    to: '2026-09-30',
    state: 'to_confirm',
    currency: 'CNY',
    totals: { consumption: payable, refund: 0n, payable },
    ...over,
  };
}

/** A line of S1 that bills the charge of an order; `amount` follows from the shares. */
export function testStatementLine(orderId: string, companyShare: bigint, over: Partial<CanonicalLine> = {}): CanonicalLine {
  const personalShare = over.personalShare ?? 0n;
  return {
    statementExternalId: 'S1',
    externalId: `S1:${orderId}`,
    kind: 'ride',
    lineType: 'charge',
    orderExternalId: orderId,
    orderLine: 'charge',
    currency: 'CNY',
    occurredAt: new Date('2026-09-03T02:00:00Z'),
    ...over,
    companyShare,
    personalShare,
    amount: companyShare + personalShare,
  };
}
