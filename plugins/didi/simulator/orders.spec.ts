import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Caller, Loose } from './caller.fixture.js';
import { ids, NOW, started } from './facts.fixture.js';

describe('orders', () => {
  let caller: Caller;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const running = await started();
    ({ caller } = running);
    close = () => running.simulator.close();
  });
  afterAll(() => close());

  const rides = (own: Record<string, unknown>): ReturnType<Caller['get']> =>
    caller.get('/river/Order/get', { offset: 0, length: 100, ...own });
  const find = async (id: string, from: string, to: string, more: Record<string, unknown> = {}): Promise<Loose> =>
    (await rides({ start_date: from, end_date: to, ...more })).data.records.find((ride: Loose) => ride.order_id === id);

  describe('Order/get', () => {
    it('finds a ride by the day it was paid, in the sample’s shape: yuan as numbers, ids as text, local times', async () => {
      expect(await find(ids.ride, '2026-04-10', '2026-04-10')).toMatchObject({
        order_id: ids.ride,
        call_phone: '13800000001',
        passenger_name: '林一',
        city: 1,
        city_name: '北京市',
        dest_city_name: '苏州市',
        create_time: '2026-04-10 08:20:00',
        pay_time: '2026-04-10 09:00:00',
        refund_time: '',
        total_price: 35.5,
        actual_price: 35.5,
        company_pay: 35.5,
        company_real_pay: 35.5,
        personal_real_pay: 0,
        refund_price: 0,
        estimate_price: '34.43',
        normal_distance: 12.3,
        status: 2,
        pay_type: 0,
        use_car_type: 3,
        require_level: 600,
        budget_center_list: [{ app_name: '成本中心', sequence: 1, value: '大客户', code: 'CC9' }],
      });
    });

    it('brings an old ride back when it is refunded', async () => {
      expect(await find(ids.laterRefund, '2026-04-28', '2026-04-30')).toMatchObject({
        status: 7,
        company_real_refund: 20,
        refund_price: 20,
      });
      expect(await find(ids.laterRefund, '2026-05-01', '2026-05-02')).toMatchObject({
        pay_time: '2026-04-30 23:50:00',
        refund_time: '2026-05-02 10:00:00',
      });
      expect(await find(ids.laterRefund, '2026-05-03', '2026-05-09')).toBeUndefined();
    });

    it('codes shares, personal rides and cancellations', async () => {
      expect(await find(ids.mixed, '2026-05-10', '2026-05-14')).toMatchObject({
        pay_type: 2,
        company_real_pay: 50,
        personal_real_pay: 12.34,
        total_price: 62.34,
      });
      expect(await find(ids.personal, '2026-05-10', '2026-05-14')).toMatchObject({
        pay_type: 1,
        company_real_pay: 0,
        personal_real_pay: 26,
      });
      expect(await find(ids.cancelFee, '2026-05-10', '2026-05-14')).toMatchObject({ status: 4, total_price: 6, actual_start_name: '' });
      expect(await find(ids.cancelled, '2026-05-04', '2026-05-06')).toBeUndefined();
      expect(await find(ids.taxi, '2026-05-10', '2026-05-14')).toMatchObject({ use_car_type: 1, require_level: 1100 });
      expect(await find(ids.shared, '2026-05-10', '2026-05-14')).toMatchObject({ passenger_name: '访客甲', remark: '同行：周二' });
    });

    it('adds fields on their flags only', async () => {
      const plain = await find(ids.ride, '2026-04-10', '2026-04-10');
      for (const name of ['out_approval_id', 'rule_name', 'is_abnormal', 'call_employee_number']) expect(plain).not.toHaveProperty(name);
      const flags = { need_approval_id: 1, need_rule_info: 1, need_abnormal_msg: 1, need_call_employee_number: 1 };
      expect(await find(ids.ride, '2026-04-10', '2026-04-10', flags)).toMatchObject({
        out_approval_id: 'TA-1',
        call_employee_number: 'N001',
        is_abnormal: 0,
      });
    });

    it('pages: length up to 100, offset a multiple of it, the total of all', async () => {
      const span = { start_date: '2026-05-10', end_date: '2026-05-14' };
      const seen: string[] = [];
      for (let offset = 0; ; offset += 2) {
        const { data } = await rides({ ...span, offset, length: 2 });
        expect(data.total).toBe(5);
        if (data.records.length === 0) break;
        seen.push(...data.records.map((ride: Loose) => ride.order_id));
      }
      expect(seen).toEqual([ids.mixed, ids.personal, ids.taxi, ids.cancelFee, ids.shared]);
      for (const wrong of [{ length: 101 }, { length: 0 }, { offset: 5, length: 10 }, { offset: -10, length: 10 }, { length: 'ten' }]) {
        expect((await rides({ ...span, ...wrong })).errno).toBe(400);
      }
    });

    it('takes at most seven days, by day or by second, both ends included', async () => {
      expect((await rides({ start_date: '2026-05-08', end_date: '2026-05-14' })).errno).toBe(0);
      expect((await rides({ start_date: '2026-05-07', end_date: '2026-05-14' })).errno).toBe(400);
      expect((await rides({ start_time: '2026-05-10 18:00:00', end_time: '2026-05-10 18:00:00' })).data.total).toBe(1);
      expect((await rides({ start_time: '2026-05-10 18:00:01', end_time: '2026-05-11 21:59:59' })).data.total).toBe(0);
      for (const wrong of [
        {},
        { start_date: '2026-05-32', end_date: '2026-06-01' },
        { start_date: '2026-05-14', end_date: '2026-05-13' },
        { start_time: '2026-05-10', end_time: '2026-05-11' },
      ]) {
        expect((await rides(wrong)).errno).toBe(400);
      }
    });

    it('filters', async () => {
      const span = { start_date: '2026-05-10', end_date: '2026-05-14' };
      expect((await rides({ ...span, pay_type: 1 })).data.total).toBe(1);
      expect((await rides({ ...span, use_car_type: 1 })).data.total).toBe(1);
      expect((await rides({ ...span, call_phone: '13800000002' })).data.total).toBe(2);
    });
  });

  describe('Order/detail', () => {
    it('lists what a ride’s price consists of; some money is text here', async () => {
      for (const method of ['GET', 'POST'] as const) {
        const { data } = await caller.call(method, '/river/Order/detail', { order_id: ids.ride });
        expect(data).toMatchObject({
          order_id: ids.ride,
          total_price: 35.5,
          refund_price: '0.00',
          total_cost: '35.50',
          call_employee_number: 'N001',
        });
        const cents = data.price.reduce((sum: number, part: Loose) => sum + Math.round(part.amount * 100), 0);
        expect(cents).toBe(3550);
        expect(data.price).toContainEqual({ name: '高速费', amount: 5, type: 'highway_fee' });
      }
      expect((await caller.get('/river/Order/detail', { order_id: '1' })).errno).toBe(400);
      expect((await caller.get('/river/Order/detail', { order_id: ids.flight })).errno).toBe(400);
    });
  });

  describe('order/list', () => {
    const list = (query: unknown): ReturnType<Caller['post']> =>
      caller.post('/open-apis/v1/order/list', { param_json: typeof query === 'string' ? query : JSON.stringify(query) });
    const all = {
      order_type: 'all',
      search_time: { type: 'all', start_time: '2026-05-01 00:00:00', end_time: '2026-05-30 23:59:59' },
      cur_page: 1,
      limit: 100,
    };

    it('gives comma-joined ids per category: rides by any cash, travel by its last change', async () => {
      const { data } = await list(all);
      expect(Object.keys(data)).toEqual([
        'domesticflight_data',
        'internationalflight_data',
        'domestichotel_data',
        'internationalhotel_data',
        'train_data',
        'car_data',
      ]);
      expect(data.domesticflight_data.order_ids.split(',').sort()).toEqual([ids.flight, ids.changed, ids.refunded, ids.unpaid]);
      expect(data.domesticflight_data.page).toEqual({ cur_page: 1, limit: 100, total: 4 });
      expect(data.internationalflight_data.order_ids).toBe('');
      expect(data.car_data.order_ids.split(',')).toContain(ids.laterRefund);
      const april = await list({
        ...all,
        search_time: { type: 'all', start_time: '2026-04-20 00:00:00', end_time: '2026-04-30 23:59:59' },
      });
      expect(april.data.domesticflight_data.order_ids).toBe('');
    });

    it('pages from one, each category for itself', async () => {
      const second = await list({ ...all, cur_page: 2, limit: 3 });
      expect(second.data.domesticflight_data).toMatchObject({ page: { cur_page: 2, limit: 3, total: 4 } });
      expect(second.data.domesticflight_data.order_ids.split(',')).toHaveLength(1);
      expect(second.data.train_data.order_ids).toBe('');
    });

    it('keeps its limits: 100 a page, 30 days, two years back, 300 seconds behind now', async () => {
      const local = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
      const between = (start: number, end: number): unknown => ({
        ...all,
        search_time: { type: 'all', start_time: local(start), end_time: local(end) },
      });
      const day = 86_400_000;
      expect((await list(between(NOW - 30 * day - 300_000, NOW - 300_000))).errno).toBe(0);
      expect((await list(between(NOW - 30 * day - 301_000, NOW - 300_000))).errno).toBe(400);
      expect((await list(between(NOW - day, NOW - 299_000))).errno).toBe(400);
      expect((await list(between(NOW - 760 * day, NOW - 750 * day))).errno).toBe(400);
      expect((await list({ ...all, limit: 101 })).errno).toBe(400);
      expect((await list({ ...all, cur_page: 0 })).errno).toBe(400);
      expect((await list({ ...all, order_type: 'boat' })).errno).toBe(400);
      expect((await list('not json')).errno).toBe(400);
      expect((await caller.post('/open-apis/v1/order/list', { param_json: { a: 1 } })).errno).toBe(400);
    });

    it('searches one category by its own times, and by approval', async () => {
      const by = (order_type: string, type: string, more = {}): unknown => ({
        ...all,
        order_type,
        search_time: { ...all.search_time, type },
        ...more,
      });
      expect((await list(by('domesticflight', 'exchange_time'))).data.domesticflight_data.order_ids).toBe(ids.changed);
      expect((await list(by('domesticflight', 'refund_time'))).data.domesticflight_data.order_ids).toBe(ids.refunded);
      expect((await list(by('train', 'exchange_time'))).errno).toBe(400);
      const april = {
        ...all,
        search_time: { type: 'all', start_time: '2026-04-01 00:00:00', end_time: '2026-04-30 23:59:59' },
        approval: { type: 1, value: 'TA-1' },
      };
      expect((await list(april)).data.car_data.order_ids).toBe(ids.ride);
    });
  });

  describe('travel detail', () => {
    const detail = async (kind: string, orderIds: string[], more: Record<string, unknown> = {}): Promise<Loose> =>
      (await caller.post(`/api-gateway/g/${kind}/orderDetail`, { order_ids: orderIds.join(','), product_type: 1, ...more })).data;

    it('tells a flight in fen', async () => {
      const { total, domesticflight_data } = await detail('flight', [ids.flight]);
      const [flight] = domesticflight_data.order_list;
      expect(total).toBe(1);
      expect(flight.order_info).toMatchObject({
        order_id: ids.flight,
        order_status: 'Completed',
        pay_type: 0,
        booker_phone: '138****0001',
      });
      expect(flight.price_info).toMatchObject({
        order_amount: 92500,
        company_pay: 92500,
        personal_pay: 0,
        service_fee: 2500,
        company_real_pay: 92500,
        company_real_refund: 0,
        currency: 'CNY',
      });
      const ticket = flight.ticket_list[0].ticket_info;
      expect(ticket.sale_price + ticket.construction_fee + ticket.oil_fee + ticket.service_fee).toBe(92500);
      expect(ticket.sequence_list[0].sequenceinfo).toMatchObject({
        flight_number: 'ZZ1234',
        class: 'Y',
        departure_city: '北京',
        departure_time: '2026-05-20 10:00:00',
      });
    });

    it('tells a rebooking, whose fees are text and misspelt, and a refund with what was kept', async () => {
      const { domesticflight_data } = await detail('flight', [ids.changed, ids.refunded]);
      const [changed, refunded] = domesticflight_data.order_list;
      expect(changed.change_list[0].change_info).toMatchObject({
        chang_handle_fee: '3000',
        change_up_cabin_fee: '12000',
        change_fee: '15000',
        change_company_pay: 15000,
        changed_time: '2026-05-04 11:00:00',
      });
      expect(changed.price_info).toMatchObject({ order_amount: 70000, company_real_pay: 85000 });
      expect(refunded.order_info.order_status).toBe('Refunded');
      expect(refunded.refund_list[0].refund_info).toMatchObject({
        refund_handle_fee: 6000,
        refund_user_fee: 54000,
        company_refund: 54000,
        refunded_time: '2026-05-05 12:00:00',
      });
      expect(refunded.price_info).toMatchObject({ company_real_pay: 60000, company_real_refund: 54000 });
    });

    it('tells flights abroad apart, and orders that were never paid', async () => {
      expect((await detail('flight', [ids.abroad])).domesticflight_data.order_list).toEqual([]);
      const abroad = await detail('flight', [ids.abroad], { product_type: 2 });
      expect(abroad.internationalflight_data.order_list[0].order_info.order_status).toBe('Ticketed');
      const unpaid = (await detail('flight', [ids.unpaid])).domesticflight_data.order_list[0];
      expect(unpaid).toMatchObject({
        order_info: { order_status: 'Cancelled', is_pay: 0 },
        ticket_list: [],
        price_info: { order_amount: 0, company_real_pay: 0 },
      });
    });

    it('tells hotels and trains', async () => {
      const hotels = (await detail('hotel', [ids.hotel, ids.hotelBack])).domestichotel_data.order_list;
      expect(hotels[0]).toMatchObject({
        order_info: { order_status: 'Completed', pay_type: 2 },
        price_info: { order_amount: 70000, company_pay: 66000, personal_pay: 4000 },
        base_info: { hotel_name: '苏州湖畔酒店', room_night: 2 },
      });
      expect(hotels[0].base_info.details_amount.reduce((sum: number, night: Loose) => sum + night.price, 0)).toBe(70000);
      expect(hotels[1]).toMatchObject({
        order_info: { is_early_checkout: 1, refund_time: '2026-05-07 10:00:00' },
        price_info: { company_real_pay: 40000, company_real_refund: 15000 },
      });
      const trains = (await detail('train', [ids.train, ids.trainChanged])).domestictrain_data.order_list;
      expect(trains[0]).toMatchObject({
        price_info: { order_amount: 55800, service_fee: 500 },
        ticket_list: [{ ticket_info: { sale_price: 55300, train_code: 'G101' } }],
      });
      expect(trains[1].change_list[0].change_info).toMatchObject({
        change_handing_fee: 0,
        change_ticket_price: 4000,
        change_company_pay: 4000,
      });
    });

    it('takes up to 100 ids and needs the product', async () => {
      const hundred = Array.from({ length: 101 }, (_, index) => String(index));
      for (const wrong of [{ order_ids: hundred.join(',') }, { order_ids: '' }, { order_ids: '1', product_type: 3 }]) {
        expect((await caller.post('/api-gateway/g/flight/orderDetail', { product_type: 1, ...wrong })).errno).toBe(400);
      }
      expect(
        (await caller.post('/api-gateway/g/flight/orderDetail', { product_type: 1, order_ids: hundred.slice(1).join(',') })).data.total,
      ).toBe(0);
    });
  });

  it('does not know what has not happened yet', async () => {
    const early = await started();
    early.now.at = Date.parse('2026-05-01T12:00:00+08:00');
    const { data } = await early.caller.get('/river/Order/get', {
      offset: 0,
      length: 100,
      start_date: '2026-04-27',
      end_date: '2026-05-03',
    });
    expect(data.records).toEqual([expect.objectContaining({ order_id: ids.laterRefund, status: 2, refund_price: 0, refund_time: '' })]);
    const flight = await early.caller.post('/api-gateway/g/flight/orderDetail', {
      product_type: 1,
      order_ids: `${ids.changed},${ids.flight}`,
    });
    expect(flight.data.domesticflight_data.order_list).toEqual([expect.objectContaining({ change_list: [] })]);
    await early.simulator.close();
  });
});
