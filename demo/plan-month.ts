import { Random } from '@interline/sdk/simulator';

import { addDays, addMonths, daysOf, daysBetween, instantOf, isWorkday } from './calendar.js';
import type { Organisation } from './organisation.js';
import { ABROAD, type City, cityOf, distance, HOME } from './places.js';
import type { Frame, Purchase } from './purchases.js';
import { ride, spot, type Stop } from './rides.js';
import type { Staff } from './staff.js';
import { flight, hotel, train } from './travel.js';
import type { Employee } from './world.types.js';

/** A trip of one person: booked on one day, away from another day for some nights. */
interface Trip {
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

/** Somebody who works on a day and the next: how much they travel, and where they sit. */
interface Present {
  employee: Employee;
  weight: number;
  city: City;
}

/** Nobody is sent away shortly before leaving the company: what is kept of refunds is still theirs to see. */
const NOTICE = 21;
/** Trips of a month leave from this day on; those booked late in the month before are back by then. */
const OWN_FROM = 9;

/**
 * Plans what people do, month by month: first who is where on which day, then what they buy for it. A month depends on nothing but its
 * name, the company's people, and the trips the month before sent into it; so a later start finds the same past.
 */
export class Planner {
  private readonly trips = new Map<string, Trip[]>();
  private readonly days = new Map<string, Present[]>();

  constructor(
    private readonly seed: string | number,
    private readonly organisation: Organisation,
    private readonly staff: Staff,
  ) {}

  /** Everything that is bought for a month's trips and daily rides, by the moment of booking. */
  purchases(month: string): Purchase[] {
    const numbers = new OrderNumbers(this.organisation.blueprint.digit, month);
    const trips = this.tripsOf(month).flatMap((trip, index) => this.buyTrip(trip, numbers, new Random(`${this.key(month)} trip ${index}`)));
    return [...trips, ...this.dailyRides(month, numbers)].sort(
      (left, right) => left.bookedAt - right.bookedAt || (left.order.id < right.order.id ? -1 : 1),
    );
  }

  private key(month: string): string {
    return `${this.seed} ${this.organisation.blueprint.key} ${month}`;
  }

  /** The trips booked in a month: most leave in it, some in the first days of the next. */
  private tripsOf(month: string): Trip[] {
    const known = this.trips.get(month);
    if (known) return known;
    const random = new Random(`${this.key(month)} trips`);
    const days = daysOf(month);
    const busy = new Map<string, [string, string][]>();
    const trips: Trip[] = [];
    const wanted = this.organisation.blueprint.volume.trips;
    for (let tried = 0; trips.length < wanted && tried < wanted * 6; tried++) {
      const trip = this.draw(month, days, random, trips.length);
      if (!trip || !this.free(busy, trip)) continue;
      trips.push(trip);
    }
    this.trips.set(month, trips);
    return trips;
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
    const { employee: traveller, city: from } = this.pick(bookedOn, random);
    const to = random.pick((abroad ? ABROAD : HOME).filter(({ name }) => name !== from.name));
    if (!this.staysUntil(traveller, addDays(returnsOn, NOTICE))) return undefined;
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

  /** Who can be sent on a day. Those whose last day it is stay at home: a ride at night is paid the next day. */
  private present(day: string): Present[] {
    const known = this.days.get(day);
    if (known) return known;
    const list = this.staff.on(day).flatMap((employee): Present[] => {
      const standing = this.organisation.at(this.staff.position(employee, day)?.departmentCode ?? '', day);
      if (!standing || !this.staysUntil(employee, addDays(day, 1))) return [];
      return [{ employee, weight: standing.plan.travel, city: cityOf(standing.plan.city) }];
    });
    this.days.set(day, list);
    return list;
  }

  private pick(day: string, random: Random): Present {
    return random.weighted(this.present(day).map((one) => [one, one.weight] as const));
  }

  private staysUntil(employee: Employee, day: string): boolean {
    return employee.leftOn === null || employee.leftOn >= day;
  }

  private free(busy: Map<string, [string, string][]>, { traveller, leavesOn, returnsOn }: Trip): boolean {
    const taken = busy.get(traveller.id) ?? [];
    if (taken.some(([from, to]) => leavesOn <= to && from <= returnsOn)) return false;
    busy.set(traveller.id, [...taken, [leavesOn, returnsOn]]);
    return true;
  }

  /** What every order says of who and for whom, as things stood on the day it was booked. */
  private frame(id: string, traveller: Employee, day: string, more: Partial<Frame> = {}): Frame {
    const standing = this.organisation.at(this.staff.position(traveller, day)?.departmentCode ?? '', day);
    if (!standing) throw new Error(`${traveller.id} works nowhere on ${day}`);
    return {
      id,
      booker: traveller.id,
      traveller: traveller.id,
      department: { code: standing.code, name: standing.name },
      costCentre: this.organisation.centre(standing.costCentreCode),
      legalEntity: this.organisation.entity(standing.legalEntityCode),
      ...more,
    };
  }

  private buyTrip(trip: Trip, numbers: OrderNumbers, random: Random): Purchase[] {
    const { traveller, from, to, abroad, bookedOn } = trip;
    const bookedAt = instantOf(bookedOn, random.int(9 * 60, 20 * 60)) + random.int(0, 59) * 1000;
    const cancelledAt = trip.cancelledOn === undefined ? undefined : instantOf(trip.cancelledOn, random.int(9 * 60, 18 * 60));
    const byAir = abroad || distance(from, to) > 900 || (distance(from, to) > 600 && random.chance(0.4));
    const buy = byAir ? flight : train;
    const frame = (kind: string): Frame => this.frame(numbers.next(kind), traveller, bookedOn, { approvalId: trip.approval });
    const out = { bookedAt, startAt: instantOf(trip.leavesOn, random.int(7 * 60, 10 * 60)), from, to, abroad, cancelledAt, random };
    const back = {
      ...out,
      bookedAt: bookedAt + 240_000,
      startAt: instantOf(trip.returnsOn, random.int(16 * 60, 18 * 60)),
      from: to,
      to: from,
    };
    const stay = { ...out, bookedAt: bookedAt + 480_000, startAt: instantOf(trip.leavesOn, 15 * 60) };
    const journeys = [
      buy({ ...out, frame: frame('travel') }),
      buy({ ...back, frame: frame('travel') }),
      hotel({ ...stay, frame: frame('travel') }, trip.nights),
    ];
    return cancelledAt === undefined ? [...journeys, ...this.ridesOfTrip(trip, byAir, numbers, random)] : journeys;
  }

  /** To the airport or station and from it, and to the customer in between. */
  private ridesOfTrip(trip: Trip, byAir: boolean, numbers: OrderNumbers, random: Random): Purchase[] {
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
        frame: this.frame(numbers.next('ride'), traveller, day, { approvalId: trip.approval }),
        startAt: instantOf(day, minutes + random.int(0, 25)) + random.int(0, 59) * 1000,
        city,
        from: start,
        to: end,
        kilometres: random.int(near * 10, far * 10) / 10,
        leading: this.leads(traveller),
        random,
      }),
    );
  }

  private leads(employee: Employee): boolean {
    const { departmentCode } = employee.positions[0] as Employee['positions'][number];
    return departmentCode.length < 3 && this.staff.leader(departmentCode) === employee;
  }

  /** Rides of people who are at home: to customers and back, late from work, for guests, several in one car. */
  private dailyRides(month: string, numbers: OrderNumbers): Purchase[] {
    const random = new Random(`${this.key(month)} rides`);
    const days = daysOf(month).filter((day) => isWorkday(day) || random.chance(0.12));
    const away = new Map<string, Trip[]>();
    for (const trip of [...this.tripsOf(month), ...this.tripsOf(addMonths(month, -1))]) {
      if (trip.cancelledOn === undefined) away.set(trip.traveller.id, [...(away.get(trip.traveller.id) ?? []), trip]);
    }
    const isAway = ({ employee }: Present, day: string): boolean =>
      (away.get(employee.id) ?? []).some(({ leavesOn, returnsOn }) => leavesOn <= day && day <= returnsOn);
    const riding = new Set<string>();
    const rides: Purchase[] = [];
    for (let tried = 0; rides.length < this.organisation.blueprint.volume.rides && tried < 5000; tried++) {
      const day = random.pick(days);
      const rider = random.chance(0.6) ? this.pick(day, random) : random.pick(this.present(day));
      if (riding.has(`${rider.employee.id} ${day}`) || isAway(rider, day)) continue;
      riding.add(`${rider.employee.id} ${day}`);
      const others = this.present(day).filter((other) => other !== rider && other.city === rider.city && !isAway(other, day));
      rides.push(...this.dayOf(rider, day, others, numbers, random));
    }
    return rides;
  }

  private dayOf({ employee: rider, city }: Present, day: string, others: Present[], numbers: OrderNumbers, random: Random): Purchase[] {
    const pattern = random.weighted([
      ['late', 45],
      ['visit', 32],
      ['guest', 6],
      ['together', 7],
      ['for a colleague', 10],
    ] as const);
    const [office, place] = [spot(city, random), spot(city, random)];
    const companions = pattern === 'together' && others.length > 0 ? [random.pick(others).employee.id] : undefined;
    const guest = {
      name: `访客${random.pick(['赵', '钱', '孙', '李', '周', '吴'])}先生`,
      phone: `1992200${String(random.int(0, 9999)).padStart(4, '0')}`,
    };
    const colleague = pattern === 'for a colleague' && others.length > 0 ? random.pick(others).employee : undefined;
    const more: Partial<Frame> = {
      ...(companions && { companions }),
      ...(pattern === 'guest' && { traveller: guest }),
      ...(colleague && { booker: colleague.id }),
    };
    const starts = pattern === 'late' ? [random.int(21 * 60, 23 * 60)] : [random.int(9 * 60, 11 * 60)];
    if (pattern === 'visit' || pattern === 'together') starts.push(random.int(15 * 60, 17 * 60));
    return starts.map((minutes, index) =>
      ride({
        frame: this.frame(numbers.next('ride'), rider, day, more),
        startAt: instantOf(day, minutes) + random.int(0, 59) * 1000,
        city,
        from: index === 0 ? office : place,
        to: index === 0 ? place : office,
        kilometres: random.int(25, 320) / 10,
        leading: this.leads(rider),
        random,
      }),
    );
  }
}

/** Order numbers of a month: eighteen digits, different in every company, month and kind. */
class OrderNumbers {
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly digit: string,
    private readonly month: string,
  ) {}

  next(kind: string): string {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    return `88${this.digit}${this.month.slice(2, 4)}${this.month.slice(5)}${kind === 'ride' ? '1' : '2'}${String((count * 7919) % 1_000_000).padStart(6, '0')}${String(count).padStart(4, '0')}`;
  }
}
