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

/** What an order costs, as its detail says. */
interface Cost {
  price: bigint;
  freight: bigint;
  paid: Shares;
}

/**
 * Who pays how much of an order, and for what. JD's documents disagree whether `orderPrice` holds the freight. What the company paid by its balance decides, under
 * the order's own number or that of the order it was split from; where the balance knows nothing of it, the payments in the detail do; where they say nothing
 * either, it is without, as the newer documents have it. What a person pays goes to the goods first.
 *
 * @param record holds the `payments` of the balance detail, and of the `parent` of a child that has freight
 * @throws MapError when there is no price, when the balance paid neither sum, or a person pays a part of another sum than the order's
 */
export function sharesOf(order: Fields, record: Fields): Price {
  const cost = costOf(order);
  const { price, freight, paid } = cost;
  if (price < 0n || freight < 0n) throw new MapError('an amount below zero', order.pointer('orderPrice'));
  const goods = holdsFreight(cost, record) ? price - freight : price;
  if (goods < 0n) throw new MapError('an amount below zero', order.pointer('orderPrice'));
  const persons = personsPart(order, paid, goods + freight);
  const ofGoods = persons < goods ? persons : goods;
  const ofFreight = persons - ofGoods;
  return {
    goods: { company: goods - ofGoods, personal: ofGoods },
    freight: { company: freight - ofFreight, personal: ofFreight },
  };
}

/** Whether the price holds the freight. */
function holdsFreight(cost: Cost, record: Fields): boolean {
  const own = record.list('payments');
  if (own.length > 0) return holdsByBalance(own, [cost]);
  const parent = record.object('parent');
  const payments = parent?.list('payments') ?? [];
  if (parent && payments.length > 0) return holdsByBalance(payments, parent.list('cOrder').map(costOf));
  return cost.freight > 0n && cost.paid.company + cost.paid.personal === cost.price;
}

/** Whether the prices of orders hold their freight, by what the balance paid for all of them. @throws MapError when it paid neither sum */
function holdsByBalance(payments: readonly Fields[], costs: readonly Cost[]): boolean {
  const paid = payments.reduce((sum, payment) => sum - (payment.yuan('amount') ?? 0n), 0n);
  const sumOf = (of: (cost: Cost) => bigint): bigint => costs.reduce((sum, cost) => sum + of(cost), 0n);
  const company = sumOf(({ price, paid: { personal } }) => price - personal);
  if (paid === company + sumOf(({ freight }) => freight)) return false;
  if (paid === company) return true;
  throw new MapError('the balance paid another sum than the order costs, with its freight or without', payments[0]!.pointer('amount'));
}

function costOf(order: Fields): Cost {
  const price = order.yuan('orderPrice');
  if (price === undefined) throw new MapError('an order without a price', order.pointer('orderPrice'));
  return { price, freight: order.yuan('freight') ?? 0n, paid: paymentsOf(order) };
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
