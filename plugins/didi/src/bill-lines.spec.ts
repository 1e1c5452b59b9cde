import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  parseJson,
  settlement,
  statementLine,
  type Json,
  type JsonObject,
  type Page,
  type RawRecord,
  type ReadWindow,
  type StatementLine,
  type VendorRequest,
} from '@interline/sdk';
import { contextOf, dataOf, envelope, refusal, type Answer } from '../fixtures/context.js';
import { statementLines } from './bill-lines.js';
import { notBilled } from './not-billed.js';

const config = { company_id: '1', sign_method: null, ride_detail: null };
const window: ReadWindow = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-04-01T00:00:00Z'), cursor: null };
const travelRows = parseJson(readFileSync(new URL('../fixtures/lines.travel.json', import.meta.url), 'utf8')) as unknown as Record<
  string,
  JsonObject[]
>;
const rideRows = dataOf('lines.ride').detail_list as JsonObject[];

async function collect(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const recordsOf = (pages: Page[]) => pages.flatMap((page) => page.records);
const map = (record: RawRecord): StatementLine => statementLine.parse(statementLines.map(record, config));
const detailsOf = (requests: VendorRequest[]) => requests.filter(({ path }) => path === '/river/Bill/detail').map(({ query }) => query!);

interface Shape {
  ride?: Record<string, JsonObject[]>;
  travel?: Record<string, JsonObject[]>;
  perPage?: number;
  totalOf?: (rows: JsonObject[]) => unknown;
}

/** A DiDi with one ride bill and one travel bill for March, whose rows are paged by position. */
function vendorOf({ ride = { '1': rideRows }, travel = {}, perPage = 100, totalOf = (rows) => String(rows.length) }: Shape) {
  return ({ path, query }: VendorRequest): Answer => {
    if (path === '/river/Bill/get') {
      const bill = {
        '0': { bill_id: '80', bill_period: '2026-03-01~2026-03-31', bill_status: 1, bill_amount: 1 },
        '1': { bill_id: '81', bill_period: '2026-03', status: 1 },
      }[query!.business_line!];
      return bill ? envelope({ total: 1, records: [bill] }) : refusal(10001);
    }
    const rows = (query!.bill_id === '80' ? ride[query!.type!] : travel[query!.business_type!]) ?? [];
    const start = query!.last_id === undefined || query!.last_id === '0' ? 0 : Number(query!.last_id.slice(1));
    const page = rows.slice(start, start + perPage);
    return envelope({
      total: totalOf(rows),
      is_last: start + perPage >= rows.length,
      last_id: page.length > 0 ? `p${start + page.length}` : '',
      detail_list: page,
    });
  };
}

describe('reading bill lines', () => {
  it('walks rides by last_id from "0" in the scopes DiDi has, and travel types without one', async () => {
    const { ctx, requests } = contextOf(
      vendorOf({ ride: { '1': rideRows, '2': [{ ...rideRows[2]!, order_id: '9' }] }, travel: travelRows }),
    );
    const pages = await collect(statementLines.read(ctx, window));
    const asked = detailsOf(requests);
    expect(asked.filter((query) => query.bill_id === '80')).toEqual(
      ['1', '2', '3'].map((type) => ({ bill_id: '80', business_type: '0', length: '100', type, last_id: '0' })),
    );
    expect(asked.filter((query) => query.bill_id === '81')).toEqual(
      ['11', '205', '201', '204', '203', '531'].map((business_type) => ({ bill_id: '81', business_type, length: '100' })),
    );
    expect(new Set(recordsOf(pages).map((record) => record.externalId)).size).toBe(recordsOf(pages).length);
    // Seven rows of rides, one of which holds a payment and a refund, and eleven rows of travel.
    expect(pages.at(-1)).toEqual({ records: [], cursor: null, control: { count: 19 } });
    expect(recordsOf(pages)).toHaveLength(19);
  });

  it('asks for domestic flights as 202 where 11 gives none', async () => {
    const { ctx, requests } = contextOf(vendorOf({ ride: {}, travel: { '202': travelRows['11']! } }));
    expect(recordsOf(await collect(statementLines.read(ctx, window)))).toHaveLength(4);
    expect(
      detailsOf(requests)
        .map((query) => query.business_type)
        .slice(3, 6),
    ).toEqual(['11', '202', '205']);
    const refused = contextOf((request) =>
      request.query?.business_type === '11' ? refusal(400) : vendorOf({ ride: {}, travel: { '202': travelRows['11']! } })(request),
    );
    expect(recordsOf(await collect(statementLines.read(refused.ctx, window)))).toHaveLength(4);
  });

  it('leaves out a product that was not bought, but never the rides of a ride bill, nor the rest of a list it began', async () => {
    const vendor = vendorOf({ travel: travelRows, perPage: 2 });
    const unbought = contextOf((request) => (request.query?.business_type === '203' ? refusal(10001) : vendor(request)));
    expect(recordsOf(await collect(statementLines.read(unbought.ctx, window)))).toHaveLength(14);
    const rides = contextOf((request) => (request.query?.business_type === '0' ? refusal(10001) : vendor(request)));
    await expect(collect(statementLines.read(rides.ctx, window))).rejects.toMatchObject({ fault: { code: '10001' } });
    const begun = contextOf((request) =>
      request.query?.business_type === '203' && request.query.last_id ? refusal(10001) : vendor(request),
    );
    await expect(collect(statementLines.read(begun.ctx, window))).rejects.toMatchObject({ fault: { code: '10001' } });
  });

  it('counts rows once where DiDi does not know scopes and gives the same rows for each', async () => {
    const { ctx } = contextOf(vendorOf({ ride: { '1': rideRows, '2': rideRows, '3': rideRows } }));
    const pages = await collect(statementLines.read(ctx, window));
    expect([recordsOf(pages).length, pages.at(-1)!.control]).toEqual([7, { count: 7 }]);
  });

  it('goes on from every cursor with the same lines and the same control', async () => {
    const many = Array.from({ length: 45 }, (_, index) => ({ ...rideRows[0]!, order_id: String(100 + index) }));
    const vendor = vendorOf({ ride: { '1': many, '2': [rideRows[2]!] }, travel: travelRows, perPage: 10 });
    const whole = await collect(statementLines.read(contextOf(vendor).ctx, window));
    expect(recordsOf(whole)).toHaveLength(57);
    for (const [index, page] of whole.slice(0, -1).entries()) {
      const rest = await collect(statementLines.read(contextOf(vendor).ctx, { ...window, cursor: page.cursor }));
      expect(recordsOf(rest).map((record) => record.externalId)).toEqual(
        recordsOf(whole.slice(index + 1)).map((record) => record.externalId),
      );
      expect(rest.at(-1)!.control).toEqual({ count: 57 });
    }
  });

  it('reports rows that DiDi counts but does not give, and expects none where it does not count', async () => {
    const more = await collect(
      statementLines.read(contextOf(vendorOf({ totalOf: (rows) => rows.length + (rows.length > 0 ? 3 : 0) })).ctx, window),
    );
    expect([recordsOf(more).length, more.at(-1)!.control]).toEqual([7, { count: 10 }]);
    const uncounted = await collect(statementLines.read(contextOf(vendorOf({ totalOf: () => null })).ctx, window));
    expect(uncounted.at(-1)!.control).toEqual({ count: 7 });
  });

  it('takes the rows from `orders` where DiDi calls them so, and stops when a page stays', async () => {
    const vendor = vendorOf({});
    const renamed = contextOf((request) => {
      const { body } = vendor(request) as { body: { data: JsonObject } };
      if (request.path !== '/river/Bill/detail') return { body };
      const { detail_list: orders, ...rest } = body.data;
      return { body: { ...body, data: { ...rest, orders } } };
    });
    expect(recordsOf(await collect(statementLines.read(renamed.ctx, window)))).toHaveLength(7);
    let asked = 0;
    const stuck = contextOf((request) =>
      request.path === '/river/Bill/detail'
        ? envelope({ total: '9', is_last: false, last_id: `p${++asked}`, detail_list: [rideRows[0]!] })
        : vendor(request),
    );
    await expect(collect(statementLines.read(stuck.ctx, window))).rejects.toMatchObject({ fault: { code: 'repeated_page' } });
  });
});

describe('a ride on a bill', () => {
  const lines = async () => recordsOf(await collect(statementLines.read(contextOf(vendorOf({})).ctx, window))).map(map);
  const row = (fields: Record<string, Json>, part = 'pay'): RawRecord => ({
    externalId: 'x',
    data: {
      businessType: '0',
      part,
      bill: { id: '80', from: '2026-03-01', to: '2026-03-31' },
      row: { order_id: '1', pay_time: '2026-03-02 10:00:00', ...fields },
    },
  });

  it('is keyed by order and type within its bill, and names the line of the order it bills', async () => {
    expect(
      (await lines()).map(({ externalId, lineType, orderExternalId, orderLine, companyShare, personalShare }) => [
        externalId.replace(/[0-9a-f]{24}/, '#'),
        lineType,
        orderExternalId,
        orderLine,
        companyShare,
        personalShare,
      ]),
    ).toEqual([
      ['80:1125990000000000101:now:pay', 'charge', '1125990000000000101', 'pay', 8880n, 0n],
      ['80:1125990000000000110:booked:pay', 'charge', '1125990000000000110', 'pay', 4500n, 1500n],
      ['80:1125990000000000110:booked:refund', 'refund', '1125990000000000110', 'refund', -1000n, -250n],
      ['80:1125990000000000104:now:refund', 'refund', '1125990000000000104', 'refund', -1500n, -550n],
      ['80:1125990000000000105:now:pay', 'fee', '1125990000000000105', 'pay', 500n, 0n],
      ['80:1125990000000000101:order-down:correction', 'adjustment', '1125990000000000101', undefined, -850n, 0n],
      ['80:#:entity-up:correction', 'adjustment', undefined, undefined, 10000n, 0n],
    ]);
  });

  it('sums to what the bill says the company owes', async () => {
    expect((await lines()).reduce((sum, line) => sum + line.companyShare, 0n)).toBe(20530n);
  });

  it('says who rode, for whom, and on which day it counts', async () => {
    const [first, guest, , earlier] = await lines();
    expect(first).toMatchObject({
      statementExternalId: '80',
      kind: 'ride',
      occurredAt: new Date('2026-03-02T01:01:00Z'),
      vendorBillingDate: '2026-03-02',
      currentTerm: true,
      traveller: { memberId: '1125990000000000001', employeeNumber: 'E0001', phone: '13900000001', name: '周一' },
      department: { id: '1125990000000000501', code: 'D-RD', name: '研发' },
      costCentre: { id: '1125990000000000601', name: '研发中心' },
      legalEntity: { id: '77', code: 'LE-1', name: '示例公司' },
      city: '北京市',
      detail: { type: '实时', status: '全部支付', payType: '企业支付', mileageFee: '60.30', highwayFee: '28.50', listPrice: '88.80' },
    });
    expect(guest!.traveller).toEqual({ phone: '13700000009', name: '客人', guest: true });
    expect(earlier).toMatchObject({ currentTerm: false, occurredAt: new Date('2026-03-03T02:00:00Z'), vendorBillingDate: '2026-03-03' });
  });

  it('of an earlier period counts its payment only where it was paid on this bill or was never billed', async () => {
    const partsOf = async (fields: Record<string, Json>) => {
      const { ctx } = contextOf(vendorOf({ ride: { '1': [{ order_id: '1', type: '实时', ...fields }] } }));
      return recordsOf(await collect(statementLines.read(ctx, window))).map((record) => record.data.part);
    };
    const earlier = { is_current_term: '往期', company_real_pay: '50', pay_time: '2026-02-10 10:00:00' };
    expect(await partsOf({ ...earlier, company_real_refund: '50' })).toEqual(['refund']);
    expect(await partsOf(earlier)).toEqual(['pay']);
    expect(await partsOf({ ...earlier, company_real_refund: '50', pay_time: '2026-03-10 10:00:00' })).toEqual(['pay', 'refund']);
    expect(await partsOf({ company_real_pay: '0', company_real_refund: '50' })).toEqual(['refund']);
    expect(await partsOf({ company_real_pay: 'x', company_real_refund: '50' })).toEqual(['pay']);
  });

  it('may be corrected downwards with or without the sign, but not the other way than it says', () => {
    const down = { type: '调账:订单调减' };
    expect(map(row({ ...down, company_real_pay: '8' }, 'correction')).companyShare).toBe(-800n);
    expect(map(row({ ...down, company_real_pay: '-8' }, 'correction')).companyShare).toBe(-800n);
    expect(map(row({ ...down, company_real_refund: '8' }, 'correction')).companyShare).toBe(-800n);
    expect(() => map(row({ type: '调账：订单调增', company_real_pay: '-8' }, 'correction'))).toThrow('(/row/company_real_pay)');
  });

  it('that was moved away is negative, that was moved here positive', () => {
    const moved = { type: '订单计入下一期' };
    expect(map(row({ ...moved, company_real_pay: '-8', is_current_term: '本期' }, 'correction'))).toMatchObject({
      companyShare: -800n,
      orderExternalId: '1',
    });
    expect(map(row({ ...moved, company_real_pay: '8', is_current_term: '往期' }, 'correction')).companyShare).toBe(800n);
    expect(() => map(row({ ...moved, company_real_pay: '8' }, 'correction'))).toThrow('(/row/company_real_pay)');
  });

  it('of a type DiDi adds later keeps its money as a correction with the sign it came with', async () => {
    const { ctx } = contextOf(vendorOf({ ride: { '1': [{ order_id: '1', type: '补贴', company_real_pay: '-3.5' }] } }));
    expect(recordsOf(await collect(statementLines.read(ctx, window))).map(map)).toMatchObject([
      { externalId: '80:1:补贴:correction', lineType: 'adjustment', orderExternalId: '1', companyShare: -350n, detail: { type: '补贴' } },
    ]);
  });

  it("counts the company's wallet where the price only adds up with it", () => {
    expect(map(row({ company_real_pay: '20', company_card_real_pay: '10', total_price: '30' })).companyShare).toBe(3000n);
    expect(map(row({ company_real_pay: '30', company_card_real_pay: '10', total_price: '30' })).companyShare).toBe(3000n);
    expect(
      map(
        row({ company_card_real_refund: '10', company_real_refund: '5', refund_price: '15', refund_time: '2026-03-05 10:00:00' }, 'refund'),
      ).companyShare,
    ).toBe(-1500n);
    expect(map(row({ company_real_pay: '-5' }))).toMatchObject({ lineType: 'refund', orderLine: 'refund', companyShare: -500n });
  });
});

describe('a travel row', () => {
  const lines = async () => {
    const { ctx } = contextOf(vendorOf({ ride: {}, travel: travelRows }));
    return Object.fromEntries(recordsOf(await collect(statementLines.read(ctx, window))).map((record) => [record.externalId, map(record)]));
  };

  it('of a flight has yuan strings, bills the original order, and keeps the sign of a refund', async () => {
    const all = await lines();
    const money = ['F-1', 'F-2', 'F-3', 'F-4'].map((key) => [
      all[key]!.lineType,
      all[key]!.orderExternalId,
      all[key]!.companyShare,
      all[key]!.personalShare,
    ]);
    expect(money).toEqual([
      ['charge', '1125990000000001001', 108000n, 0n],
      ['fee', '1125990000000001001', 16000n, 0n],
      ['refund', '1125990000000001001', -97000n, -1250n],
      ['fee', '1125990000000001002', 1000n, 0n],
    ]);
    expect(all['F-1']).toMatchObject({
      kind: 'flight',
      statementExternalId: '81',
      vendorBillingDate: '2026-03-13',
      traveller: { memberId: '1125990000000000001', employeeNumber: 'E0001', name: '周一' },
      department: { code: 'D-RD', name: '研发' },
      costCentre: { id: '1125990000000000601', code: 'CC-01', name: '研发中心' },
      legalEntity: { id: '77', code: 'LE-1' },
      city: '北京',
      description: 'MU5101 上海-北京',
      detail: { fare: '1000.00', airportFee: '50.00', fuelFee: '20.00', serviceFee: '10.00', cabin: '经济舱', discount: '8.5折' },
    });
    expect(all['F-1']!.orderLine).toBeUndefined();
    expect(all['F-4']!.traveller).toEqual({ name: '客人', guest: true });
  });

  it('of a flight that compensates is a correction', () => {
    const data = {
      bill: { id: '81' },
      businessType: '202',
      part: 'whole',
      row: { unique_key: 'F-9', order_id: '7', transaction_type: '2', order_fix_type: '1', company_real_pay: '-3.00' },
    };
    expect(map({ externalId: 'F-9', data })).toMatchObject({ lineType: 'adjustment', orderExternalId: '7', companyShare: -300n });
    expect(() => map({ externalId: 'F-9', data: { ...data, bill: null } })).toThrow('(/bill/id)');
  });

  it('of a hotel bills the stay or gives it back, each with the share of the person', async () => {
    const all = await lines();
    expect(all['H-1']).toMatchObject({
      kind: 'hotel',
      lineType: 'charge',
      orderLine: 'pay',
      orderExternalId: '1125990000000002001',
      companyShare: 120000n,
      personalShare: 33000n,
      amount: 153000n,
      city: '杭州市',
      description: '西湖宾馆',
      vendorBillingDate: '2026-03-06',
    });
    expect(all['H-2']).toMatchObject({ lineType: 'refund', orderLine: 'refund', companyShare: -40000n, personalShare: -10000n });
  });

  it('of a train is a ticket, a change, a refund, or something DiDi added later', async () => {
    const all = await lines();
    const money = ['R-1', 'R-2', 'R-3', 'R-4'].map((key) => [
      all[key]!.lineType,
      all[key]!.orderExternalId,
      all[key]!.companyShare,
      all[key]!.personalShare,
    ]);
    expect(money).toEqual([
      ['charge', '1125990000000003001', 55500n, 0n],
      ['fee', '1125990000000003001', 2000n, 0n],
      ['refund', '1125990000000003001', -40000n, 0n],
      ['adjustment', '1125990000000003001', 550n, 250n],
    ]);
    expect(all['R-1']).toMatchObject({
      kind: 'train',
      city: '上海',
      description: 'G1 北京南-上海虹桥',
      traveller: { employeeNumber: 'E0001', name: '周一' },
    });
  });

  it('entered by hand bills no order, but names the one it belongs to', async () => {
    const line = (await lines())['81:manual:1125990000000009001'];
    expect(line).toMatchObject({
      kind: 'other',
      lineType: 'charge',
      companyShare: 19900n,
      description: '贵宾厅 首都机场',
      detail: { orderId: '1125990000000009001', belongsTo: '1125990000000001001' },
    });
    expect(line!.orderExternalId).toBeUndefined();
  });
});

describe('rows that are not billed yet', () => {
  const open: Record<string, JsonObject[]> = { '0': [rideRows[0]!, rideRows[1]!], '202': travelRows['11']!, '201': travelRows['201']! };
  const vendor =
    (perPage: number) =>
    ({ query }: VendorRequest): Answer => {
      if (query!.business_type === '40') return refusal(10001);
      const rows = open[query!.business_type!] ?? [];
      const start = Number(query!.last_id ?? 0);
      const page = rows.slice(start, start + perPage);
      return envelope({ total: String(rows.length), last_id: page.length > 0 ? String(start + page.length) : '', detail_list: page });
    };

  it('are read by settlement time, type by type, until DiDi gives no more', async () => {
    const { ctx, requests } = contextOf(vendor(100));
    const pages = await collect(notBilled.read(ctx, window));
    expect(requests[0]).toEqual({
      method: 'GET',
      path: '/river/Bill/getNotGeneratedBillDetail',
      query: { business_type: '0', date_query_type: '0', start_date: '2026-03-01 08:00:00', end_date: '2026-04-01 07:59:59' },
    });
    expect([...new Set(requests.map(({ query }) => query!.business_type))]).toEqual([
      '0',
      '40',
      '100',
      '201',
      '202',
      '203',
      '204',
      '205',
      '531',
    ]);
    expect(pages.at(-1)).toEqual({ records: [], cursor: null, control: { count: 9 } });
    expect(recordsOf(pages)).toHaveLength(9);
  });

  it('are lines without a statement, under the key they will have on it', async () => {
    const all = recordsOf(await collect(notBilled.read(contextOf(vendor(100)).ctx, window))).map((record) =>
      settlement.parse(notBilled.map(record, config)),
    );
    expect(all.map(({ externalId, lineType, companyShare }) => [externalId, lineType, companyShare])).toEqual([
      ['1125990000000000101:now:pay', 'charge', 8880n],
      ['1125990000000000110:booked:pay', 'charge', 4500n],
      ['1125990000000000110:booked:refund', 'refund', -1000n],
      ['H-1', 'charge', 120000n],
      ['H-2', 'refund', -40000n],
      ['F-1', 'charge', 108000n],
      ['F-2', 'fee', 16000n],
      ['F-3', 'refund', -97000n],
      ['F-4', 'fee', 1000n],
    ]);
    expect('statementExternalId' in all[0]!).toBe(false);
  });

  it('go on from every cursor', async () => {
    const whole = await collect(notBilled.read(contextOf(vendor(1)).ctx, window));
    for (const [index, page] of whole.slice(0, -1).entries()) {
      const rest = await collect(notBilled.read(contextOf(vendor(1)).ctx, { ...window, cursor: page.cursor }));
      expect(recordsOf(rest).map((record) => record.externalId)).toEqual(
        recordsOf(whole.slice(index + 1)).map((record) => record.externalId),
      );
      expect(rest.at(-1)!.control).toEqual({ count: 9 });
    }
  });

  it('of an unknown type go to quarantine', () => {
    expect(() => notBilled.map({ externalId: '1', data: { businessType: '999', part: 'whole', row: {} } }, config)).toThrow(
      '(/businessType)',
    );
  });
});
