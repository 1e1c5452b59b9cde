import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Manifest } from '@interline/sdk';
import { KINDS, type ExpenseLine } from '@interline/sdk/canonical';
import { Test, type TestingModule } from '@nestjs/testing';
import fc from 'fast-check';
import { CompanyReader } from '../company/index.js';
import { ConnectorCatalogue } from '../connectors/index.js';
import { ExpenseSink } from '../expenses/index.js';
import { asActor, receiveOrders, TestDirectory, TestExpenses, testLine, type TestPerson } from '../expenses/expenses.fixture.js';
import { daysOf, newId, type Id } from '../kernel/index.js';
import type { Locale, QuerySpendArgs, SpendDimension } from '../platform/graphql/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import type { SinkSource } from '../sync/index.js';
import { AskSpend, type SpendAnswer } from './ask-spend.js';
import { SpendRepository } from './spend.repository.js';

/** A version of a department, as the directory keeps it. */
interface Version {
  versionId: Id;
  departmentId: Id;
  path: Id[];
  from: string;
  to: string | null;
}

const REORG = '2026-09-16';
const CITIES = ['上海', '北京', '杭州'];

let db: TestDatabase;
let module: TestingModule;
const directory = new TestDirectory();
let companyId: Id;
const versions: Version[] = [];
const parents = ['root', 'east', 'west', 'east-1', 'east-2', 'west-1'] as const;
const ids = new Map<string, Id>(parents.map((name) => [name, newId()]));
const accounts = [
  { id: newId(), pluginId: 'alpha' },
  { id: newId(), pluginId: 'beta' },
];
/** The one that is still installed. */
const alpha = { id: 'alpha', manifest: { name: { 'zh-CN': '阿尔法', en: 'Alpha' } } as Manifest, logo: null, problem: null };
/** People by number; on the day of the reorganisation `east-2` moves below `west`. */
const homes = ['root', 'east', 'east-1', 'east-2', 'east-2', 'west-1', null];

beforeAll(async () => {
  db = await createTestDatabase();
  const catalogue = new ConnectorCatalogue([alpha]);
  module = await Test.createTestingModule({
    imports: [TestExpenses.on(db.uow, directory, [SpendRepository, AskSpend, { provide: ConnectorCatalogue, useValue: catalogue }])],
  }).compile();
  directory.companies = module.get(CompanyReader);
  companyId = await db.company();
  await aTree();
  await aYear();
}, 30_000);
afterAll(() => db.close());

function versionsOf(name: string, pathBefore: string[], pathAfter: string[]): Version[] {
  const departmentId = ids.get(name)!;
  const pathOf = (names: string[]): Id[] => [...names, name].map((each) => ids.get(each)!);
  if (pathBefore.join() === pathAfter.join())
    return [{ versionId: newId(), departmentId, path: pathOf(pathBefore), from: '2026-01-01', to: null }];
  return [
    { versionId: newId(), departmentId, path: pathOf(pathBefore), from: '2026-01-01', to: REORG },
    { versionId: newId(), departmentId, path: pathOf(pathAfter), from: REORG, to: null },
  ];
}

async function aTree(): Promise<void> {
  versions.push(
    ...versionsOf('root', [], []),
    ...versionsOf('east', ['root'], ['root']),
    ...versionsOf('west', ['root'], ['root']),
    ...versionsOf('east-1', ['root', 'east'], ['root', 'east']),
    ...versionsOf('east-2', ['root', 'east'], ['root', 'west']),
    ...versionsOf('west-1', ['root', 'west'], ['root', 'west']),
  );
  const announced = {
    versionId: newId(),
    departmentId: ids.get('east-1')!,
    path: [ids.get('root')!, ids.get('west')!, ids.get('east-1')!],
  };
  await db.uow.run(
    async (tx) => {
      for (const [name, id] of ids)
        await tx.query(`INSERT INTO departments (company_id, id, code, created_at) VALUES ($1, $2, $3, now())`, [companyId, id, name]);
      // Planned for later than today: it belongs to no tree yet.
      for (const version of [...versions, { ...announced, from: '2027-01-01', to: null }]) {
        await tx.query(
          `INSERT INTO department_versions (company_id, id, department_id, code, name, parent_id, path, valid_from, valid_to, own)
           SELECT $1, $2, $3, d.code, d.code, $4, $5, $6, $7, true FROM departments d WHERE d.id = $3`,
          [companyId, version.versionId, version.departmentId, version.path.at(-2) ?? null, version.path, version.from, version.to],
        );
      }
      for (const { id, pluginId } of accounts) {
        await tx.query(
          `INSERT INTO vendor_accounts (company_id, id, plugin_id, environment, external_account, name, created_at) VALUES ($1, $2, $3, 'test', $3, 'Account of ' || $3, now())`,
          [companyId, id, pluginId],
        );
      }
    },
    { company: companyId },
  );
}

function personAt(number: number, day: string): TestPerson | undefined {
  const home = homes[number];
  if (home == null) return undefined;
  const version = versions.find((each) => each.departmentId === ids.get(home) && each.from <= day && (each.to === null || day < each.to))!;
  return { ...people[number]!, departmentId: version.departmentId, departmentVersionId: version.versionId };
}

const people = homes.map(() => ({ personId: newId(), costCentreId: newId() }));

/** Orders over four months, changed and taken back here and there: roll-ups that only ever grew would be easy. */
async function aYear(): Promise<void> {
  const random = fc.sample(
    fc.record({
      order: fc.integer({ min: 1, max: 160 }),
      person: fc.integer({ min: 0, max: homes.length - 1 }),
      account: fc.constantFrom(...accounts),
      kind: fc.constantFrom(...KINDS.slice(0, 4)),
      city: fc.constantFrom(undefined, ...CITIES),
      day: fc.integer({ min: 0, max: 121 }),
      companyShare: fc.bigInt({ min: -2_000n, max: 9_000n }),
      personalShare: fc.bigInt({ min: 0n, max: 300n }),
      currency: fc.constantFrom('CNY', 'CNY', 'CNY', 'CNY', 'USD'),
      gone: fc.constantFrom(false, false, false, false, true),
    }),
    { numRuns: 400, seed: 20_260_916 },
  );
  directory.placeOn = (employeeNumber, on) => personAt(Number(employeeNumber.slice(1)), on);
  for (let from = 0; from < random.length; from += 100) {
    for (const { id, pluginId } of accounts) {
      const orders = new Map<string, ExpenseLine[]>();
      for (const { order, person, account, day, gone, city, ...rest } of random.slice(from, from + 100)) {
        const occurredAt = new Date(Date.UTC(2026, 7, 1 + day, 3));
        const line = testLine({ ...rest, ...(city && { city }), occurredAt, traveller: { employeeNumber: `E${person}` } });
        if (account.id === id) orders.set(`O${order}`, gone ? [] : [line]);
      }
      const source: SinkSource = { companyId, vendorAccountId: id, pluginId, pluginVersion: '1.0.0', stream: 'orders' };
      await receiveOrders(
        module.get(ExpenseSink),
        source,
        [...orders].map(([orderId, lines]) => ({ orderId, lines })),
      );
    }
  }
}

interface Base {
  day: string;
  kind: string;
  plugin: string;
  entity: Id;
  department: Id | null;
  version: Id | null;
  costCentre: Id | null;
  person: Id | null;
  city: string | null;
  company: bigint;
  personal: bigint;
  currency: string;
}

/** Every expense that counts, straight from the table. */
async function baseRows(): Promise<Base[]> {
  const rows = await db.uow.read<Omit<Base, 'company' | 'personal'> & { company: string; personal: string }>(
    `SELECT e.business_date::text AS day, e.kind, a.plugin_id AS plugin, e.legal_entity_id AS entity, e.department_id AS department,
            e.department_version_id AS version, e.cost_centre_id AS "costCentre", e.person_id AS person, e.city, e.company_share AS company,
            e.personal_share AS personal, e.currency
     FROM expenses e JOIN vendor_accounts a ON a.id = e.vendor_account_id WHERE NOT e.reversed`,
    [],
    { company: companyId },
  );
  return rows.map((row) => ({ ...row, company: BigInt(row.company), personal: BigInt(row.personal) }));
}

/** The answer, worked out the slow way. */
function byHand(rows: readonly Base[], args: QuerySpendArgs): Record<string, string> {
  const latest = (department: Id): Version => versions.filter((each) => each.departmentId === department).at(-1)!;
  const pathOf = (row: Base): Id[] => {
    if (!row.department) return [];
    return args.tree === 'as_is' ? latest(row.department).path : versions.find((each) => each.versionId === row.version)!.path;
  };
  const { filter } = args;
  const wanted = rows.filter(
    (row) =>
      row.currency === 'CNY' &&
      row.day >= daysOf(filter.from).from &&
      row.day <= daysOf(filter.to).to &&
      (!filter.kind || row.kind === filter.kind) &&
      (!filter.connectorId || row.plugin === filter.connectorId) &&
      (!filter.costCentreId || row.costCentre === filter.costCentreId) &&
      (!filter.personId || row.person === filter.personId) &&
      (!filter.city || row.city === filter.city) &&
      (!filter.departmentId || (args.reach === 'own' ? row.department === filter.departmentId : pathOf(row).includes(filter.departmentId))),
  );
  const valuesOf = (row: Base, dimension: SpendDimension): (string | null)[] => {
    if (dimension === 'department') {
      if (args.reach === 'own' || !row.department) return [row.department];
      const path = pathOf(row);
      return filter.departmentId ? path.slice(path.indexOf(filter.departmentId)) : path;
    }
    const value = {
      month: row.day.slice(0, 7),
      kind: row.kind,
      vendor: row.plugin,
      legal_entity: row.entity,
      cost_centre: row.costCentre,
      person: row.person,
      city: row.city,
    };
    return [value[dimension]];
  };
  const sums = new Map<string, { company: bigint; personal: bigint; count: number }>();
  for (const row of wanted) {
    let keys: (string | null)[][] = [[]];
    for (const dimension of args.by) keys = keys.flatMap((key) => valuesOf(row, dimension).map((value) => [...key, value]));
    for (const key of keys) {
      const name = key.join(' ');
      const at = sums.get(name) ?? { company: 0n, personal: 0n, count: 0 };
      sums.set(name, { company: at.company + row.company, personal: at.personal + row.personal, count: at.count + 1 });
    }
  }
  return Object.fromEntries([...sums].map(([name, { company, personal, count }]) => [name, `${company} ${personal} ${count}`]));
}

const ask = (args: QuerySpendArgs, actor?: Parameters<typeof asActor>[2]): Promise<SpendAnswer> =>
  asActor(companyId, () => module.get(AskSpend).ask(args), actor ?? { roles: ['finance'] });

function shown(answer: SpendAnswer): Record<string, string> {
  return Object.fromEntries(
    answer.rows.map((row) => [row.keys.map((key) => key.id).join(' '), `${row.companyShare} ${row.personalShare} ${row.count}`]),
  );
}

describe('spend', () => {
  it('equals the expenses for any question', async () => {
    const rows = await baseRows();
    const dimension = fc.constantFrom<SpendDimension>(
      'month',
      'department',
      'kind',
      'vendor',
      'cost_centre',
      'city',
      'person',
      'legal_entity',
    );
    const maybe = <Value>(...values: Value[]): fc.Arbitrary<Value | undefined> =>
      fc.constantFrom(undefined, undefined, undefined, ...values);
    const question: fc.Arbitrary<QuerySpendArgs> = fc.record({
      by: fc.uniqueArray(dimension, { minLength: 1, maxLength: 3 }),
      tree: fc.constantFrom('as_was', 'as_is'),
      reach: fc.constantFrom('own', 'subtree'),
      top: fc.constant(null),
      filter: fc.record({
        from: fc.constantFrom('2026-08', '2026-09'),
        to: fc.constantFrom('2026-09', '2026-11'),
        kind: maybe('ride', 'train'),
        connectorId: maybe('alpha'),
        departmentId: maybe(ids.get('east')!, ids.get('west')!, ids.get('east-2')!),
        costCentreId: maybe(people[2]!.costCentreId),
        personId: maybe(people[3]!.personId),
        city: maybe('上海'),
      }),
    }) as fc.Arbitrary<QuerySpendArgs>;
    await fc.assert(
      fc.asyncProperty(question, async (args) => {
        const answer = await ask(args);
        expect(shown(answer)).toEqual(byHand(rows, args));
        const whole = byHand(rows, { ...args, by: ['legal_entity'] });
        const [total] = Object.values(whole);
        expect(`${answer.total.companyShare} ${answer.total.count}`).toBe(total ? `${total.split(' ')[0]} ${total.split(' ')[2]}` : '0 0');
      }),
      {
        numRuns: 120,
        examples: [[{ by: ['department'], tree: 'as_is', reach: 'subtree', top: null, filter: { from: '2026-08', to: '2026-11' } }]],
      },
    );
  });

  it('counts a department that moved where it was, or where it is', async () => {
    const of = async (tree: 'as_was' | 'as_is', department: string): Promise<bigint> => {
      const filter = { from: '2026-08', to: '2026-08', departmentId: ids.get(department)! };
      return (await ask({ by: ['month'], tree, reach: 'subtree', top: null, filter })).total.companyShare;
    };
    const moved = await of('as_was', 'east-2');
    expect(moved).not.toBe(0n);
    expect((await of('as_was', 'east')) - (await of('as_is', 'east'))).toBe(moved);
    expect((await of('as_is', 'west')) - (await of('as_was', 'west'))).toBe(moved);
  });

  it('calls vendors by their names in the language asked for, and those that are gone by their accounts', async () => {
    const filter = { from: '2026-08', to: '2026-11' };
    const labels = async (locale: Locale): Promise<string[][]> =>
      (await ask({ by: ['vendor', 'kind'], tree: 'as_was', reach: 'own', top: null, filter, locale })).rows
        .filter((row) => row.keys[1]!.id === 'ride')
        .map((row) => row.keys.map((key) => key.label));
    expect(await labels('en')).toEqual([
      ['Alpha', 'ride'],
      ['Account of beta', 'ride'],
    ]);
    expect((await labels('zh_CN'))[0]).toEqual(['阿尔法', 'ride']);
  });

  it('never mixes currencies, and hides none', async () => {
    const rows = await baseRows();
    const { others } = await ask({ by: ['kind'], tree: 'as_was', reach: 'own', top: null, filter: { from: '2026-08', to: '2026-11' } });
    const dollars = rows.filter((row) => row.currency === 'USD').reduce((sum, row) => sum + row.company, 0n);
    expect(others).toMatchObject([{ currency: 'USD', companyShare: dollars }]);
  });

  it('gives the largest rows only when asked', async () => {
    const args = { by: ['person' as const], tree: 'as_was' as const, reach: 'own' as const, filter: { from: '2026-08', to: '2026-11' } };
    const all = (await ask({ ...args, top: null })).rows.map((row) => row.companyShare);
    const largest = [...all].sort((a, b) => (abs(a) < abs(b) ? 1 : -1)).slice(0, 2);
    expect((await ask({ ...args, top: 2 })).rows.map((row) => row.companyShare)).toEqual(largest);
  });

  it('shows a manager the departments he leads and nobody else anything', async () => {
    const args: QuerySpendArgs = {
      by: ['department'],
      tree: 'as_was',
      reach: 'own',
      top: null,
      filter: { from: '2026-08', to: '2026-11' },
    };
    const boss = newId();
    directory.led.set(boss, [ids.get('west')!, ids.get('west-1')!]);
    const rows = (await baseRows()).filter((row) => row.department === ids.get('west-1') || row.department === ids.get('west'));
    expect(shown(await ask(args, { roles: ['manager'], personId: boss }))).toEqual(byHand(rows, args));
    for (const actor of [
      { roles: ['manager' as const], personId: newId() },
      { roles: ['manager' as const], personId: null },
    ]) {
      expect(await ask(args, actor)).toMatchObject({ rows: [], total: { companyShare: 0n, count: 0 }, others: [] });
    }
  });

  it('shows another company nothing', async () => {
    const other = await db.company();
    const args: QuerySpendArgs = {
      by: ['person'],
      tree: 'as_was',
      reach: 'own',
      top: null,
      filter: { from: '2026-08', to: '2026-11', departmentId: ids.get('root')! },
    };
    expect(await asActor(other, () => module.get(AskSpend).ask(args), { roles: ['owner'] })).toMatchObject({
      rows: [],
      total: { count: 0 },
    });
  });

  it.each([
    [{ by: [] }, 'SPEND_DIMENSIONS'],
    [{ by: ['kind', 'kind'] }, 'SPEND_DIMENSIONS'],
    [{ by: ['kind', 'city', 'person', 'month'] }, 'SPEND_DIMENSIONS'],
    [{ filter: { from: '2026-09', to: '2026-08' } }, 'SPEND_PERIODS'],
    [{ filter: { from: '2020-01', to: '2026-08' } }, 'SPEND_PERIODS'],
    [{ filter: { from: '2026-08', to: '2026-08', personId: 'x' } }, 'NOT_FOUND'],
    [{ top: 0 }, 'BAD_INPUT'],
  ])('refuses %j', async (over, code) => {
    const args = {
      by: ['kind'],
      tree: 'as_was',
      reach: 'own',
      top: null,
      filter: { from: '2026-08', to: '2026-08' },
      ...over,
    } as QuerySpendArgs;
    await expect(ask(args)).rejects.toMatchObject({ code });
  });
});

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
