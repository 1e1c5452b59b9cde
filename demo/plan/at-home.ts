import { Random } from '@interline/sdk/simulator';

import { daysOf, instantOf, isWorkday } from '../calendar.js';
import { meal } from '../purchases/meals.js';
import type { Frame, OrderNumbers, Purchase } from '../purchases/purchase.js';
import { ride, spot } from '../purchases/rides.js';
import type { Present, Roster } from './roster.js';
import type { Trips } from './trips.js';

/** Why somebody rides who is not on a trip. */
type Reason = 'late' | 'visit' | 'guest' | 'together' | 'for a colleague';

/** Somebody on a day at home. */
interface Day {
  who: Present;
  day: string;
}

/** Rides of people who are at home, and what those eat who work late. */
export function dailyLife(month: string, roster: Roster, trips: Trips, numbers: OrderNumbers): Purchase[] {
  const random = new Random(`${roster.key(month)} rides`);
  const days = daysOf(month).filter((day) => isWorkday(day) || random.chance(0.12));
  const isAway = trips.awayIn(month);
  const riding = new Set<string>();
  const late: Day[] = [];
  const rides: Purchase[] = [];
  for (let tried = 0; rides.length < roster.organisation.blueprint.volume.rides && tried < 5000; tried++) {
    const day = random.pick(days);
    const who = random.chance(0.6) ? roster.pick(day, random) : random.pick(roster.present(day));
    if (!taken(riding, who, day) || isAway(who.employee, day)) continue;
    const others = roster.present(day).filter((other) => other !== who && other.city === who.city && !isAway(other.employee, day));
    const reason = random.weighted<Reason>([
      ['late', 45],
      ['visit', 32],
      ['guest', 6],
      ['together', 7],
      ['for a colleague', 10],
    ]);
    if (reason === 'late') late.push({ who, day });
    rides.push(...ridesOf({ who, day }, reason, others, roster, numbers, random));
  }
  const home = days.flatMap((day) => roster.present(day).flatMap((who) => (isAway(who.employee, day) ? [] : [{ who, day }])));
  return [...rides, ...overtimeMeals(month, late, home, roster, numbers)];
}

/** Takes somebody's day. False when it was taken. */
function taken(days: Set<string>, { employee }: Present, day: string): boolean {
  const key = `${employee.id} ${day}`;
  return !days.has(key) && days.add(key).has(key);
}

/** To customers and back, late from work, for guests, several in one car. */
function ridesOf({ who, day }: Day, reason: Reason, others: Present[], roster: Roster, numbers: OrderNumbers, random: Random): Purchase[] {
  const { employee: rider, city } = who;
  const [office, place] = [spot(city, random), spot(city, random)];
  const companions = reason === 'together' && others.length > 0 ? [random.pick(others).employee.id] : undefined;
  const guest = {
    name: `访客${random.pick(['赵', '钱', '孙', '李', '周', '吴'])}先生`,
    phone: `1992200${String(random.int(0, 9999)).padStart(4, '0')}`,
  };
  const colleague = reason === 'for a colleague' && others.length > 0 ? random.pick(others).employee : undefined;
  const more: Partial<Frame> = {
    ...(companions && { companions }),
    ...(reason === 'guest' && { traveller: guest }),
    ...(colleague && { booker: colleague.id }),
  };
  const starts = reason === 'late' ? [random.int(21 * 60, 23 * 60)] : [random.int(9 * 60, 11 * 60)];
  if (reason === 'visit' || reason === 'together') starts.push(random.int(15 * 60, 17 * 60));
  return starts.map((minutes, index) =>
    ride({
      frame: roster.frame(numbers.next('ride'), rider, day, more),
      startAt: instantOf(day, minutes) + random.int(0, 59) * 1000,
      city,
      from: index === 0 ? office : place,
      to: index === 0 ? place : office,
      kilometres: random.int(25, 320) / 10,
      leading: roster.leads(rider),
      random,
    }),
  );
}

/** Most who ride home late have eaten at work; so have others who walk. Nobody twice an evening. */
function overtimeMeals(month: string, late: readonly Day[], home: readonly Day[], roster: Roster, numbers: OrderNumbers): Purchase[] {
  const { meals } = roster.organisation.blueprint;
  if (!meals) return [];
  const random = new Random(`${roster.key(month)} meals`);
  const eating = new Set<string>();
  const evenings = late.filter(({ who, day }) => random.chance(0.8) && taken(eating, who, day));
  for (let tried = 0; evenings.length < meals.evenings && tried < meals.evenings * 4; tried++) {
    const evening = random.pick(home);
    if (taken(eating, evening.who, evening.day)) evenings.push(evening);
  }
  return evenings.map(({ who: { employee, city }, day }) =>
    meal({
      frame: roster.frame(numbers.next('meal'), employee, day),
      product: 'overtime',
      eatenAt: instantOf(day, random.int(18 * 60 + 20, 20 * 60)) + random.int(0, 59) * 1000,
      city: city.name,
      place: spot(city, random),
      allowed: meals.overtime,
      random,
    }),
  );
}
