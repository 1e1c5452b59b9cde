import { Module } from '@nestjs/common';
import { CompanyModule } from '../company/index.js';
import { ConnectionsModule } from '../connections/index.js';
import { DirectoryModule } from '../directory/index.js';
import { SyncModule } from '../sync/index.js';
import { ExpenseBilling } from './expense-billing.js';
import { ExpenseListRepository } from './expense-list.repository.js';
import { ExpenseRanges } from './expense-range.js';
import { ExpenseReader } from './expense-reader.js';
import { ExpenseRepository } from './expense.repository.js';
import { ExpenseResolver } from './expense.resolver.js';
import { ExpenseSink } from './expense.sink.js';
import { PublishExpenses } from './publish-expenses.js';
import { RecordExpenses } from './record-expenses.js';
import { ResolveOnDirectory } from './resolve-on-directory.js';
import { ResolveUnresolved } from './resolve-unresolved.js';

/** Lines of money with their history, allocation and roll-ups. */
@Module({
  imports: [CompanyModule, ConnectionsModule, DirectoryModule, SyncModule],
  providers: [
    ExpenseRepository,
    ExpenseListRepository,
    ExpenseRanges,
    ExpenseReader,
    ExpenseBilling,
    PublishExpenses,
    RecordExpenses,
    ResolveUnresolved,
    ResolveOnDirectory,
    ExpenseSink,
    ExpenseResolver,
  ],
  exports: [ExpenseReader, ExpenseBilling, ExpenseRanges, ExpenseSink, ResolveUnresolved, ResolveOnDirectory],
})
export class ExpensesModule {}
