import { describe, expect, it } from '@jest/globals';
import type { Page, ReadWindow, VendorRequest } from '@interline/sdk';
import { contextOf, dataOf, envelope, type Answer } from '../fixtures/context.js';
import { travelOrders } from './travel.js';

const window: ReadWindow = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-03-31T00:00:00Z'), cursor: null };

async function collect(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const idsOf = (pages: Page[]) => pages.flatMap((page) => page.records.map((record) => record.externalId));
const paramsOf = (request: VendorRequest) => request.json as Record<string, string>;
const askOf = (request: VendorRequest) =>
  JSON.parse(paramsOf(request).param_json!) as { cur_page: number; limit: number; order_type: string; search_time: Record<string, string> };

/** A DiDi with `trains` train orders spread evenly over the window, one `flights` order a day, and details of all of them. */
function vendorOf(trains: number, { most = 10_000, hide = [] as string[] } = {}) {
  const span = window.to.getTime() - window.from.getTime();
  const times = Array.from({ length: trains }, (_, index) => window.from.getTime() + Math.floor((span * index) / Math.max(trains, 1)));
  return (request: VendorRequest): Answer => {
    if (request.path !== '/open-apis/v1/order/list') {
      const order_list = paramsOf(request)
        .order_ids!.split(',')
        .filter((id) => !hide.includes(id))
        .map((order_id) => ({ order_info: { order_id } }));
      return envelope({ total: order_list.length, domestictrain_data: { order_list } });
    }
    const ask = askOf(request);
    const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}+08:00`);
    const [from, to] = [at(ask.search_time.start_time!), at(ask.search_time.end_time!) + 1000];
    const inSpan = times.flatMap((time, index) => (time >= from && time < to ? [String(5000 + index)] : []));
    const page = inSpan.slice(0, most).slice((ask.cur_page - 1) * 100, ask.cur_page * 100);
    return envelope({
      train_data: { order_ids: page.join(','), page: { cur_page: ask.cur_page, limit: 100, total: inSpan.length } },
      car_data: { order_ids: '1', page: { total: 99_999 } },
    });
  };
}

describe('reading travel orders', () => {
  it('walks one list of ids for all products and asks for the details in batches', async () => {
    const details: Record<string, string> = {
      '/api-gateway/g/flight/orderDetail': 'flight.detail',
      '/api-gateway/g/hotel/orderDetail': 'hotel.detail',
      '/api-gateway/g/train/orderDetail': 'train.detail',
    };
    const { ctx, requests } = contextOf(({ path }) => envelope(dataOf(details[path] ?? 'order-ids.page')));
    const pages = await collect(travelOrders.read(ctx, window));
    expect(pages).toHaveLength(1);
    expect(pages[0]!.control).toEqual({ count: 4 });
    expect(pages[0]!.records.map(({ externalId, data }) => [externalId, data.product, data.order !== null])).toEqual([
      ['1125990000000001001', 'domesticflight', true],
      ['1125990000000002001', 'domestichotel', true],
      ['1125990000000003001', 'train', true],
      ['1125990000000003002', 'train', true],
    ]);
    expect(askOf(requests[0]!)).toEqual({
      order_type: 'all',
      search_time: { type: 'all', start_time: '2026-03-01 08:00:00', end_time: '2026-03-31 07:59:59' },
      cur_page: 1,
      limit: 100,
    });
    expect(requests.slice(1).map((request) => [request.path, request.idempotent, request.json])).toEqual([
      ['/api-gateway/g/flight/orderDetail', true, { order_ids: '1125990000000001001', product_type: 1 }],
      ['/api-gateway/g/hotel/orderDetail', true, { order_ids: '1125990000000002001', product_type: 1 }],
      ['/api-gateway/g/train/orderDetail', true, { order_ids: '1125990000000003001,1125990000000003002' }],
    ]);
  });

  it.each([0, 1, 100, 101, 250])('gives all of %i orders, whatever the block of rides counts', async (count) => {
    const pages = await collect(travelOrders.read(contextOf(vendorOf(count)).ctx, window));
    expect(idsOf(pages).length).toBe(count);
    expect(pages.at(-1)).toMatchObject({ cursor: null, control: { count } });
  });

  it('halves a span of more rows than DiDi gives for one query until it fits', async () => {
    const { ctx, requests } = contextOf(vendorOf(21_000));
    const pages = await collect(travelOrders.read(ctx, window));
    expect(new Set(idsOf(pages)).size).toBe(21_000);
    expect(pages.at(-1)).toMatchObject({ cursor: null, control: { count: 21_000 } });
    const deepest = Math.max(
      ...requests.filter(({ path }) => path === '/open-apis/v1/order/list').map((request) => askOf(request).cur_page),
    );
    expect(deepest).toBeLessThanOrEqual(100);
  });

  it('gives up on more orders in one second than one query gives', async () => {
    const flood = contextOf(() => envelope({ train_data: { order_ids: '1', page: { total: 10_001 } } }));
    await expect(collect(travelOrders.read(flood.ctx, window))).rejects.toMatchObject({
      fault: { class: 'vendor_bug', code: 'too_many_rows' },
    });
  });

  it('goes on from each cursor, across spans, and ends with the same orders and control', async () => {
    const vendor = vendorOf(12_000);
    const whole = await collect(travelOrders.read(contextOf(vendor).ctx, window));
    for (const index of [0, 57, 62, whole.length - 2]) {
      const rest = await collect(travelOrders.read(contextOf(vendor).ctx, { ...window, cursor: whole[index]!.cursor }));
      expect(idsOf(rest)).toEqual(idsOf(whole.slice(index + 1)));
      expect(rest.at(-1)!.control).toEqual({ count: 12_000 });
    }
  });

  it('keeps an order without a detail, so that it is seen', async () => {
    const [page] = await collect(travelOrders.read(contextOf(vendorOf(2, { hide: ['5001'] })).ctx, window));
    expect(page!.records.map(({ data }) => data.order === null)).toEqual([false, true]);
  });

  it('asks once more for a page that came twice', async () => {
    const vendor = vendorOf(250);
    let lists = 0;
    const { ctx } = contextOf((request) => {
      if (request.path !== '/open-apis/v1/order/list' || ++lists !== 2) return vendor(request);
      return vendor({ ...request, json: { param_json: paramsOf(request).param_json!.replace('"cur_page":2', '"cur_page":1') } });
    });
    expect(new Set(idsOf(await collect(travelOrders.read(ctx, window)))).size).toBe(250);
  });

  it('refuses details without a list', async () => {
    const { ctx } = contextOf(({ path }) => envelope(path === '/open-apis/v1/order/list' ? dataOf('order-ids.page') : { total: 0 }));
    await expect(collect(travelOrders.read(ctx, window))).rejects.toMatchObject({ fault: { class: 'vendor_bug', code: 'no_list' } });
  });
});
