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
import { TestPlatform } from './platform.fixture.js';
import { testCatalogue, TestVendor } from './vendor.fixture.js';

const SCOPES = ['people.lookup:employeeNumber', 'people.lookup:phone'];

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
  const crowd = Array.from({ length: 9 }, (_, at) => ({
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
    credentials: { key: newId() },
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
  it('are looked up with the fields its scopes name, who has left too: their old orders are still read', async () => {
    const { people } = await peopleOf(here, SCOPES);
    const found = { employeeNumber: 'E007', phone: '13800000007' };
    expect(await people.lookup({ employeeNumber: 'E007' })).toEqual(found);
    expect(await people.lookup({ phone: '+86 138-0000-0007' })).toEqual(found);
    expect(await people.lookup({ employeeNumber: 'E000' })).toEqual({ employeeNumber: 'E000', phone: '13900000000' });
    expect(await people.lookup({ employeeNumber: 'nobody' })).toBeNull();
    expect(await people.lookup({})).toBeNull();
  });

  it("are the company's own: another's are not known", async () => {
    const { people } = await peopleOf(there, SCOPES);
    expect(await people.lookup({ employeeNumber: 'E007' })).toBeNull();
    expect(await people.lookup({ employeeNumber: 'X1' })).toEqual({ employeeNumber: 'X1', phone: '13700000001' });
  });

  it('are told of no further than the scopes go, and not known without any', async () => {
    const { people } = await peopleOf(here, ['people.lookup:name']);
    expect(await people.lookup({ employeeNumber: 'E007' })).toEqual({ name: 'Name 7' });
    const { people: none, connectionId } = await peopleOf(here, []);
    expect(await none.lookup({ employeeNumber: 'E007' })).toBeNull();
    expect(await reads(connectionId)).toEqual([]);
  });

  it('are written into the audit once a run, however often it asks', async () => {
    const { people, connectionId } = await peopleOf(here, SCOPES);
    expect(await reads(connectionId)).toEqual([]);
    await as(here, async () => {
      await Promise.all([people.lookup({ employeeNumber: 'E001' }), people.lookup({ phone: '13800000002' })]);
      await people.lookup({ employeeNumber: 'E003' });
    });
    expect(await reads(connectionId)).toEqual([{ actor: 'system:test', detail: { connector: 'test' } }]);
  });
});
