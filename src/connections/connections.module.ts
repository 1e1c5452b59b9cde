import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { CompanyModule } from '../company/index.js';
import { ConnectorsModule } from '../connectors/index.js';
import { ChangeConnection } from './change-connection.js';
import { ConnectionHealth } from './connection-health.js';
import { VendorTokens } from './vendor-tokens.js';
import { ConnectionsReader } from './connections-reader.js';
import { ConnectionsRepository } from './connections.repository.js';
import { ConnectionsResolver } from './connections.resolver.js';
import { CreateConnection } from './create-connection.js';
import { CreateFileAccount } from './create-file-account.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { HookUrls } from './hook-urls.js';
import { HookRoute } from './hook.route.js';
import { OpenConnection } from './open-connection.js';
import { SameCredentials } from './same-credentials.js';
import { PluginPeople } from './plugin-people.js';
import { ReceiveDelivery } from './receive-delivery.js';
import { SetStatementDueDays } from './set-statement-due-days.js';
import { StreamSchedule } from './stream-schedule.js';
import { UpdateCredentials } from './update-credentials.js';
import { VendorAccountResolver } from './vendor-account.resolver.js';
import { VendorConnectionResolver } from './vendor-connection.resolver.js';

/** Accounts at vendors, credentials to them, and what vendors push. */
@Module({
  imports: [AuditModule, CompanyModule, ConnectorsModule],
  providers: [
    ConnectionsRepository,
    DeliveriesRepository,
    VendorTokens,
    StreamSchedule,
    PluginPeople,
    OpenConnection,
    ConnectionHealth,
    ConnectionsReader,
    CreateConnection,
    SameCredentials,
    CreateFileAccount,
    UpdateCredentials,
    ChangeConnection,
    SetStatementDueDays,
    ReceiveDelivery,
    HookUrls,
    HookRoute,
    ConnectionsResolver,
    VendorAccountResolver,
    VendorConnectionResolver,
  ],
  exports: [ConnectionsReader, CreateConnection, UpdateCredentials, ChangeConnection, OpenConnection, ConnectionHealth, StreamSchedule],
})
export class ConnectionsModule {}
