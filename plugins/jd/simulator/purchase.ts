import type { Movement, WorldOrder } from '@interline/sdk/simulator';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long a parcel is on its way at most: what the facts say beyond that is cut, so that lists by day need look no further back. */
export const LONGEST_DELIVERY = 30 * DAY;
/** How long after its delivery an order is finished. */
export const FINISHED_AFTER = DAY;

/** When what happened to an order, in milliseconds. Nothing of it is published; the simulator's own reading of the facts. */
export interface Milestones {
  /** The balance pays when the order is placed, so an order is made in the second of its first charge; one never charged, when it was booked. */
  madeAt: number;
  outAt: number;
  deliveredAt: number;
  finishedAt: number;
  /** Absent for an order that stands. */
  cancelledAt?: number;
}

/** When an order was made; cheaper than all its milestones. */
export const madeAt = (cash: readonly Movement[], bookedAt: () => string): number =>
  cash.find(({ type }) => type !== 'refund')?.at ?? seconds(Date.parse(bookedAt()));

/** Reads an order's milestones. What was never charged never leaves the house. */
export function milestonesOf(order: WorldOrder, cash: readonly Movement[]): Milestones {
  const made = madeAt(cash, () => order.bookedAt);
  const cancelled = order.state === 'cancelled' && { cancelledAt: cash[cash.length - 1]?.at ?? made + HOUR };
  if (cash.length === 0) return { madeAt: made, outAt: Infinity, deliveredAt: Infinity, finishedAt: Infinity, ...cancelled };
  const arrival = seconds(Date.parse(order.endAt));
  const deliveredAt = arrival > made ? Math.min(arrival, made + LONGEST_DELIVERY) : made + 2 * DAY;
  return {
    madeAt: made,
    outAt: Math.min(made + 4 * HOUR, deliveredAt),
    deliveredAt,
    finishedAt: deliveredAt + FINISHED_AFTER,
    ...cancelled,
  };
}

const seconds = (at: number): number => Math.floor(at / 1000) * 1000;

/** `state` of an order or a part of it: 0 on its way, 1 delivered, 2 refused at the door (`detail.refused` is `true`). */
export function deliveryState(order: WorldOrder, { deliveredAt, cancelledAt }: Milestones, now: number): 0 | 1 | 2 {
  if (cancelledAt !== undefined || deliveredAt > now) return 0;
  return isRefused(order) ? 2 : 1;
}

/** Whether the buyer refused the parcel at the door. */
export const isRefused = ({ detail }: WorldOrder): boolean => detail['refused'] === 'true';

/** `jdOrderState`: 2 to be paid, 8 to be packed, 16 on its way or to be collected, 19 done. */
export function jdOrderState(cash: readonly Movement[], { outAt, finishedAt }: Milestones, now: number): number {
  if (cash.length === 0) return 2;
  return now < outAt ? 8 : now < finishedAt ? 16 : 19;
}
