import type { WorldOrder } from '@interline/sdk/simulator';

import type { Desk } from './desk.js';
import type { Parties } from './parties.js';

/** An order with all that its entity is written from. */
export interface Booked {
  desk: Desk;
  order: WorldOrder;
  parties: Parties;
  now: number;
}

/** When the order was changed to another flight or train, if it was by now. */
export function changedOn({ order, now }: Booked): number | undefined {
  const [sale, ...later] = order.cash.filter(({ type, at }) => type === 'charge' && Date.parse(at) <= now);
  const change = later[0] ?? order.cash.find(({ type, text, at }) => type === 'fee' && /改签/.test(text ?? '') && Date.parse(at) <= now);
  return sale && change ? Date.parse(change.at) : undefined;
}

/** When money last came back, if any did by now. */
export function refundedOn({ order, now }: Booked): number | undefined {
  const times = order.cash.filter(({ type }) => type === 'refund').map(({ at }) => Date.parse(at));
  return times.findLast((at) => at <= now);
}

/** When the first sale was paid, if it was by now. */
export function paidOn({ order, now }: Booked): number | undefined {
  const times = order.cash.filter(({ type }) => type !== 'refund').map(({ at }) => Date.parse(at));
  return times.find((at) => at <= now);
}
