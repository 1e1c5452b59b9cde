import { describe, expect, it } from '@jest/globals';
import { MapError, parseJson, type JsonObject, type RawRecord } from '@interline/sdk';
import { problemOf } from '@interline/sdk/host';
import { fixture, rowsIn, settled } from '../fixtures/context.js';
import { Fields } from './fields.js';
import { mapOrder } from './order-lines.js';
import type { Product } from './products.js';
import { journeyOf } from './row-facts.js';
import { lineOf } from './row-line.js';
import { recordOf } from './settled-pages.js';
import { settlements } from './settlements.js';
import { statementLines } from './statement-lines.js';

/** The raw record of an order with some of the fixtures' rows. */
function orderOf(externalId: string, itinerary: RawRecord['data'][string] = null, status: RawRecord['data'][string] = null): RawRecord {
  const rows = settled()
    .filter(({ orderId }) => orderId === externalId)
    .map(({ product, key, row }) => ({ product, key, row }));
  return { externalId, data: { orderType: '1', itinerary, status, rows } };
}

const flightItinerary = (): JsonObject => {
  const [first] = fixture('search-order')['ItineraryList'] as JsonObject[];
  return { product: 'flight', JourneyNO: first!['JourneyNO']!, entity: (first!['FlightOrderInfoList'] as JsonObject[])[0]! };
};

/** A row of a fixture with some fields of its base changed, as a line. */
function changed(product: Product, changes: JsonObject, at = 0) {
  const { row, key } = rowsIn(product, fixture(`settlement.${product}`))[at]!;
  const [base] = Object.keys(row);
  return () => lineOf(product, key, { ...row, [base!]: { ...(row[base!] as JsonObject), ...changes } }, '/row');
}

describe('the lines of an order', () => {
  it('are one a settlement row, with shares, people and what they belong to', () => {
    const order = mapOrder(orderOf('922337203685477001', flightItinerary()));
    expect(problemOf('orders', order)).toBeNull();
    expect(
      order.lines.map(({ line, lineType, amount, companyShare, personalShare }) => [line, lineType, amount, companyShare, personalShare]),
    ).toEqual([
      ['flight:30000000000000001:1', 'charge', 130_250n, 100_000n, 30_250n],
      ['flight:30000000000000002:1', 'charge', 130_250n, 130_250n, 0n],
      ['flight:30000000000000003:1', 'refund', -110_000n, -110_000n, 0n],
    ]);
    const [own, guests, refund] = order.lines;
    expect(own).toMatchObject({
      kind: 'flight',
      currency: 'CNY',
      occurredAt: new Date('2026-03-02T01:20:00Z'),
      vendorBillingDate: '2026-03-02',
      traveller: { employeeNumber: 'E0001', name: '张出行' },
      booker: { employeeNumber: 'E0002', name: '李订票' },
      department: { code: '平台组', name: '平台组' },
      costCentre: { code: 'CC001' },
      project: { code: 'P-9', name: '极光' },
      approvalId: 'TR-1',
      city: '西安',
      from: { city: '长沙', name: '黄花机场' },
      startAt: new Date('2026-03-12T10:55:00Z'),
      detail: {
        flightNo: 'CZ3947',
        ticketNo: '784-2000000001',
        cabin: '经济舱',
        postServiceFee: '2.5',
        status: '已成交',
        costCentre3: '拜访客户',
      },
    });
    expect(guests!.traveller).toEqual({ name: '王访客', guest: true });
    expect(refund!.originLine).toBe(guests!.line);
  });

  it('tell a fee from a ticket, stays with all their guests, and both halves of a ticket two paid', () => {
    expect(mapOrder(orderOf('922337203685477002')).lines.map(({ lineType }) => lineType)).toEqual(['fee']);
    const [stay] = mapOrder(orderOf('922337203685477003')).lines;
    expect(stay).toMatchObject({
      kind: 'hotel',
      amount: 97_500n,
      traveller: { employeeNumber: 'E0001', name: '张出行' },
      description: '古城酒店',
      city: '西安',
      approvalId: 'TR-1',
      detail: { nights: '2', roomType: '高级大床房', guests: '张出行、同住人', postServiceFee: '5' },
    });
    const [ticket, back] = mapOrder(orderOf('922337203685477004')).lines;
    expect([ticket!.companyShare, ticket!.personalShare, ticket!.approvalId, ticket!.detail!['seat']]).toEqual([
      50_000n,
      5_900n,
      'TR-2',
      '05车08F',
    ]);
    // Given back without a sign.
    expect([back!.companyShare, back!.personalShare, back!.originLine]).toEqual([-50_000n, -2_000n, ticket!.line]);
  });

  it('take a ride for the passenger, not the driver, and no time for no time', () => {
    const [ride] = mapOrder(orderOf('922337203685477005')).lines;
    expect(ride).toMatchObject({
      kind: 'ride',
      line: 'car:60000000000000001:9',
      amount: 3_730n,
      product: '马上用车',
      traveller: { employeeNumber: 'E0001', name: '张出行' },
      from: { address: '雁塔路 1 号' },
      startAt: new Date('2026-03-04T01:00:00Z'),
      approvalId: 'TR-1',
    });
    expect(ride!.traveller).not.toHaveProperty('phone');
    expect(ride!.endAt).toBeUndefined();
    expect(changed('car', { ProductType: '1' })().kind).toBe('car_rental');
  });

  it('are none before anything is settled', () => {
    expect(mapOrder(orderOf('922337203685477006'))).toEqual({ externalId: '922337203685477006', lines: [] });
  });

  it('are none where the number is no order of Ctrip’s: what stands under it is a matter of the statement alone', () => {
    const { externalId, data } = orderOf('922337203685477002');
    expect(mapOrder({ externalId, data: { ...data, orderType: null, itinerary: null, status: null } })).toEqual({ externalId, lines: [] });
  });
});

describe('a settlement row', () => {
  it('is the same line on the order, before it is billed and on the statement', () => {
    for (const row of settled()) {
      const record = recordOf(row);
      const settlement = settlements.map(record, {} as never);
      expect([settlement.externalId, settlement.orderLine, settlement.orderExternalId]).toEqual([row.key, row.key, row.orderId]);
      expect(problemOf('settlements', settlement)).toBeNull();
      if (row.batch === undefined) {
        expect(() => statementLines.map(record, {} as never)).toThrow(MapError);
        continue;
      }
      const line = statementLines.map(record, {} as never);
      expect(problemOf('statementLines', line)).toBeNull();
      const [own] = mapOrder(orderOf(row.orderId!)).lines.filter((one) => one.line === line.orderLine);
      expect([line.statementExternalId, line.lineType, line.companyShare]).toEqual(['B202603', own!.lineType, own!.companyShare]);
    }
  });

  it.each<[string, Product, JsonObject, [bigint, bigint]]>([
    ['shares without the fee of the statement', 'flight', { AccountPayAmount: '1000', PersonalPayAmount: '300' }, [100_250n, 30_000n]],
    ['two zeroes instead of shares', 'flight', { AccountPayAmount: '0', PersonalPayAmount: '0', PayMixFlag: false }, [130_250n, 0n]],
    ['one share only', 'flight', { AccountPayAmount: null }, [100_000n, 30_250n]],
    ['no total', 'car', { RealAmountHasPost: null }, [3_730n, 0n]],
    ['a pay-now ride', 'car', { SelType: 'N' }, [0n, 3_730n]],
    ['a ride both paid', 'car', { PayMixFlag: 'T', PersonAmount: '7.3' }, [3_000n, 730n]],
    ['an amount with an exponent', 'car', { RealAmountHasPost: parseJson('3.73E+1') }, [3_730n, 0n]],
  ])('is read with %s', (_, product, changes, shares) => {
    const { companyShare, personalShare } = changed(product, changes)();
    expect([companyShare, personalShare]).toEqual(shares);
  });

  it('that is issued below zero is a correction', () => {
    expect(changed('car', { RealAmountHasPost: '-5' })()).toMatchObject({ lineType: 'adjustment', companyShare: -500n });
  });

  it.each<[string, Product, JsonObject, string]>([
    ['another word for what it is', 'flight', { OrderDetailType: 'X' }, '/row/OrderSettlementBaseInfo/OrderDetailType'],
    [
      'shares that contradict the amount',
      'flight',
      { PersonalPayAmount: '1' },
      '/row/OrderSettlementBaseInfo/RealAmountWithPostServiceFee',
    ],
    ['two payers and no shares', 'train', { PersonalPayTicketFee: '0' }, '/row/TrainSettlementDetail/RealAmountHasPost'],
    ['a tenth of a fen', 'car', { RealAmountHasPost: parseJson('37.301') }, '/row/SettlementBaseInfo/RealAmountHasPost'],
    ['no id', 'car', { RecordId: null }, '/row/SettlementBaseInfo/RecordID'],
    ['no time', 'hotel', { Createtime: '0001-01-01 00:00:00' }, '/row/SettlementDetail/Createtime'],
    ['a time that is none', 'hotel', { Createtime: 'yesterday' }, '/row/SettlementDetail/Createtime'],
  ])('is refused with %s, and the field is named', (_, product, changes, field) => {
    let thrown: unknown;
    try {
      changed(product, changes)();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(MapError);
    expect((thrown as MapError).field).toBe(field);
  });
});

describe("the trip request's number", () => {
  it.each(['JourneyID', 'JourneyNO', 'HotelRelatedJourneyNo', 'JounaryNo', 'JouneryID', 'JouneryId'])(
    'is found as %s, however deep',
    (name) => {
      expect(journeyOf({ a: null, list: [{ inner: { [name]: 'TR-7' } }] })).toBe('TR-7');
      expect(journeyOf({ [name]: '0' })).toBeUndefined();
    },
  );
});

it('reads flags as booleans and as letters', () => {
  const flags = new Fields({ a: true, b: 'T', c: 'F', d: false, e: null }, '');
  expect(['a', 'b', 'c', 'd', 'e'].map((name) => flags.flag(name))).toEqual([true, true, false, false, undefined]);
});
