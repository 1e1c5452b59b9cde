import { MapError, textOf, objectOf, type ExpenseLine, type OrderRecord, type PersonRef, type RawRecord } from '@interline/sdk';
import type { JdConfig } from './config.js';
import { Fields, objectsOf } from './fields.js';
import { REFUND } from './messages.js';
import { CNY } from './money.js';
import { detailOf, shortened } from './order-detail.js';
import { privateText } from './privacy.js';
import { sharesOf, type Shares } from './shares.js';

/** The names of an order's lines, for ever: what the goods cost, what bringing them cost, and `refund:` with the id of a row of the balance detail. */
export const GOODS = 'goods';
export const FREIGHT = 'freight';

/** As long as a line's description may be. */
const DESCRIPTION = 400;

/** `jdOrderState`s in which nothing has been paid yet. */
const UNPAID = ['2', '3'];

/**
 * The lines of one JD order: goods, freight and refunds of a leaf; of an order that was split only what came back under its own number, since its
 * children carry the money. The record holds the order's detail and the rows of the balance detail that give money back for it.
 * @throws MapError for an order JD does not give, for amounts that contradict each other and for words that decide about money and are unknown
 */
export function mapOrder({ externalId, data }: RawRecord, config: JdConfig): OrderRecord {
  if (data.message !== undefined) {
    const isRefund = textOf(objectOf(data.message)?.type) === REFUND;
    throw new MapError(isRefund ? 'what a person got back is not told' : 'a message that names no order', '/message/result');
  }
  const row = objectOf(data.detail);
  if (!row) throw new MapError('JD names this order but gives no detail of it', '/detail');
  const order = new Fields(row, '/detail');
  const record = new Fields(data, '');
  const refunds = record.list('refunds');
  if (isParent(order)) return { externalId, lines: refundsOfParent(externalId, order, refunds) };

  const isPaid = refunds.length > 0 || record.list('payments').length > 0;
  const charges = isPaid || isCharged(order) ? chargesOf(externalId, order, record, config) : [];
  const goods = charges.find(({ line }) => line === GOODS) ?? charges[0];
  return { externalId, lines: [...charges, ...refunds.map((refund) => refundOf(externalId, refund, goods))] };
}

/** A parent's reply has an object in `pOrder` and its children in `cOrder`. @throws MapError for one without children */
function isParent(order: Fields): boolean {
  if (objectsOf(order.row.cOrder).length > 0) return true;
  const kind = order.word('type', ['1', '2']);
  if (kind === '1' || objectOf(order.row.pOrder)) throw new MapError('a parent without children', order.pointer('cOrder'));
  return false;
}

/**
 * Money that came back under the number of an order that was split. Where a child was cancelled it may be what was paid for the child, which is not
 * counted in the first place.
 */
function refundsOfParent(externalId: string, order: Fields, refunds: readonly Fields[]): ExpenseLine[] {
  if (refunds.length === 0) return [];
  for (const child of order.list('cOrder')) {
    if (child.text('orderState') !== undefined && child.text('orderState') !== '1')
      throw new MapError('money came back under the number of a split order, and a part of it was cancelled', child.pointer('orderState'));
  }
  return refunds.map((refund) => refundOf(externalId, refund, undefined));
}

/** Whether an order of which the balance knows nothing is to be paid. A cancelled one never was. */
function isCharged(order: Fields): boolean {
  const state = order.word('orderState', ['0', '1', '2']);
  if (state === '0' || state === '2') return false;
  // Stock is kept for it, and nothing more.
  if (order.word('submitState', ['0', '1']) === '0') return false;
  return !UNPAID.includes(order.text('jdOrderState') ?? '');
}

function chargesOf(externalId: string, order: Fields, record: Fields, config: JdConfig): ExpenseLine[] {
  const occurredAt = order.time('createOrderTime') ?? record.time('time');
  if (!occurredAt) throw new MapError('an order of no known time', order.pointer('createOrderTime'));
  const { goods, freight } = sharesOf(order, record);
  const detail = detailOf(order);
  const common = {
    kind: 'goods',
    externalId,
    product: '京东企业采购',
    currency: CNY,
    occurredAt,
    traveller: buyerOf(order, config),
    startAt: occurredAt,
    endAt: order.time('finishTime'),
    detail,
  } as const;
  const lines: ExpenseLine[] = [];
  if (sum(goods) !== 0n)
    lines.push({ ...common, line: GOODS, lineType: 'charge', description: shortened(detail.items, DESCRIPTION), ...amounts(goods) });
  if (sum(freight) !== 0n) lines.push({ ...common, line: FREIGHT, lineType: 'fee', description: '运费', ...amounts(freight) });
  return lines;
}

/** What a row of the balance detail gives back: to the company, whose balance it is. */
function refundOf(externalId: string, row: Fields, origin: ExpenseLine | undefined): ExpenseLine {
  const [id, amount, occurredAt] = [row.id('id'), row.yuan('amount'), row.time('createdDate')];
  if (id === undefined) throw new MapError('a refund without an id', row.pointer('id'));
  if (amount === undefined || amount <= 0n) throw new MapError('a refund that gives nothing back', row.pointer('amount'));
  if (!occurredAt) throw new MapError('a refund of no known time', row.pointer('createdDate'));
  const tradeNo = row.text('tradeNo');
  return {
    kind: 'goods',
    externalId,
    line: `refund:${id}`,
    lineType: 'refund',
    originLine: origin?.line,
    product: origin?.product,
    description: shortened(row.text('notePub') ?? row.text('tradeTypeName'), DESCRIPTION),
    currency: CNY,
    ...amounts({ company: -amount, personal: 0n }),
    occurredAt,
    traveller: origin?.traveller,
    detail: tradeNo === undefined ? undefined : { tradeNo },
  };
}

/**
 * Who an order is for, by the connection's setting: JD names nobody but the consignee, whose name and phone are encrypted. `poNo`, the company's own
 * number, may be an employee number by agreement.
 */
function buyerOf(order: Fields, { buyer, client_id }: JdConfig): PersonRef | undefined {
  if (buyer === 'nobody') return undefined;
  if (buyer === 'po_no') {
    const employeeNumber = order.text('poNo');
    return employeeNumber === undefined ? undefined : { employeeNumber };
  }
  const clientId = textOf(client_id);
  const name = privateText('name', order.text('name'), clientId);
  const phone = privateText('mobile', order.text('mobile'), clientId);
  const person: PersonRef = { ...(name && { name }), ...(phone && !phone.includes('*') && { phone }) };
  return Object.keys(person).length === 0 ? undefined : person;
}

const sum = ({ company, personal }: Shares): bigint => company + personal;

const amounts = (shares: Shares): Pick<ExpenseLine, 'amount' | 'companyShare' | 'personalShare'> => ({
  amount: sum(shares),
  companyShare: shares.company,
  personalShare: shares.personal,
});
