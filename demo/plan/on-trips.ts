import type { Random } from '@interline/sdk/simulator';

import { addDays, instantOf } from '../calendar.js';
import { type City, distance } from '../places.js';
import { meal } from '../purchases/meals.js';
import type { Frame, OrderNumbers, Purchase } from '../purchases/purchase.js';
import { ride, spot, type Stop } from '../purchases/rides.js';
import { flight, hotel, train } from '../purchases/travel.js';
import type { Roster } from './roster.js';
import type { Trip } from './trips.js';

/** Everything that is bought for a trip: the way there and back, the stay, and where it takes place the rides around it and what is eaten in the evenings. */
export function buyTrip(trip: Trip, roster: Roster, numbers: OrderNumbers, random: Random): Purchase[] {
  const { traveller, from, to, abroad, bookedOn } = trip;
  const bookedAt = instantOf(bookedOn, random.int(9 * 60, 20 * 60)) + random.int(0, 59) * 1000;
  const cancelledAt = trip.cancelledOn === undefined ? undefined : instantOf(trip.cancelledOn, random.int(9 * 60, 18 * 60));
  const byAir = abroad || distance(from, to) > 900 || (distance(from, to) > 600 && random.chance(0.4));
  const buy = byAir ? flight : train;
  const frame = (): Frame => roster.frame(numbers.next('travel'), traveller, bookedOn, { approvalId: trip.approval });
  const out = { bookedAt, startAt: instantOf(trip.leavesOn, random.int(7 * 60, 10 * 60)), from, to, abroad, cancelledAt, random };
  const back = {
    ...out,
    bookedAt: bookedAt + 240_000,
    startAt: instantOf(trip.returnsOn, random.int(16 * 60, 18 * 60)),
    from: to,
    to: from,
  };
  const stay = { ...out, bookedAt: bookedAt + 480_000, startAt: instantOf(trip.leavesOn, 15 * 60) };
  const [there, home, lodging] = [
    buy({ ...out, frame: frame() }),
    buy({ ...back, frame: frame() }),
    hotel({ ...stay, frame: frame() }, trip.nights),
  ];
  if (cancelledAt !== undefined) return [there, home, lodging];
  const rides = ridesAround(trip, byAir, roster, numbers, random);
  return [there, home, lodging, ...rides, ...dinners(trip, lodging.order.to, roster, numbers, random)];
}

/** To the airport or station and from it, and to the customer in between. */
function ridesAround(trip: Trip, byAir: boolean, roster: Roster, numbers: OrderNumbers, random: Random): Purchase[] {
  const { traveller, from, to, leavesOn, returnsOn, abroad } = trip;
  const gate = (city: City): Stop => ({ name: byAir ? city.airport : (city.station ?? city.name) });
  const legs: [day: string, minutes: number, city: City, from: Stop, to: Stop, kilometres: [number, number]][] = [
    [leavesOn, 4 * 60 + 40, from, spot(from, random), gate(from), byAir ? [24, 52] : [7, 22]],
    [returnsOn, 22 * 60 + 20, from, gate(from), spot(from, random), byAir ? [24, 52] : [7, 22]],
  ];
  if (!abroad) {
    legs.push([leavesOn, 14 * 60 + 10, to, gate(to), spot(to, random), byAir ? [22, 45] : [6, 20]]);
    legs.push([returnsOn, 12 * 60 + 50, to, spot(to, random), gate(to), byAir ? [22, 45] : [6, 20]]);
    if (trip.nights > 1) legs.push([addDays(leavesOn, 1), 9 * 60 + 5, to, spot(to, random), spot(to, random), [4, 18]]);
  }
  return legs.map(([day, minutes, city, start, end, [near, far]]) =>
    ride({
      frame: roster.frame(numbers.next('ride'), traveller, day, { approvalId: trip.approval }),
      startAt: instantOf(day, minutes + random.int(0, 25)) + random.int(0, 59) * 1000,
      city,
      from: start,
      to: end,
      kilometres: random.int(near * 10, far * 10) / 10,
      leading: roster.leads(traveller),
      random,
    }),
  );
}

/** Most evenings away somebody eats at the hotel. Nothing is brought to one abroad. */
function dinners(trip: Trip, { name, address }: Stop, roster: Roster, numbers: OrderNumbers, random: Random): Purchase[] {
  const { meals } = roster.organisation.blueprint;
  if (!meals || trip.abroad) return [];
  const evenings = Array.from({ length: trip.nights }, (_, night) => addDays(trip.leavesOn, night)).filter(() => random.chance(0.85));
  return evenings.map((day) =>
    meal({
      frame: roster.frame(numbers.next('meal'), trip.traveller, day, { approvalId: trip.approval }),
      product: 'travel',
      eatenAt: instantOf(day, random.int(19 * 60, 20 * 60 + 30)) + random.int(0, 59) * 1000,
      city: trip.to.name,
      place: { name, ...(address !== undefined && { address }) },
      allowed: meals.travel,
      random,
    }),
  );
}
