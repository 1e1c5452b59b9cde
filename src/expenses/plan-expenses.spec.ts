import { describe, expect, it } from '@jest/globals';
import type { ExpenseLine } from '@interline/sdk/canonical';
import fc from 'fast-check';
import { newId, periodOf, shiftPeriod, type Id, type Period } from '../kernel/index.js';
import { allocate, type AllocationDirectory } from './allocate.js';
import { factsOf, GONE } from './expense-facts.js';
import type { Books, ExpenseChange, StoredExpense } from './expense-plan.js';
import { planExpenses, planResolution } from './plan-expenses.js';
import { differencesOf, ROLL_UP_KEY, ROLL_UPS } from './roll-up.js';

const ACCOUNT = newId();
const MAIN = newId();
const OTHER = newId();
const ANN = { personId: newId(), departmentId: newId(), departmentVersionId: newId(), costCentreId: newId(), legalEntityId: null };
const ZONE = 'Asia/Shanghai';

/** A ride's charge of one yuan on 3 September 2026, Shanghai time. */
function line(over: Partial<ExpenseLine> = {}): ExpenseLine {
  const companyShare = over.companyShare ?? 100n;
  const personalShare = over.personalShare ?? 0n;
  return {
    kind: 'ride',
    externalId: 'O1',
    line: 'charge',
    lineType: 'charge',
    currency: 'CNY',
    occurredAt: new Date('2026-09-03T02:00:00Z'),
    traveller: { employeeNumber: 'E1', name: 'Ann' },
    ...over,
    companyShare,
    personalShare,
    amount: companyShare + personalShare,
  };
}

/** Everything stored, in memory; the planner's results land here as the repository would put them. */
class World {
  readonly rows = new Map<Id, StoredExpense>();
  readonly history: StoredExpense[] = [];
  readonly cubes = ROLL_UPS.map(() => new Map<string, { count: number; company: bigint; personal: bigint }>());
  readonly locked = new Set<string>();
  readonly known = new Set(['E1']);
  private rawVersion = 0;

  readonly books: Books = {
    book: (entity, on) => {
      let period = periodOf(on);
      while (this.locked.has(`${entity} ${period}`)) period = shiftPeriod(period, 1);
      return period;
    },
    isOpen: (entity, period) => !this.locked.has(`${entity} ${period}`),
  };

  readonly directory: AllocationDirectory = {
    person: (ref) => (ref.employeeNumber && this.known.has(ref.employeeNumber) ? ANN : null),
    department: () => null,
    costCentre: () => null,
    legalEntity: (ref) => (ref.code === 'OTHER' ? OTHER : null),
  };

  receive(orderId: string, lines: ExpenseLine[], stream = 'rides'): ExpenseChange[] {
    this.rawVersion += 1;
    const changes = planExpenses({
      source: { vendorAccountId: ACCOUNT, stream, pluginVersion: '1.0.0' },
      at: new Date('2026-12-01T00:00:00Z'),
      orders: [
        {
          orderId,
          rawVersion: this.rawVersion,
          lines: lines.map((each) => {
            const facts = factsOf(each, ZONE);
            return { facts, decision: allocate(facts.refs, facts.businessDate, this.directory, MAIN) };
          }),
        },
      ],
      existing: [...this.rows.values()].filter((row) => row.orderId === orderId),
      books: this.books,
    });
    this.apply(changes);
    return changes;
  }

  resolve(): ExpenseChange[] {
    const decide = (row: StoredExpense): ReturnType<typeof allocate> => allocate(row.refs ?? {}, row.businessDate, this.directory, MAIN);
    const changes = planResolution([...this.rows.values()], decide, this.books, new Date('2026-12-02T00:00:00Z'));
    this.apply(changes);
    return changes;
  }

  lock(period: Period, entity: Id = MAIN): void {
    this.locked.add(`${entity} ${period}`);
  }

  booked(period: Period): bigint {
    return this.sum((row) => row.period === period);
  }

  spent(month: Period): bigint {
    return this.sum((row) => periodOf(row.businessDate) === month);
  }

  private sum(wanted: (row: StoredExpense) => boolean): bigint {
    return [...this.rows.values()].filter(wanted).reduce((sum, row) => sum + row.companyShare, 0n);
  }

  private apply(changes: ExpenseChange[]): void {
    for (const { before, after } of changes) {
      expect(after.amount).toBe(after.companyShare + after.personalShare);
      expect(after.version).toBe((before?.version ?? 0) + 1);
      if (before) this.history.push(before);
      this.rows.set(after.id, after);
    }
    ROLL_UPS.forEach((rollUp, index) => {
      const cube = this.cubes[index]!;
      for (const difference of differencesOf(rollUp, changes)) {
        const name = JSON.stringify(difference.key);
        const row = cube.get(name) ?? { count: 0, company: 0n, personal: 0n };
        row.count += difference.expenseCount;
        row.company += difference.companyShare;
        row.personal += difference.personalShare;
        cube.set(name, row);
      }
    });
  }
}

/** What a roll-up holds, empty rows left out, and what it should hold. */
function cubeAndBase(world: World, index: number): [Record<string, string>, Record<string, string>] {
  const base = new Map<string, { count: number; company: bigint; personal: bigint }>();
  for (const row of world.rows.values()) {
    const common = [row.businessDate, row.vendorAccountId, row.kind, row.legalEntityId, row.currency];
    const columns = [...ROLL_UP_KEY, ...ROLL_UPS[index]!.own];
    const name = JSON.stringify(Object.fromEntries([...common, ...ROLL_UPS[index]!.ownOf(row)].map((value, at) => [columns[at], value])));
    const at = base.get(name) ?? { count: 0, company: 0n, personal: 0n };
    if (!row.reversed) at.count += 1;
    at.company += row.companyShare;
    at.personal += row.personalShare;
    base.set(name, at);
  }
  const text = (cube: Map<string, { count: number; company: bigint; personal: bigint }>): Record<string, string> =>
    Object.fromEntries(
      [...cube]
        .filter(([, row]) => row.count !== 0 || row.company !== 0n || row.personal !== 0n)
        .map(([name, row]) => [name, `${row.count} ${row.company} ${row.personal}`] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return [text(world.cubes[index]!), text(base)];
}

describe('plan of expenses', () => {
  it('records a line on the day it has in the zone of the company', () => {
    const world = new World();
    world.receive('O1', [line({ occurredAt: new Date('2026-08-31T16:30:00Z') })]);
    expect([...world.rows.values()]).toMatchObject([
      {
        businessDate: '2026-09-01',
        period: '2026-09',
        version: 1,
        allocation: 'directory',
        personId: ANN.personId,
        legalEntityId: MAIN,
        refs: null,
      },
    ]);
  });

  it('changes nothing when the same record comes again', () => {
    const world = new World();
    world.receive('O1', [line({ detail: { a: '1', b: '2' } })]);
    expect(world.receive('O1', [line({ detail: { b: '2', a: '1' } })])).toEqual([]);
  });

  it('writes three versions of A, B, A under one id', () => {
    const world = new World();
    for (const companyShare of [100n, 250n, 100n]) world.receive('O1', [line({ companyShare })]);
    expect(world.history.map((row) => row.companyShare)).toEqual([100n, 250n]);
    expect([...world.rows.values()]).toMatchObject([{ version: 3, companyShare: 100n, cause: 'changed' }]);
    expect(new Set([...world.rows.keys(), ...world.history.map((row) => row.id)]).size).toBe(1);
  });

  it('reverses a line the complete set holds no more, and takes it back when it returns', () => {
    const world = new World();
    world.receive('O1', [line(), line({ line: 'fee:service', lineType: 'fee', companyShare: 5n })]);
    world.receive('O1', [line()]);
    const fee = [...world.rows.values()].find((row) => row.line === 'fee:service')!;
    expect(fee).toMatchObject({ amount: 0n, reversed: true, version: 2, factsHash: GONE });
    expect(world.receive('O1', [line()])).toEqual([]);
    world.receive('O1', [line(), line({ line: 'fee:service', lineType: 'fee', companyShare: 5n })]);
    expect(world.rows.get(fee.id)).toMatchObject({ amount: 5n, reversed: false, version: 3 });
  });

  it('leaves lines alone that another stream gave for the same order number', () => {
    const world = new World();
    world.receive('O1', [line()], 'rides');
    world.receive('O1', [line({ kind: 'train', companyShare: 900n })], 'trains');
    expect(world.spent('2026-09')).toBe(1000n);
  });

  it('names the charge a refund goes back to, months later', () => {
    const world = new World();
    const refund = line({
      line: 'refund:1',
      lineType: 'refund',
      originLine: 'charge',
      companyShare: -40n,
      occurredAt: new Date('2026-11-05T03:00:00Z'),
    });
    world.receive('O1', [line()]);
    world.lock('2026-09');
    world.receive('O1', [line(), refund]);
    const [charge, back] = [...world.rows.values()];
    expect(back).toMatchObject({ originId: charge!.id, period: '2026-11', companyShare: -40n });
    expect([world.booked('2026-09'), world.booked('2026-11')]).toEqual([100n, -40n]);
  });

  it('leaves a locked month as it is and books the difference in the next open one', () => {
    const world = new World();
    world.receive('O1', [line()]);
    world.lock('2026-09');
    world.lock('2026-10');
    world.receive('O1', [line({ companyShare: 70n })]);
    expect([world.booked('2026-09'), world.booked('2026-11'), world.spent('2026-09')]).toEqual([100n, -30n, 70n]);
    const [charge, delta] = [...world.rows.values()];
    expect(delta).toMatchObject({ corrects: 'charge', originId: charge!.id, line: 'charge~2026-11~2026-09-03', cause: 'corrected' });
    world.receive('O1', [line()]);
    expect(world.rows.get(delta!.id)).toMatchObject({ amount: 0n, reversed: true, version: 2 });
    expect(world.rows.get(charge!.id)).toMatchObject({ amount: 100n, version: 3 });
  });

  it('keeps corrections of months that were locked meanwhile', () => {
    const world = new World();
    world.receive('O1', [line()]);
    world.lock('2026-09');
    world.receive('O1', [line({ companyShare: 70n })]);
    world.lock('2026-10');
    world.receive('O1', []);
    expect([world.booked('2026-09'), world.booked('2026-10'), world.booked('2026-11')]).toEqual([100n, -30n, -70n]);
    expect(world.receive('O1', [])).toEqual([]);
  });

  it('moves the spend of a locked month to the day it belongs to', () => {
    const world = new World();
    world.receive('O1', [line()]);
    world.lock('2026-09');
    world.receive('O1', [line({ occurredAt: new Date('2026-10-02T02:00:00Z'), companyShare: 110n })]);
    expect([world.spent('2026-09'), world.spent('2026-10')]).toEqual([0n, 110n]);
    expect([world.booked('2026-09'), world.booked('2026-10')]).toEqual([100n, 10n]);
  });

  it('never moves an allocation because the directory changed, nor a decision for any reason', () => {
    const world = new World();
    world.receive('O1', [line()]);
    world.known.clear();
    world.receive('O1', [line({ companyShare: 90n })]);
    const [row] = [...world.rows.values()];
    expect(row).toMatchObject({ personId: ANN.personId, allocation: 'directory' });
    world.rows.set(row!.id, { ...row!, allocation: 'decision', departmentId: OTHER });
    world.receive('O1', [line({ companyShare: 80n, traveller: { employeeNumber: 'E9' } })]);
    expect(world.rows.get(row!.id)).toMatchObject({ companyShare: 80n, departmentId: OTHER, allocation: 'decision' });
  });

  it('allocates anew when the vendor names another traveller', () => {
    const world = new World();
    world.receive('O1', [line()]);
    world.receive('O1', [line({ traveller: { employeeNumber: 'E9', name: 'Bob' } })]);
    expect([...world.rows.values()]).toMatchObject([{ allocation: 'unresolved', personId: null, travellerName: 'Bob', version: 2 }]);
  });

  it('resolves what waited once the directory knows, and only that', () => {
    const world = new World();
    world.receive('O1', [line({ traveller: { employeeNumber: 'E9' }, legalEntity: { code: 'OTHER' } })]);
    world.receive('O2', [line({ externalId: 'O2' })]);
    expect(world.resolve()).toEqual([]);
    world.known.add('E9');
    expect(world.resolve()).toMatchObject([
      { after: { orderId: 'O1', allocation: 'directory', personId: ANN.personId, refs: null, cause: 'resolved' } },
    ]);
    expect(world.resolve()).toEqual([]);
  });

  it('resolves in a locked month without moving money between legal entities; in an open one it moves', () => {
    const world = new World();
    world.directory.person = (ref) => (world.known.has(ref.employeeNumber ?? '') ? { ...ANN, legalEntityId: OTHER } : null);
    world.receive('O1', [line({ traveller: { employeeNumber: 'E9' } })]);
    world.receive('O2', [line({ traveller: { employeeNumber: 'E9' }, occurredAt: new Date('2026-10-02T02:00:00Z') })]);
    world.lock('2026-09');
    world.lock('2026-10', OTHER);
    world.known.add('E9');
    world.resolve();
    expect([...world.rows.values()]).toMatchObject([
      { legalEntityId: MAIN, period: '2026-09', departmentId: ANN.departmentId },
      { legalEntityId: OTHER, period: '2026-11', departmentId: ANN.departmentId },
    ]);
  });

  it('books a line of an open month where its new day belongs', () => {
    const world = new World();
    world.receive('O1', [line()]);
    world.lock('2026-10');
    world.receive('O1', [line({ occurredAt: new Date('2026-10-02T02:00:00Z') })]);
    expect([...world.rows.values()]).toMatchObject([{ businessDate: '2026-10-02', period: '2026-11' }]);
  });
});

describe('any history of orders, locks and learning', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('receive' as const), order: fc.integer({ min: 1, max: 3 }), lines: lines() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('lock' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('learn' as const), who: fc.constantFrom('E1', 'E2') }) },
  );

  function lines(): fc.Arbitrary<ExpenseLine[]> {
    const one = fc.record({
      name: fc.constantFrom('charge', 'fee:service', 'refund:1'),
      companyShare: fc.bigInt({ min: -500n, max: 500n }),
      personalShare: fc.bigInt({ min: -50n, max: 50n }),
      day: fc.constantFrom('2026-08-31T16:30:00Z', '2026-09-15T03:00:00Z', '2026-10-20T03:00:00Z'),
      who: fc.constantFrom('E1', 'E2', 'E3'),
      currency: fc.constantFrom('CNY', 'CNY', 'CNY', 'USD'),
    });
    return fc.uniqueArray(one, { maxLength: 3, selector: (each) => each.name }).map((set) =>
      set.map(({ name, day, who, ...rest }) =>
        line({
          ...rest,
          line: name,
          lineType: name === 'charge' ? 'charge' : name === 'refund:1' ? 'refund' : 'fee',
          ...(name === 'refund:1' ? { originLine: 'charge' } : {}),
          occurredAt: new Date(day),
          traveller: { employeeNumber: who },
        }),
      ),
    );
  }

  it('keeps sums by day equal to the vendor, locked months still, roll-ups equal to the base, ids for ever', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const world = new World();
        world.known.clear();
        const truth = new Map<number, ExpenseLine[]>();
        const closed = new Map<Period, bigint>();
        let next: Period = '2026-09';
        for (const each of steps) {
          if (each.do === 'lock') {
            closed.set(next, world.booked(next));
            world.lock(next);
            next = shiftPeriod(next, 1);
          } else if (each.do === 'learn') {
            world.known.add(each.who);
            world.resolve();
          } else {
            truth.set(each.order, each.lines);
            world.receive(`O${each.order}`, each.lines);
            expect(world.receive(`O${each.order}`, each.lines)).toEqual([]);
          }
        }
        const sums = new Map<string, bigint>();
        const add = (day: string, currency: string, minor: bigint): void => {
          sums.set(`${day} ${currency}`, (sums.get(`${day} ${currency}`) ?? 0n) + minor);
        };
        for (const set of truth.values()) {
          for (const each of set) add(factsOf(each, ZONE).businessDate, each.currency, each.amount);
        }
        for (const row of world.rows.values()) add(row.businessDate, row.currency, -row.amount);
        expect([...sums].filter(([, minor]) => minor !== 0n)).toEqual([]);
        for (const [period, sum] of closed) expect(world.booked(period)).toBe(sum);
        ROLL_UPS.forEach((_rollUp, index) => {
          const [cube, base] = cubeAndBase(world, index);
          for (const [name, figures] of Object.entries(base)) {
            if (figures === '0 0 0') delete base[name];
          }
          expect(cube).toEqual(base);
        });
      }),
      { numRuns: 200 },
    );
  });
});
