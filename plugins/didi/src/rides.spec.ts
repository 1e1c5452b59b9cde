import { describe, expect, it } from '@jest/globals';
import { VendorError, type JsonObject, type Page, type ReadWindow, type VendorRequest } from '@interline/sdk';
import { contextOf, dataOf, envelope, refusal, type Answer } from '../fixtures/context.js';
import { rides } from './rides.js';

const window: ReadWindow = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-03-08T00:00:00Z'), cursor: null };

async function collect(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** A list of `count` plain rides, and no details. */
const listOf =
  (count: number, total: (offset: number) => unknown = () => count) =>
  ({ path, query }: VendorRequest): Answer => {
    if (path === '/river/Order/detail') return refusal(10001);
    const offset = Number(query!.offset);
    const records = Array.from({ length: Math.max(0, Math.min(100, count - offset)) }, (_, index) => ({
      order_id: String(1000 + offset + index),
      status: 2,
      total_price: 1,
      actual_price: 1,
    }));
    return envelope({ total: total(offset), records });
  };

const idsOf = (pages: Page[]) => pages.flatMap((page) => page.records.map((record) => record.externalId));

describe('reading rides', () => {
  it('asks in Beijing time with both ends inclusive, and offsets that divide by the length', async () => {
    const { ctx, requests } = contextOf(listOf(250));
    const pages = await collect(rides.read(ctx, window));
    expect(requests.map(({ query }) => [query!.start_time, query!.end_time, query!.offset, query!.length])).toEqual([
      ['2026-03-01 08:00:00', '2026-03-08 07:59:59', '0', '100'],
      ['2026-03-01 08:00:00', '2026-03-08 07:59:59', '100', '100'],
      ['2026-03-01 08:00:00', '2026-03-08 07:59:59', '200', '100'],
    ]);
    expect(new Set(idsOf(pages)).size).toBe(250);
    expect(pages.map((page) => page.cursor)).toEqual([{ offset: '100', total: '250' }, { offset: '200', total: '250' }, null]);
    expect(pages.at(-1)!.control).toEqual({ count: 250 });
  });

  it.each([0, 1, 99, 100, 101, 200])('gives all of %i rides and one last page', async (count) => {
    const pages = await collect(rides.read(contextOf(listOf(count)).ctx, window));
    expect(idsOf(pages).length).toBe(count);
    expect(pages.filter((page) => page.cursor === null)).toEqual([pages.at(-1)]);
    expect(pages.at(-1)!.control).toEqual({ count });
  });

  it('goes on from each cursor and ends with the same rides and the same control', async () => {
    const whole = await collect(rides.read(contextOf(listOf(350)).ctx, window));
    for (const [index, page] of whole.slice(0, -1).entries()) {
      const rest = await collect(rides.read(contextOf(listOf(350)).ctx, { ...window, cursor: page.cursor }));
      expect(idsOf(rest)).toEqual(idsOf(whole.slice(index + 1)));
      expect(rest.at(-1)!.control).toEqual({ count: 350 });
    }
  });

  it('does not trust a count that is too small, and reports one that is too large', async () => {
    const small = await collect(rides.read(contextOf(listOf(250, (offset) => (offset === 0 ? 90 : 250))).ctx, window));
    expect(idsOf(small).length).toBe(250);
    const large = await collect(rides.read(contextOf(listOf(250, () => '260')).ctx, window));
    expect([idsOf(large).length, large.at(-1)!.control]).toEqual([250, { count: 260 }]);
  });

  it('asks once more for a page that came twice, and gives up when it stays', async () => {
    const once = listOf(250);
    let asked = 0;
    const { ctx } = contextOf((request) => once(++asked === 2 ? { ...request, query: { ...request.query, offset: '0' } } : request));
    expect(new Set(idsOf(await collect(rides.read(ctx, window)))).size).toBe(250);
    const stuck = contextOf((request) => once({ ...request, query: { ...request.query, offset: '0' } }));
    await expect(collect(rides.read(stuck.ctx, window))).rejects.toMatchObject({ fault: { class: 'vendor_bug', code: 'repeated_page' } });
  });

  it('refuses an answer without a count, without a list, or a ride without an id', async () => {
    for (const data of [{ records: [] }, { total: 3 }, { total: 1, records: [{ order_id: '' }] }]) {
      await expect(collect(rides.read(contextOf(() => envelope(data)).ctx, window))).rejects.toMatchObject({
        fault: { class: 'vendor_bug' },
      });
    }
    expect(await collect(rides.read(contextOf(() => envelope({ total: 0 })).ctx, window))).toEqual([
      { records: [], cursor: null, control: { count: 0 } },
    ]);
  });
});

describe('the detail of a ride', () => {
  const vendor = ({ path, query }: VendorRequest): Answer => {
    if (path === '/river/Order/get') return envelope(query!.offset === '0' ? dataOf('rides.page') : { total: 5, records: [] });
    return query!.order_id === '1125990000000000105' ? envelope(dataOf('ride.detail')) : refusal(10001);
  };
  const asked = (requests: VendorRequest[]) =>
    requests.filter(({ path }) => path === '/river/Order/detail').map(({ query }) => query!.order_id);

  it('is asked for what is not plainly paid: coupons, refunds, cancellations', async () => {
    const { ctx, requests, warnings } = contextOf(vendor);
    const [page] = await collect(rides.read(ctx, window));
    expect(asked(requests)).toEqual(['1125990000000000103', '1125990000000000104', '1125990000000000105']);
    expect(page!.records.map(({ data }) => Object.keys(data))).toEqual([['list'], ['list'], ['list'], ['list'], ['list', 'detail']]);
    expect(warnings.length).toBe(2);
  });

  it('is asked for every ride or none by the setting', async () => {
    const all = contextOf(vendor, { ride_detail: 'all' });
    await collect(rides.read(all.ctx, window));
    expect(asked(all.requests).length).toBe(5);
    const none = contextOf(vendor, { ride_detail: 'none' });
    await collect(rides.read(none.ctx, window));
    expect(asked(none.requests)).toEqual([]);
  });

  it('that is refused for the whole account stops the reading', async () => {
    const { ctx } = contextOf((request) => (request.path === '/river/Order/detail' ? refusal(10002) : vendor(request)));
    await expect(collect(rides.read(ctx, window))).rejects.toBeInstanceOf(VendorError);
  });

  it('is all a pushed ride gives; an unknown order gives nothing', async () => {
    const { ctx } = contextOf(vendor);
    const pages = await collect(rides.fetch!(ctx, ['9', '1125990000000000105']));
    expect(pages.map((page) => page.records.map((record) => record.externalId))).toEqual([[], ['1125990000000000105']]);
    expect(pages.map((page) => page.cursor === null)).toEqual([false, true]);
    expect(Object.keys(pages[1]!.records[0]!.data as JsonObject)).toEqual(['detail']);
    expect(await collect(rides.fetch!(ctx, []))).toEqual([{ records: [], cursor: null }]);
  });
});
