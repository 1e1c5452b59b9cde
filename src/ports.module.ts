import { Global, Module } from '@nestjs/common';
import { EXPENSE_FOLLOWERS, ExpenseSink, ExpensesModule, ResolveOnDirectory } from './expenses/index.js';
import { InvoiceSink, InvoicesModule } from './invoices/index.js';
import { UnitOfWork } from './platform/database/index.js';
import { OUTBOX_CONSUMERS, OutboxRelay, type OutboxConsumer } from './platform/outbox/index.js';
import { JoinExpenses, SettlementSink, StatementLineSink, StatementSink, StatementsModule } from './statements/index.js';
import { RECORD_SINKS, StopClosed, SyncModule } from './sync/index.js';

/** Where lower rooms meet the upper ones that implement their ports. The only place that knows both. */
@Global()
@Module({
  imports: [SyncModule, ExpensesModule, StatementsModule, InvoicesModule],
  providers: [
    {
      provide: RECORD_SINKS,
      useFactory: (...sinks: unknown[]) => sinks,
      inject: [ExpenseSink, StatementSink, StatementLineSink, SettlementSink, InvoiceSink],
    },
    { provide: EXPENSE_FOLLOWERS, useFactory: (...followers: unknown[]) => followers, inject: [JoinExpenses] },
    { provide: OUTBOX_CONSUMERS, useFactory: (...consumers: unknown[]) => consumers, inject: [StopClosed, ResolveOnDirectory] },
    {
      provide: OutboxRelay,
      useFactory: (unitOfWork: UnitOfWork, consumers: OutboxConsumer[]) => new OutboxRelay(unitOfWork, consumers),
      inject: [UnitOfWork, OUTBOX_CONSUMERS],
    },
  ],
  exports: [RECORD_SINKS, EXPENSE_FOLLOWERS, OutboxRelay],
})
export class PortsModule {}
