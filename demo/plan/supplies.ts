import { Random } from '@interline/sdk/simulator';

import { addDays, daysOf, instantOf, isWorkday } from '../calendar.js';
import { goods } from '../purchases/goods.js';
import type { OrderNumbers, Purchase } from '../purchases/purchase.js';
import { spot } from '../purchases/rides.js';
import { type Present, type Roster, staysUntil } from './roster.js';
import { NOTICE } from './trips.js';

/** What the offices buy in a month: one buyer in each branch orders for the branch's departments, the more the larger they are. */
export function supplies(month: string, roster: Roster, numbers: OrderNumbers): Purchase[] {
  const random = new Random(`${roster.key(month)} goods`);
  const days = daysOf(month).filter(isWorkday);
  const wanted = roster.organisation.blueprint.volume.goods;
  const bought: Purchase[] = [];
  for (let tried = 0; bought.length < wanted && tried < wanted * 4; tried++) {
    const day = random.pick(days);
    const { department, city } = random.pick(roster.present(day));
    const buyer = buyerOf(department.slice(0, 2), day, roster);
    if (!buyer) continue;
    const frame = roster.frame(numbers.next('goods'), buyer.employee, day, roster.bearer(department, day));
    const bookedAt = instantOf(day, random.int(9 * 60, 18 * 60)) + random.int(0, 59) * 1000;
    bought.push(goods({ frame, bookedAt, city: city.name, place: spot(city, random), random }));
  }
  return bought;
}

/** Who has been in a branch longest without leading it. None above the branches, where nobody buys. */
function buyerOf(branch: string, day: string, roster: Roster): Present | undefined {
  if (branch.length < 2) return undefined;
  const notice = addDays(day, NOTICE);
  return roster
    .present(day)
    .find(({ employee, department }) => department.startsWith(branch) && !roster.leads(employee) && staysUntil(employee, notice));
}
