import type { WorldOrder } from '@interline/sdk/simulator';

/** How an order stands: `open` while nothing was paid for it and it is not cancelled. */
export type OrderState = WorldOrder['state'] | 'open';

/** How an order stood at a moment: what had not happened yet does not show. */
export function stateAt({ state, cash }: WorldOrder, now: number): OrderState {
  const happened = cash.filter(({ at }) => Date.parse(at) <= now);
  if (happened.length < cash.length && !happened.some(({ type }) => type === 'refund')) return happened.length === 0 ? 'open' : 'done';
  return state;
}

/** Codes and words of a state, by product. Only flight `S` 已成交 and train `C` 已取消 are published. */
export const FLIGHT_STATES: Readonly<Record<OrderState, readonly [code: string, words: string]>> = {
  open: ['P', '处理中'],
  done: ['S', '已成交'],
  cancelled: ['C', '已取消'],
  refunded: ['R', '全部退票'],
  part_refunded: ['T', '部分退票'],
};

/** A train's order stays bought when its tickets are given back: the tickets say that. */
export const TRAIN_STATES: Readonly<Record<OrderState, readonly [code: string, words: string]>> = {
  open: ['TP', '购票中'],
  done: ['TD', '已购票'],
  cancelled: ['C', '已取消'],
  refunded: ['TD', '已购票'],
  part_refunded: ['TD', '已购票'],
};
