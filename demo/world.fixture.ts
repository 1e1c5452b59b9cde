import type { CashMovement, WorldOrder } from '@interline/sdk/simulator';

import type { World } from './world.types.js';

/** The moment the specs tell the world as of. */
export const AS_OF = new Date('2026-11-23T12:00:00+08:00');

/** An instant as China's clocks show it. */
export const china = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
/** China's day of an instant. */
export const dayIn = (instant: string): string => china(instant).slice(0, 10);
/** China's month of an instant. */
export const monthIn = (instant: string): string => china(instant).slice(0, 7);

/** The orders of a world. */
export const ordersOf = (world: World): WorldOrder[] => world.facts.orders ?? [];

/** Every movement of cash with its order. */
export const movements = (world: World): { order: WorldOrder; cash: CashMovement }[] =>
  ordersOf(world).flatMap((order) => order.cash.map((cash) => ({ order, cash })));
