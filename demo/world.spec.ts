import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CashMovement, WorldOrder } from '@interline/sdk/simulator';

import { directoryCsv } from './directory-csv.js';
import { AS_OF, china, monthIn, movements, ordersOf } from './world.fixture.js';
import { buildWorld } from './world.js';
import type { World } from './world.types.js';

// A year of a company takes a second alone, and several on a busy machine.
jest.setTimeout(60_000);

/** Compared as text: Jest takes seconds for a year of values. */
const textOf = (value: unknown): string => JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));

let world: World;
beforeAll(() => {
  world = buildWorld({ seed: 'demo', asOf: AS_OF });
});

describe('the demo world', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(textOf(buildWorld({ seed: 'demo', asOf: AS_OF })) === textOf(world)).toBe(true);
    const [one, other] = ['demo', 'other'].map((seed) => buildWorld({ seed, asOf: AS_OF, company: 'second' }).ledger);
    expect(one).not.toEqual(other);
  });

  it('tells twelve full months and the running one, over all products', () => {
    const months = [...new Set(ordersOf(world).map(({ bookedAt }) => china(bookedAt).slice(0, 7)))].sort();
    expect(months).toHaveLength(13);
    expect([world.first, months[0], months.at(-1)]).toEqual(['2025-11', '2025-11', '2026-11']);
    const full = ordersOf(world).filter(({ bookedAt }) => monthIn(bookedAt) < '2026-11');
    expect(full.length).toBeGreaterThan(25_000);
    const least = { ride: 11_000, flight: 1_800, hotel: 1_200, train: 550, meal: 7_000, goods: 2_000 };
    for (const [kind, many] of Object.entries(least)) {
      const orders = full.filter((order) => order.kind === kind);
      expect([kind, orders.length > many, orders.length < many * 1.4]).toEqual([kind, true, true]);
    }
    const kinds = new Set(ordersOf(world).map(({ kind, product }) => `${kind} ${product}`));
    const wanted = 'express taxi pool premium luxury'.split(' ').map((product) => `ride ${product}`);
    const travel = ['flight domestic', 'flight international', 'hotel domestic', 'hotel international', 'train domestic'];
    for (const kind of [...wanted, ...travel, 'meal overtime', 'meal travel', 'goods office']) expect(kinds).toContain(kind);
    for (const month of months.slice(0, 12))
      expect(ordersOf(world).filter(({ bookedAt }) => china(bookedAt).startsWith(month)).length).toBeGreaterThan(1_700);
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
    const month = ({ at }: CashMovement): string => monthIn(at);
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

  it('lets meals be called off and complained about, within their month, and charges the eater what is above the allowance', () => {
    const meals = ordersOf(world).filter(({ kind }) => kind === 'meal');
    for (const state of ['cancelled', 'refunded', 'part_refunded'])
      expect([state, meals.filter((order) => order.state === state).length > 50]).toEqual([state, true]);
    expect(meals.every(({ cash }) => new Set(cash.map(({ at }) => monthIn(at))).size === 1)).toBe(true);
    const allowed: Record<string, bigint> = { overtime: 3_500n, travel: 5_000n };
    const wrong = meals.filter(({ product, cash: [paid] }) => {
      const [company, personal] = [BigInt(paid!.company), BigInt(paid!.personal)];
      return company > allowed[product]! || (personal > 0n && company !== allowed[product]);
    });
    expect(wrong).toEqual([]);
    expect(meals.filter(({ cash: [paid] }) => paid!.personal !== '0').length).toBeGreaterThan(1_000);
    const left = meals.filter(({ state }) => state === 'cancelled' || state === 'refunded').map(({ cash }) => cash);
    expect(left.every((cash) => cash.reduce((sum, { amount }) => sum + BigInt(amount), 0n) === 0n)).toBe(true);
  });

  it('has the offices supplied by one buyer a branch, in parcels, with freight, and with goods that go back weeks later', () => {
    const goods = ordersOf(world).filter(({ kind }) => kind === 'goods');
    const people = new Map(world.people.map((employee) => [employee.id, employee]));
    const wrong = goods.filter(({ booker, bookedAt, department, cash }) => {
      const day = china(bookedAt).slice(0, 10);
      const own = people.get(booker)!.positions.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo))!;
      const isTheirs = department!.code.slice(0, 2) === own.departmentCode.slice(0, 2);
      return !isTheirs || cash.some(({ personal }) => personal !== '0');
    });
    expect(wrong).toEqual([]);
    const buyers = new Map<string, Set<string>>();
    for (const { booker, department, bookedAt } of goods) {
      const key = `${department!.code.slice(0, 2)} ${china(bookedAt).slice(0, 10)}`;
      buyers.set(key, (buyers.get(key) ?? new Set()).add(booker));
    }
    expect([...buyers.values()].every(({ size }) => size === 1)).toBe(true);
    expect(new Set(goods.map(({ department }) => department!.code)).size).toBeGreaterThan(40);
    expect(new Set(goods.flatMap(({ detail }) => detail['split'] ?? []))).toEqual(new Set(['2', '3', '2,2']));
    expect(goods.filter(({ cash }) => cash.some(({ type, text }) => type === 'fee' && text === '运费')).length).toBeGreaterThan(100);
    const returned = goods.filter(({ state }) => state === 'refunded' || state === 'part_refunded');
    expect(returned.length).toBeGreaterThan(60);
    expect(returned.filter(({ cash }) => monthIn(cash[0]!.at) < monthIn(cash.at(-1)!.at)).length).toBeGreaterThan(10);
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

  it('adds up for everybody: the cash of a person in a month is that of the orders they bear', () => {
    const sums = (rows: readonly [who: string, month: string, company: bigint, personal: bigint][]): string[] => {
      const all = new Map<string, [bigint, bigint]>();
      for (const [who, month, company, personal] of rows) {
        const [before, own] = all.get(`${who} ${month}`) ?? [0n, 0n];
        all.set(`${who} ${month}`, [before + company, own + personal]);
      }
      return [...all].map(([key, amounts]) => `${key} ${amounts.join(' ')}`).sort();
    };
    const bearer = ({ booker, traveller }: WorldOrder): string => (typeof traveller === 'string' ? traveller : booker);
    const borne = movements(world).map(
      ({ order, cash }) =>
        [bearer(order), monthIn(cash.at), BigInt(cash.company), BigInt(cash.personal)] as [string, string, bigint, bigint],
    );
    const told = sums(world.cash.map(({ personId, day, company, personal }) => [personId, day.slice(0, 7), company, personal]));
    expect(told).toEqual(sums(borne));
    expect(told.length).toBeGreaterThan(3_000);
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
    // Goods are bought for others.
    const own = ordersOf(world).filter(({ kind }) => kind !== 'goods');
    const wrong = own.filter((order) => {
      const employee = people.get(typeof order.traveller === 'string' ? order.traveller : order.booker);
      // A trip's journeys and stay are as on its booking day, rides and meals as on theirs.
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

  it('asks plausible prices', () => {
    const bounds: Record<string, [number, number]> = {
      ride: [12, 900],
      flight: [250, 30_000],
      hotel: [200, 12_000],
      train: [30, 2500],
      meal: [20, 120],
      goods: [8, 5_000],
    };
    const wrong = ordersOf(world).filter(({ kind, cash: [paid] }) => {
      const [low, high] = bounds[kind] as [number, number];
      const yuan = Number(paid?.amount) / 100;
      return paid?.type === 'charge' && (yuan < low || yuan > high);
    });
    expect(wrong).toEqual([]);
  });

  it('bills one month wrongly of rides, flights, meals and goods, each by a known amount', () => {
    const adjustments = world.facts.billAdjustments ?? [];
    expect(world.disagreements).toEqual([
      { period: '2026-03', kind: 'ride', amount: 8_740n },
      { period: '2026-05', kind: 'flight', amount: 15_500n },
      { period: '2026-06', kind: 'meal', amount: 7_520n },
      { period: '2026-09', kind: 'goods', amount: 10_910n },
    ]);
    for (const { period, kind, amount } of world.disagreements) {
      const [less, extra, ...more] = adjustments.filter((each) => each.kind === kind);
      expect([less!.period, extra!.period, more]).toEqual([period, period, []]);
      expect(BigInt(less!.amount) + BigInt(extra!.amount)).toBe(amount);
      const order = ordersOf(world).find(({ id }) => id === less!.orderId)!;
      expect([order.kind, monthIn(order.cash[0]!.at), BigInt(order.cash[0]!.company) > -BigInt(less!.amount)]).toEqual([
        kind,
        period,
        true,
      ]);
    }
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
    expect(late.disagreements.filter(({ period }) => period < '2026-08')).toEqual(
      early.disagreements.filter(({ period }) => period < '2026-08'),
    );
    expect(late.facts.billAdjustments).toEqual(expect.arrayContaining(early.facts.billAdjustments!));
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
    const booked = ordersOf(world).filter(({ bookedAt }) => china(bookedAt) >= '2026-02');
    expect(ordersOf(since).length).toBeGreaterThan(15_000);
    expect(textOf(booked.slice(-ordersOf(since).length)) === textOf(ordersOf(since))).toBe(true);
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
