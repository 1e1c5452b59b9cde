import type { WorldFacts, WorldOrder } from '@interline/sdk/simulator';

import type { World } from './world.types.js';

type Kind = WorldOrder['kind'];

/** Somebody orders can be placed with: a connector, the category its manifest names, and the kinds of orders its simulator takes. */
export interface Seller {
  connectorId: string;
  category: string;
  sells: readonly Kind[];
}

/** Where each kind of order is placed first. */
const CATEGORIES: Readonly<Record<Kind, string>> = {
  ride: 'ride',
  flight: 'travel',
  hotel: 'travel',
  train: 'travel',
  meal: 'meal',
  goods: 'procurement',
};

/**
 * Divides what happened among those it was ordered from. Each order, and each correction of a bill, goes to one seller: the first one of the
 * kind's category, else the first that takes the kind; legal entities that travel with their rides ask a seller of rides first. Orders nobody
 * takes are in no share. Everybody is told of all people and legal entities.
 * @returns the facts by connector, of all sellers
 */
export function shareOut({ facts, travelsWithRides }: World, sellers: readonly Seller[]): Map<string, WorldFacts> {
  const orders = new Map<string, WorldOrder[]>();
  const adjustments = new Map<string, NonNullable<WorldFacts['billAdjustments']>>();
  const soldBy = new Map<string, string>();
  for (const order of facts.orders ?? []) {
    const withRides = travelsWithRides.includes(order.legalEntity?.code ?? '');
    const seller = sellerOf(order.kind, sellers, withRides ? ['ride', CATEGORIES[order.kind]] : [CATEGORIES[order.kind]]);
    if (!seller) continue;
    add(orders, seller, order);
    soldBy.set(order.id, seller);
  }
  for (const adjustment of facts.billAdjustments ?? []) {
    const { kind, orderId } = adjustment;
    const seller = orderId === undefined ? sellerOf(kind, sellers, [CATEGORIES[kind]]) : soldBy.get(orderId);
    if (seller) add(adjustments, seller, adjustment);
  }
  const { people = [], legalEntities = [] } = facts;
  return new Map(
    sellers.map(({ connectorId }) => [
      connectorId,
      { people, legalEntities, orders: orders.get(connectorId) ?? [], billAdjustments: adjustments.get(connectorId) ?? [] },
    ]),
  );
}

function sellerOf(kind: Kind, sellers: readonly Seller[], categories: readonly string[]): string | undefined {
  const able = sellers.filter(({ sells }) => sells.includes(kind));
  const wanted = categories.map((category) => able.find((seller) => seller.category === category));
  return (wanted.find(Boolean) ?? able[0])?.connectorId;
}

function add<Fact>(shares: Map<string, Fact[]>, seller: string, fact: Fact): void {
  const share = shares.get(seller);
  if (share) share.push(fact);
  else shares.set(seller, [fact]);
}
