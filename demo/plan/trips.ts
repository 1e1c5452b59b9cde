import { Random } from '@interline/sdk/simulator';

import { addDays, addMonths, daysBetween, daysOf, isWorkday } from '../calendar.js';
import { ABROAD, type City, HOME } from '../places.js';
import type { Employee } from '../world.types.js';
import { type Roster, staysUntil } from './roster.js';

/** A trip of one person: booked on one day, away from another day for some nights. */
export interface Trip {
  traveller: Employee;
  bookedOn: string;
  leavesOn: string;
  returnsOn: string;
  nights: number;
  from: City;
  to: City;
  abroad: boolean;
  /** The day it is called off; undefined when it takes place. */
  cancelledOn: string | undefined;
  approval: string;
}

/** Nobody is sent away, or buys for others, shortly before leaving the company: what is kept of refunds is still theirs to see. */
export const NOTICE = 21;
/** Trips of a month leave from this day on; those booked late in the month before are back by then. */
const OWN_FROM = 9;

/** Who is on a trip when. */
export class Trips {
  private readonly months = new Map<string, Trip[]>();

  constructor(private readonly roster: Roster) {}

  /** The trips booked in a month: most leave in it, some in the first days of the next. */
  of(month: string): Trip[] {
    const known = this.months.get(month);
    if (known) return known;
    const random = new Random(`${this.roster.key(month)} trips`);
    const days = daysOf(month);
    const busy = new Map<string, [string, string][]>();
    const trips: Trip[] = [];
    const wanted = this.roster.organisation.blueprint.volume.trips;
    for (let tried = 0; trips.length < wanted && tried < wanted * 6; tried++) {
      const trip = this.draw(month, days, random, trips.length);
      if (!trip || !free(busy, trip)) continue;
      trips.push(trip);
    }
    this.months.set(month, trips);
    return trips;
  }

  /** Tells of anybody on a day of this month whether they are on a trip. */
  awayIn(month: string): (employee: Employee, day: string) => boolean {
    const away = new Map<string, Trip[]>();
    for (const trip of [...this.of(month), ...this.of(addMonths(month, -1))]) {
      if (trip.cancelledOn === undefined) away.set(trip.traveller.id, [...(away.get(trip.traveller.id) ?? []), trip]);
    }
    return ({ id }, day) => (away.get(id) ?? []).some(({ leavesOn, returnsOn }) => leavesOn <= day && day <= returnsOn);
  }

  private draw(month: string, days: string[], random: Random, index: number): Trip | undefined {
    const abroad = random.chance(0.05);
    const nights = abroad
      ? random.int(3, 5)
      : random.weighted([
          [1, 5],
          [2, 6],
          [3, 3],
          [4, 1],
        ] as const);
    const early = random.chance(0.15);
    const next = addMonths(month, 1);
    const leavesOn = early
      ? `${next}-0${random.int(1, 3)}`
      : `${month}-${String(random.int(OWN_FROM, days.length - nights)).padStart(2, '0')}`;
    const returnsOn = addDays(leavesOn, nights);
    const bookedOn = early ? `${month}-${random.int(20, days.length)}` : addDays(leavesOn, -random.int(2, 8));
    if (!isWorkday(leavesOn) || !bookedOn.startsWith(month)) return undefined;
    const { employee: traveller, city: from } = this.roster.pick(bookedOn, random);
    const to = random.pick((abroad ? ABROAD : HOME).filter(({ name }) => name !== from.name));
    if (!staysUntil(traveller, addDays(returnsOn, NOTICE))) return undefined;
    const cancelled = random.chance(0.06) && daysBetween(bookedOn, leavesOn) >= 2;
    return {
      traveller,
      bookedOn,
      leavesOn,
      returnsOn,
      nights,
      from,
      to,
      abroad,
      cancelledOn: cancelled ? addDays(bookedOn, 1) : undefined,
      approval: `TR-${month.replace('-', '')}-${String(index + 1).padStart(4, '0')}`,
    };
  }
}

function free(busy: Map<string, [string, string][]>, { traveller, leavesOn, returnsOn }: Trip): boolean {
  const taken = busy.get(traveller.id) ?? [];
  if (taken.some(([from, to]) => leavesOn <= to && from <= returnsOn)) return false;
  busy.set(traveller.id, [...taken, [leavesOn, returnsOn]]);
  return true;
}
