import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Caller, Loose } from './caller.fixture.js';
import { FACTS, ids, NOW, started } from './facts.fixture.js';

const TRAVEL_TYPES = [201, 202, 203, 204, 205, 531];
/** Reads yuan, as number or text, without floating point. */
const fen = (yuan: unknown): number => {
  const [, sign, whole, cents = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(yuan)) as unknown as [string, string, string, string?];
  return Number(`${sign}${whole}${cents.padEnd(2, '0')}`);
};
/** What the company owes for a row, by the columns its type has. */
const due = (type: number, row: Loose): number =>
  type === 0 || type === 100
    ? fen(row.company_real_pay) - fen(row.company_real_refund)
    : fen(type === 201 || type === 204 ? row.company_real_amount : row.company_real_pay);

describe('bills', () => {
  let caller: Caller;
  let now: { at: number };
  let close: () => Promise<void>;

  beforeAll(async () => {
    const running = await started();
    ({ caller, now } = running);
    close = () => running.simulator.close();
  });
  afterAll(() => close());

  const bills = async (line: number, own: Record<string, unknown> = {}): Promise<Loose[]> =>
    (await caller.get('/river/Bill/get', { business_line: line, offset: 0, length: 100, ...own })).data.records;
  const rows = async (billId: string, type: number, length = 100): Promise<Loose[]> => {
    const all: Loose[] = [];
    for (let last = type === 0 ? '0' : ''; ;) {
      const { data } = await caller.get('/river/Bill/detail', {
        bill_id: billId,
        business_type: type,
        length,
        ...(last !== '' && { last_id: last }),
      });
      all.push(...data.detail_list);
      if (data.is_last) {
        expect(Number(data.total)).toBe(all.length);
        return all;
      }
      last = data.last_id;
    }
  };

  it('exist from the third of the next month on', async () => {
    expect((await bills(0)).map((bill) => bill.bill_period)).toEqual(['2026-05-01~2026-05-31', '2026-04-01~2026-04-30']);
    now.at = Date.parse('2026-06-02T23:59:59+08:00');
    await caller.login();
    expect(await bills(0)).toHaveLength(1);
    now.at += 1000;
    expect(await bills(0)).toHaveLength(2);
    now.at = NOW;
    await caller.login();
  });

  it('come newest first in style 4.0, oldest first in 3.0', async () => {
    expect((await bills(1)).map((bill) => bill.bill_period.slice(0, 7))).toEqual(['2026-04', '2026-05']);
    await caller.control('POST', '/settings', { billOrder: '3.0' });
    expect((await bills(0)).map((bill) => bill.bill_period.slice(0, 7))).toEqual(['2026-04', '2026-05']);
    await caller.control('POST', '/settings', { billOrder: '4.0' });
    expect((await bills(1)).map((bill) => bill.bill_period.slice(0, 7))).toEqual(['2026-05', '2026-04']);
  });

  it('show amounts in yuan as numbers, long numbers as ids, and travel’s own fields', async () => {
    const [ride] = await bills(0);
    expect(ride).toMatchObject({
      bill_consumption: 76,
      bill_refund: 20,
      bill_difference: -7,
      bill_amount: 49,
      bill_status: 3,
      groupType: 0,
    });
    expect(ride.bill_id).toMatch(/^\d{18}$/);
    expect(ride).not.toHaveProperty('root_batch_id');
    const [travel] = await bills(1);
    expect(travel).toMatchObject({ start_date: '2026-05-01', end_date: '2026-05-31', status: 3, root_batch_id: travel.bill_id });
    const raw = (await caller.get('/river/Bill/get', { business_line: 0, offset: 0, length: 1 })).text;
    expect(raw).toContain(`"bill_id":${ride.bill_id}`);
  });

  it('have rows that sum to the header, and both to the ledger and to the facts', async () => {
    const ledger: Record<string, { billed: number; lines: number }> = {};
    for (const { period, kind, billed, billLines } of (await caller.control('GET', '/ledger')).json) {
      ledger[`${period} ${kind}`] = { billed: Number(billed), lines: billLines };
    }
    const kindOf: Record<number, string> = {
      0: 'ride',
      100: 'ride',
      201: 'hotel',
      204: 'hotel',
      202: 'flight',
      205: 'flight',
      203: 'train',
      531: 'hotel',
    };
    const wire: Record<string, { billed: number; lines: number }> = {};
    for (const line of [0, 1, 100]) {
      for (const bill of await bills(line)) {
        let sum = 0;
        for (const type of line === 1 ? TRAVEL_TYPES : [line]) {
          for (const row of await rows(bill.bill_id, type)) {
            const at = (wire[`${bill.bill_period.slice(0, 7)} ${kindOf[type]}`] ??= { billed: 0, lines: 0 });
            at.billed += due(type, row);
            at.lines++;
            sum += due(type, row);
          }
        }
        expect(sum).toBe(fen(bill.bill_amount));
        expect(fen(bill.bill_amount)).toBe(fen(bill.bill_consumption) - fen(bill.bill_refund) + fen(bill.bill_difference));
      }
    }
    for (const [key, sums] of Object.entries(wire)) expect([key, sums]).toEqual([key, ledger[key]]);
    const billed = Object.entries(ledger).filter(([key]) => key < '2026-06');
    expect(Object.keys(wire).sort()).toEqual(billed.map(([key]) => key).sort());

    // And straight from the facts: company cash of May, with May's corrections.
    const may = (FACTS.orders ?? []).flatMap(({ kind, cash }) =>
      cash
        .filter(({ at }) => at >= '2026-04-30T16:00' && at < '2026-05-31T16:00')
        .map(({ company }) => ({ kind, company: Number(company) })),
    );
    const sumOf = (kind: string): number => may.filter((movement) => movement.kind === kind).reduce((sum, { company }) => sum + company, 0);
    expect(wire['2026-05 ride']?.billed).toBe(sumOf('ride') - 700);
    expect(wire['2026-05 flight']?.billed).toBe(sumOf('flight'));
    expect(wire['2026-05 hotel']?.billed).toBe(sumOf('hotel') + 3000);
    expect(wire['2026-05 train']?.billed).toBe(sumOf('train'));
  });

  it('write rides with Chinese words, misspelt names and a row per month', async () => {
    const [may, april] = await bills(0);
    const of = (list: Loose[], id: string): Loose[] => list.filter((row) => row.order_id === id);
    const mayRows = await rows(may.bill_id, 0);
    expect(of(mayRows, ids.mixed)).toEqual([
      expect.objectContaining({
        type: '实时',
        pay_type: '混合支付',
        company_real_pay: 50,
        personal_real_pay: 12.34,
        is_carpool: '否',
        departure_dime: '2026-05-10 17:30:00',
        meetTime: '2026-05-10 17:29:00',
        out_legal_entity_id: 'E2',
        out_budget_id: 'D2',
        car_travel_info: '',
      }),
      expect.objectContaining({
        type: '调账：订单调减',
        company_real_pay: 0,
        company_real_refund: 7,
        personal_real_pay: 0,
        remark: '多计里程',
      }),
    ]);
    expect(of(mayRows, ids.laterRefund)).toEqual([
      expect.objectContaining({ is_current_term: '往期', company_real_pay: 0, company_real_refund: 20, refund_price: 20 }),
    ]);
    expect(of(await rows(april.bill_id, 0), ids.laterRefund)).toEqual([
      expect.objectContaining({
        is_current_term: '本期',
        company_real_pay: 80,
        company_real_refund: 0,
        status: '全部支付',
        refund_time: '',
      }),
    ]);
    expect(of(mayRows, ids.personal)).toEqual([]);
    expect(of(mayRows, ids.cancelFee)).toEqual([expect.objectContaining({ status: '超时取消扣费', responsible_cancel_fee: 6 })]);
    const [taxi] = await bills(100);
    expect(await rows(taxi.bill_id, 100)).toEqual([expect.objectContaining({ order_id: ids.taxi, car_travel_Info: '', rule: '出租车' })]);
  });

  it('write flights in yuan as text, each event a row of its own, a rebooking under its own order number', async () => {
    const [travel] = await bills(1);
    const flights = await rows(travel.bill_id, 202);
    const byOrigin = (id: string): Loose[] => flights.filter((row) => row.origin_order_id === id);
    expect(byOrigin(ids.flight)).toEqual([
      expect.objectContaining({
        order_id: ids.flight,
        transaction_type: 0,
        company_real_pay: '925.00',
        service_fee: '25.00',
        fuelCost: '20.00',
        construction_cost: '50.00',
        pay_type: '企业支付',
      }),
    ]);
    const [change] = byOrigin(ids.changed);
    expect(change).toMatchObject({
      transaction_type: 1,
      company_real_pay: '150.00',
      upgrade_cost: '120.00',
      change_handle_cost: '30.00',
      pre_order_id: ids.changed,
    });
    expect(change.order_id).not.toBe(ids.changed);
    const detail = await caller.post('/api-gateway/g/flight/orderDetail', { order_ids: ids.changed, product_type: 1 });
    expect(detail.data.domesticflight_data.order_list[0].change_list[0].change_info.change_order_id).toBe(change.order_id);
    expect(byOrigin(ids.refunded)).toEqual([
      expect.objectContaining({ transaction_type: 2, company_real_pay: '-540.00', refund_handle_cost: '60.00', ticket_fee: '-600.00' }),
    ]);
    expect(new Set(flights.map((row) => row.unique_key)).size).toBe(flights.length);
    expect(await rows(travel.bill_id, 11 as number)).toEqual(flights);
  });

  it('write hotels, trains and corrections made by hand', async () => {
    const [travel] = await bills(1);
    const hotels = await rows(travel.bill_id, 201);
    expect(hotels).toEqual([
      expect.objectContaining({
        order_id: ids.hotel,
        order_type: '预订',
        company_pay_type: '消费',
        company_real_amount: 660,
        personal_real_pay: 40,
        pay_type: '混合支付',
      }),
      expect.objectContaining({ order_id: ids.hotelBack, order_type: '退款', company_pay_type: '退款', company_real_amount: -150 }),
    ]);
    const trains = await rows(travel.bill_id, 203);
    expect(trains.map((row) => [row.origin_order_id, row.transaction_type, row.company_real_pay]).sort()).toEqual(
      [
        [ids.train, '出票', 558],
        [ids.trainChanged, '出票', 300],
        [ids.trainChanged, '改签', 40],
      ].sort(),
    );
    expect(await rows(travel.bill_id, 531)).toEqual([expect.objectContaining({ company_real_pay: 30, desc: '会议室补差' })]);
  });

  it('page by cursor and never part the rows of one order', async () => {
    const [may] = await bills(0);
    const whole = await rows(may.bill_id, 0);
    for (const length of [1, 2, 3]) expect(await rows(may.bill_id, 0, length)).toEqual(whole);
    const [travel] = await bills(1);
    expect(await rows(travel.bill_id, 203, 1)).toEqual(await rows(travel.bill_id, 203));
    const detail = (own: Record<string, unknown>): ReturnType<Caller['get']> =>
      caller.get('/river/Bill/detail', { bill_id: may.bill_id, business_type: 0, length: 100, last_id: '0', ...own });
    expect(typeof (await detail({})).data.total).toBe('string');
    for (const wrong of [
      { length: 101 },
      { last_id: '' },
      { last_id: 'x' },
      { business_type: 7 },
      { business_type: 202, last_id: '' },
      { bill_id: '112605000000000000' },
      { bill_id: '' },
    ]) {
      expect((await detail(wrong)).errno).toBe(400);
    }
    expect((await caller.get('/river/Bill/detail', { bill_id: travel.bill_id, business_type: 203, length: 100, last_id: '0' })).errno).toBe(
      400,
    );
  });

  it('form a tree by legal entity and department whose parts sum to the whole', async () => {
    const structure = (type: string): ReturnType<Caller['get']> =>
      caller.get('/river/Bill/getBillStructure', { business_type: type, payment_period: '2026-05-01~2026-05-31' });
    for (const [type, line, rowType] of [
      ['1', 0, 0],
      ['2', 1, 202],
    ] as const) {
      const { data } = await structure(type);
      const nodes: Loose[] = data.list;
      const [root] = await bills(line);
      const top = nodes.find((node) => node.pid === '0');
      expect(top.bill_id).toBe(root.bill_id);
      expect(top.bill_amount).toBe(root.bill_amount);
      for (const node of nodes.filter(({ cid }) => cid.length > 0)) {
        const children = nodes.filter(({ pid }) => pid === node.bill_id);
        expect(children.map(({ bill_id }) => bill_id).sort()).toEqual([...node.cid].sort());
        expect(children.reduce((sum, child) => sum + fen(child.bill_amount), 0)).toBe(fen(node.bill_amount));
      }
      expect(
        nodes
          .filter((node) => node.bill_split_group_type === 4)
          .map((node) => node.out_bill_split_group_key)
          .sort(),
      ).toEqual(['E1', 'E2']);
      const department = nodes.find((node) => node.out_budget_id === 'D2');
      const parts = await rows(department.bill_id, rowType);
      expect(parts.length).toBeGreaterThan(0);
      expect(parts.every((row) => (line === 0 ? row.out_budget_id : row.booking_dep_code) === 'D2')).toBe(true);
      const byDepartment = await caller.get('/river/Bill/detail', {
        payment_period: '2026-05-01~2026-05-31',
        department_id: department.department_id,
        business_type: rowType,
        length: 100,
        ...(line === 0 && { last_id: '0' }),
      });
      expect(byDepartment.data.detail_list).toEqual(parts);
    }
    expect((await structure('7')).errno).toBe(400);
    expect((await caller.get('/river/Bill/getBillStructure', { business_type: '1', payment_period: '2026-05' })).errno).toBe(400);
  });

  it('sum up: numbers for rides, text for travel', async () => {
    const [ride] = await bills(0);
    const [travel] = await bills(1);
    expect((await caller.get('/river/Bill/summary', { bill_id: ride.bill_id, business_line: 0 })).data).toMatchObject({
      consume_amount_online: 76,
      refund_amount: 20,
      out_date_refund_amount: 20,
      amount_money: 49,
    });
    const { data } = await caller.get('/river/Bill/summary', { bill_id: travel.bill_id, business_line: 1 });
    expect(data).toMatchObject({ business_type: 2, amount_total_money: expect.stringMatching(/^\d+\.\d\d$/) });
    expect(fen(data.amount_total_money)).toBe(fen(travel.bill_amount));
    expect(data.sub_bill_summary.reduce((sum: number, sub: Loose) => sum + fen(sub.amount_money), 0)).toBe(fen(data.amount_total_money));
    expect((await caller.get('/river/Bill/summary', { bill_id: ride.bill_id, business_line: 1 })).errno).toBe(400);
  });

  it('are confirmed by the company, or by time on the tenth', async () => {
    now.at = Date.parse('2026-06-05T12:00:00+08:00');
    await caller.login();
    const [may] = await bills(0);
    expect(may).toMatchObject({ bill_status: 1, confirm_date: '' });
    expect((await bills(0, { bill_status: 3 })).map((bill) => bill.bill_period.slice(0, 7))).toEqual(['2026-04']);
    expect((await caller.post('/river/Bill/confirm', { bill_id: may.bill_id, business_type: 1 })).errno).toBe(400);
    expect((await caller.post('/river/Bill/confirm', { bill_id: may.bill_id, business_type: 0 })).data).toEqual({
      confirm_bill_id: may.bill_id,
    });
    expect((await bills(0))[0]).toMatchObject({ bill_status: 3, confirm_date: '2026-06-05 12:00:00' });
    now.at = NOW;
    await caller.login();
  });

  it('leave what is not billed yet to its own call', async () => {
    const open = async (type: number, own: Record<string, unknown> = {}): Promise<Loose[]> =>
      (
        await caller.get('/river/Bill/getNotGeneratedBillDetail', {
          business_type: type,
          start_date: '2026-06-01',
          end_date: '2026-06-30',
          ...own,
        })
      ).data.detail_list;
    expect(await open(0)).toEqual([expect.objectContaining({ order_id: ids.june, company_real_pay: 19 })]);
    // Three days after take-off: not yet for a flight of July, though it was paid in June.
    expect(await open(205)).toEqual([]);
    expect(await open(202)).toEqual([]);

    now.at = Date.parse('2026-06-02T12:00:00+08:00');
    await caller.login();
    const may = { start_date: '2026-05-01 00:00:00', end_date: '2026-06-02 23:59:59' };
    const flights = await open(202, may);
    expect(flights.map((row) => row.company_real_pay).sort()).toEqual(['-540.00', '150.00', '925.00']);
    expect(await open(202, { ...may, date_query_type: 1, start_date: '2026-05-23', end_date: '2026-05-23' })).toEqual([
      expect.objectContaining({ origin_order_id: ids.flight }),
    ]);
    expect((await open(201, may)).length).toBe(2);
    expect((await open(203, may)).length).toBe(3);
    const keys = flights.map((row) => row.unique_key).sort();

    now.at = NOW;
    await caller.login();
    const [travel] = await bills(1);
    expect((await rows(travel.bill_id, 202)).map((row) => row.unique_key).sort()).toEqual(keys);
    expect((await caller.get('/river/Bill/getNotGeneratedBillDetail', { business_type: 0 })).errno).toBe(400);
  });
});
