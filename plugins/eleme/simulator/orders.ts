import {
  type CashMovement,
  hash32,
  localTime,
  type VendorCall,
  type WorldOrder,
  type WorldPerson,
  type WorldStore,
} from '@interline/sdk/simulator';

import type { Desk } from './desk.js';
import { NoData } from './errors.js';
import { need, type Params } from './gate.js';
import { yuan } from './yuan.js';

/** The table of states is not published: 11 stands in the sample, the others are this simulator's guesses. */
const STATUS = { done: 11, cancelled: 10, refunded: 16 } as const;
const STATUS_TEXT: Readonly<Record<number, string>> = { 10: '已取消', 11: '已完成', 16: '已退款' };
/** Categories of extra costs are not published either: 2 is the sample's delivery fee. */
const FEE_CATEGORY = 2;
const NOT_PUBLISHED = 99;

/** An order as this vendor has it by now. */
interface Meal {
  order: WorldOrder;
  /** The cash that moved up to now, by time; never empty. */
  cash: ReturnType<WorldStore['orders']['cash']>;
  company: bigint;
  personal: bigint;
  status: number;
}

/** `ordernew.get`: the order, for who knows the eater's phone. Another phone is answered as if there were no such order. */
export function getOrder(desk: Desk, params: Params, call: VendorCall): unknown {
  const id = need(params, 'order_id');
  const phone = need(params, 'phone');
  const meal = mealOf(desk.world, id, call.now);
  if (!meal) return new NoData();
  const view = orderView(meal, desk.world);
  if (view.address_info.phone !== phone) return new NoData();
  if (call.fault?.kind === 'unknown_enum') view.status = NOT_PUBLISHED;
  call.records([id]);
  return view;
}

/** `ordernew.getstatus`: the state alone, and whose order it is. The parameter is named unlike everywhere else. */
export function getStatus(desk: Desk, params: Params, call: VendorCall): unknown {
  const meal = mealOf(desk.world, need(params, 'eleme_order_id'), call.now);
  if (!meal) return new NoData();
  const status = call.fault?.kind === 'unknown_enum' ? NOT_PUBLISHED : meal.status;
  return {
    status_code: status,
    deliveryan_phone: '',
    extra: '',
    b_no: meal.order.approvalId ?? '',
    u_no: eaterOf(meal.order, desk.world)?.employeeNumber ?? '',
    order_no: meal.order.id,
    status: STATUS_TEXT[status] ?? '',
    remark: '',
    deliveryman_name: '骑手',
    deliveryman_phone: '',
  };
}

/** `ordernew.getrefundinfo`: whether the button for complaints is shown. It says nothing of money. */
export function getRefundInfo(desk: Desk, params: Params, call: VendorCall): unknown {
  const meal = mealOf(desk.world, need(params, 'order_id'), call.now);
  if (!meal) return new NoData();
  const shown = meal.company + meal.personal > 0n;
  return { show_button: shown ? 1 : 0, button_code: shown ? 1 : 0, button_text: shown ? '申请售后' : '', button_url: '' };
}

/** Who eats it: the traveller when that is one of the company's people, else who booked. */
export function eaterOf(order: WorldOrder, world: WorldStore): WorldPerson | undefined {
  return world.people.get(typeof order.traveller === 'string' ? order.traveller : order.booker) ?? world.people.get(order.booker);
}

/** The order of a number by an instant; undefined before it is paid. */
function mealOf(world: WorldStore, id: string, now: number): Meal | undefined {
  const handle = world.orders.handleOf(id);
  if (handle === undefined) return undefined;
  const cash = world.orders.cash(handle).filter(({ at }) => at <= now);
  if (cash.length === 0) return undefined;
  let [company, personal] = [0n, 0n];
  for (const movement of cash) {
    company += movement.company;
    personal += movement.personal;
  }
  const order = world.orders.order(handle);
  const back = company + personal === 0n && cash.some(({ type }) => type === 'refund');
  const status = back ? (order.state === 'cancelled' ? STATUS.cancelled : STATUS.refunded) : STATUS.done;
  return { order, cash, company, personal, status };
}

function orderView({ order, cash, company, personal, status }: Meal, world: WorldStore) {
  const created = Math.floor(cash[0]!.at / 1000);
  const restaurant = restaurantOf(order);
  const number = hash32(restaurant);
  return {
    b_no: order.approvalId ?? '',
    serial_number: order.id.slice(-3),
    order_id: order.id,
    ent_fee: yuan(company),
    employee_fee: yuan(personal),
    total_fee: yuan(company + personal),
    tax_fee: '0.00',
    status: status as number,
    created_at: created,
    delivery_date: created,
    receive_plan_time: localTime(Date.parse(order.startAt)),
    remark: order.detail['remark'] ?? '',
    cost_center_name: order.costCentre?.name ?? order.department?.name ?? '',
    address_info: addressOf(order, world),
    restaurant_info: {
      restaurant_tel: `4008${String(number % 1e6).padStart(6, '0')}`,
      restaurant_address: `${order.from?.city ?? order.to.city}${order.from?.address ?? order.from?.name ?? ''}`,
      restaurant_name: restaurant,
      only_restaurant_code: `C${number}`,
      erestaurant_id: `E${number}`,
    },
    ...itemsOf(order, cash),
  };
}

/** The name of the restaurant an order was made at. */
export const restaurantOf = ({ detail, from, to }: WorldOrder): string => detail['restaurant'] ?? from?.name ?? to.name;

/** Where it was brought. A guest is reached by the phone of who booked: it is that person's account. */
function addressOf(order: WorldOrder, world: WorldStore): { address: string; phone: string; name: string } {
  const guest = typeof order.traveller === 'string' ? undefined : order.traveller;
  const eater = eaterOf(order, world);
  return {
    address: order.to.address ?? `${order.to.city}${order.to.name}`,
    phone: order.detail['phone'] ?? eater?.phone ?? guest?.phone ?? '',
    name: guest?.name ?? eater?.name ?? '',
  };
}

/** What was ordered, at the prices paid at first: refunds leave it as it is. */
function itemsOf(order: WorldOrder, cash: Meal['cash']): Record<'foods_infos' | 'order_extras', Record<string, unknown>[]> {
  const dishes = dishesOf(order);
  const units = BigInt(dishes.reduce((sum, { count }) => sum + count, 0));
  const paid = (type: CashMovement['type']): Meal['cash'] => cash.filter((movement) => movement.type === type);
  const price = ({ company, personal }: Meal['cash'][number]): bigint => company + personal;
  const total = paid('charge').reduce((sum, charge) => sum + price(charge), 0n);
  // The facts price a meal as a whole: its dishes share that alike, and what cannot be shared is the packing's.
  const packing = total % units;
  const extras = paid('fee').map((fee) => ({ name: fee.text || '配送费', price: price(fee) }));
  if (packing > 0n) extras.push({ name: '包装费', price: packing });
  const first = hash32(order.id) % 1e8;
  return {
    foods_infos: dishes.map(({ name, count }, at) => ({
      food_name: name,
      price: yuan(total / units),
      food_id: first + at,
      count,
      sku_id: first + at,
    })),
    order_extras: extras.map((extra) => ({ name: extra.name, price: yuan(extra.price), quantity: 1, category_id: FEE_CATEGORY })),
  };
}

/** The dishes of a meal, which facts write as `dish×2；dish×1`. */
function dishesOf({ detail }: WorldOrder): { name: string; count: number }[] {
  return (detail['dishes'] ?? '套餐').split('；').map((dish) => {
    const [, name = dish, count = '1'] = /^(.+)×([1-9]\d?)$/.exec(dish) ?? [];
    return { name, count: Number(count) };
  });
}
