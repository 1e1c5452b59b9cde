import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { INSTALLATION } from '../connectors/index.js';
import type { Cli } from './cli.types.js';
import { certifyConnector, listConnectors, newConnector, validateConnectors } from './connector.command.js';
import { readConnector } from './connector.read.js';

const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A copy of the template's folder somewhere else. */
async function copy(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'interline-plugin-'));
  made.push(folder);
  await cp(join(INSTALLATION, 'plugins', '_template'), join(folder, '_template'), {
    recursive: true,
    filter: (path) => !/[\\/]dist([\\/]|$)/.test(path),
  });
  return join(folder, '_template');
}

/** Runs a command and gives what it printed and its exit code. */
async function run(command: (cli: Cli) => Promise<void>): Promise<{ out: string; code: number }> {
  let out = '';
  let code = 0;
  await command({ print: (line: string) => void (out += `${line}\n`), exit: (wanted: number) => void (code = wanted) } as Cli);
  return { out, code };
}

/** Reads a connector and gives what was printed and said. */
async function read(
  plugin: string,
  choice: Partial<Parameters<typeof readConnector>[1]>,
): Promise<{ lines: string[]; said: string[]; good: boolean }> {
  const lines: string[] = [];
  const said: string[] = [];
  const good = await readConnector(
    plugin,
    { orders: 5, ...choice },
    (line) => lines.push(line),
    (line) => said.push(line),
  );
  return { lines, said, good };
}

describe('interline connector', () => {
  it('lists what is installed', async () => {
    expect((await run(listConnectors)).out).toMatch(/^_template +1\.0\.0 +example +orders$/m);
  });

  it('prints records as the vendor sent them, with every digit', async () => {
    const { lines, said, good } = await read('_template', { orders: 3, raw: true });
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/"data":\{"id":\d{20},/);
    expect([said, good]).toEqual([['orders: 3 records, 0 of them cannot be mapped'], true]);
  });

  it.each<[string, string, Partial<Parameters<typeof readConnector>[1]>, string, string]>([
    ['an unknown plugin', 'nobody', {}, 'CONNECTOR_UNKNOWN', 'nobody'],
    ['an unknown stream', '_template', { stream: 'bills' }, 'BAD_INPUT', 'has no stream bills, but orders'],
    ['a day that is none', '_template', { from: '2026-02-30' }, 'BAD_INPUT', '2026-02-30 is no day'],
    ['a real endpoint without credentials', '_template', { environment: 'production' }, 'BAD_INPUT', '--credentials'],
    ['two sources', '_template', { environment: 'production', simulator: true }, 'BAD_INPUT', 'exclude each other'],
    [
      'an unknown environment',
      '_template',
      { environment: 'staging', credentials: join(INSTALLATION, 'package.json') },
      'CONNECTOR_ENVIRONMENT',
      'staging',
    ],
    [
      'a file of credentials without them',
      '_template',
      { environment: 'sandbox', credentials: join(INSTALLATION, 'package.json') },
      'CONNECTOR_SETTINGS',
      '',
    ],
    [
      'a file that is no JSON',
      '_template',
      { environment: 'sandbox', credentials: join(INSTALLATION, 'LICENSE') },
      'BAD_INPUT',
      'cannot be read as',
    ],
  ])('answers %s with its code and what is wrong', async (_, plugin, choice, code, text) => {
    await expect(read(plugin, choice)).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
  });

  it('names what is wrong with a manifest by file and line', async () => {
    const folder = await copy();
    expect(await run((cli) => validateConnectors(cli, folder))).toMatchObject({ code: 0, out: expect.stringContaining('in order') });
    const manifest = join(folder, 'manifest.yaml');
    const text = await readFile(manifest, 'utf8');
    await writeFile(manifest, text.replace('concurrency: 2', 'concurrency: none').replace('deletion: never', 'deletion: perhaps'));
    const { code, out } = await run((cli) => validateConnectors(cli, folder));
    expect(code).toBe(1);
    const line = (word: string): number => text.slice(0, text.indexOf(word)).split('\n').length;
    expect(out).toMatch(new RegExp(`manifest\\.yaml:${line('concurrency:')}:\\d+: concurrency must be integer`));
    expect(out).toMatch(new RegExp(`manifest\\.yaml:${line('deletion:')}:\\d+: deletion must be one of never`));
    await expect(run((cli) => validateConnectors(cli, '/nowhere'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('checks the code of installed plugins against their manifests', async () => {
    expect(await run((cli) => validateConnectors(cli, join(INSTALLATION, 'plugins', '_noop')))).toMatchObject({ code: 0 });
  });

  it('certifies a plugin as a checklist', async () => {
    const { code, out } = await run((cli) => certifyConnector(cli, '_noop'));
    expect(code).toBe(0);
    expect(out).toContain('✓ good credentials are proven with few requests\n');
    expect(out).toMatch(/\nstream departments\n✓ every record maps/);
    expect(out).toMatch(/\d+ hold, 0 fail, \d+ say nothing about this connector\n$/);
  }, 30_000);

  it('starts a plugin that is in order from the first moment', async () => {
    const plugins = await mkdtemp(join(tmpdir(), 'interline-plugins-'));
    made.push(plugins);
    const folder = join(plugins, 'sample-vendor');
    expect((await run((cli) => newConnector(cli, 'sample-vendor', plugins))).out).toContain('sample-vendor is ready');
    expect(await run((cli) => validateConnectors(cli, folder))).toMatchObject({ code: 0, out: expect.stringContaining('in order') });
    expect(await readFile(join(folder, 'sample-vendor.contract-spec.ts'), 'utf8')).toContain('describeConnector');
    expect(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).toMatchObject({
      name: '@interline/plugin-sample-vendor',
      description: 'The connector of sample-vendor.',
    });
    await expect(run((cli) => newConnector(cli, 'sample-vendor', plugins))).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(run((cli) => newConnector(cli, 'No_Name'))).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
