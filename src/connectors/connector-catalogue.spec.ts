import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConnectorCatalogue } from './connector-catalogue.js';
import type { ConnectorEntry } from './connector-entry.js';
import { INSTALLATION, readRegistry, registrySource, scanPlugins } from './registry.js';

const plugins = mkdtempSync(join(tmpdir(), 'plugins-'));
const noop = join(INSTALLATION, 'plugins', '_noop');
let entries: ConnectorEntry[];

beforeAll(() => {
  const filter = (path: string): boolean => !/[\\/](dist|node_modules)([\\/]|$)/.test(path);
  for (const id of ['alpha', 'beta', '_noop']) cpSync(noop, join(plugins, id), { recursive: true, filter });
  const manifest = readFileSync(join(noop, 'manifest.yaml'), 'utf8');
  writeFileSync(join(plugins, 'alpha', 'manifest.yaml'), manifest.replace('id: _noop', 'id: alpha'));
  writeFileSync(
    join(plugins, 'beta', 'manifest.yaml'),
    manifest.replace('id: _noop', 'id: beta').replace('kind: departments', 'kind: nonsense'),
  );
  // What a deleted plugin leaves behind, and a stray file.
  mkdirSync(join(plugins, 'gone', 'dist'), { recursive: true });
  writeFileSync(join(plugins, 'notes.txt'), '');
  entries = scanPlugins(plugins);
});
afterAll(() => rmSync(plugins, { recursive: true }));

describe('the registry', () => {
  it('lists every plugin; a broken manifest makes only its own unusable, with file and line', () => {
    expect(entries.map(({ id, problem }) => [id, problem === null])).toEqual([
      ['_noop', true],
      ['alpha', true],
      ['beta', false],
    ]);
    expect(entries[2]).toMatchObject({
      manifest: null,
      logo: null,
      problem: expect.stringMatching(/^plugins\/beta\/manifest\.yaml:\d+:\d+: kind must be one of /),
    });
    expect(entries[1]!.manifest!.streams['departments']!.kind).toBe('departments');
    expect(entries[1]!.logo).toContain('<svg');
  });

  it('is written down as a module that says the same', async () => {
    const text = registrySource(entries);
    const json = text
      .slice(text.indexOf('= ') + 2)
      .trim()
      .replace(/;$/, '');
    expect(JSON.parse(json)).toEqual(entries);
  });

  it('is empty where there are no plugins', () => expect(scanPlugins(join(plugins, 'nowhere'))).toEqual([]));

  it('of this installation has no broken plugin', async () => {
    expect((await readRegistry()).flatMap(({ problem }) => problem ?? [])).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('offers companies no examples', () => {
    expect(new ConnectorCatalogue(entries).offered().map(({ id }) => id)).toEqual(['alpha', 'beta']);
  });

  it('loads code when it is first needed, once', async () => {
    const loaded: string[] = [];
    const { default: connector } = (await import(join(noop, 'src', 'index.ts'))) as { default: unknown };
    const catalogue = new ConnectorCatalogue(entries, async (id, part) => (loaded.push(`${id}/${part}`), connector));
    expect(catalogue.get('alpha')!.manifest!.name.en).toBe('Smallest example');
    expect(loaded).toEqual([]);
    await Promise.all([catalogue.load('alpha'), catalogue.load('alpha')]);
    await catalogue.load('alpha');
    expect(loaded).toEqual(['alpha/src']);
  });

  it('names a plugin that is not there, and one that is broken', async () => {
    const catalogue = new ConnectorCatalogue(entries);
    await expect(catalogue.load('nobody')).rejects.toMatchObject({ code: 'CONNECTOR_UNKNOWN' });
    await expect(catalogue.load('beta')).rejects.toMatchObject({
      code: 'CONNECTOR_UNUSABLE',
      message: expect.stringContaining('manifest.yaml:'),
    });
    expect(catalogue.get('nobody')).toBeNull();
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'throws while it is loaded',
      () => Promise.reject(new SyntaxError('Unexpected token')),
      /^plugins\/alpha\/src\/index\.ts cannot be loaded: Unexpected token$/,
    ],
    ['exports nothing', async () => undefined, /no connector$/],
    [
      'has other streams than its manifest',
      async () => ({ streams: {}, fault: () => null, check: async () => undefined }),
      /stream departments of the manifest is not in the code/,
    ],
  ])('keeps the problem of code that %s, and goes on with the others', async (_, load, problem) => {
    const good = (await import(join(noop, 'src', 'index.ts'))) as { default: unknown };
    const catalogue = new ConnectorCatalogue(entries, (id) => (id === 'alpha' ? load() : Promise.resolve(good.default)));
    await expect(catalogue.load('alpha')).rejects.toMatchObject({ code: 'CONNECTOR_UNUSABLE' });
    expect(catalogue.get('alpha')!.problem).toMatch(problem);
    await expect(catalogue.load('_noop')).resolves.toBeDefined();
    expect(entries[1]!.problem).toBeNull();
  });

  it('gives the simulator of a plugin, loaded from the installation', async () => {
    const catalogue = await ConnectorCatalogue.open();
    const running = await (await catalogue.simulator('_noop'))!.start();
    expect(running.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    await running.close();
  });
});
