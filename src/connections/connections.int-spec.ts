import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { Client } from 'pg';
import { ConnectorCatalogue } from '../connectors/index.js';
import { MovingClock, newId, withContext, type Id } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { ChangeConnection } from './change-connection.js';
import { ConnectionHealth } from './connection-health.js';
import { VendorTokens } from './vendor-tokens.js';
import { ConnectionsModule } from './connections.module.js';
import { ConnectionsReader } from './connections-reader.js';
import { CreateConnection, type NewConnection } from './create-connection.js';
import { CreateFileAccount } from './create-file-account.js';
import { OpenConnection } from './open-connection.js';
import { SetStatementDueDays } from './set-statement-due-days.js';
import { StreamSchedule } from './stream-schedule.js';
import { TestPlatform } from './platform.fixture.js';
import { fault, testCatalogue, TestVendor } from './vendor.fixture.js';
import { UpdateCredentials } from './update-credentials.js';
import { vendorTrouble } from './vendor-trouble.js';
import type { VendorConnection } from './connection.js';

const SECRET = 'right-and-very-secret';

let db: TestDatabase;
let module: TestingModule;
let company: Id;
const vendor = new TestVendor();
const clock = new MovingClock(new Date('2026-11-10T04:00:00Z'));
const log: string[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  const platform = TestPlatform.on(db.uow, { clock, log });
  module = await Test.createTestingModule({ imports: [platform, ConnectionsModule] })
    .overrideProvider(ConnectorCatalogue)
    .useValue(testCatalogue(vendor))
    .compile();
}, 60_000);
afterAll(() => db.close());
beforeEach(async () => {
  company = await db.company();
  vendor.key = SECRET;
  vendor.beforePage = () => undefined;
});

const asked: NewConnection = {
  connectorId: 'test',
  environment: 'production',
  externalAccount: 'A-1',
  config: { account: 'A-1', pin: 'secret-pin' },
  credentials: { key: SECRET },
};
const as = <Result>(work: () => Promise<Result>, companyId = company): Promise<Result> =>
  withContext({ traceId: newId(), actor: { kind: 'system', name: 'test', companyId }, ip: null }, work);
const create = (more: Partial<NewConnection> = {}, companyId = company): ReturnType<CreateConnection['create']> =>
  as(() => module.get(CreateConnection).create({ ...asked, ...more }), companyId);
const made = async (more: Partial<NewConnection> = {}, companyId = company): Promise<VendorConnection> => {
  const result = await create(more, companyId);
  if (!('created' in result)) throw new Error(JSON.stringify(result));
  return result.created;
};
const sql = <Row extends Record<string, unknown>>(text: string, params: unknown[] = [], companyId = company): Promise<Row[]> =>
  db.uow.read<Row>(text, params, { company: companyId });

/** Everything in every table, as a superuser sees it. */
async function wholeDatabase(): Promise<string> {
  const client = new Client({ connectionString: db.adminUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`);
    let everything = '';
    for (const { name } of tables) {
      const { rows } = await client.query<{ all: string | null }>(`SELECT string_agg(t::text, ' ') AS all FROM "${name}" AS t`);
      everything += rows[0]!.all ?? '';
    }
    return everything;
  } finally {
    await client.end();
  }
}

describe('when the statements of an account are expected', () => {
  const set = (id: Id, days: number | null, companyId = company) => as(() => module.get(SetStatementDueDays).set(id, days), companyId);
  const dueDays = async (): Promise<(number | null)[]> =>
    (await as(() => module.get(ConnectionsReader).allVendorAccounts())).map((account) => account.statementDueDays);

  it('is ten days after the month’s end, until somebody says otherwise, which is audited once', async () => {
    const { vendorAccountId } = await made();
    expect(await dueDays()).toEqual([10]);
    for (let time = 0; time < 2; time++)
      expect(await set(vendorAccountId, 25)).toMatchObject({ account: { id: vendorAccountId, statementDueDays: 25 } });
    expect(await dueDays()).toEqual([25]);
    expect(await set(vendorAccountId, null)).toMatchObject({ account: { statementDueDays: null } });
    expect(await dueDays()).toEqual([null]);
    const entries = await sql(
      `SELECT target, detail FROM audit_entries WHERE action = 'connections.account.statement_due_days_set' ORDER BY sequence`,
    );
    const target = `vendor_account:${vendorAccountId}`;
    expect(entries).toEqual([
      { target, detail: { days: 25, before: 10 } },
      { target, detail: { days: null, before: 25 } },
    ]);
  });

  it('is refused beyond what a month can wait, and for an account of nobody’s or another company’s', async () => {
    const { vendorAccountId } = await made();
    for (const days of [-1, 91]) expect(await set(vendorAccountId, days)).toMatchObject({ problems: [{ field: 'days' }] });
    await expect(set(newId(), 5)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(set(vendorAccountId, 5, await db.company())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await dueDays()).toEqual([10]);
  });
});

it('an account that gets files only is made once, and only then audited', async () => {
  const input = { name: 'Bank', externalAccount: '6222', legalEntityId: null };
  const first = await as(() => module.get(CreateFileAccount).create(input));
  expect(await as(() => module.get(CreateFileAccount).create({ ...input, name: 'The bank' }))).toEqual(first);
  expect(await sql(`SELECT action FROM audit_entries`)).toEqual([{ action: 'connections.file_account.created' }]);
});

describe('creating a connection', () => {
  it('keeps account, sealed credentials, streams and history, and says so in the audit', async () => {
    const connection = await made({ name: 'Rides' });
    expect(connection).toMatchObject({
      state: 'active',
      environment: 'production',
      pluginId: 'test',
      trouble: null,
      config: { account: 'A-1', grade: 'a' },
    });
    expect(await sql('SELECT plugin_id, environment, external_account, name FROM vendor_accounts')).toEqual([
      { plugin_id: 'test', environment: 'production', external_account: 'A-1', name: 'Rides' },
    ]);
    // October began at 16:00 UTC of the day before in the company's zone.
    const since = new Date('2026-09-30T16:00:00Z');
    expect(await sql('SELECT stream, since, planned_to, synced_to FROM streams ORDER BY stream')).toEqual([
      { stream: 'orders', since, planned_to: since, synced_to: null },
      { stream: 'rows', since, planned_to: since, synced_to: null },
    ]);
    expect(await sql('SELECT from_state, to_state, reason FROM connection_history')).toEqual([
      { from_state: null, to_state: 'active', reason: 'created' },
    ]);
    expect(await sql(`SELECT action, target FROM audit_entries`)).toEqual([
      { action: 'connections.connection.created', target: `connection:${connection.id}` },
    ]);
  });

  it('names every field that is wrong, unknown names too, and asks the vendor nothing', async () => {
    vendor.beforePage = () => {
      throw new Error('asked');
    };
    expect(await create({ config: { grade: 'z', grad: 1 }, credentials: { key: 'x' } })).toEqual({
      problems: [
        { field: 'config.account', problem: 'is missing' },
        { field: 'config.grad', problem: 'is not a setting of this connector' },
        { field: 'config.grade', problem: 'must be one of a, b' },
        { field: 'credentials.key', problem: 'must NOT have fewer than 3 characters' },
      ],
    });
    expect(await create({ connectorId: 'none' })).toMatchObject({ problems: [{ field: 'connectorId' }] });
    expect(await create({ environment: 'moon' })).toMatchObject({
      problems: [{ field: 'environment', problem: 'must be one of production, sandbox' }],
    });
    expect(await create({ externalAccount: ' ' })).toMatchObject({ problems: [{ field: 'externalAccount' }] });
    expect(await create({ legalEntityId: newId() })).toMatchObject({ problems: [{ field: 'legalEntityId' }] });
    expect(await create({ since: '2027-01-01' })).toMatchObject({ problems: [{ field: 'since' }] });
    expect(await create({ config: 'text', credentials: null })).toMatchObject({
      problems: [{ field: 'config' }, { field: 'credentials' }],
    });
  });

  it('keeps nothing when the vendor refuses', async () => {
    vendor.beforePage = () => {
      throw fault('auth', 'E7', 'wrong key');
    };
    expect(await create()).toEqual({
      trouble: { code: 'VENDOR_AUTH', message: 'E7: wrong key', owner: 'admin', vendorCode: 'E7', next: 'stop', retryAfter: null },
    });
    expect(await create({ config: { account: 'unknown' } })).toMatchObject({ trouble: { code: 'VENDOR_CONFIG', owner: 'admin' } });
    for (const table of ['vendor_accounts', 'connections', 'streams', 'audit_entries', 'outbox']) {
      expect(await sql(`SELECT count(*)::int AS n FROM ${table}`)).toEqual([{ n: 0 }]);
    }
  });

  it('shares an account between connections, but never between environments', async () => {
    const [one, two] = [await made(), await made()];
    expect(two.vendorAccountId).toBe(one.vendorAccountId);
    expect(two.id).not.toBe(one.id);
    const sandbox = await made({ environment: 'sandbox' });
    expect(sandbox.vendorAccountId).not.toBe(one.vendorAccountId);
    expect(await create({ vendorAccountId: one.vendorAccountId, environment: 'sandbox' })).toMatchObject({
      problems: [{ field: 'environment' }],
    });
  });

  it('does not read one account under two names, or for two legal entities', async () => {
    const one = await made();
    const refused = {
      problems: [{ field: 'externalAccount', problem: 'these credentials open the account A-1, which is connected already' }],
    };
    expect(await create({ externalAccount: 'a-1' })).toEqual(refused);
    const other = await create({ externalAccount: 'a-2', credentials: { key: 'another key' } });
    expect(other).toMatchObject({ created: { state: 'active' } });
    await as(() => module.get(ChangeConnection).change(one.id, 'close'));
    expect(await create({ externalAccount: 'a-3' })).toMatchObject({ created: { state: 'active' } });
  });

  it('never lets a secret into rows, log or answers', async () => {
    await made({ credentials: { key: SECRET } });
    vendor.beforePage = () => {
      throw fault('transient', 'E1', 'busy');
    };
    const refused = await create({ credentials: { key: `${SECRET}-2` } });
    const everything = `${await wholeDatabase()}\n${log.join('')}\n${JSON.stringify(refused)}`;
    expect(everything).toContain('A-1');
    expect(everything).not.toContain(SECRET);
    expect(everything).not.toContain('secret-pin');
    expect(everything).not.toContain(Buffer.from(SECRET).toString('hex'));
  });
});

describe('changing a connection', () => {
  it('takes new credentials once the vendor has agreed; account, history and checkpoints stay', async () => {
    const connection = await made();
    await as(() => module.get(ConnectionHealth).troubled(company, connection.id, vendorTrouble(fault('auth', 'E7', 'expired')), null));
    const [broken] = await as(() => module.get(ConnectionsReader).connections([connection.id]));
    expect(broken).toMatchObject({
      state: 'broken',
      trouble: { code: 'VENDOR_AUTH', owner: 'admin', message: 'E7: expired', since: clock.now() },
    });

    vendor.beforePage = () => {
      throw fault('auth', 'E7', 'still wrong');
    };
    const update = (key: string): ReturnType<UpdateCredentials['update']> =>
      as(() => module.get(UpdateCredentials).update({ id: connection.id, credentials: { key } }));
    expect(await update('wrong-again')).toMatchObject({ trouble: { code: 'VENDOR_AUTH' } });
    vendor.beforePage = () => undefined;
    expect(await update('x')).toEqual({ problems: [{ field: 'credentials.key', problem: 'must NOT have fewer than 3 characters' }] });
    expect(await update('brand-new')).toMatchObject({
      updated: { id: connection.id, state: 'active', trouble: null, vendorAccountId: connection.vendorAccountId },
    });
    const { session } = await as(() => module.get(OpenConnection).open(connection.id));
    expect(session.receive({ method: 'POST', query: { key: 'brand-new' }, headers: {}, body: Buffer.from('1') })).not.toBeNull();
    expect((await sql('SELECT to_state, reason FROM connection_history ORDER BY id')).map((row) => row['reason'])).toEqual([
      'created',
      'VENDOR_AUTH',
      'credentials',
    ]);
  });

  it('moves by the table only, and closes for good', async () => {
    const connection = await made();
    const change = (to: 'pause' | 'resume' | 'close'): ReturnType<ChangeConnection['change']> =>
      as(() => module.get(ChangeConnection).change(connection.id, to));
    expect(await change('resume')).toMatchObject({ problem: { code: 'CONNECTION_STATE' } });
    expect(await change('pause')).toMatchObject({ changed: { state: 'paused' } });
    expect(await change('resume')).toMatchObject({ changed: { state: 'active' } });
    expect(await change('close')).toMatchObject({ changed: { state: 'closed' } });
    expect(await change('resume')).toMatchObject({ problem: { code: 'CONNECTION_CLOSED' } });
    expect(await sql('SELECT secrets FROM connections')).toEqual([{ secrets: null }]);
    await expect(as(() => module.get(OpenConnection).open(connection.id))).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    expect(await as(() => module.get(UpdateCredentials).update({ id: connection.id, credentials: { key: SECRET } }))).toMatchObject({
      problem: { code: 'CONNECTION_CLOSED' },
    });
  });

  it('keeps a trouble of one stream while another is well, and the instant it began', async () => {
    const { id } = await made();
    const health = module.get(ConnectionHealth);
    const trouble = async (): Promise<unknown> => (await as(() => module.get(ConnectionsReader).connections([id])))[0]!.trouble;
    await as(() => health.troubled(company, id, vendorTrouble(fault('vendor_bug', 'B1', 'no list')), 'rows'));
    const since = clock.now();
    clock.moveBy(60_000);
    await as(() => health.answered(company, id, 'orders'));
    expect(await trouble()).toMatchObject({ code: 'VENDOR_BUG', owner: 'vendor', since });
    await as(() => health.troubled(company, id, vendorTrouble(fault('vendor_bug', 'B1', 'no list')), 'rows'));
    expect(await trouble()).toMatchObject({ since });
    await as(() => health.answered(company, id, 'rows'));
    expect(await trouble()).toBeNull();
  });
});

describe('tokens of vendor accounts', () => {
  it('are fetched by one at a time and saved only over the version that was read', async () => {
    const { vendorAccountId: id } = await made();
    // Two stores stand for two processes.
    const [one, two] = [module.get(VendorTokens).store(company, id, 'print'), module.get(VendorTokens).store(company, id, 'print')];
    expect(await one.read()).toBeNull();
    expect(await Promise.all([one.claim('a', 60_000), two.claim('b', 60_000)])).toEqual(expect.arrayContaining([true, false]));
    const holder = (await one.claim('a', 60_000)) ? 'a' : 'b';
    const token = { accessToken: 'token-secret', expiresAt: new Date('2026-11-10T05:00:00Z'), credentials: 'print' };
    expect(await one.save(holder, token, 0)).toBe(true);
    expect(await two.read()).toEqual({ ...token, version: 1 });
    expect(await two.claim('c', 60_000)).toBe(true);
    expect(await two.save('c', { ...token, accessToken: 'other' }, 0)).toBe(false);
    expect((await one.read())!.accessToken).toBe('token-secret');
    expect(await one.claim('d', 1)).toBe(true);
    // A claim that ended stops nobody, and neither does its late holder.
    while (!(await two.claim('e', 60_000)));
    await one.release('d');
    expect(await one.claim('d', 60_000)).toBe(false);
    await two.release('e');
    expect(await one.claim('d', 60_000)).toBe(true);
    // Other credentials have a token of their own.
    expect(await module.get(VendorTokens).store(company, id, 'other').read()).toBeNull();
    expect(await wholeDatabase()).not.toContain(Buffer.from('token-secret').toString('hex'));
  });
});

describe('another company', () => {
  it('sees, opens, changes and plans nothing', async () => {
    const connection = await made();
    const other = await db.company();
    const there = <Result>(work: () => Promise<Result>): Promise<Result> => as(work, other);
    expect(await there(() => module.get(ConnectionsReader).allConnections())).toEqual([]);
    expect(await there(() => module.get(ConnectionsReader).allVendorAccounts())).toEqual([]);
    expect(await there(() => module.get(ConnectionsReader).connections([connection.id]))).toEqual([null]);
    await expect(there(() => module.get(OpenConnection).open(connection.id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(there(() => module.get(ChangeConnection).change(connection.id, 'close'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(
      there(() => module.get(UpdateCredentials).update({ id: connection.id, credentials: { key: SECRET } })),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await create({ vendorAccountId: connection.vendorAccountId }, other)).toMatchObject({
      problems: [{ field: 'vendorAccountId' }],
    });
    const key = { companyId: other, connectionId: connection.id, stream: 'orders' };
    expect(await module.get(StreamSchedule).lock(key)).toBeNull();
    await module.get(StreamSchedule).planned(key, new Date(), new Date());
    expect(await module.get(StreamSchedule).changedRecords(key, 10)).toEqual([]);
    expect(await module.get(VendorTokens).store(other, connection.vendorAccountId, 'print').read()).toBeNull();
    expect((await sql('SELECT planned_to = since AS untouched FROM streams')).every((row) => row['untouched'])).toBe(true);
  });
});
