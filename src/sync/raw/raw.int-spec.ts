import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LosslessNumber } from '@interline/sdk';
import { createTestDatabase, type TestDatabase } from '../../platform/database/test-database.js';
import { Recount } from '../recount.js';
import { makeLanded } from '../sink.fixture.js';
import { HOUR, START, TestSync } from '../sync.fixture.js';
import { ErasePersonal } from './erase-personal.js';
import { RawArchiveRepository } from './raw-archive.repository.js';
import { RawReader } from './raw-reader.js';

let db: TestDatabase;
let sync: TestSync;

beforeAll(async () => {
  db = await createTestDatabase();
  await makeLanded(db.ownerUrl);
  sync = new TestSync(db);
}, 60_000);
afterAll(() => db.close());
beforeEach(() => sync.begin());

describe('what is kept raw', () => {
  const who = { name: '王小明', phone: '13800000001' };

  it('is masked by class for eyes, each look is audited, and no personal value stands in pages or logs', async () => {
    sync.vendor.order('1', '10.50', 0, { who, stops: [{ address: '北京市西二旗' }], big: new LosslessNumber('12345678901234567890.10') });
    const connection = await sync.connect();
    await sync.read(connection);
    const { vendorAccountId } = connection;
    const ref = { vendorAccountId, stream: 'orders', externalId: '1', version: 1 };
    const record = await sync.as(() => sync.get(RawReader).read(ref));
    expect(record).toMatchObject({ externalId: '1', version: 1, pluginVersion: '1.0.0', firstSeenAt: START, lastSeenAt: START });
    expect(record!.data).toEqual({
      id: '1',
      yuan: '10.50',
      who: { name: '王**', phone: '138****01' },
      stops: [{ address: '***' }],
      big: '12345678901234567890.10',
    });
    expect(record!.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await sync.sql(`SELECT target, detail->>'version' AS version FROM audit_entries WHERE action = 'sync.raw.viewed'`)).toEqual([
      { target: 'raw_record:1', version: '1' },
    ]);
    expect(await sync.as(() => sync.get(RawReader).read({ ...ref, version: 2 }))).toBeNull();
    expect(sync.log.join('')).not.toContain(who.phone);
  });

  it('forgets a person for good; money facts, hash and history stay, and nothing is stored anew', async () => {
    sync.vendor.manifest.streams['orders']!.window.overlapMinutes = 60 * 24 * 30;
    sync.vendor.order('1', '1', 0, { who });
    sync.vendor.order('2', '2', 0.1, { who: { name: '李四', phone: '+86 139 0000 0002' } });
    const connection = await sync.connect();
    await sync.read(connection);
    const erase = (...keys: string[]): Promise<number> => sync.as(() => sync.get(ErasePersonal).erase(keys));
    await expect(erase('1')).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await erase('13900000002')).toBe(1);
    expect(await erase('13900000002')).toBe(0);
    const { vendorAccountId } = connection;
    const show = async (externalId: string): Promise<unknown> =>
      (await sync.as(() => sync.get(RawReader).read({ vendorAccountId, stream: 'orders', externalId, version: 1 })))!.data;
    expect(await show('2')).toEqual({ id: '2', yuan: '2', who: { name: null, phone: null } });
    expect(await show('1')).toMatchObject({ who: { name: '王**' } });
    sync.clock.moveBy(HOUR);
    expect(await sync.read(connection)).toMatchObject({ changed: 0 });
    expect(await sync.landed()).toContainEqual({ id: '2', version: 1, share: 200 });
  });

  it('opens for its own company, record and version only', async () => {
    sync.vendor.order('1', '1', 0, { who });
    sync.vendor.order('2', '2', 0.1, { who: { ...who, name: '李四' } });
    const connection = await sync.connect();
    await sync.read(connection);
    const other = await db.company();
    const ref = { vendorAccountId: connection.vendorAccountId, stream: 'orders', externalId: '1', version: 1 };
    expect(await sync.as(() => sync.get(RawReader).read(ref, other), other)).toBeNull();
    await sync.admin(
      `UPDATE raw_records r SET personal = o.personal FROM raw_records o
       WHERE r.company_id = $1 AND o.company_id = $1 AND r.external_id = '1' AND o.external_id = '2'`,
      [sync.company],
    );
    await expect(sync.as(() => sync.get(RawReader).read(ref))).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
  });

  it('is counted anew from its bytes, which shows what was altered', async () => {
    sync.vendor.order('1', '1.10', 0, { who });
    sync.vendor.order('2', '2.20', 0.1);
    sync.vendor.controls = false;
    sync.vendor.order('3', '3', 0.2, { yuan: 'much' });
    const connection = await sync.connect();
    await sync.read(connection);
    const count = async (): Promise<unknown> => {
      for await (const stream of sync.get(Recount).count(sync.company)) return stream;
      return null;
    };
    const right = {
      vendorAccountId: connection.vendorAccountId,
      stream: 'orders',
      records: 3,
      gone: 0,
      quarantined: 1,
      damaged: 0,
      uncountable: 0,
      share: 330n,
      landedShare: 330n,
    };
    expect(await sync.as(count)).toEqual(right);
    await db.uow.run((tx) => tx.query(`UPDATE raw_records SET hash = '\\x00' WHERE external_id = '1'`), { company: sync.company });
    expect(await sync.as(count)).toEqual({ ...right, damaged: 1 });
  });

  it('drops months past their retention as a whole, never the last ones', async () => {
    await sync.admin(`
      CREATE TABLE raw_pages_200001 PARTITION OF raw_pages FOR VALUES FROM ('2000-01-01') TO ('2000-02-01');
      ALTER TABLE raw_pages_200001 OWNER TO interline_owner`);
    expect(await sync.get(RawArchiveRepository).dropOlderThan(24)).toEqual(['raw_pages_200001']);
    expect(await sync.get(RawArchiveRepository).dropOlderThan(24)).toEqual([]);
    await expect(sync.get(RawArchiveRepository).dropOlderThan(0)).rejects.toThrow(/never dropped/);
  });
});
