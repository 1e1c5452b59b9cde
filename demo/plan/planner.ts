import { Random } from '@interline/sdk/simulator';

import type { Organisation } from '../organisation.js';
import { OrderNumbers, type Purchase } from '../purchases/purchase.js';
import type { Staff } from '../staff.js';
import { dailyLife } from './at-home.js';
import { buyTrip } from './on-trips.js';
import { Roster } from './roster.js';
import { supplies } from './supplies.js';
import { Trips } from './trips.js';

/**
 * Plans what people do, month by month: first who is where on which day, then what they buy for it. A month depends on nothing but its
 * name, the company's people, and the trips the month before sent into it; so a later start finds the same past.
 */
export class Planner {
  private readonly roster: Roster;
  private readonly trips: Trips;

  constructor(
    seed: string | number,
    private readonly organisation: Organisation,
    staff: Staff,
  ) {
    this.roster = new Roster(seed, organisation, staff);
    this.trips = new Trips(this.roster);
  }

  /** Everything that is bought in a month, and for the trips that are booked in it, by the moment of booking. */
  purchases(month: string): Purchase[] {
    const { roster, trips } = this;
    const numbers = new OrderNumbers(this.organisation.blueprint.digit, month);
    const forTrips = trips
      .of(month)
      .flatMap((trip, index) => buyTrip(trip, roster, numbers, new Random(`${roster.key(month)} trip ${index}`)));
    return [...forTrips, ...dailyLife(month, roster, trips, numbers), ...supplies(month, roster, numbers)].sort(
      (left, right) => left.bookedAt - right.bookedAt || (left.order.id < right.order.id ? -1 : 1),
    );
  }
}
