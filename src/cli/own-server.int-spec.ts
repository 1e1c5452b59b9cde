import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropCluster, startEmbedded } from '../platform/database/embedded/index.js';
import { ROLES } from '../platform/database/index.js';
import { afterwards, cleanUp, KEY, PATIENCE, run, serve, sql, until } from './cli.fixture.js';

jest.setTimeout(2 * PATIENCE);
afterEach(cleanUp);

const silent = { info: () => undefined, warn: () => undefined };

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
    await sql(own.admin, `CREATE ROLE plain LOGIN PASSWORD 'x'`);
    await sql(own.admin, 'CREATE DATABASE plain_hub OWNER plain');
    afterwards(async () => {
      await sql(own.admin, 'DROP DATABASE plain_hub WITH (FORCE)');
      for (const role of ['plain', ...Object.values(ROLES)]) await sql(own.admin, `DROP ROLE IF EXISTS ${role}`);
    });
    const plain = own.admin.replace(/\/\/.*@/, '//plain:x@').replace(/\/postgres$/, '/plain_hub');
    const plainEnv = { ...env, DATABASE_URL: app.replace(/company_hub$/, 'plain_hub'), DATABASE_OWNER_URL: plain };
    const { code, err } = await run(['migrate'], plainEnv);
    expect(code).toBe(77);
    expect(err).toMatch(/^DATABASE_ROLES_MISSING: /);
    expect(err).not.toContain('app-s3cret');
    const statements = err.match(/^(CREATE ROLE|GRANT) .*;$/gm)!;
    expect(statements).toHaveLength(Object.values(ROLES).length + 2);

    // what it says is all that is needed
    for (const statement of statements) await sql(own.admin, statement);
    expect(await run(['migrate'], plainEnv)).toMatchObject({ code: 0, err: '' });
    const server = await serve(['all'], plainEnv);
    expect(await server.health()).toBe(200);
    expect(await server.stop()).toBe(0);

    await sql(own.admin, `ALTER ROLE interline_jobs PASSWORD 'another'`);
    expect(await run(['migrate'], plainEnv)).toMatchObject({
      code: 77,
      err: expect.stringContaining('ALTER ROLE interline_jobs LOGIN PASSWORD'),
    });
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
    // an upgrade migrates what has been in use
    expect(await run(['migrate'], { ...env, DATABASE_OWNER_URL: owner })).toMatchObject({ code: 0, out: 'The database was up to date.\n' });
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
