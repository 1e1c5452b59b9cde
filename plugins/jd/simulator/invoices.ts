import { hash32, localDay, localTime, type VendorCall } from '@interline/sdk/simulator';

import { type Desk, linesOfParcel, openOrder } from './desk.js';
import { badParameter, CODES, refusal } from './errors.js';
import { type LineSums, sumLines } from './goods.js';
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

/** Applications for invoices. One application becomes one invoice over all its orders. */
export class Invoices {
  private readonly applications = new Map<string, Application>();
  /** Order → the application it is invoiced by. */
  private readonly byOrder = new Map<string, string>();

  constructor(private readonly desk: Desk) {}

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
    for (const id of orders) if (!this.sums(id, call.now)) throw refusal(CODES.noOrder, id);
    const known: Application = this.applications.get(markId) ?? { batches: new Map(), total, invoiceType };
    if (known.total !== total) throw badParameter('totalBatch');
    known.batches.set(current, orders);
    if (known.batches.size === total) known.completeAt ??= call.now;
    this.applications.set(markId, known);
    for (const id of orders) this.byOrder.set(id, markId);
    call.records(orders);
    return true;
  }

  /** `/api/invoice/select`: the invoices of an application; none before its last batch. */
  select(params: Params, call: VendorCall): unknown[] {
    const markId = needed(params, 'markId');
    const application = this.applications.get(markId);
    if (!application) throw refusal(CODES.noInvoice);
    if (application.completeAt === undefined) return [];
    const sums = [...application.batches.values()].flat().flatMap((id) => this.sums(id, call.now) ?? []);
    const amount = sums.reduce((sum, { goods, freight }) => sum + goods + freight, 0n);
    const tax = sums.reduce((sum, each) => sum + each.tax, 0n);
    call.records([markId]);
    return [
      {
        // The number and the code of the invoice, in this order.
        invoiceId: invoiceNumber(markId),
        invoiceCode: INVOICE_CODE,
        invoiceDate: localDay(application.completeAt),
        invoiceNakedAmount: yuan(amount - tax),
        // An amount, in spite of its name.
        invoiceTaxRate: yuan(tax),
        invoiceAmount: yuan(amount),
        invoiceType: application.invoiceType,
        success: true,
      },
    ];
  }

  /** `/api/invoice/getInvoiceList`: what of one order stands on invoices of a kind (1 plain, 2 VAT, 3 electronic). */
  list(params: Params, call: VendorCall): unknown[] {
    const id = needed(params, 'jdOrderId');
    const kind = wholeNumber(params, 'ivcType', 1, 3, 3);
    const sums = this.sums(id, call.now);
    if (!sums) throw refusal(CODES.noOrder, id);
    const markId = this.byOrder.get(id);
    const application = this.applications.get(markId ?? '');
    if (markId === undefined || application?.completeAt === undefined || application.invoiceType !== kind) return [];
    call.records([id]);
    return [
      {
        ivcCode: INVOICE_CODE,
        ivcNo: invoiceNumber(markId),
        ivcType: kind,
        ivcTitle: this.desk.world.legalEntities.values().next().value?.name ?? '示例企业',
        iFlag: 1,
        bussinessId: id,
        invoiceTime: localTime(application.completeAt),
        totalPrice: yuan(sums.goods + sums.freight),
        totalTaxPrice: yuan(sums.tax),
        yn: 1,
      },
    ];
  }

  /** Forgets all. */
  clear(): void {
    this.applications.clear();
    this.byOrder.clear();
  }

  private sums(id: string, now: number): LineSums | undefined {
    const { world, parcels } = this.desk;
    const handle = world.orders.handleOf(parcels.originOf(id));
    const open = handle === undefined ? undefined : openOrder(this.desk, handle, now);
    const parcel = open && parcels.find(open.family.root, id);
    return open && parcel && open.milestones.madeAt <= now ? sumLines(linesOfParcel(open, parcel)) : undefined;
  }
}

const INVOICE_CODE = '011002600111';
const invoiceNumber = (markId: string): string => ownNumber('invoice', `${markId} ${hash32(markId)}`).slice(1, 9);
