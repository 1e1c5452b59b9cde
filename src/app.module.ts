import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { GraphQLModule, type GraphQLDriver } from '@nestjs/graphql';
import { join } from 'node:path';
import { AnalyticsModule } from './analytics/index.js';
import { AuditModule } from './audit/index.js';
import { BillingModule } from './billing/index.js';
import { CompanyModule } from './company/index.js';
import { ConnectionsModule } from './connections/index.js';
import { ConnectorsModule } from './connectors/index.js';
import { DirectoryModule } from './directory/index.js';
import { ExpensesModule } from './expenses/index.js';
import { IdentityModule } from './identity/index.js';
import { OAuthModule } from './oauth/index.js';
import { InvoicesModule } from './invoices/index.js';
import { GatewayDriver, guardSchema, scalars } from './platform/graphql/index.js';
import { PlatformModule, type PlatformParts } from './platform/platform.module.js';
import { HealthModule, type ReadinessCheck } from './platform/telemetry/index.js';
import { PortsModule } from './ports.module.js';
import { StatementsModule } from './statements/index.js';
import { SyncModule } from './sync/index.js';
import { VersionResolver } from './version.resolver.js';

/** Where the repository's own files stand: beside the folder of sources, and of the build. */
export const ROOT = join(import.meta.dirname, '..');

/** Every room, lowest first, on the parts that the process has opened. */
@Module({})
export class AppModule {
  /** @param driver executes GraphQL; another than the gateway's only to measure against it */
  static forRoot(parts: PlatformParts, readiness: readonly ReadinessCheck[], driver: Type<GraphQLDriver> = GatewayDriver): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(parts),
        HealthModule.forRoot(readiness),
        GraphQLModule.forRoot({
          driver,
          typePaths: [join(ROOT, 'schema/graphql/*.graphql')],
          path: '/graphql',
          resolvers: scalars,
          transformSchema: guardSchema,
        }),
        PortsModule,
        AuditModule,
        CompanyModule,
        IdentityModule,
        DirectoryModule,
        OAuthModule,
        ConnectorsModule,
        ConnectionsModule,
        SyncModule,
        ExpensesModule,
        StatementsModule,
        InvoicesModule,
        BillingModule,
        AnalyticsModule,
      ],
      providers: [VersionResolver],
    };
  }
}
