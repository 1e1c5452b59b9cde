import { Module } from '@nestjs/common';
import { ConnectorCatalogue } from './connector-catalogue.js';
import { ConnectorHost } from './connector-host.js';
import { ConnectorEnvironmentResolver, ConnectorResolver, ConnectorStreamResolver } from './connector.resolver.js';
import { SimulatorEndpoints } from './simulator-endpoints.js';

/** The plugins that are installed, and the host that runs their code. */
@Module({
  providers: [
    { provide: ConnectorCatalogue, useFactory: () => ConnectorCatalogue.open() },
    ConnectorHost,
    SimulatorEndpoints,
    ConnectorResolver,
    ConnectorEnvironmentResolver,
    ConnectorStreamResolver,
  ],
  exports: [ConnectorCatalogue, ConnectorHost, SimulatorEndpoints],
})
export class ConnectorsModule {}
