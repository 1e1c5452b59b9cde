import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { asMember, asSystem, TestPlatform } from '../audit/test-platform.fixture.js';
import { VerifyAudit } from '../audit/index.js';
import { MovingClock, newId, type Id, type InterlineError } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { CompanyModule } from './company.module.js';
import { CompanyReader } from './company-reader.js';
import { CompanyResolver } from './company.resolver.js';
import { CreateCompany } from './create-company.js';
import { LegalEntityRegister } from './legal-entity-register.js';
import { PeriodBook } from './period-book.js';

let db: TestDatabase;
let module: TestingModule;
const clock = new MovingClock(new Date('2026-11-23T08:00:00Z'));

beforeAll(async () => {
  db = await createTestDatabase();
  module = await Test.createTestingModule({ imports: [TestPlatform.on(db, clock), CompanyModule] }).compile();
});
afterAll(async () => {
  await module.close();
  await db.close();
});

const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: InterlineError) => error.code,
  );
const entityOf = async (company: Id): Promise<Id> => (await module.get(CompanyReader).defaultLegalEntity(company)).id;
const lock = (company: Id, legalEntityId: Id, period: string): Promise<object> =>
  asMember({ companyId: company, roles: ['finance'] }, () => module.get(CompanyResolver).lockPeriod({ input: { legalEntityId, period } }));

describe('a company', () => {
  it('is made with its default legal entity and found by its slug', async () => {
    const id = newId();
    const wanted = { id, slug: 'acme-cn', name: ' Acme 中国 ', timeZone: 'Asia/Shanghai', baseCurrency: 'CNY' };
    const company = await asSystem(id, () => module.get(CreateCompany).create(wanted));
    expect(company).toEqual({ ...wanted, name: 'Acme 中国' });
    expect(await module.get(CompanyReader).bySlug('acme-cn')).toEqual(company);
    expect(await module.get(CompanyReader).legalEntities(id)).toEqual([
      expect.objectContaining({ code: 'MAIN', name: 'Acme 中国', isDefault: true }),
    ]);
    expect(await module.get(CompanyReader).allIds()).toContain(id);
    const again = newId();
    expect(await code(asSystem(again, () => module.get(CreateCompany).create({ ...wanted, id: again })))).toBe('COMPANY_EXISTS');
  });

  it('is refused with every wrong field named', async () => {
    const wrong = { slug: 'No Slug', name: ' ', timeZone: 'Mars/Olympus', baseCurrency: 'XQQ' };
    const error = await module
      .get(CreateCompany)
      .create(wrong)
      .catch((caught: InterlineError) => caught);
    expect(error).toMatchObject({ code: 'BAD_INPUT' });
    const problems = (error as InterlineError).options.extensions!['problems'] as { field: string }[];
    expect(problems.map((problem) => problem.field)).toEqual(['name', 'slug', 'timeZone', 'baseCurrency']);
    expect(await code(module.get(CompanyReader).bySlug('nobody'))).toBe('COMPANY_UNKNOWN');
  });

  it('keeps its legal entities by code', async () => {
    const company = await db.company();
    const put = (rows: { code: string; name: string; taxNumber: string | null }[]): Promise<void> =>
      module.get(LegalEntityRegister).put(rows, company);
    await put([{ code: 'BJ', name: 'Beijing', taxNumber: '91110000' }]);
    await put([{ code: 'BJ', name: 'Beijing Ltd', taxNumber: null }]);
    const entities = await asSystem(company, () => module.get(CompanyReader).legalEntities());
    expect(entities.map(({ code: entity, name, taxNumber }) => [entity, name, taxNumber])).toEqual([
      ['MAIN', 'Test', null],
      ['BJ', 'Beijing Ltd', '91110000'],
    ]);
  });
});

describe('the months of the books', () => {
  it('take what is dated into them until they are locked; then the next open one does', async () => {
    const company = await db.company();
    const legalEntityId = await entityOf(company);
    const book = module.get(PeriodBook);
    expect(await book.openPeriodFor(legalEntityId, '2026-09-30', company)).toBe('2026-09');
    expect(await lock(company, legalEntityId, '2026-09')).toMatchObject({
      __typename: 'BookPeriod',
      state: 'locked',
      legalEntity: { code: 'MAIN' },
    });
    expect(await lock(company, legalEntityId, '2026-10')).toMatchObject({ __typename: 'BookPeriod' });
    const keys = ['2026-08-31', '2026-09-01', '2026-10-15', '2026-11-01'].map((businessDate) => ({ legalEntityId, businessDate }));
    expect(await book.bookingPeriods(keys, company)).toEqual(['2026-08', '2026-11', '2026-11', '2026-11']);
    const periods = await asSystem(company, async () =>
      module.get(CompanyResolver).periods(await module.get(CompanyReader).get(), { legalEntityId: null }),
    );
    expect(periods.map(({ period, state }) => [period, state])).toEqual([
      ['2026-11', 'open'],
      ['2026-10', 'locked'],
      ['2026-09', 'locked'],
      ['2026-08', 'open'],
    ]);
    const moves = await db.uow.read('SELECT from_state, to_state, period FROM book_period_moves ORDER BY period', [], { company });
    expect(moves).toEqual([
      { from_state: 'open', to_state: 'locked', period: '2026-09' },
      { from_state: 'open', to_state: 'locked', period: '2026-10' },
    ]);
    expect(await module.get(VerifyAudit).verify(company)).toMatchObject({ entries: 2, broken: null });
  });

  it('are locked once, and not before they begin in the company’s zone', async () => {
    const company = await db.company();
    const legalEntityId = await entityOf(company);
    await lock(company, legalEntityId, '2026-11');
    expect(await lock(company, legalEntityId, '2026-11')).toMatchObject({ __typename: 'StateProblem', code: 'PERIOD_LOCKED' });
    expect(await lock(company, legalEntityId, '2026-12')).toMatchObject({ __typename: 'StateProblem', code: 'PERIOD_NOT_BEGUN' });
    expect(await code(lock(company, legalEntityId, '2026-13'))).toBe('BAD_INPUT');
  });

  it('are not found by another company', async () => {
    const [company, other] = [await db.company(), await db.company()];
    const foreign = await entityOf(other);
    expect(await code(lock(company, foreign, '2026-10'))).toBe('NOT_FOUND');
    expect(await code(lock(company, 'no-id', '2026-10'))).toBe('NOT_FOUND');
    expect(await module.get(CompanyReader).legalEntitiesById([foreign], company)).toEqual([null]);
    expect(await module.get(CompanyReader).periods(foreign, company)).toEqual([]);
    expect(await code(module.get(CompanyReader).get(newId()))).toBe('NOT_FOUND');
  });

  it('are not locked under a booking that is not committed yet', async () => {
    const company = await db.company();
    const legalEntityId = await entityOf(company);
    const order: string[] = [];
    let booked!: () => void;
    const release = new Promise<void>((resolve) => (booked = resolve));
    const ready = new Promise<void>((begun) => {
      void db.uow
        .run(
          async () => {
            await module.get(PeriodBook).bookingPeriods([{ legalEntityId, businessDate: '2026-10-01' }], company);
            begun();
            await release;
            order.push('booked');
          },
          { company },
        )
        .catch(() => order.push('failed'));
    });
    await ready;
    const locking = lock(company, legalEntityId, '2026-10').then(() => order.push('locked'));
    // The lock is being waited for before the booking may end.
    await waitFor(async () => (await db.uow.read(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).length > 0);
    booked();
    await locking;
    expect(order).toEqual(['booked', 'locked']);
  });
});

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
