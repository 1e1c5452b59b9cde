import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CashMovement, WorldOrder } from '@interline/sdk/simulator';

import { directoryCsv } from './directory-csv.js';
import { buildWorld } from './world.js';
import type { World } from './world.types.js';

// A year of a company takes a second alone, and several on a busy machine.
jest.setTimeout(60_000);

const AS_OF = new Date('2026-11-23T12:00:00+08:00');
const china = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
const ordersOf = (world: World): WorldOrder[] => world.facts.orders ?? [];
const movements = (world: World): { order: WorldOrder; cash: CashMovement }[] =>
  ordersOf(world).flatMap((order) => order.cash.map((cash) => ({ order, cash })));

let world: World;
beforeAll(() => {
  world = buildWorld({ seed: 'demo', asOf: AS_OF });
});

describe('the demo world', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(buildWorld({ seed: 'demo', asOf: AS_OF })).toEqual(world);
    const [one, other] = ['demo', 'other'].map((seed) => buildWorld({ seed, asOf: AS_OF, company: 'second' }).ledger);
    expect(one).not.toEqual(other);
  });

  it('tells twelve full months and the running one, over all products', () => {
    const months = [...new Set(ordersOf(world).map(({ bookedAt }) => china(bookedAt).slice(0, 7)))].sort();
    expect(months).toHaveLength(13);
    expect([world.first, months[0], months.at(-1)]).toEqual(['2025-11', '2025-11', '2026-11']);
    expect(ordersOf(world).length).toBeGreaterThan(6000);
    const kinds = new Set(ordersOf(world).map(({ kind, product }) => `${kind} ${product}`));
    const wanted = 'express taxi pool premium luxury'.split(' ').map((product) => `ride ${product}`);
    for (const kind of [...wanted, 'flight domestic', 'flight international', 'hotel domestic', 'hotel international', 'train domestic'])
      expect(kinds).toContain(kind);
    for (const month of months.slice(0, 12))
      expect(ordersOf(world).filter(({ bookedAt }) => china(bookedAt).startsWith(month)).length).toBeGreaterThan(400);
    expect(new Set(ordersOf(world).map(({ id }) => id)).size).toBe(ordersOf(world).length);
    expect(ordersOf(world).every(({ id }) => /^\d{18}$/.test(id))).toBe(true);
    expect(
      ordersOf(world).every(({ bookedAt, cash }) =>
        [bookedAt, ...cash.map(({ at }) => at)].every((at) => Date.parse(at) <= AS_OF.getTime()),
      ),
    ).toBe(true);
  });

  it('has every oddity the demo shows', () => {
    const count = (test: (order: WorldOrder) => boolean): number => ordersOf(world).filter(test).length;
    const month = ({ at }: CashMovement): string => china(at).slice(0, 7);
    const refundsAcrossMonths = movements(world).filter(({ order, cash }) => {
      const origin = order.cash.find(({ id }) => id === cash.of);
      return origin !== undefined && month(origin) < month(cash);
    });
    expect(refundsAcrossMonths.length).toBeGreaterThan(30);
    expect(count(({ kind, cash }) => kind === 'flight' && cash.some(({ text }) => text === '改签手续费'))).toBeGreaterThan(20);
    expect(count(({ kind, cash }) => kind === 'flight' && cash.some(({ type }) => type === 'refund'))).toBeGreaterThan(20);
    expect(count(({ state, cash }) => state === 'cancelled' && cash.length === 0)).toBeGreaterThan(30);
    expect(count(({ state, cash }) => state === 'cancelled' && cash.some(({ type }) => type === 'fee'))).toBeGreaterThan(30);
    expect(count(({ companions }) => companions !== undefined)).toBeGreaterThan(50);
    expect(count(({ traveller }) => typeof traveller !== 'string')).toBeGreaterThan(50);
    expect(count(({ booker, traveller }) => typeof traveller === 'string' && booker !== traveller)).toBeGreaterThan(50);
    expect(count(({ cash }) => cash.some(({ company, personal }) => Number(company) > 0 && Number(personal) > 0))).toBeGreaterThan(50);
    expect(count(({ cash }) => cash.length > 0 && cash.every(({ company }) => company === '0'))).toBeGreaterThan(50);
  });

  it('adds up: the ledger is the sum of cash, and cash is the sum of the orders’ movements', () => {
    const own = new Map<string, { ids: Set<string>; company: bigint; personal: bigint }>();
    for (const { order, cash } of movements(world)) {
      const key = `${china(cash.at).slice(0, 7)} ${order.kind}`;
      const sums = own.get(key) ?? { ids: new Set<string>(), company: 0n, personal: 0n };
      own.set(key, {
        ids: sums.ids.add(order.id),
        company: sums.company + BigInt(cash.company),
        personal: sums.personal + BigInt(cash.personal),
      });
    }
    expect(world.ledger.map((row) => [`${row.period} ${row.kind}`, row.orders, row.companyShare, row.personalShare])).toEqual(
      [...own.entries()].map(([key, { ids, company, personal }]) => [key, ids.size, String(company), String(personal)]).sort(),
    );
    const all = (of: (row: World['ledger'][number]) => string): bigint => world.ledger.reduce((total, row) => total + BigInt(of(row)), 0n);
    expect(all(({ companyShare }) => companyShare)).toBe(world.cash.reduce((total, { company }) => total + company, 0n));
    expect(movements(world).length).toBe(world.cash.length);
    expect(movements(world).every(({ cash }) => BigInt(cash.amount) === BigInt(cash.company) + BigInt(cash.personal))).toBe(true);
  });

  it('points each refund at what it gives back, and never gives back more', () => {
    const refunds = movements(world).filter(({ cash }) => cash.type === 'refund');
    const wrong = refunds.filter(({ order, cash }) => {
      const origin = order.cash.find(({ id }) => id === cash.of);
      if (origin?.type !== 'charge' || Date.parse(origin.at) >= Date.parse(cash.at)) return true;
      return -BigInt(cash.company) > BigInt(origin.company) || -BigInt(cash.personal) > BigInt(origin.personal);
    });
    expect(refunds.length).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  });

  it('lets nobody pay before being hired or after leaving', () => {
    const people = new Map(world.people.map((employee) => [employee.id, employee]));
    const wrong = world.cash.filter(({ day, personId, company, personal }) => {
      const employee = people.get(personId);
      if (!employee) return true;
      return company + personal >= 0n && (employee.hiredOn > day || (employee.leftOn !== null && employee.leftOn < day));
    });
    expect(wrong).toEqual([]);
  });

  it('books every order for the department the traveller was in that day', () => {
    const people = new Map(world.people.map((employee) => [employee.id, employee]));
    const wrong = ordersOf(world).filter((order) => {
      const employee = people.get(typeof order.traveller === 'string' ? order.traveller : order.booker);
      // A trip's own orders stand as on its booking day, rides as on theirs.
      const day = china(order.kind === 'ride' ? order.startAt : order.bookedAt).slice(0, 10);
      const position = employee?.positions.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo));
      const version = world.departments.find(
        ({ code, validFrom, validTo }) => code === position?.departmentCode && validFrom <= day && (validTo === null || day < validTo),
      );
      return (
        version?.code !== order.department?.code ||
        version?.name !== order.department?.name ||
        version?.legalEntityCode !== order.legalEntity?.code
      );
    });
    expect(wrong).toEqual([]);
  });

  it('plans trips that fit: there, stay, back, one place at a time', () => {
    const trips = new Map<string, WorldOrder[]>();
    for (const order of ordersOf(world)) if (order.approvalId) trips.set(order.approvalId, [...(trips.get(order.approvalId) ?? []), order]);
    expect(trips.size).toBeGreaterThan(500);
    const away = new Map<string, [string, string][]>();
    for (const orders of trips.values()) {
      expect(new Set(orders.map(({ traveller }) => traveller)).size).toBe(1);
      const [out, back] = orders.filter(({ kind }) => kind === 'flight' || kind === 'train') as [WorldOrder, WorldOrder];
      const stay = orders.find(({ kind }) => kind === 'hotel');
      if (!back || !stay) continue; // Booked in the last minutes before asOf.
      expect([out.to.city, back.from?.city, back.to.city]).toEqual([stay.to.city, stay.to.city, out.from?.city]);
      expect([out.startAt, stay.startAt, stay.endAt, back.startAt].map((at) => Date.parse(at))).toEqual(
        [out.startAt, stay.startAt, stay.endAt, back.startAt].map((at) => Date.parse(at)).sort((a, b) => a - b),
      );
      if (orders.some(({ state }) => state === 'refunded' || state === 'cancelled')) continue;
      const traveller = out.traveller as string;
      const span: [string, string] = [china(out.startAt).slice(0, 10), china(back.endAt).slice(0, 10)];
      expect((away.get(traveller) ?? []).some(([from, to]) => span[0] <= to && from <= span[1])).toBe(false);
      away.set(traveller, [...(away.get(traveller) ?? []), span]);
    }
  });

  it('asks plausible prices', () => {
    const bounds: Record<string, [number, number]> = { ride: [12, 900], flight: [250, 30_000], hotel: [200, 12_000], train: [30, 2500] };
    const wrong = ordersOf(world).filter(({ kind, cash: [paid] }) => {
      const [low, high] = bounds[kind] as [number, number];
      const yuan = Number(paid?.amount) / 100;
      return paid?.type === 'charge' && (yuan < low || yuan > high);
    });
    expect(wrong).toEqual([]);
  });

  it('bills one March wrongly, by a known amount', () => {
    const adjustments = world.facts.billAdjustments ?? [];
    expect(world.disagreement).toEqual({ period: '2026-03', amount: 8740n });
    expect(adjustments.map(({ period }) => period)).toEqual(['2026-03', '2026-03']);
    expect(adjustments.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(8740n);
    const order = ordersOf(world).find(({ id }) => id === adjustments[0]?.orderId);
    expect(china(order?.cash[0]?.at ?? '')).toMatch(/^2026-03/);
  });

  it('grows: a later moment leaves everything before it as it was', () => {
    const first = '2025-08';
    const early = buildWorld({ seed: 'demo', asOf: new Date('2026-08-17T15:30:00+08:00'), first });
    const late = buildWorld({ seed: 'demo', asOf: AS_OF, first });
    const lateOrders = new Map(ordersOf(late).map((order) => [order.id, order]));
    const changed = ordersOf(early).filter((order) => {
      const later = lateOrders.get(order.id);
      if (!later || JSON.stringify(later.cash.slice(0, order.cash.length)) !== JSON.stringify(order.cash)) return true;
      // Where nothing came later, nothing is different; else the state, and the hours of a rebooked journey.
      const { cash: _c, state: _s, startAt: _a, endAt: _e, detail: _d, ...fixed } = order;
      const same = later.cash.length === order.cash.length && later.state === order.state;
      return JSON.stringify(same ? later : { ...later, ...fixed }) !== JSON.stringify(same ? order : later);
    });
    expect(changed).toEqual([]);
    const until = (world: World): World['ledger'] => world.ledger.filter(({ period }) => period < '2026-08');
    expect(until(late)).toEqual(until(early));
    expect(late.disagreement).toEqual(early.disagreement);
    expect(late.facts.billAdjustments).toEqual(early.facts.billAdjustments);
    const latePeople = new Map(late.people.map((employee) => [employee.id, employee]));
    for (const { leftOn, positions, ...fixed } of early.people) {
      const later = latePeople.get(fixed.id);
      expect(later).toMatchObject(fixed);
      if (leftOn !== null) expect(later?.leftOn).toBe(leftOn);
      expect(later?.positions.slice(0, positions.length).map(({ departmentCode, validFrom }) => [departmentCode, validFrom])).toEqual(
        positions.map(({ departmentCode, validFrom }) => [departmentCode, validFrom]),
      );
    }
    for (const day of ['2026-06-30', '2026-08-01']) expect(directoryCsv(late, day).departments).toBe(directoryCsv(early, day).departments);
  });

  it('starts where it is told to: what was booked since is the same', () => {
    const since = buildWorld({ seed: 'demo', asOf: AS_OF, first: '2026-02' });
    expect(ordersOf(since)).toEqual(
      ordersOf(world)
        .filter(({ bookedAt }) => china(bookedAt) >= '2026-02')
        .slice(-ordersOf(since).length),
    );
    expect(() => buildWorld({ seed: 'demo', asOf: new Date('2023-05-05') })).toThrow(RangeError);
  });

  it('has a second company that shares nothing with the first', () => {
    const second = buildWorld({ seed: 'demo', asOf: AS_OF, company: 'second' });
    expect(second.people.length).toBeLessThan(20);
    expect(ordersOf(second).length).toBeGreaterThan(150);
    const texts = (of: World): string[] => [
      ...ordersOf(of).map(({ id }) => id),
      ...of.people.flatMap(({ id, employeeNumber, email, mobile }) => [id, employeeNumber, email, mobile]),
    ];
    const mine = new Set(texts(world));
    expect(texts(second).filter((text) => mine.has(text))).toEqual([]);
  });
});

describe('the company', () => {
  const on = (day: string): World['departments'] =>
    world.departments.filter(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo));

  it('is about three hundred people in four levels, with comings, goings and moves', () => {
    const active = world.people.filter(({ leftOn }) => leftOn === null).length;
    expect(active).toBeGreaterThan(270);
    expect(active).toBeLessThan(340);
    expect(world.people.filter(({ hiredOn }) => hiredOn >= '2025-11-01').length).toBeGreaterThan(12);
    expect(world.people.filter(({ leftOn }) => leftOn !== null).length).toBeGreaterThan(12);
    expect(
      world.people.filter(({ positions }) =>
        positions.some(({ validFrom }) => validFrom >= '2025-11-01' && validFrom !== positions[0]?.validFrom),
      ).length,
    ).toBeGreaterThan(20);
    const departments = new Map(on('2026-11-01').map((department) => [department.code, department]));
    const level = (code: string): number => {
      const parent = departments.get(code)?.parentCode;
      return parent ? 1 + level(parent) : 1;
    };
    expect(Math.max(...[...departments.keys()].map(level))).toBe(4);
    expect(world.legalEntities).toHaveLength(2);
    expect(new Set(world.people.map(({ mobile }) => mobile)).size).toBe(world.people.length);
    expect(new Set(world.people.map(({ email }) => email)).size).toBe(world.people.length);
  });

  it('was reorganised in the middle of the year', () => {
    const [before, after] = [on('2026-06-30'), on('2026-07-01')];
    const of = (list: World['departments'], code: string): World['departments'][number] | undefined =>
      list.find((each) => each.code === code);
    expect([of(before, 'R3')?.parentCode, of(after, 'R3')?.parentCode]).toEqual(['R', 'D']);
    expect([of(before, 'R3')?.name, of(after, 'R3')?.name]).toEqual(['数据智能部', '数据交付部']);
    expect([of(before, 'S4B') !== undefined, of(after, 'S4B')]).toEqual([true, undefined]);
    expect([of(before, 'S2C'), of(after, 'S2C') !== undefined]).toEqual([undefined, true]);
    const moved = world.people.filter(({ positions }) =>
      positions.some(({ departmentCode, validFrom }) => departmentCode === 'S2C' && validFrom === '2026-07-01'),
    );
    expect(moved.length).toBeGreaterThan(3);
  });

  it('exports its directory as HR would on a day', () => {
    const read = (text: string): Record<string, string>[] => {
      const [header, ...rows] = text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','));
      return rows.map((row) => Object.fromEntries((header ?? []).map((name, index) => [name, row[index] ?? ''])));
    };
    for (const day of ['2025-11-01', '2026-06-30', '2026-07-01', '2026-11-23']) {
      const { people, departments } = directoryCsv(world, day);
      expect(people.split('\n')[0]).toBe(
        'employee_number,name,email,mobile,department_code,title,manager_employee_number,cost_centre_code,legal_entity_code,hired_on,left_on',
      );
      expect(departments.split('\n')[0]).toBe('code,name,parent_code,leader_employee_number,legal_entity_code,cost_centre_code');
      const codes = new Set(read(departments).map(({ code }) => code));
      const numbers = new Set(read(people).map(({ employee_number }) => employee_number));
      expect(read(departments).filter(({ parent_code }) => parent_code === '')).toHaveLength(1);
      for (const department of read(departments)) {
        expect(department['parent_code'] === '' || codes.has(department['parent_code'])).toBe(true);
        expect(numbers.has(department['leader_employee_number'])).toBe(true);
      }
      for (const person of read(people)) {
        expect(codes.has(person['department_code'])).toBe(true);
        expect(person['manager_employee_number'] === '' || numbers.has(person['manager_employee_number'])).toBe(true);
        expect(person['hired_on']! <= day && (person['left_on'] === '' || person['left_on']! <= day)).toBe(true);
        expect(world.costCentres.some(({ code }) => code === person['cost_centre_code'])).toBe(true);
      }
      expect(read(people).filter(({ manager_employee_number }) => manager_employee_number === '')).toHaveLength(1);
    }
  });
});
