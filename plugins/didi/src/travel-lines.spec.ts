import { describe, expect, it } from '@jest/globals';
import { expenseLine, type ExpenseLine, type Json, type JsonObject, type RawRecord } from '@interline/sdk';
import { dataOf } from '../fixtures/context.js';
import { travelOrders } from './travel.js';

const config = { company_id: '1', sign_method: null, ride_detail: null };
const map = (record: RawRecord): ExpenseLine[] => travelOrders.map(record, config).lines.map((line) => expenseLine.parse(line));

function orderOf(name: string, block: string, index = 0): JsonObject {
  return ((dataOf(name)[block] as JsonObject).order_list as JsonObject[])[index]!;
}

/** A copy of an order with some fields of one of its blocks replaced. */
function changed(order: JsonObject, block: string, fields: Record<string, Json>): JsonObject {
  return { ...order, [block]: { ...(order[block] as JsonObject), ...fields } };
}

const flight = orderOf('flight.detail', 'domesticflight_data');
const hotel = orderOf('hotel.detail', 'domestichotel_data');
const train = orderOf('train.detail', 'domestictrain_data');
const unpaid = orderOf('train.detail', 'domestictrain_data', 1);
const recordOf = (product: string, externalId: string, order: JsonObject): RawRecord => ({ externalId, data: { product, order } });
const flightOf = (order: JsonObject) => map(recordOf('domesticflight', '1125990000000001001', order));
const hotelOf = (order: JsonObject) => map(recordOf('domestichotel', '1125990000000002001', order));
const trainOf = (order: JsonObject) => map(recordOf('train', '1125990000000003001', order));
const money = (lines: ExpenseLine[]) =>
  lines.map(({ line, lineType, companyShare, personalShare }) => [line, lineType, companyShare, personalShare]);
const total = (lines: ExpenseLine[]) => lines.reduce((sum, line) => sum + line.companyShare, 0n);

describe('a flight', () => {
  it('has a line for each ticket, change and refund, which make up what DiDi counts in and out', () => {
    const lines = flightOf(flight);
    expect(money(lines)).toEqual([
      ['pay:T1', 'charge', 108000n, 0n],
      ['pay:T2', 'charge', 128000n, 0n],
      ['change:T3', 'fee', 16000n, 0n],
      ['refund:T2', 'refund', -97000n, 0n],
    ]);
    expect(total(lines)).toBe(252000n - 97000n);
  });

  it('says of each ticket who flew, where, for which cost centre, and when the money moved', () => {
    const [first, second, change, refund] = flightOf(flight);
    expect(first).toMatchObject({
      kind: 'flight',
      externalId: '1125990000000001001',
      product: '国内机票',
      occurredAt: new Date('2026-03-05T04:00:00Z'),
      traveller: { memberId: '1125990000000000001', employeeNumber: 'E0001', phone: '13900000001', name: '周一' },
      booker: { memberId: '1125990000000000001', employeeNumber: 'E0001', name: '周一' },
      department: { id: '1125990000000000501', name: '总部>研发' },
      costCentre: { id: '1125990000000000602', code: 'CC-02', name: '市场部' },
      approvalId: 'TA-2',
      city: '北京',
      from: { city: '上海', name: '虹桥机场' },
      to: { city: '北京', name: '首都机场' },
      startAt: new Date('2026-03-10T00:00:00Z'),
      endAt: new Date('2026-03-10T02:30:00Z'),
      detail: {
        flightNo: 'MU5101',
        cabin: '经济舱',
        ticketNo: '781-1',
        ticketStatus: '已换开',
        discount: '85',
        fare: '1000.00',
        airportFee: '50.00',
        fuelFee: '20.00',
        serviceFee: '10.00',
        status: '部分退票',
        payType: '企业支付',
        policy: '差旅制度',
      },
    });
    // The outsider is a guest, borne by the cost centre of the order; without a cabin type the class stands.
    expect(second).toMatchObject({
      traveller: { phone: '13700000009', name: '客人', guest: true },
      costCentre: { code: 'CC-01' },
      detail: { cabin: '经济舱' },
    });
    expect(change).toMatchObject({
      occurredAt: new Date('2026-03-08T01:00:00Z'),
      description: '改签',
      traveller: { employeeNumber: 'E0001' },
      detail: { flightNo: 'MU5103', cabin: '商务舱', changeFee: '50.00', upgradeFee: '100.00', serviceFee: '10.00', reason: '会议改期' },
    });
    expect(refund).toMatchObject({
      occurredAt: new Date('2026-04-01T08:00:00Z'),
      originLine: 'pay:T2',
      traveller: { guest: true },
      detail: { refundFee: '300.00', reason: '行程取消', ticketNo: '781-2' },
    });
  });

  it('of a round trip goes where it turned round', () => {
    const segments = [
      {
        departure_city: '上海',
        arrival_city: '北京',
        departure_time: '2026-03-10 08:00:00',
        arrival_time: '2026-03-10 10:00:00',
        flight_number: 'A1',
      },
      {
        departure_city: '北京',
        arrival_city: '上海',
        departure_time: '2026-03-12 08:00:00',
        arrival_time: '2026-03-12 10:00:00',
        flight_number: 'A2',
      },
    ];
    const tickets = [{ ticket_info: { ticket_unique_key: 'T1', sale_price: '1', sequence_list: segments } }];
    const [there] = flightOf({ ...changed(flight, 'order_info', { flight_way: '2' }), ticket_list: tickets });
    expect(there).toMatchObject({ city: '北京', endAt: new Date('2026-03-12T02:00:00Z'), detail: { flightNo: 'A1 / A2' } });
    const [onward] = flightOf({ ...flight, ticket_list: tickets });
    expect(onward!.city).toBe('上海');
  });

  it('whose totals leave changes out is read alike', () => {
    expect(money(flightOf(changed(flight, 'price_info', { company_real_pay: '236000' })))).toEqual(money(flightOf(flight)));
  });

  it('whose price rose after booking is charged what was paid', () => {
    const lines = flightOf(changed(flight, 'price_info', { company_real_pay: '262000' }));
    expect(total(lines)).toBe(262000n - 97000n);
    expect(lines.map((line) => line.line)).toEqual(flightOf(flight).map((line) => line.line));
  });

  it('counts the service fee that DiDi collects later with the booking, whether the totals hold it or not', () => {
    for (const company_real_pay of ['252000', '255000']) {
      const lines = flightOf(changed(flight, 'price_info', { company_real_pay, asynchronous_service_fee: '3000' }));
      expect(lines.map((line) => line.line)).toEqual(flightOf(flight).map((line) => line.line));
      expect(total(lines)).toBe(255000n - 97000n);
    }
  });

  it('splits a change without shares by the way of payment', () => {
    const change = {
      change_info: {
        ticket_unique_key: 'T3',
        original_ticket_unique_key: 'T1',
        changed_time: '2026-03-08 09:00:00',
        chang_handle_fee: '5000',
        change_up_cabin_fee: '10000',
        change_service_fee: '1000',
      },
    };
    const order = { ...flight, change_list: [change] };
    expect(money(flightOf(order))).toContainEqual(['change:T3', 'fee', 16000n, 0n]);
    expect(() => flightOf(changed(order, 'order_info', { pay_type: '2' }))).toThrow(/change_list\/0\/change_info\/change_fee/);
  });

  it('refunded as a whole, without a ticket being named, is one refund on the day it was cancelled', () => {
    const order = changed(
      changed({ ...flight, change_list: [], refund_list: [] }, 'price_info', { company_real_pay: '236000', company_real_refund: '236000' }),
      'order_info',
      { cancel_time: '2026-03-06 09:00:00' },
    );
    const lines = flightOf(order);
    expect(money(lines).at(-1)).toEqual(['refund', 'refund', -236000n, 0n]);
    expect(lines.at(-1)!.occurredAt).toEqual(new Date('2026-03-06T01:00:00Z'));
    expect(total(lines)).toBe(0n);
  });

  it('gives a ticket that is refunded in two goes two lines', () => {
    const [refund] = flight.refund_list as JsonObject[];
    const lines = flightOf(changed({ ...flight, refund_list: [refund!, refund!] }, 'price_info', { company_real_refund: '194000' }));
    expect(lines.map((line) => line.line).slice(-2)).toEqual(['refund:T2', 'refund:T2:2']);
  });

  it('that contradicts itself goes to quarantine with the field that does', () => {
    expect(() => flightOf(changed(flight, 'price_info', { company_real_pay: '10000' }))).toThrow('(/order/price_info/company_real_pay)');
    expect(() => flightOf(changed(flight, 'price_info', { company_real_refund: '50000' }))).toThrow(
      '(/order/price_info/company_real_refund)',
    );
    expect(() => flightOf(changed(flight, 'price_info', { currency: 'USD' }))).toThrow('(/order/price_info/currency)');
    expect(() => flightOf(changed(flight, 'price_info', { company_pay: '1.5' }))).toThrow('(/order/price_info/company_pay)');
    expect(() => flightOf(changed(flight, 'order_info', { create_time: '' }))).toThrow('(/order/order_info/create_time)');
    const refund = {
      refund_info: {
        ticket_unique_key: 'T2',
        refund_user_fee: '97000',
        company_refund: '90000',
        personal_refund: '0',
        refunded_time: '2026-04-01 16:00:00',
      },
    };
    expect(() => flightOf({ ...flight, refund_list: [refund] })).toThrow('(/order/refund_list/0/refund_info/refund_user_fee)');
  });
});

describe('a hotel', () => {
  it('has a line for the stay, with the fee collected later, and one for what came back', () => {
    const lines = hotelOf(hotel);
    expect(money(lines)).toEqual([
      ['pay', 'charge', 121500n, 33000n],
      ['refund', 'refund', -40000n, -10000n],
    ]);
    expect(lines[0]).toMatchObject({
      kind: 'hotel',
      product: '国内酒店',
      description: '西湖宾馆',
      occurredAt: new Date('2026-03-06T02:05:00Z'),
      traveller: { memberId: '1125990000000000002', phone: '13900000002', name: '吴二' },
      city: '杭州市',
      startAt: new Date('2026-03-08T16:00:00Z'),
      endAt: new Date('2026-03-10T16:00:00Z'),
      approvalId: '1125990000000000703',
      detail: {
        hotel: '西湖宾馆',
        roomType: '大床房',
        rooms: '1',
        nights: '2',
        nightlyPrices: '500.00 / 500.00 / 500.00',
        guests: '吴二、客人',
        serviceFee: '45.00',
        earlyCheckout: '提前离店',
        status: '已完成',
        payType: '混合支付',
      },
    });
    expect(lines[1]).toMatchObject({ originLine: 'pay', occurredAt: new Date('2026-03-13T01:00:00Z') });
  });

  it('cancelled before it was paid has no line', () => {
    const order = changed(changed(hotel, 'order_info', { is_pay: '0', order_status: 'Cancelledbeforepay' }), 'price_info', {
      company_real_pay: '0',
      personal_real_pay: '0',
      company_real_refund: '0',
      personal_real_refund: '0',
    });
    expect(hotelOf(order)).toEqual([]);
  });

  it('keeps an unknown state as it came', () => {
    expect(hotelOf(changed(hotel, 'order_info', { order_status: 'Teleported' }))[0]!.detail!.status).toBe('Teleported');
  });
});

describe('a train', () => {
  it("shares the payment by the tickets' own shares and follows a changed ticket back to the first", () => {
    const lines = trainOf(train);
    expect(money(lines)).toEqual([
      ['pay:R1', 'charge', 55500n, 0n],
      ['pay:R2', 'charge', 50500n, 10000n],
      ['change:R3', 'fee', 2000n, 0n],
      ['refund:R4', 'refund', -40000n, 0n],
    ]);
    expect(lines[0]).toMatchObject({
      product: '火车票',
      occurredAt: new Date('2026-03-07T01:10:00Z'),
      city: '上海',
      from: { city: '北京', name: '北京南' },
      to: { city: '上海', name: '上海虹桥' },
      detail: {
        trainNo: 'G1',
        seatClass: '二等座',
        coach: '09车厢',
        seat: '03D号',
        ticketStatus: '已改签',
        fare: '550.00',
        serviceFee: '5.00',
      },
    });
    expect(lines[3]).toMatchObject({ originLine: 'pay:R1', occurredAt: new Date('2026-03-14T10:00:00Z'), detail: { refundFee: '155.00' } });
  });

  it('that was never paid has no line', () => {
    expect(map(recordOf('train', '1125990000000003002', unpaid))).toEqual([]);
  });

  it('paid a moment ago, before DiDi fills its totals, is charged what was booked', () => {
    expect(money(map(recordOf('train', '1125990000000003002', changed(unpaid, 'order_info', { is_pay: '1' }))))).toEqual([
      ['pay:R9', 'charge', 56000n, 0n],
    ]);
  });
});

describe('a record that is no order', () => {
  it('goes to quarantine', () => {
    expect(() => map({ externalId: '1', data: { product: 'train', order: null } })).toThrow('gives no detail of it (/order)');
    expect(() => map({ externalId: '1', data: { product: 'boat', order: {} } })).toThrow('(/product)');
  });
});
