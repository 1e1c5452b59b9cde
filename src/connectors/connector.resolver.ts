import { Args, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { LocalText, StreamManifest } from '@interline/sdk';
import type { Locale } from '../platform/graphql/index.js';
import { ConnectorCatalogue } from './connector-catalogue.js';
import type { ConnectorEntry } from './connector-entry.js';
import { localText } from './local-text.js';
import { SIMULATOR_ENVIRONMENT, SimulatorEndpoints } from './simulator-endpoints.js';

interface Titled {
  id: string;
  title: LocalText;
}
interface Environment extends Titled {
  baseUrl: string;
}
type ConnectorStream = Titled & Pick<StreamManifest, 'kind' | 'everyMinutes'>;

const SIMULATOR_TITLE: LocalText = { 'zh-CN': '模拟器', en: 'Simulator' };

/** `Connector`: a plugin as its manifest describes it. One that is broken is shown with its folder's name and its problem. */
@Resolver('Connector')
export class ConnectorResolver {
  constructor(
    private readonly catalogue: ConnectorCatalogue,
    private readonly simulators: SimulatorEndpoints,
  ) {}

  @Query('connectors')
  connectors(): ConnectorEntry[] {
    return this.catalogue.offered();
  }

  @Query('connector')
  connector(@Args('id') id: string): ConnectorEntry | null {
    return this.catalogue.get(id);
  }

  @ResolveField('version')
  version({ manifest }: ConnectorEntry): string {
    return manifest?.version ?? '0.0.0';
  }

  @ResolveField('name')
  name({ id, manifest }: ConnectorEntry, { locale }: { locale: Locale }): string {
    return manifest ? localText(manifest.name, locale) : id;
  }

  @ResolveField('description')
  description({ manifest }: ConnectorEntry, { locale }: { locale: Locale }): string {
    return manifest ? localText(manifest.description, locale) : '';
  }

  @ResolveField('category')
  category({ manifest }: ConnectorEntry): string {
    return manifest?.category ?? 'example';
  }

  @ResolveField('environments')
  environments({ id, manifest }: ConnectorEntry): Environment[] {
    const declared = Object.entries(manifest?.environments ?? {}).map(([name, { title, baseUrl }]) => ({ id: name, title, baseUrl }));
    const simulator = this.simulators.get(id);
    return simulator ? [...declared, { id: SIMULATOR_ENVIRONMENT, title: SIMULATOR_TITLE, baseUrl: simulator }] : declared;
  }

  @ResolveField('configSchema')
  configSchema({ manifest }: ConnectorEntry): unknown {
    return manifest?.config ?? { type: 'object', properties: {} };
  }

  @ResolveField('credentialsSchema')
  credentialsSchema({ manifest }: ConnectorEntry): unknown {
    return manifest?.auth.credentials ?? { type: 'object', properties: {} };
  }

  @ResolveField('streams')
  streams({ manifest }: ConnectorEntry): ConnectorStream[] {
    return Object.entries(manifest?.streams ?? {}).map(([id, { kind, title, everyMinutes }]) => ({ id, kind, title, everyMinutes }));
  }

  @ResolveField('actions')
  actions({ manifest }: ConnectorEntry): string[] {
    return manifest?.actions ?? [];
  }

  @ResolveField('usable')
  usable({ problem }: ConnectorEntry): boolean {
    return problem === null;
  }
}

/** Titles of environments in the language that is asked for. */
@Resolver('ConnectorEnvironment')
export class ConnectorEnvironmentResolver {
  @ResolveField('title')
  title({ title }: Environment, { locale }: { locale: Locale }): string {
    return localText(title, locale);
  }
}

/** Titles of streams in the language that is asked for. */
@Resolver('ConnectorStream')
export class ConnectorStreamResolver {
  @ResolveField('title')
  title({ title }: ConnectorStream, { locale }: { locale: Locale }): string {
    return localText(title, locale);
  }
}
