import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fault } from '../connections/vendor.fixture.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { makeLanded } from '../sync/sink.fixture.js';
import { HOUR, TestSync } from '../sync/sync.fixture.js';
import type { Cli } from './cli.types.js';
import { exportRaw, rebuild, recount, runSync } from './sync.command.js';

let db: TestDatabase;
let sync: TestSync;
let folder: string;
let said: string[];
let code: number;
let slug: string;

const cli = {
  print: (line: string) => void said.push(line),
  exit: (wanted: number) => void (code = wanted),
  withApplication: (work: (application: TestSync) => Promise<unknown>) => work(sync),
} as unknown as Cli;

beforeAll(async () => {
  db = await createTestDatabase();
  await makeLanded(db.ownerUrl);
  sync = new TestSync(db);
  folder = await mkdtemp(join(tmpdir(), 'interline-sync-'));
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.close();
});
beforeEach(async () => {
  await sync.begin();
  [said, code] = [[], 0];
  slug = (await sync.sql<{ slug: string }>('SELECT slug FROM companies WHERE id = $1', [sync.company]))[0]!.slug;
});

describe('interline sync', () => {
  it('run reads what is new and says how each window went', async () => {
    sync.vendor.order('1', '1.50');
    const connection = await sync.connect();
    await runSync(cli, { company: slug });
    expect(said).toEqual([
      'orders 2026-09-30T16:00Z to 2026-10-04T00:00Z: complete, 1 records, 1 new or changed, 0 quarantined',
      'rows 2026-09-30T16:00Z to 2026-10-04T00:00Z: complete, 0 records, 0 new or changed, 0 quarantined',
    ]);
    expect(code).toBe(0);
    sync.vendor.beforePage = () => {
      throw fault('auth', 'E7', 'expired');
    };
    sync.clock.moveBy(HOUR);
    await runSync(cli, { company: slug, connection: connection.id, stream: 'orders' });
    expect(said.at(-1)).toMatch(/^orders .*: failed, 0 records.*; VENDOR_AUTH: E7: expired$/);
    expect(code).toBe(1);
    await expect(runSync(cli, { company: slug })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(runSync(cli, { company: 'none' })).rejects.toMatchObject({ code: 'COMPANY_UNKNOWN' });
    await expect(runSync(cli, { company: slug, connection: connection.id })).rejects.toMatchObject({ code: 'CONNECTION_STATE' });
  });

  it('run reads a span again, and refuses half of one', async () => {
    sync.vendor.order('1', '1');
    await sync.connect();
    const [from, to] = [new Date('2026-10-01T00:00:00Z'), sync.clock.now()];
    await runSync(cli, { company: slug, stream: 'orders', from, to });
    expect(said).toEqual(['orders 2026-10-01T00:00Z to 2026-10-04T00:00Z: complete, 1 records, 1 new or changed, 0 quarantined']);
    await expect(runSync(cli, { company: slug, stream: 'orders', from })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('recount adds up what is kept, and fails where bytes and hashes part', async () => {
    sync.vendor.order('1', '1.50');
    sync.vendor.order('2', '2', 0.1, { who: { name: '王小明' } });
    await sync.read(await sync.connect());
    await recount(cli, slug);
    expect(said).toEqual([expect.stringMatching(/ orders: 2 records, 3\.50 CNY \(0 gone, 0 quarantined, 0 not countable\)$/)]);
    expect(code).toBe(0);
    await sync.admin(`UPDATE raw_records SET hash = '\\x00' WHERE company_id = $1 AND external_id = '1'`, [sync.company]);
    await recount(cli, slug);
    expect(said.at(-1)).toContain('1 DAMAGED');
    expect(code).toBe(1);
  });

  it('rebuild says that nothing would change when nothing would', async () => {
    sync.vendor.order('1', '1');
    const { vendorAccountId } = await sync.connect().then(async (connection) => (await sync.read(connection), connection));
    await rebuild(cli, { company: slug, account: vendorAccountId, stream: 'orders', apply: false });
    expect(said).toEqual(['1 records stand for 1 entries: 1 stay as they are, 0 would change; 0 records cannot be read.']);
    await expect(rebuild(cli, { company: slug, account: 'x', stream: 'orders', apply: false })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('export-raw writes every record as it came into a file of its own, once, and the audit says so', async () => {
    sync.vendor.order('9007199254740993', '1.50', 0, { who: { name: '王小明' } });
    sync.vendor.order('2', '2', 0.1);
    const { vendorAccountId } = await sync.connect().then(async (connection) => (await sync.read(connection), connection));
    const to = join(folder, `${slug}.ndjson`);
    await exportRaw(cli, slug, to);
    expect(said).toEqual([`2 records are in ${to}`]);
    expect((await stat(to)).mode & 0o777).toBe(0o600);
    const head = `{"connector":"test","vendorAccount":"${vendorAccountId}","stream":"orders","externalId":`;
    expect(await readFile(to, 'utf8')).toBe(
      `${head}"2","version":1,"erased":false,"data":{"id":2,"yuan":2}}\n` +
        `${head}"9007199254740993","version":1,"erased":false,"data":{"id":9007199254740993,"yuan":1.50,"who":{"name":"王小明"}}}\n`,
    );
    expect(await sync.sql(`SELECT actor, detail FROM audit_entries WHERE action = 'sync.raw.exported'`)).toEqual([
      { actor: 'system:command', detail: { records: 2 } },
    ]);
    await expect(exportRaw(cli, slug, to)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
