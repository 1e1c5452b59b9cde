import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { WorldOrder } from '@interline/sdk/simulator';

import { AS_OF, china, dayIn, ordersOf } from './world.fixture.js';
import { buildWorld } from './world.js';
import type { World } from './world.types.js';

// A year of a company takes a second alone, and several on a busy machine.
jest.setTimeout(60_000);

let world: World;
/** The orders of each trip that was booked whole by the moment of the world. */
let trips: WorldOrder[][];
beforeAll(() => {
  world = buildWorld({ seed: 'demo', asOf: AS_OF });
  const byApproval = new Map<string, WorldOrder[]>();
  for (const order of ordersOf(world))
    if (order.approvalId) byApproval.set(order.approvalId, [...(byApproval.get(order.approvalId) ?? []), order]);
  trips = [...byApproval.values()].filter((orders) => orders.some(({ kind }) => kind === 'hotel'));
});

/** The way there, the way back and the stay. */
function journeys(trip: WorldOrder[]): { out: WorldOrder; back: WorldOrder; stay: WorldOrder } {
  const [out, back] = trip
    .filter(({ kind }) => kind === 'flight' || kind === 'train')
    .sort((one, other) => Date.parse(one.startAt) - Date.parse(other.startAt)) as [WorldOrder, WorldOrder];
  return { out, back, stay: trip.find(({ kind }) => kind === 'hotel')! };
}
const isCalledOff = (trip: WorldOrder[]): boolean => {
  const { out, back, stay } = journeys(trip);
  return stay.state === 'cancelled' || [out, back].some(({ state }) => state === 'refunded');
};

describe('a trip', () => {
  it('is one person’s, there, a stay, and back, in this order', () => {
    expect(trips.length).toBeGreaterThan(1_200);
    for (const trip of trips) {
      expect(new Set(trip.map(({ traveller }) => traveller)).size).toBe(1);
      const { out, back, stay } = journeys(trip);
      expect([out.to.city, back.from?.city, back.to.city]).toEqual([stay.to.city, stay.to.city, out.from?.city]);
      const order = [out.startAt, stay.startAt, stay.endAt, back.startAt].map((at) => Date.parse(at));
      expect(order).toEqual([...order].sort((one, other) => one - other));
    }
  });

  it('is in one place at a time', () => {
    const away = new Map<string, [string, string][]>();
    for (const trip of trips.filter((each) => !isCalledOff(each))) {
      const { out, back } = journeys(trip);
      const traveller = out.traveller as string;
      const [leaves, returns] = [dayIn(out.startAt), dayIn(back.endAt)];
      expect((away.get(traveller) ?? []).some(([from, to]) => leaves <= to && from <= returns)).toBe(false);
      away.set(traveller, [...(away.get(traveller) ?? []), [leaves, returns]]);
    }
  });

  it('has its rides on its days: in the city of departure at both ends, else in that of the stay', () => {
    let rides = 0;
    for (const trip of trips) {
      const { out, back, stay } = journeys(trip);
      for (const ride of trip.filter(({ kind }) => kind === 'ride')) {
        const day = dayIn(ride.startAt);
        expect(day >= dayIn(out.startAt) && day <= dayIn(back.startAt)).toBe(true);
        expect([out.from?.city, stay.to.city]).toContain(ride.to.city);
        rides++;
      }
    }
    expect(rides).toBeGreaterThan(5_000);
    const toTheGate = trips.filter((trip) => trip.some(({ kind, to }) => kind === 'ride' && to.name === journeys(trip).out.from?.name));
    expect(toTheGate.length).toBeGreaterThan(1_000);
  });

  it('is eaten on in the evenings between, at the hotel', () => {
    let meals = 0;
    for (const trip of trips) {
      const { stay } = journeys(trip);
      const dinners = trip.filter(({ kind }) => kind === 'meal');
      expect(new Set(dinners.map(({ bookedAt }) => dayIn(bookedAt))).size).toBe(dinners.length);
      for (const dinner of dinners) {
        expect(dinner.product).toBe('travel');
        expect(dinner.to).toEqual(stay.to);
        const day = dayIn(dinner.bookedAt);
        expect(day >= dayIn(stay.startAt) && day < dayIn(stay.endAt)).toBe(true);
        meals++;
      }
    }
    expect(meals).toBeGreaterThan(1_800);
    const abroad = trips.filter((trip) => trip.some(({ product }) => product === 'international'));
    expect(abroad.flat().filter(({ kind }) => kind === 'meal')).toEqual([]);
  });

  it('that is called off has nothing but what was booked for it', () => {
    const calledOff = trips.filter(isCalledOff);
    expect(calledOff.length).toBeGreaterThan(50);
    expect(calledOff.filter((trip) => trip.some(({ kind }) => kind === 'ride' || kind === 'meal'))).toEqual([]);
  });

  it('leaves nobody to eat or ride at home meanwhile', () => {
    const away = new Map<string, [string, string][]>();
    for (const trip of trips.filter((each) => !isCalledOff(each))) {
      const { out, stay } = journeys(trip);
      const spans = away.get(out.traveller as string) ?? [];
      away.set(out.traveller as string, [...spans, [dayIn(stay.startAt), dayIn(stay.endAt)]]);
    }
    const home = ordersOf(world).filter(({ kind, approvalId }) => (kind === 'ride' || kind === 'meal') && approvalId === undefined);
    const wrong = home.filter(({ traveller, startAt }) =>
      (away.get(traveller as string) ?? []).some(([from, to]) => from <= dayIn(startAt) && dayIn(startAt) <= to),
    );
    expect(wrong).toEqual([]);
  });
});

describe('an evening', () => {
  it('has one meal a person, and most who ride home late have eaten at work, in the same city', () => {
    const meals = ordersOf(world).filter(({ kind }) => kind === 'meal');
    const eaten = new Map(meals.map((meal) => [`${String(meal.traveller)} ${dayIn(meal.bookedAt)}`, meal]));
    expect(eaten.size).toBe(meals.length);
    const late = ordersOf(world).filter(
      ({ kind, approvalId, startAt }) => kind === 'ride' && !approvalId && china(startAt).slice(11) >= '21',
    );
    const after = late.flatMap(({ traveller, startAt, to }) => {
      const meal = eaten.get(`${String(traveller)} ${dayIn(startAt)}`);
      return meal ? [[meal.to.city, to.city]] : [];
    });
    expect(after.length / late.length).toBeGreaterThan(0.7);
    expect(after.filter(([one, other]) => one !== other)).toEqual([]);
  });
});
