import { type Movement, type WorldOrder, type WorldStore } from '@interline/sdk/simulator';

import type { Account } from './account.js';
import type { PrivateFields } from './des.js';
import { chargedUntil, linesOf, type GoodsLine } from './goods.js';
import { type Family, leavesAt, type Parcel, type Parcels } from './parcels.js';
import { type Milestones, milestonesOf } from './purchase.js';

/** What a test may set otherwise: `POST /_control/settings`. */
export interface Settings {
  /** The name of the list in the feeds: both were seen. */
  listKey: 'orders' | 'order';
  /** False plays a customer that pays by 金采 (101): it has no balance, and no balance detail. */
  balance: boolean;
  /** Whether `orderPrice` holds the freight: the sources disagree. */
  freightInPrice: boolean;
  /** Whether the detail of an order tells who paid also where the company paid all. */
  payDetails: boolean;
}

/** What answering a call may look at. */
export interface Desk {
  readonly account: Account;
  readonly world: WorldStore;
  readonly parcels: Parcels;
  readonly privateFields: PrivateFields;
  readonly settings: Settings;
  /**
   * A list that clients page through: made once per query, not once per page.
   * @param settled from this instant on time alone changes the list no more
   */
  listing<T>(name: string, now: number, settled: number, make: () => T[]): T[];
}

/** An order as it stands at an instant, with what it consists of. */
export interface OpenOrder {
  order: WorldOrder;
  cash: readonly Movement[];
  family: Family;
  milestones: Milestones;
  /** As it was made; a parcel's lines are a slice of these. Made when they are first asked for. */
  readonly lines: readonly GoodsLine[];
}

/** Opens an order as of an instant. Movements after it have not happened. */
export function openOrder(desk: Desk, handle: number, at: number): OpenOrder {
  const { orders } = desk.world;
  const order = orders.order(handle);
  const all = orders.cash(handle);
  const cash = all.filter((movement) => movement.at <= at);
  const family = desk.parcels.familyOf(order.id);
  let lines: GoodsLine[] | undefined;
  return {
    order,
    cash,
    family,
    milestones: milestonesOf(order, all),
    get lines() {
      return (lines ??= linesOf(order, chargedUntil(cash, at), family.root.to));
    },
  };
}

/** The lines of one parcel of an order. */
export const linesOfParcel = ({ lines }: OpenOrder, { from, to }: Parcel): readonly GoodsLine[] => lines.slice(from, to);

/** A part of a movement of the company's money, and the order or parcel it is told under. */
export interface Piece {
  orderId: string;
  amount: bigint;
}

/**
 * Lays a stretch of the company's money over the parcels an order consisted of at an instant: its lines stand side by side, each as wide as
 * what the company paid for it, and each parcel gets what falls on it. So pieces always sum to the stretch, however the order is split.
 * @param from where the stretch begins: what was laid before it
 */
export function piecesOf(open: OpenOrder, from: bigint, amount: bigint, at: number): Piece[] {
  if (amount === 0n) return [];
  const leaves = leavesAt(open.family.root, at);
  if (leaves.length === 1) return [{ orderId: leaves[0]!.id, amount }];
  let edge = 0n;
  const pieces: Piece[] = [];
  for (const [number, leaf] of leaves.entries()) {
    const start = edge;
    for (const { company } of linesOfParcel(open, leaf)) edge += company;
    // What reaches beyond everything that was paid stays with the last.
    const end = number === leaves.length - 1 ? from + amount : edge;
    const piece = smaller(end, from + amount) - larger(start, from);
    if (piece > 0n) pieces.push({ orderId: leaf.id, amount: piece });
  }
  return pieces;
}

const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);
const larger = (left: bigint, right: bigint): bigint => (left > right ? left : right);
