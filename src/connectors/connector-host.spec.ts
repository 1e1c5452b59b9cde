import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { statusFault, type Connector, type Page } from '@interline/sdk';
import { memoryTokenStore } from '@interline/sdk/host';
import type { RunningSimulator } from '@interline/sdk/simulator';
import { suiteWorld, NOW } from '@interline/sdk/testkit';
import { newId, systemClock } from '../kernel/index.js';
import { HttpDoor, type DoorEvent } from '../platform/http/index.js';
import { ConnectorCatalogue } from './connector-catalogue.js';
import { ConnectorHost, type OpenConnector } from './connector-host.js';
import { SimulatorEndpoints } from './simulator-endpoints.js';

const events: DoorEvent[] = [];
const door = new HttpDoor({ observe: (event) => events.push(event) });
const log: string[] = [];
const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(line) });
const window = { from: new Date('2026-01-01'), to: new Date('2026-01-02'), cursor: null };
let catalogue: ConnectorCatalogue;
let template: RunningSimulator;
let endpoints: SimulatorEndpoints;
let host: ConnectorHost;

beforeAll(async () => {
  catalogue = await ConnectorCatalogue.open();
  template = await (await catalogue.simulator('_template'))!.start({ limits: 'open' });
  const facts = suiteWorld(['meal'], NOW);
  await fetch(`${template.url}/_control/facts`, { method: 'POST', body: JSON.stringify(facts) });
  endpoints = new SimulatorEndpoints();
  endpoints.set('_template', template.url);
  host = new ConnectorHost(catalogue, door, endpoints, systemClock, logger);
});
afterAll(async () => {
  await template.close();
  door.close();
});
afterEach(() => void events.splice(0));

const options = (more: Partial<OpenConnector> = {}): OpenConnector => ({
  pluginId: '_template',
  environment: 'simulator',
  companyId: newId(),
  vendorAccountId: newId(),
  config: {},
  secrets: template.credentials,
  ...more,
});

/** A host whose one plugin has this code under the template's manifest. */
function hostOf(change: (good: Connector) => Connector): Promise<ConnectorHost> {
  return catalogue.load('_template').then((good) => {
    const changed = new ConnectorCatalogue([catalogue.get('_template')!], async () => change(good));
    return new ConnectorHost(changed, door, endpoints, systemClock, logger);
  });
}

describe('a session', () => {
  it('reads a plugin through the door, and maps', async () => {
    const session = await host.open(options());
    await session.check();
    const month = { from: new Date(NOW.getTime() - 60 * 86_400_000), to: new Date(NOW.getTime() - 30 * 86_400_000), cursor: null };
    const records: Page['records'] = [];
    for await (const page of session.read('orders', month)) records.push(...page.records);
    expect(records.length).toBeGreaterThan(200);
    expect(session.map('orders', records).filter(({ problem }) => problem)).toEqual([]);
    expect(events.map(({ path }) => path)).toEqual(expect.arrayContaining(['/oauth/token', '/me', '/orders']));
    expect(new Set(events.map(({ account }) => account)).size).toBe(1);
  });

  it('shares the token of its vendor account with the others that have its credentials', async () => {
    const vendorAccountId = newId();
    // Each opening brings a store of its own, as the room above does.
    const sessions = await Promise.all(
      [1, 2, 3].map(() => host.open(options({ connectionId: newId(), vendorAccountId, tokens: memoryTokenStore }))),
    );
    await Promise.all(sessions.map((session) => session.check()));
    expect(events.filter(({ path }) => path === '/oauth/token')).toHaveLength(1);
  });

  it('fetches another token for other credentials of the same account', async () => {
    const vendorAccountId = newId();
    await (await host.open(options({ vendorAccountId, tokens: memoryTokenStore }))).check();
    const other = await host.open(
      options({ vendorAccountId, tokens: memoryTokenStore, secrets: { ...template.credentials, client_secret: 'another-secret' } }),
    );
    await expect(other.check()).rejects.toMatchObject({ fault: { class: 'auth', code: 'INVALID_CLIENT' } });
  });

  it('ends when its run is stopped', async () => {
    const stop = new AbortController();
    const session = await host.open(options({ signal: stop.signal }));
    stop.abort();
    await expect(session.check()).rejects.toMatchObject({ code: 'RUN_STOPPED' });
    expect(events).toEqual([]);
  });

  it("writes what a plugin logs under the plugin's name, without its secrets", async () => {
    const session = await host.open(options());
    session.context.log.warn('odd', { about: template.credentials['client_secret'], token: 'x' });
    expect(JSON.parse(log.at(-1)!)).toMatchObject({ connector: '_template', msg: 'odd', plugin: { about: '[hidden]', token: '[hidden]' } });
  });
});

describe('opening', () => {
  it.each<[string, Partial<OpenConnector>, string]>([
    ['a plugin that is not there', { pluginId: 'nobody' }, 'CONNECTOR_UNKNOWN'],
    ['an environment that is not in the manifest', { environment: 'staging' }, 'CONNECTOR_ENVIRONMENT'],
    ['an environment named like a word of the language', { environment: 'constructor' }, 'CONNECTOR_ENVIRONMENT'],
    ['a simulator that does not run', { pluginId: '_noop', secrets: { api_key: '12345678' } }, 'CONNECTOR_ENVIRONMENT'],
    ['credentials that are missing', { secrets: { client_id: 'x' } }, 'CONNECTOR_SETTINGS'],
    ['a setting of another type', { config: { store_ids: true } }, 'CONNECTOR_SETTINGS'],
  ])('refuses %s', async (_, more, code) => {
    await expect(host.open(options(more))).rejects.toMatchObject({ code });
  });

  it('tells which settings are wrong, without their values', async () => {
    const error = (await host.open(options({ secrets: {}, config: { store_ids: true } })).catch((thrown: unknown) => thrown)) as {
      options: { extensions: unknown };
    };
    expect(error.options.extensions).toEqual({
      problems: [
        { field: 'credentials.client_id', problem: 'is missing' },
        { field: 'credentials.client_secret', problem: 'is missing' },
        { field: 'config.store_ids', problem: 'must be string' },
      ],
    });
  });

  it('lets simulators run on this machine only', () => {
    for (const url of ['http://10.0.0.1:80', 'https://127.0.0.1', 'http://api.example.com'])
      expect(() => endpoints.set('x', url)).toThrow(RangeError);
  });

  it('serves all services of a vendor at the one address of its simulator', async () => {
    const manifest = catalogue.manifest('_template');
    const environments = { production: { ...manifest.environments['production']!, services: { ids: 'https://ids.example.com' } } };
    const entry = { ...catalogue.get('_template')!, manifest: { ...manifest, environments } };
    const { context } = await new ConnectorHost(new ConnectorCatalogue([entry]), door, endpoints, systemClock, logger).open(options());
    const ask = (service: string): Promise<unknown> => context.http.request({ method: 'GET', path: '/me', service });
    await expect(ask('ids')).resolves.toMatchObject({ status: 200 });
    await expect(ask('other')).rejects.toMatchObject({ code: 'PLUGIN_BROKE_CONTRACT' });
  });

  it('does not let a real environment reach this machine', async () => {
    const manifest = catalogue.manifest('_template');
    const { hostname, port } = new URL(template.url);
    const environments = { production: { ...manifest.environments['production']!, baseUrl: template.url, hosts: [`${hostname}:${port}`] } };
    const bent = new ConnectorCatalogue([{ ...catalogue.get('_template')!, manifest: { ...manifest, environments } }]);
    const session = await new ConnectorHost(bent, door, endpoints, systemClock, logger).open(options({ environment: 'production' }));
    await expect(session.check()).rejects.toMatchObject({ fault: { class: 'config', code: 'ADDRESS_BLOCKED' } });
  });
});

describe('a plugin that', () => {
  const orders = (good: Connector, read: () => AsyncIterable<Page>): Connector => ({
    ...good,
    streams: { orders: { ...good.streams['orders']!, read } as Connector['streams'][string] },
  });

  it.each<[string, string, () => AsyncIterable<Page>]>([
    [
      'throws',
      'PLUGIN_THREW',
      async function* () {
        throw new TypeError('oops');
      },
    ],
    [
      'hangs',
      'PLUGIN_HUNG',
      async function* () {
        await new Promise(() => undefined);
      },
    ],
    [
      'floods',
      'PLUGIN_FLOODED',
      async function* () {
        yield { records: Array.from({ length: 20_000 }, (_, id) => ({ externalId: String(id), data: {} })), cursor: null };
      },
    ],
  ])('%s fails its own run with a clear code, and no other', async (_, code, read) => {
    const broken = await (await hostOf((good) => orders(good, read))).open(options({ limits: { pageMilliseconds: 100 } }));
    const pages = (async () => {
      for await (const page of broken.read('orders', window)) void page;
    })();
    await expect(pages).rejects.toMatchObject({ name: 'PluginError', code });
    await expect((await host.open(options())).check()).resolves.toBeUndefined();
  });

  it('asks for an address of its own is stopped before anything is sent', async () => {
    const session = await (
      await hostOf((good) => ({
        ...good,
        fault: statusFault,
        check: async ({ http }) => void (await http.request({ method: 'GET', path: '/../../_control/reset' })),
      }))
    ).open(options());
    await expect(session.check()).rejects.toMatchObject({ code: 'PLUGIN_BROKE_CONTRACT' });
  });
});
