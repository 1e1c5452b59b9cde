import { formatMinor } from '@interline/sdk';
import type { Fields } from './fields.js';
import { CNY } from './money.js';
import { DELIVERIES, INVOICES, ORDER_STATES, PAYMENTS, wordFor } from './words.js';

/** Of the goods of a large order enough to know it by. */
const MOST = 2_000;

/** What else the accountant may want to see of an order. */
export function detailOf(order: Fields): Record<string, string> {
  const skus = order.list('sku');
  return filled({
    items: shortened(itemsOf(skus), MOST),
    itemCount: skus.length === 0 ? undefined : String(skus.length),
    skuIds: shortened(each(skus, 'skuId').join(', '), MOST),
    categories: shortened([...new Set(each(skus, 'category'))].join(', '), MOST),
    taxRate: [...new Set(each(skus, 'tax'))].map((percent) => `${percent}%`).join(', '),
    priceWithoutTax: yuan(order, 'orderNakedPrice'),
    tax: yuan(order, 'orderTaxPrice'),
    freight: yuan(order, 'freight'),
    poNo: order.text('poNo'),
    parentOrder: order.id('pOrder'),
    status: wordFor(ORDER_STATES, order.text('jdOrderState')),
    delivery: wordFor(DELIVERIES, order.text('state')),
    payment: wordFor(PAYMENTS, order.text('paymentType')),
    invoiceType: wordFor(INVOICES, order.text('invoiceType')),
    shippedAt: order.text('outTime'),
  });
}

/** `type` of a SKU: 0 is bought; 1 attached, 2 a gift, 3 a warranty. A warranty is bought as well. */
const COMES_WITH = ['1', '2'];

/** What was bought, as `2 × 订书机; 1 × 胶带`: goods that cost something first, gifts and attachments behind. */
function itemsOf(skus: readonly Fields[]): string {
  const comesWith = (sku: Fields): boolean => COMES_WITH.includes(sku.text('type') ?? '');
  const told = [...skus.filter((sku) => !comesWith(sku)), ...skus.filter(comesWith)].flatMap((sku) => {
    const name = sku.text('name') ?? sku.text('skuId');
    return name === undefined ? [] : `${sku.text('num') ?? '1'} × ${name}${comesWith(sku) ? '（赠品）' : ''}`;
  });
  return told.join('; ');
}

const each = (skus: readonly Fields[], name: string): string[] => skus.flatMap((sku) => sku.text(name) ?? []);

function yuan(order: Fields, name: string): string | undefined {
  const amount = order.yuan(name);
  return amount === undefined || amount === 0n ? undefined : formatMinor(amount, CNY);
}

/** A text within a length, its end marked where it was cut; undefined when empty. */
export function shortened(text: string | undefined, most: number): string | undefined {
  if (!text) return undefined;
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function filled(details: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(details).filter((entry): entry is [string, string] => !!entry[1]));
}
