import { describe, expect, it } from '@jest/globals';
import { ConnectorCatalogue } from './connector-catalogue.js';
import { ConnectorEnvironmentResolver, ConnectorResolver, ConnectorStreamResolver } from './connector.resolver.js';
import { SimulatorEndpoints } from './simulator-endpoints.js';

describe('connectors in the gateway', () => {
  const endpoints = new SimulatorEndpoints();

  it('show what the manifest says, in both languages', async () => {
    const resolver = new ConnectorResolver(await ConnectorCatalogue.open(), endpoints);
    const entry = resolver.connector('_template')!;
    expect([resolver.name(entry, { locale: 'en' }), resolver.name(entry, { locale: 'zh_CN' })]).toEqual(['Sample Meals', '示例餐饮']);
    expect([resolver.version(entry), resolver.category(entry), resolver.usable(entry), resolver.actions(entry)]).toEqual([
      '1.0.0',
      'example',
      true,
      [],
    ]);
    expect(resolver.credentialsSchema(entry)).toMatchObject({ properties: { client_secret: { secret: true } } });
    expect(resolver.streams(entry)).toMatchObject([{ id: 'orders', kind: 'orders', everyMinutes: 15 }]);
    expect(new ConnectorStreamResolver().title(resolver.streams(entry)[0]!, { locale: 'zh_CN' })).toBe('订单');
    expect(resolver.connector('nobody')).toBeNull();
    expect(resolver.connectors().every(({ id }) => !id.startsWith('_'))).toBe(true);
  });

  it('have the environment of the simulator only where it runs', async () => {
    const resolver = new ConnectorResolver(await ConnectorCatalogue.open(), endpoints);
    const entry = resolver.connector('_template')!;
    expect(resolver.environments(entry).map(({ id }) => id)).toEqual(['production', 'sandbox']);
    endpoints.set('_template', 'http://127.0.0.1:4101/');
    expect(resolver.environments(entry).at(-1)).toMatchObject({ id: 'simulator', baseUrl: 'http://127.0.0.1:4101' });
    expect(new ConnectorEnvironmentResolver().title(resolver.environments(entry).at(-1)!, { locale: 'zh_CN' })).toBe('模拟器');
  });

  it('show a broken one with its problem, and nothing made up', () => {
    const broken = { id: 'broken', manifest: null, logo: null, problem: 'plugins/broken/manifest.yaml:3:1: no' };
    const resolver = new ConnectorResolver(new ConnectorCatalogue([broken]), endpoints);
    const entry = resolver.connectors()[0]!;
    expect([resolver.name(entry, { locale: 'en' }), resolver.usable(entry), entry.problem]).toEqual(['broken', false, broken.problem]);
    expect([resolver.streams(entry), resolver.environments(entry), resolver.actions(entry)]).toEqual([[], [], []]);
  });
});
