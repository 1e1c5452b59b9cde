import { MapError } from '@interline/sdk';
import type { Fields } from './fields.js';

/** An amount by who bears it, in fen. */
export interface Shares {
  company: bigint;
  personal: bigint;
}

/** The price of an order in its two parts. */
export interface Price {
  goods: Shares;
  freight: Shares;
}

/**
 * Who pays how much of an order, and for what. JD's documents disagree whether `orderPrice` holds the freight: the newer ones say no, and that is
 * taken unless the payments make up `orderPrice` alone. What a person pays goes to the goods first.
 * @throws MapError when there is no price, or a person pays a part of another sum than the order's
 */
export function sharesOf(order: Fields): Price {
  const price = order.yuan('orderPrice');
  if (price === undefined) throw new MapError('an order without a price', order.pointer('orderPrice'));
  const freight = order.yuan('freight') ?? 0n;
  const { company, personal } = paymentsOf(order);
  const paid = company + personal;
  const includesFreight = freight > 0n && paid === price;
  const goods = includesFreight ? price - freight : price;
  if (goods < 0n || freight < 0n) throw new MapError('an amount below zero', order.pointer('orderPrice'));
  const persons = personsPart(order, { company, personal }, goods + freight);
  const ofGoods = persons < goods ? persons : goods;
  const ofFreight = persons - ofGoods;
  return {
    goods: { company: goods - ofGoods, personal: ofGoods },
    freight: { company: freight - ofFreight, personal: ofFreight },
  };
}

/** `payDeatails`, as JD spells it: who pays is told by `flag`. */
function paymentsOf(order: Fields): Shares {
  const paid: Shares = { company: 0n, personal: 0n };
  for (const payment of order.list('payDeatails')) {
    const flag = payment.word('flag', ['1', '2']);
    const money = payment.yuan('payMoney') ?? 0n;
    if (flag === undefined) throw new MapError('a payment of nobody', payment.pointer('flag'));
    paid[flag === '1' ? 'personal' : 'company'] += money;
  }
  return paid;
}

/**
 * The part a person pays. Where one side pays all, its sum does not matter: a child may repeat its parent's payments. Where both pay and the sum is
 * another order's, the part of this one cannot be told.
 */
function personsPart(order: Fields, { company, personal }: Shares, total: bigint): bigint {
  if (personal === 0n) return 0n;
  if (company === 0n && personal >= total) return total;
  if (company + personal === total) return personal;
  throw new MapError('the payments do not make up the price', order.pointer('payDeatails'));
}
