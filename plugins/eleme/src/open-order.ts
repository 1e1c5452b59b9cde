import { textOf, VendorError, objectOf, type JsonObject } from '@interline/sdk';
import { call, type Eleme } from './api.js';
import type { Eaters } from './eaters.js';
import { refusesOrder } from './errors.js';

/**
 * What came of opening an order: whose it is and Ele.me's `enterprise_data`, or why not: Ele.me's code, or what is not known of the eater
 * (`no_employee`, `unknown_employee`, `no_phone`).
 */
export type Opened = { employee: string; order: JsonObject; refused?: never } | { employee?: string; order?: never; refused: string };

/**
 * Opens an order. `ordernew.getstatus` says whose it is, the directory that person's phone, and `ordernew.get` shows it to who names the phone.
 * @throws VendorError when Ele.me answers nothing about any order
 */
export async function openOrder(ctx: Eleme, eaters: Eaters, id: string): Promise<Opened> {
  const { data: status, refused: unknown } = await ask(ctx, 'getstatus', { eleme_order_id: id });
  if (!status) return { refused: unknown };
  const employee = textOf(status.u_no);
  if (employee === undefined) return { refused: 'no_employee' };
  const { phone, missing } = await eaters.phoneOf(employee);
  if (missing) return { employee, refused: missing };
  const { data: order, refused } = await ask(ctx, 'get', { order_id: id, phone });
  if (!order) return { employee, refused };
  return textOf(order.order_id) === id ? { employee, order } : { employee, refused: 'another_order' };
}

type Answered = { data: JsonObject; refused?: never } | { data?: never; refused: string };

/** Asks about one order. The code of success is not published; what tells it is that there is data. */
async function ask(ctx: Eleme, about: 'get' | 'getstatus', params: Readonly<Record<string, string>>): Promise<Answered> {
  try {
    const reply = await call(ctx, `alibaba.ele.enterprise.ordernew.${about}`, params);
    const data = objectOf(reply.enterprise_data);
    return data ? { data } : { refused: `enterprise_code:${textOf(reply.enterprise_code) ?? 'none'}` };
  } catch (error) {
    // What nobody has heard of may be about this order alone: it must not hold up the others.
    if (!(error instanceof VendorError && (refusesOrder(error.fault) || error.fault.class === 'vendor_bug'))) throw error;
    return { refused: error.fault.code };
  }
}
