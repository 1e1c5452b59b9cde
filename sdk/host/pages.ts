import type { Page, RawRecord } from '../connector/connector.js';
import { VendorError } from '../connector/errors.js';
import { canonicalJson, isLosslessNumber, type Json } from '../connector/json.js';
import { isOwnFailure } from './own-failure.js';
import { PluginError } from './plugin-error.js';
import { inTime, stopIfAborted } from './stop.js';

/** What one reading may be at most. A plugin that goes beyond is stopped; its run fails, nothing else. */
export interface ReadLimits {
  /** How long one page may take, waiting for a busy vendor included, in milliseconds. */
  pageMilliseconds: number;
  recordsPerPage: number;
  /** Bytes of answers one page may be made of. */
  bytesPerPage: number;
  /** Pages without a record in a row. */
  emptyPages: number;
}

export const READ_LIMITS: ReadLimits = {
  pageMilliseconds: 10 * 60_000,
  recordsPerPage: 10_000,
  bytesPerPage: 256 * 1024 * 1024,
  emptyPages: 1_000,
};

/**
 * Asks a plugin for its pages one by one and checks each. Leaving the loop early closes the plugin's reading.
 * @param begin starts the reading
 * @param onPage told when a page was asked for, to count anew what it costs
 * @throws PluginError, or the plugin's VendorError
 */
export async function* guardedPages(
  begin: () => AsyncIterable<Page>,
  limits: ReadLimits,
  signal: AbortSignal,
  onPage: () => void,
): AsyncGenerator<Page> {
  const pages = called('read', () => begin()[Symbol.asyncIterator]());
  let ended = false;
  let empty = 0;
  let last: string | null = null;
  let closed = false;
  try {
    for (;;) {
      stopIfAborted(signal);
      onPage();
      const next = await inTime(
        'read',
        limits.pageMilliseconds,
        awaited('read', () => pages.next()),
        signal,
      );
      if (next.done) {
        closed = true;
        return;
      }
      if (ended) throw new PluginError('PLUGIN_BROKE_CONTRACT', 'a page came after the page whose cursor was null');
      const page = checkedPage(next.value, limits);
      empty = page.records.length === 0 ? empty + 1 : 0;
      if (empty > limits.emptyPages) throw new PluginError('PLUGIN_FLOODED', `more than ${limits.emptyPages} empty pages in a row`);
      const cursor = page.cursor === null ? null : canonicalJson(page.cursor);
      if (cursor !== null && cursor === last)
        throw new PluginError('PLUGIN_BROKE_CONTRACT', 'the cursor stands still: the reading would never end');
      last = cursor;
      ended = cursor === null;
      yield page;
    }
  } finally {
    // Not awaited: a plugin that hangs would hang its own end as well.
    if (!closed) Promise.resolve(pages.return?.()).catch(() => undefined);
  }
}

/** Runs a part of a plugin, and names what it throws unless that is a fault of the vendor's or our own. */
export async function awaited<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw named(what, cause);
  }
}

function called<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw named(what, cause);
  }
}

function named(what: string, cause: unknown): unknown {
  if (cause instanceof VendorError || cause instanceof PluginError || isOwnFailure(cause)) return cause;
  return new PluginError(
    'PLUGIN_THREW',
    `the plugin's ${what} threw ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}`,
    { cause },
  );
}

function checkedPage(page: Page, limits: ReadLimits): Page {
  const wrong = (problem: string): PluginError => new PluginError('PLUGIN_BROKE_CONTRACT', `a page ${problem}`);
  if (typeof page !== 'object' || page === null || !Array.isArray(page.records)) throw wrong('has no list of records');
  if (page.records.length > limits.recordsPerPage) {
    throw new PluginError('PLUGIN_FLOODED', `a page has ${page.records.length} records, more than ${limits.recordsPerPage}`);
  }
  if (!isJson(page.cursor)) throw wrong('has a cursor that is no JSON value');
  page.records.forEach(checkRecord);
  const { control } = page;
  if (control?.count !== undefined && !(Number.isSafeInteger(control.count) && control.count >= 0))
    throw wrong('has a control count that is no count');
  if (control?.sum !== undefined && typeof control.sum !== 'bigint') throw wrong('has a control sum that is no bigint');
  return page;
}

function checkRecord(record: RawRecord): void {
  const { externalId, data } = record ?? {};
  if (typeof externalId !== 'string' || externalId === '' || externalId.length > 200) {
    throw new PluginError('PLUGIN_BROKE_CONTRACT', `a record has no id of 1 to 200 characters, but ${JSON.stringify(externalId)}`);
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data) || isLosslessNumber(data)) {
    throw new PluginError('PLUGIN_BROKE_CONTRACT', `record ${externalId} has no data`);
  }
}

/** Whether a cursor would survive being stored. */
function isJson(value: unknown, depth = 0): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || isLosslessNumber(value)) return true;
  if (typeof value !== 'object' || depth > 8) return false;
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1));
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every((item) => isJson(item, depth + 1));
}
