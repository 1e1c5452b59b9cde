import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { LocalText, StreamManifest } from '@interline/sdk';
import type { Locale } from '../platform/graphql/index.js';
import { ConnectorCatalogue } from './connector-catalogue.js';
import type { ConnectorEntry } from './connector-entry.js';
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
const text = (texts: LocalText, locale: Locale): string => (locale === 'zh_CN' ? texts['zh-CN'] : texts.en);

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
  version(@Parent() { manifest }: ConnectorEntry): string {
    return manifest?.version ?? '0.0.0';
  }

  @ResolveField('name')
  name(@Parent() { id, manifest }: ConnectorEntry, @Args('locale') locale: Locale): string {
    return manifest ? text(manifest.name, locale) : id;
  }

  @ResolveField('description')
  description(@Parent() { manifest }: ConnectorEntry, @Args('locale') locale: Locale): string {
    return manifest ? text(manifest.description, locale) : '';
  }

  @ResolveField('category')
  category(@Parent() { manifest }: ConnectorEntry): string {
    return manifest?.category ?? 'example';
  }

  @ResolveField('environments')
  environments(@Parent() { id, manifest }: ConnectorEntry): Environment[] {
    const declared = Object.entries(manifest?.environments ?? {}).map(([name, { title, baseUrl }]) => ({ id: name, title, baseUrl }));
    const simulator = this.simulators.get(id);
    return simulator ? [...declared, { id: SIMULATOR_ENVIRONMENT, title: SIMULATOR_TITLE, baseUrl: simulator }] : declared;
  }

  @ResolveField('configSchema')
  configSchema(@Parent() { manifest }: ConnectorEntry): unknown {
    return manifest?.config ?? { type: 'object', properties: {} };
  }

  @ResolveField('credentialsSchema')
  credentialsSchema(@Parent() { manifest }: ConnectorEntry): unknown {
    return manifest?.auth.credentials ?? { type: 'object', properties: {} };
  }

  @ResolveField('streams')
  streams(@Parent() { manifest }: ConnectorEntry): ConnectorStream[] {
    return Object.entries(manifest?.streams ?? {}).map(([id, { kind, title, everyMinutes }]) => ({ id, kind, title, everyMinutes }));
  }

  @ResolveField('actions')
  actions(@Parent() { manifest }: ConnectorEntry): string[] {
    return manifest?.actions ?? [];
  }

  @ResolveField('usable')
  usable(@Parent() { problem }: ConnectorEntry): boolean {
    return problem === null;
  }
}

/** Titles of environments in the language that is asked for. */
@Resolver('ConnectorEnvironment')
export class ConnectorEnvironmentResolver {
  @ResolveField('title')
  title(@Parent() { title }: Environment, @Args('locale') locale: Locale): string {
    return text(title, locale);
  }
}

/** Titles of streams in the language that is asked for. */
@Resolver('ConnectorStream')
export class ConnectorStreamResolver {
  @ResolveField('title')
  title(@Parent() { title }: ConnectorStream, @Args('locale') locale: Locale): string {
    return text(title, locale);
  }
}
