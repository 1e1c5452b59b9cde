import { hash32, localTime, type VendorCall, type WorldGuest, type WorldOrder } from '@interline/sdk/simulator';

import { type Desk, linesOfParcel, openOrder, type OpenOrder } from './desk.js';
import { CODES, refusal } from './errors.js';
import { type GoodsLine, sumLines } from './goods.js';
import { needed, type Params } from './params.js';
import { leavesAt, type Parcel } from './parcels.js';
import { deliveryState, jdOrderState } from './purchase.js';
import { jdNumber, yuan } from './wire.js';

/** 4 balance · 17 WeChat, by the buyer · 20 several of them · 101 金采. */
const PAYMENT = { balance: 4, wechat: 17, mixed: 20, geious: 101 } as const;

type Body = Record<string, unknown>;

/** `/api/order/selectJdOrder`: an order that was never split, or a part, as a child; one that was split as a parent with its parts. */
export function selectOrder(desk: Desk, params: Params, call: VendorCall): unknown {
  const id = needed(params, 'jdOrderId');
  const handle = desk.world.orders.handleOf(desk.parcels.originOf(id));
  const open = handle === undefined ? undefined : openOrder(desk, handle, call.now);
  const parcel = open && desk.parcels.find(open.family.root, id);
  if (!open || !parcel || !exists(open, parcel, call.now)) throw refusal(CODES.noOrder);
  const extensions = extensionsOf(desk, open, new Set((params['queryExts'] ?? '').split(',').map((name) => name.trim())), call.now);
  const split = parcel.splitAt !== undefined && parcel.splitAt <= call.now;
  const body = split ? parentBody(desk, open, parcel, extensions, call.now) : childBody(desk, open, parcel, extensions, call.now);
  if (call.fault?.kind === 'unknown_enum') Object.assign(body, { orderState: 9, ...('jdOrderState' in body && { jdOrderState: 97 }) });
  call.records([id]);
  return body;
}

/** `/api/order/selectJdOrderIdByThirdOrder`: the number of an order by the buyer's own, which is `detail.thirdOrder` or `T` and the number. */
export function orderByThirdOrder(desk: Desk, thirdOrders: ReadonlyMap<string, string>, params: Params, call: VendorCall): unknown {
  const third = needed(params, 'thirdOrder');
  const id = thirdOrders.get(third) ?? third.slice(1);
  const handle = desk.world.orders.handleOf(id);
  const known = handle !== undefined && thirdOrderOf(desk.world.orders.order(handle)) === third;
  if (!known || openOrder(desk, handle, call.now).milestones.madeAt > call.now) throw refusal(CODES.noOrder);
  call.records([id]);
  return id;
}

/** The buyer's own number of an order. */
export const thirdOrderOf = ({ id, detail }: WorldOrder): string => detail['thirdOrder'] ?? `T${id}`;

/** Orders of the future are not there, nor are parts before their split. */
function exists({ family, milestones }: OpenOrder, parcel: Parcel, now: number): boolean {
  if (milestones.madeAt > now) return false;
  const reached = (above: Parcel): boolean =>
    above === parcel || (above.splitAt !== undefined && above.splitAt <= now && above.parts!.some((part) => reached(part)));
  return reached(family.root);
}

function parentBody(desk: Desk, open: OpenOrder, parcel: Parcel, extensions: Extensions, now: number): Body {
  return {
    pOrder: { jdOrderId: jdNumber(parcel.id), ...moneyBody(desk, open, parcel) },
    cOrder: leavesAt(parcel, now).map((leaf) => childBody(desk, open, leaf, extensions, now)),
    orderState: orderState(open, now),
    submitState: 1,
    type: 1,
    ...extensions(linesOfParcel(open, parcel)),
  };
}

/** `pOrder` is the order as it was made, however often it was split since: messages of splits name no other either. */
function childBody(desk: Desk, open: OpenOrder, parcel: Parcel, extensions: Extensions, now: number): Body {
  const { root } = open.family;
  return {
    pOrder: parcel === root ? 0 : jdNumber(root.id),
    orderState: orderState(open, now),
    jdOrderId: jdNumber(parcel.id),
    state: deliveryState(open.order, open.milestones, now),
    submitState: 1,
    type: 2,
    ...moneyBody(desk, open, parcel),
    ...extensions(linesOfParcel(open, parcel)),
  };
}

const orderState = ({ milestones: { cancelledAt } }: OpenOrder, now: number): number =>
  cancelledAt !== undefined && cancelledAt <= now ? 0 : 1;

/** Goods and their sums. `orderPrice` is without the freight unless it is set otherwise. */
function moneyBody({ settings }: Desk, open: OpenOrder, parcel: Parcel): Body {
  const lines = linesOfParcel(open, parcel);
  const { goods, tax, freight } = sumLines(lines);
  // Both ways were published: a price without tax as text, and one with tax as a number.
  const asText = hash32(`price ${open.order.id}`) % 2 === 0;
  return {
    sku: lines.map((line) => skuBody(line, asText)),
    freight: yuan(freight),
    orderPrice: yuan(settings.freightInPrice ? goods + freight : goods),
    orderNakedPrice: yuan(goods - tax),
    orderTaxPrice: yuan(tax),
  };
}

function skuBody({ product: [skuId, name, category, percent], num, price, tax, freight }: GoodsLine, asText: boolean): Body {
  const naked = yuan(price - tax);
  return {
    category,
    num,
    price: asText ? String(naked) : yuan(price),
    tax: Number(percent),
    oid: 0,
    name,
    taxPrice: yuan(tax),
    skuId,
    nakedPrice: naked,
    type: 0,
    splitFreight: yuan(freight),
  };
}

/** The fields that come only when `queryExts` names them; payment is told of the lines it is asked for. */
type Extensions = (lines: readonly GoodsLine[]) => Body;

function extensionsOf(desk: Desk, { order, cash, milestones }: OpenOrder, wanted: ReadonlySet<string>, now: number): Extensions {
  const past = (at: number): string | null => (at <= now ? localTime(at) : null);
  const { name, phone } = receiver(desk, order);
  const { city, name: place, address } = order.to;
  const fields: Readonly<Record<string, () => unknown>> = {
    orderType: () => 1,
    jdOrderState: () => jdOrderState(cash, milestones, now),
    name: () => desk.privateFields.write('name', name),
    address: () => desk.privateFields.write('address', address ?? `${city}${place}`),
    mobile: () => desk.privateFields.write('mobile', phone),
    poNo: () => order.approvalId ?? '',
    finishTime: () => past(milestones.finishedAt),
    createOrderTime: () => localTime(milestones.madeAt),
    outTime: () => past(milestones.outAt),
    invoiceType: () => 2,
  };
  const plain: Body = {};
  for (const [field, value] of Object.entries(fields)) if (wanted.has(field)) plain[field] = value();
  return wanted.has('paymentType') ? (lines) => ({ ...plain, ...paymentBody(desk, lines) }) : () => plain;
}

function receiver({ world }: Desk, { traveller, booker }: WorldOrder): WorldGuest {
  if (typeof traveller !== 'string') return traveller;
  const person = world.people.get(traveller) ?? world.people.get(booker);
  return { name: person?.name ?? '', phone: person?.phone ?? '' };
}

/** How goods and freight were paid; who paid how much is told only when the buyer paid too, unless it is set otherwise. */
function paymentBody({ settings }: Desk, lines: readonly GoodsLine[]): Body {
  const own = settings.balance ? PAYMENT.balance : PAYMENT.geious;
  const { company, personal } = sumLines(lines);
  if (personal === 0n && !settings.payDetails) return { paymentType: own };
  const part = (amount: bigint, paymentType: number, flag: number): Body[] =>
    amount === 0n ? [] : [{ payMoney: yuan(amount), paymentType: String(paymentType), flag: String(flag) }];
  return {
    paymentType: personal === 0n ? own : PAYMENT.mixed,
    payDeatails: [...part(personal, PAYMENT.wechat, 1), ...part(company, own, 2)],
  };
}
