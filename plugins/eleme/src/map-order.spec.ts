import { describe, expect, it } from '@jest/globals';
import { LosslessNumber, MapError, type JsonObject } from '@interline/sdk';
import { fixture, orderOf } from '../fixtures/context.js';
import { mapOrder } from './map-order.js';

const meal = orderOf(fixture('order'));
const id = '9223372036854775701';
const lines = (change: JsonObject = {}) => mapOrder({ externalId: id, data: { u_no: 'N002', order: { ...meal, ...change } } }).lines;
const problem = (data: JsonObject): MapError => {
  try {
    mapOrder({ externalId: id, data });
  } catch (error) {
    if (error instanceof MapError) return error;
    throw error;
  }
  throw new Error('it was mapped');
};
const fieldOf = (change: JsonObject): string | undefined => problem({ order: { ...meal, ...change } }).field;

describe('an order', () => {
  it('is one line, shared by company and employee, with who, where and what', () => {
    expect(lines()).toEqual([
      {
        kind: 'meal',
        externalId: id,
        line: 'meal',
        lineType: 'charge',
        description: '面馆',
        currency: 'CNY',
        amount: 4660n,
        companyShare: 4000n,
        personalShare: 660n,
        occurredAt: new Date('2026-04-10T04:00:00Z'),
        traveller: { employeeNumber: 'N002', phone: '13800000002', name: '周二' },
        costCentre: { name: '研发部' },
        to: { name: '面馆', address: '望京街 1 号' },
        detail: {
          restaurantId: 'E7',
          foods: '牛肉面 ×1 36.00; 凉菜 ×2 3.30',
          extras: '配送费 ×1 4.00',
          status: '11',
          plannedFor: '2026-04-10 13:00:00',
          ownOrderNo: 'LUNCH-7',
        },
      },
    ]);
  });

  it('keeps its line when it costs less later, also when nothing is left, whatever its status', () => {
    const part = lines({ ent_fee: '33.00', total_fee: '39.60', status: new LosslessNumber('99') });
    expect(part).toMatchObject([{ line: 'meal', lineType: 'charge', amount: 3960n, companyShare: 3300n, personalShare: 660n }]);
    const none = lines({ ent_fee: '0.00', employee_fee: '0', total_fee: '0.00' });
    expect(none).toMatchObject([{ line: 'meal', lineType: 'charge', amount: 0n, companyShare: 0n, personalShare: 0n }]);
    expect(lines({ status: 'TELEPORTED' })[0]!.detail).toMatchObject({ status: 'TELEPORTED' });
  });

  it('reads money written as numbers, and times as texts or milliseconds', () => {
    const numbers = { ent_fee: new LosslessNumber('40.1'), employee_fee: new LosslessNumber('0'), total_fee: new LosslessNumber('40.10') };
    expect(lines(numbers)).toMatchObject([{ amount: 4010n, companyShare: 4010n, personalShare: 0n }]);
    for (const created_at of ['2026-04-10 12:00:00', '1775793600', new LosslessNumber('1775793600000')])
      expect(lines({ created_at })[0]!.occurredAt).toEqual(new Date('2026-04-10T04:00:00Z'));
  });

  it('reads lists that were not wrapped, and goes without what is not there', () => {
    expect(lines({ foods_infos: [{ food_name: '粥' }], order_extras: null, restaurant_info: null })[0]).toMatchObject({
      description: undefined,
      to: undefined,
      detail: { foods: '粥 ×1' },
    });
    expect(lines({ address_info: { phone: '138****0002', name: '周二' } })[0]!.traveller).toEqual({ employeeNumber: 'N002', name: '周二' });
    expect(lines({ address_info: null, cost_center_name: '' })[0]).toMatchObject({
      traveller: { employeeNumber: 'N002' },
      costCentre: undefined,
    });
    expect(lines({ total_fee: null })).toHaveLength(1);
  });

  it('goes to quarantine with the field that is wrong', () => {
    expect(fieldOf({ total_fee: '46.61' })).toBe('/order/total_fee');
    expect(fieldOf({ ent_fee: null })).toBe('/order/ent_fee');
    expect(fieldOf({ ent_fee: 'free' })).toBe('/order/ent_fee');
    expect(fieldOf({ ent_fee: '40.001' })).toBe('/order/ent_fee');
    expect(fieldOf({ employee_fee: '-6.60' })).toBe('/order/employee_fee');
    expect(fieldOf({ employee_fee: {} })).toBe('/order/employee_fee');
    expect(fieldOf({ created_at: new LosslessNumber('0') })).toBe('/order/created_at');
    expect(fieldOf({ created_at: 'noon' })).toBe('/order/created_at');
  });

  it.each([
    ['no_employee', '/message/order_id', /does not say whose/],
    ['unknown_employee', '/u_no', /nobody in the directory/],
    ['no_phone', '/u_no', /no mobile phone/],
    ['15:isv.order-not-exist', '/message/order_id', /does not show this order \(15:isv.order-not-exist\)/],
  ])('that could not be opened because of %s goes to quarantine with what can be done about it', (refused, field, reason) => {
    const closed = problem({ u_no: 'N900', message: { order_id: id, topic: 't' }, refused });
    expect(closed.field).toBe(field);
    expect(closed.reason).toMatch(reason);
  });

  it('that no message names goes to quarantine as that message', () => {
    expect(problem({ message: { order_id: null, topic: 'other' }, refused: 'no_order_id' }).reason).toMatch(/names no order/);
    expect(problem({}).reason).toMatch(/does not show this order/);
  });
});
