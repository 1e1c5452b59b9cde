import { hash32, localDay, localTime, type VendorCall } from '@interline/sdk/simulator';

import { Collected, type Issued } from './collected-invoices.js';
import { type Desk, linesOfParcel, openOrder } from './desk.js';
import { badParameter, CODES, refusal } from './errors.js';
import { type GoodsLine, type LineSums, sumLines } from './goods.js';
import { needed, type Params, wholeNumber } from './params.js';
import { ownNumber, yuan } from './wire.js';

/** An application takes at most so many orders in one batch. */
const MAX_ORDERS = 500;

interface Application {
  batches: Map<number, string[]>;
  total: number;
  invoiceType: number;
  /** When the last batch came: nothing is done before. */
  completeAt?: number;
}

const INVOICE_CODE = '011002600111';

/**
 * Invoices: those somebody applied for, one over all orders of an application, and those of orders nobody applied for, which are collected
 * the night after they were finished.
 */
export class Invoices {
  private readonly applications = new Map<string, Application>();
  /** Order → the application it is invoiced by. */
  private readonly byOrder = new Map<string, string>();
  /** Number → the application it came of. */
  private readonly byNumber = new Map<string, string>();
  private readonly collected: Collected;

  constructor(private readonly desk: Desk) {
    this.collected = new Collected(desk, this.byOrder);
  }

  /** `/api/invoice/submit`: one batch of an application. */
  submit(params: Params, call: VendorCall): boolean {
    const markId = needed(params, 'markId');
    const orders = needed(params, 'supplierOrder')
      .split(',')
      .map((id) => id.trim());
    if (orders.length > MAX_ORDERS) throw badParameter(`supplierOrder最多${MAX_ORDERS}个`);
    needed(params, 'settlementId');
    const invoiceType = wholeNumber(params, 'invoiceType', 2, 3, 2);
    const total = wholeNumber(params, 'totalBatch', 1, 10_000, 1);
    const current = wholeNumber(params, 'currentBatch', 1, total, 1);
    for (const id of orders) if (!this.linesOf(id, call.now)) throw refusal(CODES.noOrder, id);
    const known: Application = this.applications.get(markId) ?? { batches: new Map(), total, invoiceType };
    if (known.total !== total) throw badParameter('totalBatch');
    known.batches.set(current, orders);
    if (known.batches.size === total) known.completeAt ??= call.now;
    this.applications.set(markId, known);
    this.byNumber.set(invoiceNumber(markId), markId);
    for (const id of orders) this.byOrder.set(id, markId);
    call.records(orders);
    return true;
  }

  /** `/api/invoice/select`: the invoices of an application; none before its last batch. */
  select(params: Params, call: VendorCall): unknown[] {
    const markId = needed(params, 'markId');
    const invoice = this.applied(markId) ?? this.collected.ofMark(markId, call.now);
    if (!invoice && !this.applications.has(markId)) throw refusal(CODES.noInvoice);
    if (!invoice) return [];
    call.records([markId]);
    return [{ ...this.header(invoice, call.now), invoiceType: invoice.type, success: true }];
  }

  /** `/api/invoice/getInvoiceList`: what of one order stands on invoices of a kind (1 plain, 2 VAT, 3 electronic). */
  list(params: Params, call: VendorCall): unknown[] {
    const id = needed(params, 'jdOrderId');
    const kind = wholeNumber(params, 'ivcType', 1, 3, 3);
    const lines = this.linesOf(id, call.now);
    if (!lines) throw refusal(CODES.noOrder, id);
    const markId = this.byOrder.get(id);
    const invoice = markId === undefined ? this.collected.ofOrder(id, call.now) : this.applied(markId);
    if (!invoice || invoice.type !== kind) return [];
    const { goods, freight, tax } = sumLines(lines);
    call.records([id]);
    return [
      {
        ivcCode: invoice.code,
        ivcNo: invoice.number,
        ivcType: kind,
        ivcTitle: invoice.title,
        iFlag: 1,
        bussinessId: id,
        invoiceTime: localTime(invoice.at),
        totalPrice: yuan(goods + freight),
        totalTaxPrice: yuan(tax),
        yn: 1,
      },
    ];
  }

  /** `/api/invoice/queryInvoiceItem`: an invoice with what stands on it, order by order. */
  item(params: Params, call: VendorCall): unknown {
    const [number, code] = [needed(params, 'invoiceId'), needed(params, 'invoiceCode')];
    const markId = code === INVOICE_CODE ? this.byNumber.get(number) : undefined;
    const invoice = markId === undefined ? this.collected.ofNumber(code, number, call.now) : this.applied(markId);
    if (!invoice) throw refusal(CODES.noInvoice, number);
    call.records([number]);
    const header = this.header(invoice, call.now);
    return {
      ...header,
      state: call.fault?.kind === 'unknown_enum' ? 9 : 1,
      invoiceTaxAmount: header['invoiceTaxRate'],
      invoiceType: invoice.type,
      title: invoice.title,
      taxpayer: `91${String(hash32(`taxpayer ${invoice.title}`)).padStart(16, '0')}`,
      address: '北京市朝阳区望京街10号',
      tel: '010-80000001',
      bank: '示例银行北京分行',
      account: '1100000000000001',
      remark: '',
      skuDetails: invoice.orders.flatMap((id) => (this.linesOf(id, call.now) ?? []).flatMap((line) => skuDetails(id, line))),
    };
  }

  /** Applications whose invoices were issued until now, the collected ones too: each has a message. */
  told(now: number): { markId: string; at: number }[] {
    const applied = [...this.applications].flatMap(([markId, { completeAt: at }]) => (at === undefined ? [] : { markId, at }));
    return [...applied, ...this.collected.until(now)];
  }

  /** Changes whenever somebody applied for something. */
  get version(): number {
    return this.byOrder.size;
  }

  /** Forgets all. */
  clear(): void {
    this.applications.clear();
    this.byOrder.clear();
    this.byNumber.clear();
  }

  private applied(markId: string): Issued | undefined {
    const application = this.applications.get(markId);
    if (application?.completeAt === undefined) return undefined;
    return {
      number: invoiceNumber(markId),
      code: INVOICE_CODE,
      at: application.completeAt,
      type: application.invoiceType,
      orders: [...application.batches.values()].flat(),
      title: this.desk.world.legalEntities.values().next().value?.name ?? '示例企业',
    };
  }

  private header({ number, code, at, orders }: Issued, now: number): Record<string, unknown> {
    const sums = orders.flatMap((id) => this.sums(id, now) ?? []);
    const amount = sums.reduce((sum, { goods, freight }) => sum + goods + freight, 0n);
    const tax = sums.reduce((sum, each) => sum + each.tax, 0n);
    return {
      // The number and the code of the invoice, in this order.
      invoiceId: number,
      invoiceCode: code,
      invoiceDate: localDay(at),
      invoiceNakedAmount: yuan(amount - tax),
      // An amount, in spite of its name.
      invoiceTaxRate: yuan(tax),
      invoiceAmount: yuan(amount),
    };
  }

  private sums(id: string, now: number): LineSums | undefined {
    const lines = this.linesOf(id, now);
    return lines && sumLines(lines);
  }

  private linesOf(id: string, now: number): readonly GoodsLine[] | undefined {
    const { world, parcels } = this.desk;
    const handle = world.orders.handleOf(parcels.originOf(id));
    const open = handle === undefined ? undefined : openOrder(this.desk, handle, now);
    const parcel = open && parcels.find(open.family.root, id);
    return open && parcel && open.milestones.madeAt <= now ? linesOfParcel(open, parcel) : undefined;
  }
}

/** A line of goods as it stands on an invoice; its freight is a line of its own, without tax. */
function skuDetails(jdOrderId: string, { product: [skuId, skuName, , percent], num, price, tax, goods, freight }: GoodsLine): unknown[] {
  const taxAmount = tax * BigInt(num);
  const line = {
    jdOrderId,
    skuId: String(skuId),
    skuName,
    price: yuan(price),
    num,
    taxRate: Number(percent),
    amount: yuan(goods),
    amountUnTax: yuan(goods - taxAmount),
    taxAmount: yuan(taxAmount),
    settleUnit: '件',
  };
  const amount = yuan(freight);
  const carried = { jdOrderId, skuId: '0', skuName: '运费', price: amount, num: 1, taxRate: 0, amount, amountUnTax: amount, taxAmount: 0 };
  return freight === 0n ? [line] : [line, carried];
}

const invoiceNumber = (markId: string): string => ownNumber('invoice', `${markId} ${hash32(markId)}`).slice(1, 9);
