import { VendorError, vendorBug, objectOf, sideBySide, type JsonObject } from '@interline/sdk';
import { ask, type Jd } from './api.js';
import { idOf, objectsOf } from './fields.js';

/** Fields that are only in an answer when they are asked for. */
const EXTRAS = 'orderType,jdOrderState,name,address,mobile,poNo,finishTime,createOrderTime,paymentType,outTime,invoiceType';

/** So many refusals with nothing before them are about the account, not about the orders. */
const ENOUGH_REFUSALS = 5;

/** Asks for orders together with all they were split from and into. One for a whole run. */
export class OrderFamilies {
  private answered = 0;
  private readonly relatives = new Map<string, Promise<JsonObject | null>>();

  constructor(private readonly ctx: Jd) {}

  /**
   * The details of orders, and of their parents and children, over and over: JD splits an order again and again, and whoever tells of one piece must
   * have the others beside it, so that nothing stands twice.
   * @param elsewhere tells of relatives that are read at another place
   * @returns by id, the asked ones first; null for an order JD names but does not give
   * @throws VendorError when it is not about single orders
   */
  async of(ids: readonly string[], elsewhere: (id: string) => boolean): Promise<Map<string, JsonObject | null>> {
    const details = new Map<string, JsonObject | null>();
    for (let wave = [...new Set(ids)]; wave.length > 0;) {
      const got = await this.each(wave);
      got.forEach((detail, at) => details.set(wave[at]!, detail));
      wave = [...new Set(got.flatMap(relativesOf))].filter((id) => !details.has(id) && !elsewhere(id));
    }
    return details;
  }

  /** One order that stands on no page of its own; null where JD does not give it. @throws VendorError when it is not about this order */
  relative(id: string): Promise<JsonObject | null> {
    const pending = this.relatives.get(id) ?? this.each([id]).then(([detail]) => detail ?? null);
    this.relatives.set(id, pending);
    return pending;
  }

  /** One order that is refused does not hold up the others; when none is given, the refusal is the answer. */
  private async each(ids: readonly string[]): Promise<(JsonObject | null)[]> {
    const refusals: VendorError[] = [];
    const got = await sideBySide(ids, async (id) => {
      try {
        const detail = await this.one(id);
        this.answered++;
        return detail;
      } catch (error) {
        if (!(error instanceof VendorError) || !isAboutOne(error)) throw error;
        if (error.fault.class !== 'not_found') refusals.push(error);
        if (this.answered === 0 && refusals.length >= ENOUGH_REFUSALS) throw error;
        this.ctx.log.warn('JD does not give an order it names', { orderId: id, code: error.fault.code });
        return null;
      }
    });
    if (this.answered === 0 && refusals[0]) throw refusals[0];
    return got;
  }

  private async one(jdOrderId: string): Promise<JsonObject> {
    const detail = objectOf(await ask(this.ctx, '/api/order/selectJdOrder', { jdOrderId, queryExts: EXTRAS }));
    if (!detail) throw vendorBug('no_order', 'the answer holds no order');
    const given = idOf(detail.jdOrderId) ?? idOf(objectOf(detail.pOrder)?.jdOrderId);
    if (given !== undefined && given !== jdOrderId) throw vendorBug('other_order', 'the answer holds another order than was asked for');
    return detail;
  }
}

function isAboutOne({ fault }: VendorError): boolean {
  return fault.class === 'not_found' || fault.class === 'vendor_bug';
}

/** In a child's detail `pOrder` is the parent's id, in a parent's an object that repeats itself. */
function relativesOf(detail: JsonObject | null): string[] {
  if (!detail) return [];
  const children = objectsOf(detail.cOrder).flatMap((child) => idOf(child.jdOrderId) ?? []);
  const parent = idOf(detail.pOrder);
  return parent === undefined ? children : [...children, parent];
}
