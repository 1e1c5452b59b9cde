import { describe, expect, it } from '@jest/globals';
import { LosslessNumber, expenseLine, type Json, type JsonObject, type RawRecord } from '@interline/sdk';
import fc from 'fast-check';
import { dataOf } from '../fixtures/context.js';
import { mapRide } from './ride-lines.js';

const rows = dataOf('rides.page').records as JsonObject[];
const listed = (index: number): RawRecord => ({ externalId: String(rows[index]!.order_id), data: { list: rows[index]! } });
const linesOf = (record: RawRecord) => mapRide(record).lines.map((line) => expenseLine.parse(line));
const ride = (fields: Record<string, Json>): RawRecord => ({
  externalId: '1',
  data: { list: { order_id: '1', status: '2', pay_time: '2026-03-01 10:00:00', ...fields } },
});
const shares = (record: RawRecord) =>
  mapRide(record).lines.map(({ line, companyShare, personalShare }) => [line, companyShare, personalShare]);

describe('a ride', () => {
  it('paid by the company is one charge on the day it was paid', () => {
    const [line, ...more] = linesOf(listed(0));
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      kind: 'ride',
      externalId: '1125990000000000101',
      line: 'pay',
      lineType: 'charge',
      product: '快车',
      currency: 'CNY',
      amount: 8880n,
      companyShare: 8880n,
      personalShare: 0n,
      occurredAt: new Date('2026-03-02T01:01:00Z'),
      vendorBillingDate: '2026-03-02',
      traveller: { memberId: '1125990000000000001', employeeNumber: 'E0001', phone: '13900000001', name: '周一' },
      booker: { memberId: '1125990000000000001', employeeNumber: 'E0001', phone: '13900000001' },
      department: { id: '1125990000000000501' },
      costCentre: { id: '1125990000000000601', code: 'CC-01', name: '研发中心' },
      city: '北京市',
      from: { city: '北京市', name: '东直门外大街', address: '东直门外大街1号' },
      to: { city: '北京市', name: '首都机场T3' },
      startAt: new Date('2026-03-02T00:10:00Z'),
      endAt: new Date('2026-03-02T01:00:00Z'),
      approvalId: 'TA-1',
      detail: {
        carType: '快车',
        scene: '接送机',
        status: '已支付',
        payType: '企业支付',
        source: '企业App',
        supplier: '滴滴自营',
        pricing: '实时计价',
        distanceKm: '28.6',
        policy: '接送机',
        didiApprovalId: '1125990000000000701',
        listPrice: '88.80',
      },
    });
  });

  it('shared and paid by both keeps both shares', () => {
    const [line] = linesOf(listed(1));
    expect(line).toMatchObject({
      amount: 5005n,
      companyShare: 3000n,
      personalShare: 2005n,
      city: '北京市',
      detail: { shared: '拼车', distanceKm: '9.1', payType: '混合支付' },
    });
  });

  it("of a guest names the guest, who booked, and the coupon; an unknown class of car keeps DiDi's own text", () => {
    const [line] = linesOf(listed(2));
    expect(line).toMatchObject({
      amount: 28000n,
      product: '99999',
      traveller: { phone: '13700000009', name: '客人', guest: true },
      booker: { memberId: '1125990000000000001' },
      city: '苏州市',
      vendorBillingDate: '2026-03-03',
      occurredAt: new Date('2026-03-02T16:10:00Z'),
      detail: { listPrice: '300.00', coupon: '20.00' },
    });
  });

  it('refunded later is a charge when it was paid and a refund, with its origin, when it came back', () => {
    const [paid, refund, ...more] = linesOf(listed(3));
    expect(more).toEqual([]);
    expect(paid).toMatchObject({
      line: 'pay',
      amount: 12050n,
      companyShare: 10000n,
      personalShare: 2050n,
      vendorBillingDate: '2026-02-28',
    });
    expect(refund).toMatchObject({
      line: 'refund',
      lineType: 'refund',
      originLine: 'pay',
      amount: -2050n,
      companyShare: -1500n,
      personalShare: -550n,
      vendorBillingDate: '2026-03-03',
      occurredAt: new Date('2026-03-03T02:00:00Z'),
    });
    // A masked phone finds nobody; what is left is the caller.
    expect(paid!.traveller).toEqual({ memberId: '1125990000000000002', phone: '13900000002', name: '吴二' });
  });

  it('cancelled for a fee is a fee under the same name of line', () => {
    const [line] = linesOf(listed(4));
    expect(line).toMatchObject({ line: 'pay', lineType: 'fee', amount: 500n });
  });

  it('cancelled for nothing, not yet paid, or never taken has no line', () => {
    expect(shares(ride({ status: '4', pay_time: '', total_price: '0', actual_price: '0' }))).toEqual([]);
    expect(shares(ride({ status: '5', pay_time: '', total_price: '20', actual_price: '20', company_real_pay: '0' }))).toEqual([]);
    expect(shares(ride({ status: '0', pay_time: null, total_price: '20' }))).toEqual([]);
    expect(shares(ride({ total_price: '20', actual_price: '0', company_real_pay: '0', personal_real_pay: '0' }))).toEqual([]);
  });

  it('is read from the detail where the list is not there, and the later detail wins over the list', () => {
    const detail = dataOf('ride.detail');
    expect(linesOf({ externalId: '1125990000000000105', data: { detail } })[0]).toMatchObject({
      line: 'pay',
      lineType: 'fee',
      amount: 500n,
      detail: { cancelFee: '5.00' },
    });
    const list = { ...rows[4]!, status: '2' };
    expect(linesOf({ externalId: '1125990000000000105', data: { list, detail } })[0]).toMatchObject({ lineType: 'fee' });
    const refunded = { ...detail, status: '3', refund_price: '5.00', company_real_refund: '5', refund_time: '2026-03-05 09:00:00' };
    expect(shares({ externalId: '1125990000000000105', data: { list: rows[4]!, detail: refunded } })).toEqual([
      ['pay', 500n, 0n],
      ['refund', -500n, 0n],
    ]);
  });
});

describe('the shares of a ride', () => {
  it("take the company's card from inside or beside the company's share, whichever makes up the price", () => {
    expect(shares(ride({ actual_price: '30', company_real_pay: '30', company_card_real_pay: '10' }))).toEqual([['pay', 3000n, 0n]]);
    expect(shares(ride({ actual_price: '30', company_real_pay: '20', company_card_real_pay: '10' }))).toEqual([['pay', 3000n, 0n]]);
    expect(
      shares(
        ride({
          actual_price: '30',
          company_real_pay: '20',
          company_card_real_pay: '10',
          company_card_real_refund: '10',
          refund_price: '10',
          refund_time: '2026-03-02 10:00:00',
        }),
      ),
    ).toEqual([
      ['pay', 3000n, 0n],
      ['refund', -1000n, 0n],
    ]);
  });

  it('are what was paid before a refund, whether DiDi lowers the real fields, the price, or neither', () => {
    const refund = { refund_price: '20', company_real_refund: '20', refund_time: '2026-03-02 10:00:00' };
    for (const [actual_price, company_real_pay] of [
      ['50', '50'],
      ['30', '50'],
      ['50', '30'],
    ]) {
      expect(shares(ride({ actual_price: actual_price!, company_real_pay: company_real_pay!, ...refund }))).toEqual([
        ['pay', 5000n, 0n],
        ['refund', -2000n, 0n],
      ]);
    }
    expect(shares(ride({ status: '3', total_price: '20', actual_price: '0', company_real_pay: '0', ...refund }))).toEqual([
      ['pay', 2000n, 0n],
      ['refund', -2000n, 0n],
    ]);
  });

  it('survive being turned from company to personal payment', () => {
    const turned = {
      actual_price: '50',
      company_real_pay: '0',
      personal_real_pay: '50',
      refund_price: '50',
      company_real_refund: '50',
      refund_time: '2026-03-02 10:00:00',
    };
    expect(shares(ride(turned))).toEqual([
      ['pay', 5000n, 5000n],
      ['refund', -5000n, 0n],
    ]);
    expect(shares(ride({ ...turned, company_real_pay: '50' }))).toEqual([
      ['pay', 5000n, 5000n],
      ['refund', -5000n, 0n],
    ]);
  });

  it('of a refund DiDi does not split are those of who paid', () => {
    const refund = { actual_price: '50', refund_price: '50', refund_time: '2026-03-02 10:00:00' };
    expect(shares(ride({ ...refund, pay_type: '0', company_real_pay: '50' }))).toEqual([
      ['pay', 5000n, 0n],
      ['refund', -5000n, 0n],
    ]);
    expect(shares(ride({ ...refund, pay_type: '1', personal_real_pay: '50' }))).toEqual([
      ['pay', 0n, 5000n],
      ['refund', 0n, -5000n],
    ]);
    expect(() => mapRide(ride({ ...refund, pay_type: '2', company_real_pay: '25', personal_real_pay: '25' }))).toThrow(/refund_price/);
  });

  it('that contradict the price go to quarantine with the field that does', () => {
    expect(() => mapRide(ride({ total_price: '50', actual_price: '50', company_real_pay: '30', personal_real_pay: '10' }))).toThrow(
      '(/list/actual_price)',
    );
    expect(() => mapRide(ride({ total_price: '50', company_real_pay: '30' }))).toThrow('(/list/total_price)');
    expect(() =>
      mapRide(
        ride({
          actual_price: '50',
          company_real_pay: '50',
          refund_price: '10',
          company_real_refund: '5',
          refund_time: '2026-03-02 10:00:00',
        }),
      ),
    ).toThrow('(/list/refund_price)');
    expect(() => mapRide(ride({ actual_price: '50', company_real_pay: '50', pay_time: '' }))).toThrow('(/list/pay_time)');
    expect(() => mapRide(ride({ actual_price: '50', company_real_pay: '50', refund_price: '5', company_real_refund: '5' }))).toThrow(
      '(/list/refund_time)',
    );
    expect(() => mapRide(ride({ actual_price: '50', company_real_pay: '50', pay_time: 'yesterday' }))).toThrow('(/list/pay_time)');
    expect(() => mapRide(ride({ actual_price: '0.005', company_real_pay: '0.005' }))).toThrow('(/list/company_real_pay)');
  });

  it('always sum to the amount, and to what was paid less what came back', () => {
    const cents = fc.bigInt({ min: 0n, max: 10n ** 7n });
    const text = (amount: bigint) => new LosslessNumber(`${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`);
    fc.assert(
      fc.property(cents, cents, fc.nat(100), fc.nat(100), (company, personal, back, backPersonal) => {
        const refunded = { company: (company * BigInt(back)) / 100n, personal: (personal * BigInt(backPersonal)) / 100n };
        const record = ride({
          actual_price: text(company + personal),
          company_real_pay: text(company),
          personal_real_pay: text(personal),
          company_real_refund: text(refunded.company),
          personal_real_refund: text(refunded.personal),
          refund_price: text(refunded.company + refunded.personal),
          refund_time: '2026-03-02 10:00:00',
        });
        const lines = mapRide(record).lines;
        for (const line of lines) expect(line.amount).toBe(line.companyShare + line.personalShare);
        const sum = (share: 'companyShare' | 'personalShare') => lines.reduce((total, line) => total + line[share], 0n);
        expect([sum('companyShare'), sum('personalShare')]).toEqual([company - refunded.company, personal - refunded.personal]);
      }),
    );
  });

  it('keep the names of lines whatever changes in the record', () => {
    const before = mapRide(listed(3)).lines.map((line) => line.line);
    const after = mapRide({
      ...listed(3),
      data: { list: { ...rows[3]!, status: '3', refund_price: '120.5', company_real_refund: '100', personal_real_refund: '20.5' } },
    }).lines;
    expect(after.map((line) => line.line)).toEqual(before);
    expect(after.reduce((total, line) => total + line.amount, 0n)).toBe(0n);
  });
});
