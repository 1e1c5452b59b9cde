import { Module } from '@nestjs/common';
import { CompanyModule } from '../company/index.js';
import { ConnectorsModule } from '../connectors/index.js';
import { DirectoryModule } from '../directory/index.js';
import { ExpensesModule } from '../expenses/index.js';
import { AskSpend } from './ask-spend.js';
import { SpendRepository } from './spend.repository.js';
import { SpendResolver } from './spend.resolver.js';

/** Questions about spend; only reads. */
@Module({
  imports: [CompanyModule, ConnectorsModule, DirectoryModule, ExpensesModule],
  providers: [SpendRepository, AskSpend, SpendResolver],
})
export class AnalyticsModule {}
