import type { OrderRecord } from '@interline/sdk/canonical';
import { Injectable } from '@nestjs/common';
import type { RecordSink, SinkBatch, SinkFact, SinkSource, VanishedBatch } from '../sync/index.js';
import type { Expense } from './expense.js';
import { ExpenseRepository } from './expense.repository.js';
import { RecordExpenses } from './record-expenses.js';

/** Takes in what streams of orders give. */
@Injectable()
export class ExpenseSink implements RecordSink<'orders'> {
  readonly kind = 'orders';

  constructor(
    private readonly recordExpenses: RecordExpenses,
    private readonly repository: ExpenseRepository,
  ) {}

  async receive(batch: SinkBatch<OrderRecord>): Promise<void> {
    await this.recordExpenses.record(
      batch,
      batch.records.map(({ canonical, rawVersion }) => ({ orderId: canonical.externalId, rawVersion, lines: canonical.lines })),
    );
  }

  async vanished(batch: VanishedBatch): Promise<void> {
    await this.recordExpenses.record(
      batch,
      batch.records.map(({ externalId, rawVersion }) => ({ orderId: externalId, rawVersion, lines: [] })),
    );
  }

  async facts(source: SinkSource, externalIds: readonly string[]): Promise<SinkFact[]> {
    const expenses = await this.repository.ofOrders(source.companyId, source.vendorAccountId, externalIds);
    return expenses.filter((expense) => expense.stream === source.stream).map(factOf);
  }
}

function factOf(expense: Expense): SinkFact {
  return {
    externalId: expense.orderId,
    id: expense.id,
    key: `${expense.kind} ${expense.line}`,
    facts: {
      lineType: expense.lineType,
      currency: expense.currency,
      amount: String(expense.amount),
      companyShare: String(expense.companyShare),
      personalShare: String(expense.personalShare),
      occurredAt: expense.occurredAt.toISOString(),
      businessDate: expense.businessDate,
      period: expense.period,
      originId: expense.originId,
      reversed: String(expense.reversed),
    },
  };
}
