import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { People } from '@interline/sdk';
import { Test, type TestingModule } from '@nestjs/testing';
import { ConnectorCatalogue } from '../connectors/index.js';
import { TestDirectory } from '../directory/directory.fixture.js';
import { DirectoryReader } from '../directory/index.js';
import { MovingClock, newId, withContext, type Id } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { ConnectionsModule } from './connections.module.js';
import { CreateConnection } from './create-connection.js';
import { OpenConnection } from './open-connection.js';
import { testCatalogue, TestPlatform, TestVendor } from './vendor.fixture.js';

const SCOPES = ['people.list', 'people.lookup:employeeNumber', 'people.lookup:phone'];
/** More than a page. */
const CROWD = 230;

let db: TestDatabase;
let directory: TestDirectory;
let module: TestingModule;
let here: Id;
let there: Id;
const vendor = new TestVendor();
const clock = new MovingClock(new Date('2026-11-10T04:00:00Z'));

beforeAll(async () => {
  db = await createTestDatabase();
  directory = await TestDirectory.on(db, clock);
  const providers = [{ provide: DirectoryReader, useValue: directory.reader }];
  module = await Test.createTestingModule({ imports: [TestPlatform.on(db.uow, { clock, providers }), ConnectionsModule] })
    .overrideProvider(ConnectorCatalogue)
    .useValue(testCatalogue(vendor))
    .compile();
  [here, there] = [await db.company(), await db.company()];
  const departments = [{ code: 'R', name: 'Root' }];
  const crowd = Array.from({ length: CROWD }, (_, at) => ({
    employeeNumber: `E${String(at + 1).padStart(3, '0')}`,
    name: `Name ${at + 1}`,
    departmentCode: 'R',
    mobile: `1380000${String(at + 1).padStart(4, '0')}`,
  }));
  const gone = { employeeNumber: 'E000', name: 'Gone', departmentCode: 'R', mobile: '13900000000', leftOn: '2026-10-31' };
  await directory.import(here, { effectiveOn: '2026-01-01', departments, people: [gone, ...crowd] });
  await directory.import(there, {
    effectiveOn: '2026-01-01',
    departments,
    people: [{ employeeNumber: 'X1', name: 'Elsewhere', departmentCode: 'R', mobile: '13700000001' }],
  });
}, 60_000);
afterAll(async () => {
  await directory.module.close();
  await db.close();
});

const as = <Result>(companyId: Id, work: () => Promise<Result>): Promise<Result> =>
  withContext({ traceId: newId(), actor: { kind: 'system', name: 'test', companyId }, ip: null }, work);

/** What the plugin of a new connection is given. */
async function peopleOf(companyId: Id, scopes: string[]): Promise<{ people: People; connectionId: Id }> {
  vendor.manifest.scopes = scopes;
  const asked = {
    connectorId: 'test',
    environment: 'production',
    externalAccount: newId(),
    config: { account: 'A' },
    credentials: { key: 'right' },
  };
  const result = await as(companyId, () => module.get(CreateConnection).create(asked));
  if (!('created' in result)) throw new Error(JSON.stringify(result));
  const { session } = await as(companyId, () => module.get(OpenConnection).open(result.created.id));
  return { people: session.context.people, connectionId: result.created.id };
}

const reads = (connectionId: Id): Promise<Record<string, unknown>[]> =>
  db.uow.read(
    `SELECT actor, detail FROM audit_entries WHERE action = 'connections.people.read' AND target = $1`,
    [`connection:${connectionId}`],
    { company: here },
  );

describe('people a plugin asks after', () => {
  it('are looked up among those present, with the fields its scopes name', async () => {
    const { people } = await peopleOf(here, SCOPES);
    const found = { employeeNumber: 'E007', phone: '13800000007' };
    expect(await people.lookup({ employeeNumber: 'E007' })).toEqual(found);
    expect(await people.lookup({ phone: '+86 138-0000-0007' })).toEqual(found);
    expect(await people.lookup({ employeeNumber: 'E000' })).toBeNull();
    expect(await people.lookup({ employeeNumber: 'nobody' })).toBeNull();
    expect(await people.lookup({})).toBeNull();
  });

  it('are gone through page by page in the order of their numbers, without those who left', async () => {
    const { people } = await peopleOf(here, SCOPES);
    const first = await people.page(null);
    const second = await people.page(first.next);
    expect([first.people.length, second.people.length, second.next]).toEqual([200, CROWD - 200, null]);
    const numbers = [...first.people, ...second.people].map(({ employeeNumber }) => employeeNumber);
    expect(numbers).toEqual([...numbers].sort());
    expect(new Set(numbers).size).toBe(CROWD);
    expect(numbers).not.toContain('E000');
    expect(first.people[0]).toEqual({ employeeNumber: 'E001', phone: '13800000001' });
  });

  it("are the company's own: another's are not known", async () => {
    const { people } = await peopleOf(there, SCOPES);
    expect(await people.lookup({ employeeNumber: 'E007' })).toBeNull();
    expect(await people.page(null)).toEqual({ people: [{ employeeNumber: 'X1', phone: '13700000001' }], next: null });
  });

  it('are not gone through without the scope for it, and not known without any', async () => {
    const { people } = await peopleOf(here, ['people.lookup:name']);
    expect(await people.page(null)).toEqual({ people: [], next: null });
    expect(await people.lookup({ employeeNumber: 'E007' })).toEqual({ name: 'Name 7' });
    const { people: none, connectionId } = await peopleOf(here, []);
    expect(await none.lookup({ employeeNumber: 'E007' })).toBeNull();
    expect(await reads(connectionId)).toEqual([]);
  });

  it('are written into the audit once a run, however often it asks', async () => {
    const { people, connectionId } = await peopleOf(here, SCOPES);
    expect(await reads(connectionId)).toEqual([]);
    await as(here, async () => {
      await Promise.all([people.lookup({ employeeNumber: 'E001' }), people.page(null), people.lookup({ phone: '13800000002' })]);
      await people.page('E100');
    });
    expect(await reads(connectionId)).toEqual([{ actor: 'system:test', detail: { connector: 'test' } }]);
  });
});
