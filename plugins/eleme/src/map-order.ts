import {
  MapError,
  formatMinor,
  textOf,
  objectOf,
  type ExpenseLine,
  type JsonObject,
  type OrderRecord,
  type PersonRef,
  type RawRecord,
} from '@interline/sdk';
import { CNY, instant, listOf, yuan } from './fields.js';

/** The line of what a meal costs, whatever is in it. It keeps this name for ever. */
export const MEAL_LINE = 'meal';

/**
 * The line of one order: what company and employee pay for it now. A refund or cancellation makes both smaller, down to a line of nothing: the statement still
 * has the order's charge and refund, and an order of which none is kept is not one that was never read. Ele.me tells no refunds apart. Money is never read
 * out of the status, whose codes are not published.
 * @throws MapError for an order that could not be opened, and for amounts that do not make up the total
 */
export function mapOrder({ externalId, data }: RawRecord): OrderRecord {
  const order = objectOf(data.order);
  if (!order) throw unopened(data);
  const { company, personal } = sharesOf(order);
  const occurredAt = instant(order, 'created_at', '/order');
  if (!occurredAt) throw new MapError('the order has no time', '/order/created_at');
  const restaurant = objectOf(order.restaurant_info) ?? {};
  const name = textOf(restaurant.restaurant_name);
  const address = textOf(restaurant.restaurant_address);
  const line: ExpenseLine = {
    kind: 'meal',
    externalId,
    line: MEAL_LINE,
    lineType: 'charge',
    description: name,
    currency: CNY,
    amount: company + personal,
    companyShare: company,
    personalShare: personal,
    occurredAt,
    traveller: eaterOf(data.u_no, order),
    costCentre: costCentreOf(order),
    to: name === undefined && address === undefined ? undefined : { name, address },
    detail: detailOf(order, restaurant),
  };
  return { externalId, lines: [line] };
}

/** What is not known of an order's eater: the reason for whoever can change that, and the field it is about. */
const UNOPENED: Readonly<Record<string, readonly [reason: string, field?: string]>> = {
  no_employee: ['Ele.me does not say whose order it is'],
  unknown_employee: ['nobody in the directory has the employee number of this order', '/u_no'],
  no_phone: ['the employee of this order has no mobile phone in the directory', '/u_no'],
};

/** Why an order is not here. */
function unopened({ message, refused }: JsonObject): MapError {
  const told = objectOf(message);
  if (told && textOf(told.order_id) === undefined)
    return new MapError('the message names no order: give messages about meals a group of their own', '/message/order_id');
  const code = textOf(refused) ?? 'none';
  const [reason, field] = UNOPENED[code] ?? [`Ele.me does not show this order (${code}): was it delivered to its employee's own phone?`];
  return new MapError(reason, field ?? '/message/order_id');
}

function sharesOf(order: JsonObject): { company: bigint; personal: bigint } {
  const company = yuan(order, 'ent_fee', '/order');
  const personal = yuan(order, 'employee_fee', '/order');
  const total = yuan(order, 'total_fee', '/order');
  if (company === undefined) throw new MapError('the order does not say what the company pays', '/order/ent_fee');
  if (personal === undefined) throw new MapError('the order does not say what the employee pays', '/order/employee_fee');
  if (total !== undefined && total !== company + personal)
    throw new MapError('the shares of company and employee do not make up the total', '/order/total_fee');
  return { company, personal };
}

/** Whose order it is, under the name it was delivered to. A guest's meal is that of the employee who ordered it. */
function eaterOf(employee: JsonObject[string] | undefined, order: JsonObject): PersonRef {
  const { phone, name } = objectOf(order.address_info) ?? {};
  return { employeeNumber: textOf(employee), phone: unmasked(textOf(phone)), name: textOf(name) };
}

const unmasked = (phone: string | undefined): string | undefined => (phone?.includes('*') ? undefined : phone);

function costCentreOf(order: JsonObject): ExpenseLine['costCentre'] {
  const name = textOf(order.cost_center_name);
  return name === undefined ? undefined : { name };
}

function detailOf(order: JsonObject, restaurant: JsonObject): Record<string, string> {
  const parts: Record<string, string | undefined> = {
    restaurantId: textOf(restaurant.erestaurant_id),
    foods: itemsText(order.foods_infos, 'food_name', 'count'),
    extras: itemsText(order.order_extras, 'name', 'quantity'),
    tax: amountText(order, 'tax_fee'),
    status: textOf(order.status),
    plannedFor: textOf(order.receive_plan_time),
    ownOrderNo: textOf(order.b_no),
  };
  return Object.fromEntries(Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined));
}

/** `套餐A ×1 30.40; …`; undefined for nothing. The prices are Ele.me's own texts: they are shown, not added up. */
function itemsText(list: JsonObject[string] | undefined, name: string, count: string): string | undefined {
  const items = listOf(list).map((item) => {
    const parts = [textOf(item[name]) ?? '?', `×${textOf(item[count]) ?? '1'}`, textOf(item.price)];
    return parts.filter((part) => part !== undefined).join(' ');
  });
  return items.length === 0 ? undefined : items.join('; ');
}

/** An amount for show; undefined for nothing and for zero. */
function amountText(order: JsonObject, name: string): string | undefined {
  const amount = yuan(order, name, '/order');
  return amount === undefined || amount === 0n ? undefined : formatMinor(amount, CNY);
}
