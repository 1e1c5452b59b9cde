import type { CashMovement, WorldOrder } from './facts.js';

/** A cash movement with its amounts and instant read. Instants are whole seconds, as vendors count. */
export interface Movement {
  id: string;
  type: CashMovement['type'];
  of?: string | undefined;
  at: number;
  company: bigint;
  personal: bigint;
  text: string;
}

/** What is known of an order without building all of it. The handle is its name inside a book. */
export interface OrderSummary {
  handle: number;
  id: string;
  kind: WorldOrder['kind'];
  product: string;
  cash: readonly Movement[];
}

/** An instant in milliseconds, cut to whole seconds. */
export const wholeSeconds = (at: number): number => Math.floor(at / 1000) * 1000;

/** Reads an order's cash, by time. @throws RangeError when amounts are no integers, do not add up, or a refund is not one */
export function readCash(order: WorldOrder): Movement[] {
  const ids = new Set(order.cash.map(({ id }) => id));
  return order.cash
    .map((movement): Movement => {
      const where = `order ${order.id}, movement ${movement.id}`;
      const [amount, company, personal] = [movement.amount, movement.company, movement.personal].map((text) => {
        if (!/^-?\d+$/.test(text)) throw new RangeError(`${where}: ${JSON.stringify(text)} is no integer amount`);
        return BigInt(text);
      }) as [bigint, bigint, bigint];
      const at = wholeSeconds(Date.parse(movement.at));
      if (Number.isNaN(at)) throw new RangeError(`${where}: ${JSON.stringify(movement.at)} is no instant`);
      if (amount !== company + personal) throw new RangeError(`${where}: amount is not company + personal`);
      if (movement.type === 'refund' ? amount > 0n : amount < 0n) throw new RangeError(`${where}: the sign of a ${movement.type} is wrong`);
      if (movement.of !== undefined && !ids.has(movement.of))
        throw new RangeError(`${where}: there is no movement ${movement.of} to give back`);
      return { id: movement.id, type: movement.type, of: movement.of, at, company, personal, text: movement.text ?? '' };
    })
    .sort((left, right) => left.at - right.at);
}
