import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { CompanyModule } from '../company/index.js';
import { ConnectionsModule } from '../connections/index.js';
import { ConnectorsModule } from '../connectors/index.js';
import { DirectoryModule } from '../directory/index.js';
import { ExpensesModule } from '../expenses/index.js';
import { SyncModule } from '../sync/index.js';
import { BoardFilesController } from './board/board-files.controller.js';
import { boardProviders } from './board/providers.js';
import { StatementAlarmWorker } from './board/statement-alarm.worker.js';
import { statementFileProviders } from './files/providers.js';
import { StatementFileWorker } from './files/statement-file.worker.js';
import { JoinExpenses } from './join-expenses.js';
import { RecordLines } from './record-lines.js';
import { RecordStatements } from './record-statements.js';
import { StatementLineListRepository } from './statement-line-list.repository.js';
import { StatementLineRepository } from './statement-line.repository.js';
import { BilledExpenseResolver, StatementLineResolver } from './statement-line.resolver.js';
import { StatementOverlapsResolver } from './statement-overlaps.resolver.js';
import { StatementReader } from './statement-reader.js';
import { StatementRepository } from './statement.repository.js';
import { StatementResolver } from './statement.resolver.js';
import { SettlementSink, StatementLineSink, StatementSink } from './statement.sinks.js';
import { WithdrawStatement } from './withdraw-statement.js';

/** Vendors' own bills, joined with expenses. */
@Module({
  imports: [AuditModule, CompanyModule, ConnectionsModule, ConnectorsModule, DirectoryModule, ExpensesModule, SyncModule],
  providers: [
    StatementRepository,
    StatementLineRepository,
    StatementLineListRepository,
    JoinExpenses,
    RecordLines,
    RecordStatements,
    StatementSink,
    StatementLineSink,
    SettlementSink,
    StatementReader,
    StatementResolver,
    WithdrawStatement,
    StatementOverlapsResolver,
    StatementLineResolver,
    BilledExpenseResolver,
    ...boardProviders,
    ...statementFileProviders,
  ],
  controllers: [BoardFilesController],
  exports: [JoinExpenses, StatementAlarmWorker, StatementFileWorker, StatementReader, StatementSink, StatementLineSink, SettlementSink],
})
export class StatementsModule {}
