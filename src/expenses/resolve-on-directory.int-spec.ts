import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { TestDirectory } from '../directory/directory.fixture.js';
import { MovingClock, newId, type Id } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import type { PersonRow } from '../platform/graphql/index.js';
import { OutboxRelay } from '../platform/outbox/index.js';
import type { SinkSource } from '../sync/index.js';
import { ExpenseSink } from './expense.sink.js';
import { receiveOrders, TestExpenses, testLine } from './expenses.fixture.js';
import { ResolveOnDirectory } from './resolve-on-directory.js';

let db: TestDatabase;
let directory: TestDirectory;
let module: TestingModule;
let companyId: Id;
let source: SinkSource;

beforeAll(async () => {
  db = await createTestDatabase();
  directory = await TestDirectory.on(db, new MovingClock(new Date('2026-12-15T00:00:00Z')));
  module = await Test.createTestingModule({ imports: [TestExpenses.on(db.uow, directory.reader, [ResolveOnDirectory])] }).compile();
});
afterAll(() => db.close());

beforeEach(async () => {
  companyId = await db.company();
  source = { companyId, vendorAccountId: newId(), pluginId: 'vendor', pluginVersion: '1.0.0', stream: 'rides' };
});

const person = (employeeNumber: string, more: Partial<PersonRow> = {}): PersonRow => ({
  employeeNumber,
  name: `Name ${employeeNumber}`,
  departmentCode: 'R',
  hiredOn: '2026-01-01',
  ...more,
});

async function learn(effectiveOn: string, ...people: PersonRow[]): Promise<void> {
  await directory.import(companyId, { effectiveOn, people, departments: [{ code: 'R', name: 'Root' }] });
  await new OutboxRelay(db.uow, [module.get(ResolveOnDirectory)]).run();
}

/** Numbers of the people that the orders are booked on, in the order of the orders. */
async function bookedOn(): Promise<(string | null)[]> {
  const rows = await db.uow.read<{ number: string | null }>(
    'SELECT p.employee_number AS number FROM expenses e LEFT JOIN people p ON p.id = e.person_id ORDER BY e.order_id',
    [],
    { company: companyId },
  );
  return rows.map((row) => row.number);
}

const ride = (orderId: string, phone: string): Promise<void> =>
  receiveOrders(module.get(ExpenseSink), source, [{ orderId, lines: [testLine({ traveller: { phone, name: 'Ann' } })] }]);

it('finds people by a phone or a mail that the directory learns later', async () => {
  await learn('2026-01-01', person('E1'), person('E2'));
  await ride('O1', '13800000001');
  await receiveOrders(module.get(ExpenseSink), source, [{ orderId: 'O2', lines: [testLine({ traveller: { email: 'e2@acme.cn' } })] }]);
  expect(await bookedOn()).toEqual([null, null]);
  await learn('2026-10-01', person('E1', { mobile: '13800000001' }), person('E2'));
  expect(await bookedOn()).toEqual(['E1', null]);
  await learn('2026-11-01', person('E1', { mobile: '13800000001' }), person('E2', { email: 'e2@acme.cn' }));
  expect(await bookedOn()).toEqual(['E1', 'E2']);
});

it('finds who has a phone once it is known that the other one left before', async () => {
  await learn('2026-01-01', person('E1', { mobile: '13800000001' }), person('E2', { mobile: '13800000001' }));
  await ride('O1', '13800000001');
  expect(await bookedOn()).toEqual([null]);
  await learn('2026-08-01', person('E1', { mobile: '13800000001', leftOn: '2026-07-31' }), person('E2', { mobile: '13800000001' }));
  expect(await bookedOn()).toEqual(['E2']);
});
