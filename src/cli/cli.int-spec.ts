import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterwards, cleanUp, dataDir, dropDataDir, KEY, makeDataDir, PATIENCE, ROOT, run, serve, sql, until } from './cli.fixture.js';

jest.setTimeout(2 * PATIENCE);
afterEach(cleanUp);

describe('the command line', () => {
  it.each([
    ['no command', [], 'Usage: interline'],
    ['an unknown command', ['serv'], 'Did you mean serve?'],
    ['an unknown option', ['serve', '--prot', '1'], "unknown option '--prot'"],
    ['a malformed option', ['serve', '--metrics-port', '99999'], 'whole number from 0 to 65535'],
    ['a surplus word', ['migrate', 'now'], 'too many arguments'],
  ])('answers %s with 64 and a hint', async (_case, args, hint) => {
    const { code, err, out } = await run(args, {});
    expect(code).toBe(64);
    expect(err).toContain(hint);
    expect(err).toMatch(/Try: interline.* --help|Commands:/);
    expect(out).toBe('');
  });

  it('shows its commands and its version when asked', async () => {
    const help = await run(['--help'], {});
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const word of ['serve', 'worker', 'all', 'migrate']) expect(help.out).toMatch(new RegExp(`^  ${word} `, 'm'));
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(await run(['--version'], {})).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('names every wrong setting at once and exits with 78', async () => {
    const { code, err } = await run(['serve'], {
      PORT: 'x',
      HOST: '0.0.0.0',
      DATABASE_URL: 'mysql://h/d',
      INTERLINE_DATA_DIR: '/dev/null/x',
    });
    expect(code).toBe(78);
    expect(err).toMatch(/^CONFIG_INVALID: 5 settings are wrong:\n/);
    for (const name of ['PORT', 'PUBLIC_URL', 'DATABASE_URL', 'INTERLINE_DATA_DIR', 'INTERLINE_MASTER_KEY'])
      expect(err).toContain(`  ${name}: `);
  });
});

describe('processes on the embedded database', () => {
  /** For tests that ask for no more than data that are there or can be made. */
  let home: string;
  beforeAll(async () => void (home = await makeDataDir()));
  afterAll(() => dropDataDir(home));

  it('start, answer, and stop when told to, leaving nothing behind', async () => {
    const server = await serve(['all'], { INTERLINE_DATA_DIR: home });
    process.stdout.write(`platform ready on a first start after ${String(server.ready!.ms)} ms\n`);
    expect(await server.health()).toBe(200);
    expect(await (await fetch(server.ready!.metrics as string)).text()).toContain('interline_build_info');
    expect(await server.stop('SIGTERM')).toBe(0);
    expect(server.log.map(({ msg }) => msg).slice(-2)).toEqual(['stopping', 'stopped']);
    await expect(sql(await ownerUrl(home), 'SELECT')).rejects.toMatchObject({ code: 'ECONNREFUSED' });

    const again = await serve(['serve'], { INTERLINE_DATA_DIR: home });
    process.stdout.write(`platform ready on a second start after ${String(again.ready!.ms)} ms\n`);
    // npm and a terminal both pass on a Ctrl-C
    expect(await again.stop('SIGINT', 'SIGINT')).toBe(0);
  });

  it('name the port that is taken and exit with 71', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    afterwards(async () => squatter.close());
    const { port } = squatter.address() as AddressInfo;
    const { code, err } = await run(['serve'], { INTERLINE_DATA_DIR: home, PORT: String(port) });
    expect(code).toBe(71);
    expect(err).toMatch(new RegExp(`^PORT_TAKEN: Port ${port} on 127.0.0.1 is taken`));
    const metrics = await run(['serve', '--metrics-port', String(port)], { INTERLINE_DATA_DIR: home });
    expect(metrics).toMatchObject({ code: 71, err: expect.stringContaining(`Port ${port} for metrics`) });
    await expect(sql(await ownerUrl(home), 'SELECT')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('share one database as gateway and worker, whoever leaves first', async () => {
    const env = { INTERLINE_DATA_DIR: await dataDir() };
    // both come at once to an empty directory
    const [gateway, worker] = await Promise.all([serve(['serve'], env), serve(['worker'], env)]);
    expect(worker.database).toBe(gateway.database);
    expect(worker.ready!.url).toBeNull();
    expect(await worker.stop()).toBe(0);
    expect(await gateway.health()).toBe(200);
    expect(await gateway.stop()).toBe(0);
  });

  it('find everything again after kill -9', async () => {
    const env = { INTERLINE_DATA_DIR: home };
    const first = await serve(['all'], env);
    const { database } = first;
    expect(await first.stop('SIGKILL')).toBe('SIGKILL');
    const second = await serve(['all'], env);
    expect(second.database).toBe(database);
    expect(await second.health()).toBe(200);
    expect(await second.stop()).toBe(0);
  });

  it('turn red while the database is away and green when it is back', async () => {
    const server = await serve(['all'], { INTERLINE_DATA_DIR: home });
    const before = server.database;
    process.kill(before, 'SIGKILL');
    await until(async () => (await server.health()) === 503);
    await until(async () => (await server.health()) === 200);
    expect(server.database).not.toBe(before);
    expect(await server.stop()).toBe(0);
  });

  it('refuse another master key than the one the data were made with', async () => {
    expect(await run(['migrate'], { INTERLINE_DATA_DIR: home })).toMatchObject({ code: 0 });
    expect(await run(['serve'], { INTERLINE_DATA_DIR: home, INTERLINE_MASTER_KEY: KEY })).toMatchObject({
      code: 78,
      err: expect.stringMatching(/^MASTER_KEY_WRONG: /m),
    });
    const key = join(home, 'master.key');
    await rename(key, `${key}.lost`);
    afterwards(() => rename(`${key}.lost`, key));
    expect(await run(['serve'], { INTERLINE_DATA_DIR: home })).toMatchObject({
      code: 78,
      err: expect.stringContaining('Put it back from your backup'),
    });
  });

  it('say where the data are damaged', async () => {
    expect(await run(['migrate'], { INTERLINE_DATA_DIR: home })).toMatchObject({ code: 0 });
    const record = await readFile(join(home, 'database.json'), 'utf8');
    afterwards(() => writeFile(join(home, 'database.json'), record));
    await writeFile(join(home, 'database.json'), 'broken');
    expect(await run(['serve'], { INTERLINE_DATA_DIR: home })).toMatchObject({
      code: 78,
      err: expect.stringMatching(/^EMBEDDED_DATA: .*database\.json/m),
    });
  });

  it('plan and run migrations', async () => {
    const env = { INTERLINE_DATA_DIR: await dataDir() };
    const plan = await run(['migrate', '--plan'], env);
    expect(plan.code).toBe(0);
    expect(plan.out).toMatch(/^would run Platform\d+$/m);
    expect(plan.out).toContain('tables of the job queue');
    expect(await run(['migrate', '--plan'], env)).toEqual(plan);
    const ran = await run(['migrate'], env);
    expect(ran.out.match(/^ran /gm)).toHaveLength(plan.out.match(/^would run /gm)!.length);
    expect(await run(['migrate'], env)).toMatchObject({ code: 0, out: 'The database was up to date.\n' });
    expect(await run(['migrate', '--plan'], env)).toMatchObject({ code: 0, out: 'The database is up to date.\n' });
  });

  it('refuse data that a newer release has migrated, and leave them as they are', async () => {
    const env = { INTERLINE_DATA_DIR: home };
    const server = await serve(['serve'], env);
    const owner = await ownerUrl(home);
    await sql(owner, `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Future9999999999999')`);
    for (const command of [['worker'], ['migrate']])
      expect(await run(command, env)).toMatchObject({ code: 76, err: expect.stringMatching(/^SCHEMA_NEWER: .*Future9999999999999/m) });
    await sql(owner, `DELETE FROM migrations WHERE name = 'Future9999999999999'`);
    expect(await server.stop()).toBe(0);
  });
});

async function ownerUrl(home: string): Promise<string> {
  const { port, passwords } = JSON.parse(await readFile(join(home, 'database.json'), 'utf8')) as {
    port: number;
    passwords: { owner: string };
  };
  return `postgresql://interline_owner:${passwords.owner}@127.0.0.1:${port}/interline`;
}
