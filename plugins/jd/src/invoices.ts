import {
  LosslessNumber,
  VendorError,
  textOf,
  vendorBug,
  objectOf,
  sideBySide,
  type Json,
  type JsonObject,
  type Page,
  type RawRecord,
  type ReadWindow,
  type Stream,
} from '@interline/sdk';
import { PAGE, ask, switchedOffBy, type Jd } from './api.js';
import type { JdConfig } from './config.js';
import { feedOf, type Feed } from './feed.js';
import { countOf, objectsOf } from './fields.js';
import { invoiceKey, mapInvoice, type InvoiceName } from './invoice-record.js';
import { OF_INVOICES, deleteMessages, nextMessages, unreadable, type Message } from './messages.js';
import { isNewest } from './times.js';

/** `ivcType`: 2 VAT, 3 electronic, 1 plain; the likeliest of a company first. */
const KINDS = ['2', '3', '1'];

/** An invoice and the orders that led to it. */
interface Found {
  name: InvoiceName;
  orders: string[];
}

/**
 * The invoices of orders that were finished in the window, then, in the newest window, of the applications JD's messages name. Whichever way an invoice is
 * found, its record is the same: the answer to queryInvoiceItem, with all of its orders.
 *
 * JD counts no invoices. The control counts those that were given, and beside them the finished orders that JD counts and does not list.
 */
class InvoiceReading {
  private feed: Feed = { orders: new Map(), missing: 0 };
  private readonly asked = new Map<string, Promise<JsonObject | null>>();
  private readonly counted = new Set<string>();
  private after: string | null = null;
  private isTold = false;
  private given = 0;

  constructor(
    private readonly ctx: Jd,
    private readonly window: ReadWindow,
  ) {
    const saved = objectOf(window.cursor);
    if (!saved) return;
    this.after = textOf(saved.after) ?? null;
    this.isTold = saved.isTold === true;
    this.given = countOf(saved.given) ?? 0;
  }

  async *pages(): AsyncIterable<Page> {
    const { ctx, window } = this;
    if (ctx.config.invoices === false) return;
    this.feed = await feedOf(ctx, 'checkCompleteOrder', window);
    if (!this.isTold) yield* this.listed([...this.feed.orders.keys()]);
    if (isNewest(ctx.now(), window)) yield* this.told();
    yield { records: [], cursor: null, control: { count: Math.max(0, this.given + this.feed.missing) } };
  }

  private async *listed(ids: readonly string[]): AsyncIterable<Page> {
    const places = new Map(ids.map((id, place) => [id, place]));
    const begin = this.after === null ? 0 : ids.indexOf(this.after) + 1;
    for (let at = begin; at < ids.length; at += PAGE) {
      const some = ids.slice(at, at + PAGE);
      const found = byInvoice(await sideBySide(some, async (id) => ({ id, names: await invoicesOf(this.ctx, id) })));
      const records = await this.recordsOf(found);
      // An invoice over orders of several pages stands on the page of the first of them, also when the reading is resumed between.
      const fresh = records.filter((record, index) => firstPlace(record, found[index]!, places) >= at);
      this.after = some.at(-1)!;
      yield this.page(fresh);
    }
  }

  /** Messages batch by batch. They are deleted once the host has kept the page they led to: not before, so that none is lost. */
  private async *told(): AsyncIterable<Page> {
    this.isTold = true;
    const seen = new Set<string>();
    for (;;) {
      const batch = await nextMessages(this.ctx, OF_INVOICES);
      // JD that gives what was deleted once more has nothing new.
      if (batch.every(({ id }) => seen.has(id))) return;
      for (const { id } of batch) seen.add(id);
      const applied = await sideBySide(batch, async (message) => ({ message, names: await appliedFor(this.ctx, message) }));
      const names = applied.flatMap(({ message, names }) => (names ?? []).map((name) => ({ id: message.id, names: [name] })));
      const lost = applied.flatMap(({ message, names }) => (names === null ? unreadable(message) : []));
      this.after = batch.at(-1)!.id;
      yield this.page([...(await this.recordsOf(byInvoice(names))), ...lost]);
      await deleteMessages(this.ctx, batch);
    }
  }

  private recordsOf(found: readonly Found[]): Promise<RawRecord[]> {
    return sideBySide(found, async ({ name }): Promise<RawRecord> => {
      const externalId = invoiceKey(name);
      const pending = this.asked.get(externalId) ?? invoiceItem(this.ctx, name);
      this.asked.set(externalId, pending);
      return { externalId, data: { invoice: await pending } };
    });
  }

  private page(records: RawRecord[]): Page {
    for (const { externalId } of records) {
      if (this.counted.has(externalId)) continue;
      this.counted.add(externalId);
      this.given++;
    }
    const cursor: Json = { isTold: this.isTold, after: this.after, given: new LosslessNumber(String(this.given)) };
    return { records, cursor };
  }
}

function byInvoice(found: readonly { id: string; names: readonly InvoiceName[] }[]): Found[] {
  const invoices = new Map<string, Found>();
  for (const { id, names } of found) {
    for (const name of names) {
      const known = invoices.get(invoiceKey(name));
      if (known) known.orders.push(id);
      else invoices.set(invoiceKey(name), { name, orders: [id] });
    }
  }
  return [...invoices.values()];
}

/** Where the first of an invoice's orders stands in the list. */
function firstPlace({ data }: RawRecord, { orders }: Found, places: ReadonlyMap<string, number>): number {
  const named = objectsOf(objectOf(data.invoice)?.skuDetails).flatMap(({ jdOrderId }) => textOf(jdOrderId) ?? []);
  return Math.min(...[...orders, ...named].flatMap((id) => places.get(id) ?? []));
}

/** Which invoices an order stands on. JD wants to know of which kind; an order's invoices are held to be of one. */
async function invoicesOf(ctx: Jd, jdOrderId: string): Promise<InvoiceName[]> {
  for (const ivcType of KINDS) {
    const rows = await list(ctx, '/api/invoice/getInvoiceList', { jdOrderId, ivcType });
    const names = (rows ?? []).map((row) => nameOf(row, ['ivcNo', 'invoiceNo'], ['ivcCode', 'invoiceCode']));
    if (names.length > 0) return names;
  }
  return [];
}

/** The invoices an application came to; null where the message says that there are some and JD gives none. */
async function appliedFor(ctx: Jd, { markId, data }: Message): Promise<InvoiceName[] | null> {
  if (markId === undefined) return null;
  const rows = (await list(ctx, '/api/invoice/select', { markId })) ?? [];
  // A rejected application has rows without a number, or none.
  const names = rows.filter((row) => textOf(row.invoiceId) !== undefined).map((row) => nameOf(row, ['invoiceId'], ['invoiceCode']));
  const isRejected = textOf(objectOf(data.result)?.state) === '2';
  return names.length > 0 || isRejected ? names : null;
}

/** The rows of a list; null where JD says that there is no such thing. */
async function list(ctx: Jd, path: string, form: Record<string, string>): Promise<JsonObject[] | null> {
  try {
    const result = await ask(ctx, path, form);
    if (result !== null && !Array.isArray(result)) throw vendorBug('no_list', `the answer of ${path} is no list`);
    return objectsOf(result ?? []);
  } catch (error) {
    if (error instanceof VendorError && error.fault.class === 'not_found') return null;
    return switchedOffBy('invoices', 'the invoices were refused; where the account has no interface for them', error);
  }
}

function nameOf(row: JsonObject, numbers: readonly string[], codes: readonly string[]): InvoiceName {
  const [number, code] = [numbers, codes].map((names) => names.map((name) => textOf(row[name])).find((text) => text !== undefined));
  if (number === undefined) throw vendorBug('no_invoice_number', 'a row of the invoices has no number');
  return { number, code };
}

/** All that stands on an invoice; null where JD names it and does not give it. */
async function invoiceItem(ctx: Jd, { number, code = '' }: InvoiceName): Promise<JsonObject | null> {
  try {
    const item = objectOf(await ask(ctx, '/api/invoice/queryInvoiceItem', { invoiceId: number, invoiceCode: code }));
    if (!item) throw vendorBug('no_invoice', 'the answer holds no invoice');
    return item;
  } catch (error) {
    if (!(error instanceof VendorError) || error.fault.class !== 'not_found') throw error;
    ctx.log.warn('JD does not give an invoice it names', { number, code });
    return null;
  }
}

/** The stream `invoices`. */
export const invoices: Stream<'invoices', JdConfig> = {
  kind: 'invoices',
  read: (ctx, window) => new InvoiceReading(ctx, window).pages(),
  map: mapInvoice,
};
