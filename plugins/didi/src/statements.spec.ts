import { describe, expect, it } from '@jest/globals';
import { statement, type Json, type JsonObject, type Page, type RawRecord, type ReadWindow, type VendorRequest } from '@interline/sdk';
import { contextOf, dataOf, envelope, refusal, type Answer } from '../fixtures/context.js';
import { billsOf, periodOf } from './bills.js';
import { statements } from './statements.js';

const config = { company_id: '1', sign_method: null, ride_detail: null };
const window: ReadWindow = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-04-10T00:00:00Z'), cursor: null };
const map = (record: RawRecord) => statement.parse(statements.map(record, config));

async function collect(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const records = (name: string) => dataOf(name).records as JsonObject[];
const LISTS: Record<string, JsonObject[]> = { '0': records('bills.ride'), '1': records('bills.travel'), '100': [] };

/** A DiDi with the bills of the fixtures; it does not sell designated drivers. */
const vendor = ({ path, query }: VendorRequest): Answer => {
  if (path === '/river/Bill/get') {
    const list = LISTS[query!.business_line!];
    return list
      ? envelope({ total: list.length, records: list.slice(Number(query!.offset), Number(query!.offset) + 100) })
      : refusal(10001);
  }
  if (path === '/river/Bill/summary') return query!.business_line === '1' ? envelope(dataOf('summary.travel')) : refusal(10001);
  if (path === '/river/Bill/getBillStructure')
    return query!.payment_period === '2026-03-01~2026-03-31' && query!.business_type === '1'
      ? envelope(dataOf('structure.ride'))
      : refusal(400);
  return envelope({ total: '0', is_last: true, detail_list: [] });
};

describe('reading bills', () => {
  it('gives each bill with its summary and the parts it is split into, oldest first, one page a bill', async () => {
    const { ctx, requests } = contextOf(vendor);
    const pages = await collect(statements.read(ctx, window));
    expect(pages.map((page) => page.records.map((record) => record.externalId))).toEqual([
      ['1125990000000008001'],
      ['1125990000000008102'],
      ['1125990000000008002', '1125990000000008011', '1125990000000008012', '1125990000000008013'],
      [],
    ]);
    expect(pages.map((page) => page.cursor)).toEqual([
      { after: '2026-02-01 ride 1125990000000008001', given: '1' },
      { after: '2026-02-26 travel 1125990000000008102', given: '2' },
      { after: '2026-03-01 ride 1125990000000008002', given: '6' },
      null,
    ]);
    expect(pages.at(-1)).toEqual({ records: [], cursor: null, control: { count: 6 } });
    const asked = (path: string) => requests.filter((request) => request.path === path).map(({ query }) => query);
    expect(asked('/river/Bill/get').map((query) => query!.business_line)).toEqual(['0', '1', '100', '40']);
    expect(asked('/river/Bill/summary')[1]).toEqual({ bill_id: '1125990000000008102', business_line: '1' });
    expect(asked('/river/Bill/getBillStructure')[1]).toEqual({ business_type: '2', payment_period: '2026-02-26~2026-03-25' });
  });

  it('goes on from each cursor', async () => {
    const whole = await collect(statements.read(contextOf(vendor).ctx, window));
    for (const [index, page] of whole.slice(0, -1).entries()) {
      expect(await collect(statements.read(contextOf(vendor).ctx, { ...window, cursor: page.cursor }))).toEqual(whole.slice(index + 1));
    }
  });

  it('gives the bills of periods in the window, those confirmed in it, and those still open', async () => {
    const idsIn = async (from: string, to: string) =>
      (await billsOf(contextOf(vendor).ctx, { from: new Date(from), to: new Date(to), cursor: null })).bills.map((bill) => bill.id);
    expect(await idsIn('2026-02-10T00:00:00Z', '2026-02-20T00:00:00Z')).toEqual(['1125990000000008001']);
    expect(await idsIn('2026-04-01T16:00:00Z', '2026-04-10T00:00:00Z')).toEqual(['1125990000000008102', '1125990000000008002']);
    expect(await idsIn('2026-06-01T00:00:00Z', '2026-06-30T00:00:00Z')).toEqual(['1125990000000008002']);
    expect(await idsIn('2025-12-01T00:00:00Z', '2026-01-01T00:00:00Z')).toEqual([]);
  });

  it('pages a long list of bills and stops at an empty window with one empty page', async () => {
    const bills = Array.from({ length: 205 }, (_, index) => ({
      bill_id: String(9000 + index),
      bill_period: '2026-02',
      bill_status: 3,
      bill_amount: 1,
    }));
    const { ctx } = contextOf((request) =>
      request.path === '/river/Bill/get' && request.query!.business_line === '0'
        ? envelope({ records: bills.slice(Number(request.query!.offset), Number(request.query!.offset) + 100) })
        : vendor(request),
    );
    expect((await billsOf(ctx, window)).bills.filter((bill) => bill.business === 'ride')).toHaveLength(205);
    const none = contextOf((request) => (request.path === '/river/Bill/get' ? envelope({ total: 0, records: [] }) : vendor(request)));
    expect(await collect(statements.read(none.ctx, window))).toEqual([{ records: [], cursor: null, control: { count: 0 } }]);
    const refused = contextOf(() => refusal(10001));
    await expect(collect(statements.read(refused.ctx, window))).rejects.toMatchObject({ fault: { class: 'config', code: '10001' } });
    const down = contextOf(() => refusal(10002));
    await expect(collect(statements.read(down.ctx, window))).rejects.toMatchObject({ fault: { class: 'config', code: '10002' } });
  });

  it.each([
    [4, 8],
    [1, 5],
    [null, 6],
  ])('reports a count that is not what DiDi gives: %p', async (total, count) => {
    const { ctx } = contextOf((request) =>
      request.path === '/river/Bill/get' && request.query!.business_line === '0'
        ? envelope({ total, records: LISTS['0']! })
        : vendor(request),
    );
    const pages = await collect(statements.read(ctx, window));
    expect([pages.flatMap((page) => page.records).length, pages.at(-1)!.control]).toEqual([6, { count }]);
  });

  it('takes a bill that DiDi lists below another for a part of it', async () => {
    const split = [
      { bill_id: '11', root_batch_id: '11', start_date: '2026-03-01', end_date: '2026-03-31', status: 1 },
      { bill_id: '12', root_batch_id: '11', start_date: '2026-03-01', end_date: '2026-03-31', status: 1 },
      { bill_id: '13', root_batch_id: '99', start_date: '2026-03-01', end_date: '2026-03-31', status: 1 },
    ];
    const { ctx } = contextOf((request) =>
      request.query?.business_line === '1' && request.path === '/river/Bill/get' ? envelope({ total: 3, records: split }) : vendor(request),
    );
    const travel = (await billsOf(ctx, window)).bills.filter((bill) => bill.business === 'travel');
    expect(travel.map((bill) => [bill.id, bill.parent])).toEqual([
      ['11', null],
      ['12', '11'],
      ['13', null],
    ]);
  });
});

describe('the header of a bill', () => {
  const pagesOf = async () => (await collect(statements.read(contextOf(vendor).ctx, window))).flatMap((page) => page.records);

  it('of rides has the amounts of the list', async () => {
    const all = (await pagesOf()).map(map);
    expect(all.find((bill) => bill.externalId === '1125990000000008002')).toEqual({
      externalId: '1125990000000008002',
      derived: false,
      title: '滴滴网约车 2026-03-01~2026-03-31',
      from: '2026-03-01',
      to: '2026-03-31',
      state: 'to_confirm',
      currency: 'CNY',
      kinds: ['ride'],
      totals: { consumption: 13880n, refund: -2500n, adjustment: 9150n, payable: 20530n },
    });
    expect(all[0]).toMatchObject({ state: 'confirmed', confirmedAt: new Date('2026-03-05T02:00:00Z') });
  });

  it('of travel has the amounts of the summary and its own month', async () => {
    const all = (await pagesOf()).map(map);
    expect(all.find((bill) => bill.externalId === '1125990000000008102')).toMatchObject({
      derived: false,
      from: '2026-02-26',
      to: '2026-03-25',
      state: 'confirmed',
      confirmedAt: new Date('2026-04-01T16:00:00Z'),
      kinds: ['flight', 'hotel', 'train', 'other'],
      totals: { consumption: 478000n, refund: -40000n, priorPeriodRefund: -12000n, payable: 438000n },
    });
  });

  it('of a part says of whom it is a part and what it is split by', async () => {
    const parts = (await pagesOf()).map(map).filter((bill) => bill.parentExternalId);
    expect(parts.map(({ externalId, parentExternalId, split, state }) => [externalId, parentExternalId, split, state])).toEqual([
      [
        '1125990000000008011',
        '1125990000000008002',
        { by: 'department', ref: { id: '1125990000000000501', code: 'D-RD', name: '研发' } },
        'to_confirm',
      ],
      [
        '1125990000000008012',
        '1125990000000008002',
        { by: 'legal_entity', ref: { id: '1125990000000000502', code: 'LE-2', name: '销售' } },
        'confirmed',
      ],
      ['1125990000000008013', '1125990000000008012', { by: 'custom', ref: { name: 'AAA' } }, 'to_confirm'],
    ]);
    expect(parts[1]!.legalEntity).toEqual({ id: '1125990000000000502', code: 'LE-2', name: '销售' });
    expect(parts[2]!.totals).toEqual({ consumption: 10000n, refund: -2000n, priorPeriodRefund: -1000n, payable: 7000n });
  });

  it('of the part that belongs to nobody is of the same split as the parts beside it', async () => {
    const node = (bill_id: string, pid: string, bill_split_group_type: number) => ({
      bill_id,
      pid,
      bill_entity: bill_id,
      bill_split_type: 7,
      bill_split_group_type,
      bill_amount: 1,
    });
    const list = [node('1', '1125990000000008002', 4), node('2', '1125990000000008002', 8), node('3', '1', 8)];
    const { ctx } = contextOf((request) =>
      request.path === '/river/Bill/getBillStructure' && request.query!.payment_period === '2026-03-01~2026-03-31'
        ? envelope({ list })
        : vendor(request),
    );
    const parts = (await collect(statements.read(ctx, window)))
      .flatMap((page) => page.records)
      .map(map)
      .filter((bill) => bill.parentExternalId);
    expect(parts.map(({ externalId, split }) => [externalId, split!.by])).toEqual([
      ['1', 'legal_entity'],
      ['2', 'legal_entity'],
      ['3', 'custom'],
    ]);
    expect(parts[1]!.legalEntity).toBeUndefined();
  });

  it('that DiDi does not publish is made from the lines, and says so', async () => {
    const lines = dataOf('lines.ride');
    const bare = [{ bill_id: '77', bill_period: '2026-03', bill_status: 1 }];
    const { ctx } = contextOf(({ path, query }) => {
      if (path === '/river/Bill/get') return query!.business_line === '0' ? envelope({ total: 1, records: bare }) : refusal(10001);
      if (path === '/river/Bill/detail') return envelope(query!.type === '1' ? lines : { total: '0', detail_list: [], is_last: true });
      return refusal(10001);
    });
    const [page] = await collect(statements.read(ctx, window));
    expect(map(page!.records[0]!)).toMatchObject({
      derived: true,
      from: '2026-03-01',
      to: '2026-03-31',
      totals: { consumption: 13880n, refund: -2500n, adjustment: 9150n, payable: 20530n },
    });
  });

  it('whose state or period is odd is still read, or refused with what is missing', async () => {
    const data = {
      business: 'taxi',
      from: '2026-03-01',
      to: '2026-03-31',
      parent: null,
      bill: { bill_id: '1', bill_status: '9', bill_amount: '1.00' },
      summary: null,
      derived: null,
    };
    expect(map({ externalId: '1', data })).toMatchObject({
      state: 'to_confirm',
      totals: { payable: 100n },
      title: '滴滴出租车 2026-03-01~2026-03-31',
    });
    expect(() => map({ externalId: '1', data: { ...data, bill: { bill_amount: 'x' } as Record<string, Json> } })).toThrow(
      '/bill/bill_amount',
    );
    expect(() => map({ externalId: '1', data: { ...data, business: 'boat' } })).toThrow('/business');
    const odd = contextOf((request) =>
      request.path === '/river/Bill/get' ? envelope({ total: 1, records: [{ bill_id: '1', bill_period: 'soon' }] }) : vendor(request),
    );
    await expect(collect(statements.read(odd.ctx, window))).rejects.toMatchObject({ fault: { code: 'no_period' } });
  });
});

describe('a period', () => {
  it.each([
    ['2026-03-01~2026-03-31', '2026-03-01', '2026-03-31'],
    ['2026-02-26 00:00:00至2026-03-25 23:59:59', '2026-02-26', '2026-03-25'],
    ['20260301-20260331', '2026-03-01', '2026-03-31'],
    ['2026/03/01 - 2026/03/31', '2026-03-01', '2026-03-31'],
    ['2026-02', '2026-02-01', '2026-02-28'],
    ['202412', '2024-12-01', '2024-12-31'],
    ['2024年2月', '2024-02-01', '2024-02-29'],
  ])('%s is read', (text, from, to) => expect(periodOf(text)).toEqual({ from, to }));

  it.each(['', 'soon', '2026-03-01', '2026'])('%p is none', (text) => expect(periodOf(text)).toBeNull());
});
