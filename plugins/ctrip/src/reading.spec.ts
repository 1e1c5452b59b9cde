import { describe, expect, it } from '@jest/globals';
import type { Json, OrderRecord, Page, RawRecord, ReadWindow, Statement, VendorRequest } from '@interline/sdk';
import { OK, collect, contextOf, ctripOf, sent, settled } from '../fixtures/context.js';
import { orders } from './orders.js';
import { SETTLEMENT } from './products.js';
import type { SettlementRow } from './settlement-rows.js';
import { settlements } from './settlements.js';
import { statementLines } from './statement-lines.js';
import { statements } from './statements.js';

const window = (from: string, to: string, cursor: Json = null): ReadWindow => ({ from: new Date(from), to: new Date(to), cursor });
const march = window('2026-02-28T16:00:00Z', '2026-03-30T16:00:00Z');
const april = window('2026-03-30T16:00:00Z', '2026-04-20T03:55:00Z');
const config = {} as never;

const recordsOf = (pages: Page[]): RawRecord[] => pages.flatMap(({ records }) => records);
const idsOf = (pages: Page[]): string[] => recordsOf(pages).map(({ externalId }) => externalId);
const isSettlement = ({ path }: VendorRequest): boolean => Object.values(SETTLEMENT).some((call) => call.path === path);

/** Copies of the fixtures' flight, so that there are pages of them, each an order of its own. */
function many(count: number): SettlementRow[] {
  const [first] = settled();
  return Array.from({ length: count }, (_, at) => {
    const id = String(922337203685500000n + BigInt(at));
    const { OrderSettlementBaseInfo: base, ...rest } = first!.row as Record<string, Record<string, Json>>;
    const row = { ...rest, OrderSettlementBaseInfo: { ...base, RecordID: id, OrderID: id } } as unknown as SettlementRow['row'];
    return { ...first!, row, key: `flight:${id}:1`, orderId: id };
  });
}

describe('reading orders', () => {
  it('takes those that were booked and those with rows, each with all its rows and what the other calls say', async () => {
    const { ctx, requests } = contextOf(ctripOf());
    const pages = await collect(orders.read(ctx, march));
    expect(idsOf(pages)).toEqual(['1', '2', '3', '4', '5', '6'].map((last) => `92233720368547700${last}`));
    expect(pages.at(-1)).toEqual({ records: [], cursor: null, control: { count: 6 } });
    const [flight, , , , , unsettled] = recordsOf(pages);
    // The refund of April is there as well: a record is complete, whichever window it was found in.
    expect((orders.map(flight!, config) as OrderRecord).lines).toHaveLength(3);
    expect(flight!.data).toMatchObject({
      orderType: '1',
      itinerary: { product: 'flight', JourneyNO: 'TR-1' },
      status: { orderStatus: 'S' },
    });
    expect((orders.map(unsettled!, config) as OrderRecord).lines).toEqual([]);
    const ids = requests.filter(({ path }) => path === '/order/queryOrderIdList');
    expect(ids.map((request) => [request.service, sent(request)])).toEqual([
      ['order_ids', { BeginDate: '2026-03-01', EndDate: '2026-03-30' }],
    ]);
    const searches = requests.filter(({ path }) => path === '/switchapi/Order/SearchOrder');
    expect(searches.map((request) => sent(request)['OrderID'])).toEqual([idsOf(pages).join(',')]);
    expect(requests.filter(isSettlement).every(({ query, idempotent }) => query?.['type'] === 'json' && idempotent)).toBe(true);
  });

  it('finds an order again by the day of its refund, with the rows it had before', async () => {
    const { ctx } = contextOf(ctripOf());
    const late = window('2026-04-04T16:00:00Z', '2026-04-05T16:00:00Z');
    const record = recordsOf(await collect(orders.read(ctx, late))).find(({ externalId }) => externalId === '922337203685477001');
    expect((orders.map(record!, config) as OrderRecord).lines).toHaveLength(3);
  });

  it('asks for nothing twice while a window reaches up to today', async () => {
    const { ctx, requests } = contextOf(ctripOf(), new Date('2026-03-30T15:00:00Z'));
    await collect(orders.read(ctx, march));
    const single = requests.filter((request) => isSettlement(request) && !('DateFrom' in sent(request)));
    // Four of five orders with rows are not among those booked in it.
    expect(single).toHaveLength(4);
  });

  it('reads on up to today where that costs less than asking for each order', async () => {
    const later = { ...settled()[2]!, orderId: many(1)[0]!.orderId };
    const base = { ...(later.row['OrderSettlementBaseInfo'] as Record<string, Json>), OrderID: later.orderId! };
    const rows = [...many(60), { ...later, row: { ...later.row, OrderSettlementBaseInfo: base } }];
    const booked = { Status: OK, Data: many(60).map(({ orderId }) => ({ OrderId: orderId, OrderType: 1 })) };
    const read = async (ids: object) => {
      const vendor = ctripOf(rows);
      const { ctx, requests } = contextOf((request) => (request.path === '/order/queryOrderIdList' ? ids : vendor(request)));
      const pages = await collect(orders.read(ctx, march));
      return { records: recordsOf(pages).map(({ externalId, data: { rows: all } }) => ({ externalId, all })), requests };
    };
    const [together, apart] = [await read(booked), await read({ Status: OK, Data: [] })];
    expect(together.requests.filter((request) => isSettlement(request) && !('DateFrom' in sent(request)))).toEqual([]);
    expect(apart.requests.length).toBeGreaterThan(together.requests.length + 40);
    expect(together.records).toEqual(apart.records);
    expect(together.records[0]!.all).toHaveLength(2);
  });

  it('reads back to when orders were booked where that costs less than asking for each: a month’s orders change together when they are billed', async () => {
    const rows = many(60);
    const read = async (booked: (day: string) => boolean) => {
      const vendor = ctripOf(rows);
      const list = rows.map(({ orderId }) => ({ OrderId: orderId, OrderType: 1 }));
      const { ctx, requests } = contextOf((request) => {
        if (request.path !== '/order/queryOrderIdList') return vendor(request);
        return { Status: OK, Data: booked(String(sent(request)['BeginDate'])) ? list : [] };
      }, new Date('2026-04-01T16:00:00Z'));
      const records = recordsOf(await collect(orders.read(ctx, window('2026-03-31T16:00:00Z', '2026-04-01T16:00:00Z'))));
      return { records, requests, single: requests.filter((request) => isSettlement(request) && !('DateFrom' in sent(request))) };
    };
    const [together, apart] = [await read((day) => day === '2026-03-01'), await read(() => false)];
    expect(together.records).toHaveLength(60);
    expect([together.single.length, apart.single.length]).toEqual([0, 60]);
    expect(together.records).toEqual(apart.records);
    const spans = together.requests.filter(({ path }) => path === '/order/queryOrderIdList').map((request) => sent(request));
    expect(spans[1]).toEqual({ BeginDate: '2026-03-01', EndDate: '2026-03-31' });
  });

  it.each([0, 29, 30, 31, 100, 101, 250])('gives all of %i orders, and goes on from every cursor', async (count) => {
    const vendor = ctripOf(many(count));
    const empty = (request: VendorRequest): unknown =>
      request.path === '/order/queryOrderIdList' ? { Status: OK, Data: null } : vendor(request);
    const whole = await collect(orders.read(contextOf(empty).ctx, march));
    expect(idsOf(whole)).toHaveLength(count);
    expect(whole.at(-1)!.control).toEqual({ count });
    for (const page of whole.slice(0, -1).filter((_, at) => at % 3 === 0)) {
      const rest = await collect(orders.read(contextOf(empty).ctx, { ...march, cursor: page.cursor }));
      expect(idsOf(rest)).toEqual(idsOf(whole.slice(whole.indexOf(page) + 1)));
      expect(rest.at(-1)!.control).toEqual({ count });
    }
  });

  it('does without itineraries and states the application may not ask for', async () => {
    const vendor = ctripOf();
    const denied = { Status: { Success: false, ErrorCode: 309, Message: '没有权限' } };
    const { ctx } = contextOf((request) => (/SearchOrder$|searchOrderStatusData$/.test(request.path) ? denied : vendor(request)));
    const pages = await collect(orders.read(ctx, march));
    expect(idsOf(pages)).toHaveLength(6);
    expect(recordsOf(pages)[0]!.data).toMatchObject({ itinerary: null, status: null });
  });

  it('is the same record whatever order the rows come in', async () => {
    const [one, other] = await Promise.all(
      [settled(), settled().reverse()].map(async (rows) => recordsOf(await collect(orders.read(contextOf(ctripOf(rows)).ctx, march)))),
    );
    expect(one).toEqual(other);
  });
});

describe('reading settlement rows', () => {
  it('parts them into those with a batch and those without', async () => {
    const { ctx, requests } = contextOf(ctripOf());
    const open = await collect(settlements.read(ctx, april));
    expect(idsOf(open)).toEqual(['flight:30000000000000003:1']);
    expect(open.at(-1)).toEqual({ records: [], cursor: null, control: { count: 1 } });
    expect(requests.every((request) => sent(request)['IsCompensation'] === false)).toBe(true);
    expect(idsOf(await collect(settlements.read(ctx, march)))).toEqual([]);
    const billed = await collect(statementLines.read(ctx, march));
    expect(idsOf(billed)).toHaveLength(7);
    expect(billed.at(-1)!.control).toEqual({ count: 7 });
    // Rows that received their batch in a window are in it, whenever they were made.
    expect(idsOf(await collect(statementLines.read(ctx, april)))).toHaveLength(7);
  });

  it('gives a row to the one window it was made in, to the second', async () => {
    const at = '2026-04-05T02:00:00Z';
    const read = async (from: string, to: string) => idsOf(await collect(settlements.read(contextOf(ctripOf()).ctx, window(from, to))));
    expect(await read('2026-04-01T00:00:00Z', at)).toEqual([]);
    expect(await read(at, '2026-04-20T00:00:00Z')).toHaveLength(1);
  });

  it.each([
    [99, Infinity],
    [100, Infinity],
    [101, Infinity],
    [250, Infinity],
    [250, 40],
  ])('gives all of %i rows when a page has at most %d, and goes on from every cursor', async (count, most) => {
    const vendor = ctripOf(many(count), most);
    const whole = await collect(statementLines.read(contextOf(vendor).ctx, march));
    expect(new Set(idsOf(whole)).size).toBe(count);
    expect(whole.at(-1)!.control).toEqual({ count });
    for (const [at, page] of whole.slice(0, -1).entries()) {
      const rest = await collect(statementLines.read(contextOf(vendor).ctx, { ...march, cursor: page.cursor }));
      expect([idsOf(rest), rest.at(-1)!.control]).toEqual([idsOf(whole.slice(at + 1)), { count }]);
    }
  });

  it('asks once more for a page that came twice, and is not green when it keeps coming', async () => {
    const vendor = ctripOf(many(250));
    const repeating = (times: number) => {
      let left = times;
      return contextOf((request) => {
        const again = isSettlement(request) && sent(request)['PageIndex']?.toString() === '2' && left-- > 0;
        return vendor(again ? { ...request, json: { ...(request.json as object), PageIndex: 1 } } : request);
      }).ctx;
    };
    expect((await collect(statementLines.read(repeating(1), march))).at(-1)!.control).toEqual({ count: 250 });
    const stuck = await collect(statementLines.read(repeating(9), march));
    expect([new Set(idsOf(stuck)).size, stuck.at(-1)!.control]).toEqual([100, { count: 250 }]);
  });

  it('is not green when Ctrip counts otherwise than it gives', async () => {
    const vendor = ctripOf(many(20));
    for (const by of [3, -1]) {
      const { ctx } = contextOf((request) => {
        const body = vendor(request) as { TotalRecord: number };
        return request.path === SETTLEMENT.flight.path ? { ...body, TotalRecord: body.TotalRecord + by } : body;
      });
      expect((await collect(statementLines.read(ctx, march))).at(-1)!.control).toEqual({ count: 20 + by });
    }
  });

  it('loses no row that has no id of its own', async () => {
    const [first] = many(1);
    const base = { ...(first!.row['OrderSettlementBaseInfo'] as Record<string, Json>), RecordID: null };
    const row = { ...first!.row, OrderSettlementBaseInfo: base };
    const pages = await collect(statementLines.read(contextOf(ctripOf([{ ...first!, row }])).ctx, march));
    expect(idsOf(pages)).toEqual([expect.stringMatching(/^flight:[0-9a-f]{24}:1$/)]);
    expect(() => statementLines.map(recordsOf(pages)[0]!, config)).toThrow('a row without its own id');
  });

  it('refuses an answer that counts rows and has no list', async () => {
    const { ctx } = contextOf(() => ({ Status: OK, TotalRecord: 3 }));
    await expect(collect(statementLines.read(ctx, march))).rejects.toMatchObject({ fault: { class: 'vendor_bug', code: 'no_list' } });
  });
});

describe('reading statements', () => {
  const headers = (pages: Page[]): Statement[] => recordsOf(pages).map((record) => statements.map(record, config) as Statement);

  it('adds up each batch from all its rows, and its parts', async () => {
    const pages = await collect(statements.read(contextOf(ctripOf()).ctx, april));
    const [whole, ...parts] = headers(pages);
    expect(whole).toMatchObject({
      externalId: 'B202603',
      derived: true,
      from: '2026-03-01',
      to: '2026-03-31',
      currency: 'CNY',
      kinds: ['flight', 'hotel', 'ride', 'train'],
      totals: { consumption: 383_980n, refund: -50_000n, adjustment: 0n, payable: 333_980n },
    });
    expect(parts.map((part) => [part.externalId, part.parentExternalId, part.split, part.totals.payable])).toEqual([
      ['B202603_1', 'B202603', { by: 'custom', ref: { code: 'B202603_1' } }, 327_750n],
      ['B202603_2', 'B202603', { by: 'custom', ref: { code: 'B202603_2' } }, 2_500n],
      // Rows that name no sub batch.
      ['B202603:other', 'B202603', { by: 'custom', ref: { code: 'other' } }, 3_730n],
    ]);
    expect(parts.reduce((sum, part) => sum + part.totals.payable, 0n)).toBe(whole!.totals.payable);
    // What its lines sum to.
    const lines = recordsOf(await collect(statementLines.read(contextOf(ctripOf()).ctx, march))).map((record) =>
      statementLines.map(record, config),
    );
    expect(lines.reduce((sum, line) => sum + (line as { companyShare: bigint }).companyShare, 0n)).toBe(whole!.totals.payable);
    expect(pages.at(-1)!.control).toEqual({ count: 4 });
  });

  it('goes on from a cursor, and takes whole months where no days are told', async () => {
    const vendor = ctripOf(settled().filter(({ product }) => product === 'flight'));
    const [first, last] = await collect(statements.read(contextOf(vendor).ctx, march));
    expect(headers([first!])[0]).toMatchObject({ from: '2026-03-01', to: '2026-03-31' });
    expect(await collect(statements.read(contextOf(vendor).ctx, { ...march, cursor: first!.cursor }))).toEqual([last]);
  });

  it('gives no total that leaves out a row nobody can read', async () => {
    const rows = settled();
    (rows[0]!.row['OrderSettlementBaseInfo'] as Record<string, Json>)['OrderDetailType'] = 'X';
    const pages = await collect(statements.read(contextOf(ctripOf(rows)).ctx, march));
    expect(() => statements.map(recordsOf(pages)[0]!, config)).toThrow('1 rows of the batch cannot be read');
  });
});
