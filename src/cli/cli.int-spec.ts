import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { dropCluster, startEmbedded } from '../platform/database/embedded/index.js';
import { ROLES } from '../platform/database/index.js';

const PATIENCE = 60_000;
jest.setTimeout(PATIENCE);

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const KEY = 'ab'.repeat(32);
const silent = { info: () => undefined, warn: () => undefined };

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function dataDir(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'interline-cli-'));
  cleanups.push(async () => {
    await dropCluster(path).catch(() => undefined);
    await rm(path, { recursive: true, force: true });
  });
  return path;
}

/** Starts the program from its sources, with nothing in its environment but what a test gives. */
function launch(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, ['--import', './scripts/typescript.mjs', 'src/main.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  cleanups.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return child;
}

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

async function run(args: string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const child = launch(args, env);
  let out = '';
  let err = '';
  child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

type LogLine = Record<string, unknown> & { msg: string };

/** A server process with what it logged. */
class Server {
  readonly log: LogLine[] = [];
  private readonly ended: Promise<[number | null, string | null]>;

  constructor(private readonly child: ChildProcess) {
    this.ended = once(child, 'close') as Promise<[number | null, string | null]>;
    createInterface(child.stdout!).on('line', (line) => this.log.push(JSON.parse(line) as LogLine));
  }

  get ready(): LogLine | undefined {
    return this.log.find(({ msg }) => msg === 'ready');
  }
  get url(): string {
    return this.ready!.url as string;
  }
  /** Process id of the database server. */
  get database(): number {
    return this.log.findLast(({ server }) => server !== undefined)!.server as number;
  }

  async stop(...signals: NodeJS.Signals[]): Promise<number | string | null> {
    for (const signal of signals.length > 0 ? signals : (['SIGTERM'] as const)) this.child.kill(signal);
    const [code, by] = await this.ended;
    return code ?? by;
  }

  async health(): Promise<number> {
    const response = await fetch(`${this.url}/health/ready`);
    await response.text();
    return response.status;
  }
}

async function serve(args: string[], env: NodeJS.ProcessEnv): Promise<Server> {
  const child = launch(args, env);
  let err = '';
  child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  const server = new Server(child);
  await until(() => {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${err}`);
    return server.ready !== undefined;
  });
  return server;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE - 5_000; Date.now() < deadline; await delay(20)) if (await condition()) return;
  throw new Error('waited in vain');
}

async function sql<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const result = await client.query<Row>(text);
    return result.rows;
  } finally {
    await client.end();
  }
}

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
  it('start, answer, and stop when told to, leaving nothing behind', async () => {
    const home = await dataDir();
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
    cleanups.push(async () => squatter.close());
    const { port } = squatter.address() as AddressInfo;
    const home = await dataDir();
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
    const env = { INTERLINE_DATA_DIR: await dataDir() };
    const first = await serve(['all'], env);
    const { database } = first;
    expect(await first.stop('SIGKILL')).toBe('SIGKILL');
    const second = await serve(['all'], env);
    expect(second.database).toBe(database);
    expect(await second.health()).toBe(200);
    expect(await second.stop()).toBe(0);
  });

  it('turn red while the database is away and green when it is back', async () => {
    const server = await serve(['all'], { INTERLINE_DATA_DIR: await dataDir() });
    const before = server.database;
    process.kill(before, 'SIGKILL');
    await until(async () => (await server.health()) === 503);
    await until(async () => (await server.health()) === 200);
    expect(server.database).not.toBe(before);
    expect(await server.stop()).toBe(0);
  });

  it('refuse another master key than the one the data were made with', async () => {
    const home = await dataDir();
    const first = await serve(['serve'], { INTERLINE_DATA_DIR: home });
    await first.stop();
    expect(await run(['serve'], { INTERLINE_DATA_DIR: home, INTERLINE_MASTER_KEY: KEY })).toMatchObject({
      code: 78,
      err: expect.stringMatching(/^MASTER_KEY_WRONG: /m),
    });
    await rm(join(home, 'master.key'));
    expect(await run(['serve'], { INTERLINE_DATA_DIR: home })).toMatchObject({
      code: 78,
      err: expect.stringContaining('Put it back from your backup'),
    });
  });

  it('say where the data are damaged', async () => {
    const home = await dataDir();
    const first = await serve(['serve'], { INTERLINE_DATA_DIR: home });
    await first.stop();
    const record = await readFile(join(home, 'database.json'), 'utf8');
    await writeFile(join(home, 'database.json'), 'broken');
    expect(await run(['serve'], { INTERLINE_DATA_DIR: home })).toMatchObject({
      code: 78,
      err: expect.stringMatching(/^EMBEDDED_DATA: .*database\.json/m),
    });
    await writeFile(join(home, 'database.json'), record);
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
});

/** A server such as a company runs itself: no role and no database of ours. */
interface OwnServer {
  name: string;
  /** Superuser, database `postgres`. */
  admin: string;
  stop(): Promise<void>;
}

async function bundledServer(): Promise<OwnServer> {
  const home = await mkdtemp(join(tmpdir(), 'interline-own-'));
  const server = await startEmbedded({ dataDir: home, log: silent });
  await sql(server.adminUrl, 'DROP DATABASE interline');
  await sql(server.adminUrl, `DROP ROLE ${Object.values(ROLES).join(', ')}`);
  return {
    name: 'the bundled PostgreSQL',
    admin: server.adminUrl,
    async stop() {
      await server.stop();
      await dropCluster(home);
      await rm(home, { recursive: true, force: true });
    },
  };
}

const DEBIAN_15 = '/usr/lib/postgresql/15/bin';

async function debianServer(): Promise<OwnServer> {
  const home = await mkdtemp(join(tmpdir(), 'interline-own-'));
  const [uid, gid] =
    process.getuid!() === 0
      ? ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, 'postgres']).stdout))
      : [process.getuid!(), process.getgid!()];
  await chown(home, uid!, gid!);
  await chmod(home, 0o700);
  const as = { cwd: home, uid, gid, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } } as const;
  await writeFile(join(home, 'password'), 'secret');
  await chown(join(home, 'password'), uid!, gid!);
  const made = spawnSync(
    join(DEBIAN_15, 'initdb'),
    ['-D', join(home, 'data'), '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${join(home, 'password')}`, '-E', 'UTF8', '--locale=C'],
    as,
  );
  if (made.status !== 0) throw new Error(made.stderr.toString());
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const child = spawn(
    join(DEBIAN_15, 'postgres'),
    ['-D', join(home, 'data'), '-c', `port=${port}`, '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    { ...as, stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  const admin = `postgresql://postgres:secret@127.0.0.1:${port}/postgres`;
  await until(() =>
    sql(admin, 'SELECT 1').then(
      () => true,
      () => false,
    ),
  );
  return {
    name: 'PostgreSQL 15 from Debian',
    admin,
    async stop() {
      child.kill('SIGINT');
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

const has15 = existsSync(join(DEBIAN_15, 'postgres')) && typeof process.getuid === 'function';
if (!has15) process.stdout.write('skipped: processes on PostgreSQL 15; apt-get install postgresql-15 brings it\n');

describe.each([
  ['the bundled PostgreSQL', bundledServer],
  ...(has15 ? [['PostgreSQL 15 from Debian', debianServer] as const] : []),
] as const)("processes on a company's own server: %s", (_name, startServer) => {
  let own: OwnServer;
  let app: string;
  let owner: string;
  let env: NodeJS.ProcessEnv;
  const home = mkdtemp(join(tmpdir(), 'interline-cli-'));

  beforeAll(async () => {
    own = await startServer();
    const address = new URL(own.admin);
    address.pathname = '/company_hub';
    owner = address.toString();
    address.username = ROLES.app;
    address.password = 'app-s3cret';
    app = address.toString();
    env = { INTERLINE_DATA_DIR: await home, DATABASE_URL: app, INTERLINE_MASTER_KEY: KEY };
  });
  afterAll(async () => {
    await own?.stop();
    await rm(await home, { recursive: true, force: true });
  });

  it('say that the database is away, or lets nobody in, before anything else is touched', async () => {
    expect(await run(['serve'], { ...env, DATABASE_URL: 'postgresql://interline_app:x@127.0.0.1:1/interline' })).toMatchObject({
      code: 69,
      err: expect.stringMatching(/^DATABASE_UNAVAILABLE: the database at 127\.0\.0\.1:1 does not answer/),
    });
    const refused = await run(['serve'], env);
    expect(refused).toMatchObject({ code: 78, err: expect.stringMatching(/^DATABASE_REFUSED: /) });
    expect(refused.err).toContain('interline migrate');
    expect(refused.err + refused.out).not.toContain('app-s3cret');
  });

  it('migrate needs an owner, and tells one who may not create roles what to have run', async () => {
    expect(await run(['migrate'], env)).toMatchObject({ code: 78, err: expect.stringContaining('DATABASE_OWNER_URL: is needed') });
    await sql(own.admin, `CREATE ROLE plain LOGIN PASSWORD 'x'; CREATE DATABASE plain_hub OWNER plain`).catch(async () => {
      // CREATE DATABASE stands alone
      await sql(own.admin, `CREATE ROLE plain LOGIN PASSWORD 'x'`);
      await sql(own.admin, 'CREATE DATABASE plain_hub OWNER plain');
    });
    const plain = own.admin.replace(/\/\/.*@/, '//plain:x@').replace(/\/postgres$/, '/plain_hub');
    const { code, err } = await run(['migrate'], { ...env, DATABASE_OWNER_URL: plain });
    expect(code).toBe(77);
    expect(err).toMatch(/^DATABASE_ROLES_MISSING: /);
    for (const role of Object.values(ROLES)) expect(err).toContain(`CREATE ROLE ${role}`);
  });

  it('migrate by a superuser makes database, roles and tables, all owned by the owner', async () => {
    const plan = await run(['migrate', '--plan'], { ...env, DATABASE_OWNER_URL: own.admin });
    expect(plan).toMatchObject({ code: 0, out: expect.stringMatching(/^would create role interline_owner\n[^]*would run Platform/) });
    const ran = await run(['migrate'], { ...env, DATABASE_OWNER_URL: owner });
    expect(ran).toMatchObject({ code: 0, err: '', out: expect.stringContaining('The database is up to date.') });
    const owners = await sql<{ owner: string }>(
      owner,
      `SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relnamespace IN ('public'::regnamespace, 'bullmq'::regnamespace)`,
    );
    expect(owners).toEqual([{ owner: ROLES.owner }]);
    expect(await run(['migrate'], { ...env, DATABASE_OWNER_URL: owner })).toMatchObject({ code: 0, out: 'The database was up to date.\n' });
  });

  it('start on it, and outlive a moment without it', async () => {
    const server = await serve(['all'], env);
    expect(await server.health()).toBe(200);
    await sql(own.admin, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'interline%'`);
    await until(async () => (await server.health()) === 200);
    expect(await server.stop()).toBe(0);
  });

  it('refuse a database that is older or newer than the program', async () => {
    const [{ name }] = (await sql<{ name: string }>(owner, 'SELECT name FROM migrations ORDER BY id DESC LIMIT 1')) as [{ name: string }];
    await sql(owner, `UPDATE migrations SET name = 'Future9999999999999' WHERE name = '${name}'`);
    for (const command of [['serve'], ['migrate']]) {
      expect(await run(command, { ...env, DATABASE_OWNER_URL: owner })).toMatchObject({
        code: 76,
        err: expect.stringMatching(/^SCHEMA_NEWER: .*Future9999999999999/),
      });
    }
    await sql(owner, `DELETE FROM migrations WHERE name = 'Future9999999999999'`);
    const older = await run(['worker'], env);
    expect(older).toMatchObject({ code: 76, err: expect.stringContaining('Run: interline migrate') });
    expect(older.err).toContain(name);
    await sql(owner, `INSERT INTO migrations (timestamp, name) VALUES (1, '${name}')`);
  });

  it('refuse a role that could do more than its work', async () => {
    for (const [grant, revoke, excess] of [
      ['ALTER ROLE interline_app BYPASSRLS', 'ALTER ROLE interline_app NOBYPASSRLS', 'bypasses row security'],
      ['ALTER ROLE interline_app SUPERUSER', 'ALTER ROLE interline_app NOSUPERUSER', 'is a superuser'],
      ['GRANT interline_owner TO interline_app', 'REVOKE interline_owner FROM interline_app', 'is a member of interline_owner'],
      [
        'GRANT CREATE ON SCHEMA public TO interline_app',
        'REVOKE CREATE ON SCHEMA public FROM interline_app',
        'may create in schema public',
      ],
    ] as const) {
      await sql(owner, grant);
      expect(await run(['serve'], env)).toMatchObject({
        code: 77,
        err: expect.stringMatching(new RegExp(`^DATABASE_ROLE_TOO_STRONG: .*${excess}`)),
      });
      await sql(owner, revoke);
    }
  });

  it('migrate by a role that may create roles and databases, without being a superuser', async () => {
    await sql(owner, 'DROP OWNED BY interline_app, interline_jobs, interline_lookup, interline_owner CASCADE');
    await sql(own.admin, 'DROP DATABASE company_hub WITH (FORCE)');
    await sql(own.admin, 'DROP ROLE interline_app');
    await sql(own.admin, 'DROP ROLE interline_jobs');
    await sql(own.admin, 'DROP ROLE interline_lookup, interline_owner');
    await sql(own.admin, `CREATE ROLE cloud_admin LOGIN CREATEROLE CREATEDB PASSWORD 'x'`);
    const cloud = owner.replace(/\/\/.*@/, '//cloud_admin:x@');
    expect(await run(['migrate'], { ...env, DATABASE_OWNER_URL: cloud })).toMatchObject({ code: 0, err: '' });
    const server = await serve(['all'], env);
    expect(await server.health()).toBe(200);
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
