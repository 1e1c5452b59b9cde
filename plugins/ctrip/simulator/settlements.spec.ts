import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Caller, fen, type Loose, moneyOf } from './caller.fixture.js';
import { FACTS, ids, NOW, started } from './facts.fixture.js';

const MAY = { DateFrom: '2026-05-01', DateTo: '2026-05-31' };

describe('settlement', () => {
  let caller: Caller;
  let now: { at: number };
  let close: () => Promise<void>;

  beforeAll(async () => {
    const running = await started();
    ({ caller, now } = running);
    close = () => running.simulator.close();
  });
  afterAll(() => close());

  const base = (rows: Loose[], id: string): Loose[] =>
    rows.map((row) => row.OrderSettlementBaseInfo).filter(({ OrderID }) => String(OrderID) === id);
  const money = (rows: Loose[], product: Parameters<typeof moneyOf>[0]): string[] =>
    rows
      .map((row) => moneyOf(product, row))
      .map(({ id, type, total, personal, created }) => `${id} ${type} ${total} ${personal} ${created}`);

  it('has a row for each charge and refund, with the fees of its second', async () => {
    const { rows, json } = await caller.settled('flight', MAY);
    expect([json.TotalRecord, json.TotalSize, json.Status.ErrorCode]).toEqual([5, 1, 0]);
    expect(money(rows, 'flight')).toEqual([
      `${ids.flight} O 91500 0 2026-05-03 10:00:00`,
      `${ids.changed} O 15000 0 2026-05-04 11:00:00`,
      `${ids.refunded} R -54000 0 2026-05-05 12:00:00`,
      `${ids.mixed} O 62345 12345 2026-05-06 10:00:00`,
      `${ids.own} O 33300 33300 2026-05-07 10:00:00`,
    ]);
    expect((await caller.settled('flight', { DateFrom: '2026-04-30', DateTo: '2026-04-30' })).rows).toHaveLength(1);
  });

  it('writes a flight with amounts that add up', async () => {
    const { rows, json, text } = await caller.settled('flight', { DateFrom: '2026-04-25', DateTo: '2026-05-25' });
    expect(json.FlightOrderAccountSettlementList[0].AccountID).toBe(Number(caller.simulator.config['account_id']));
    expect(text).toContain(`"OrderID":${ids.flight},`);
    for (const { OrderSettlementBaseInfo: row } of rows) {
      const parts = ['Price', 'Tax', 'OilFee', 'ServiceFee', 'Refund', 'RebookQueryFee'].reduce((sum, name) => sum + fen(row[name]), 0n);
      expect(parts).toBe(fen(row.Amount));
      expect(fen(row.Amount) + fen(row.PostServiceFee)).toBe(fen(row.RealAmountWithPostServiceFee));
      expect(fen(row.AccountPayAmount) + fen(row.PersonalPayAmount)).toBe(fen(row.RealAmountWithPostServiceFee));
    }
    expect(base(rows, ids.changed)[1]).toMatchObject({ Price: 0, PriceDifferential: expect.any(Number), DateChangeFee: 30, OrderType: 1 });
    expect(base(rows, ids.refunded)[1]).toMatchObject({ Price: -600, Refund: 60 });
    expect(base(rows, ids.mixed)[0]).toMatchObject({ PayMixFlag: true, AccountPayAmount: 500, PersonalPayAmount: 123.45 });
    expect(base(rows, ids.own)[0]).toMatchObject({ PayMixFlag: false, OrderType: 2, AccountPayAmount: 0 });
    const issued = rows.find((row) => row.OrderSettlementBaseInfo.OrderID === ids.flight);
    expect(issued).toMatchObject({
      OrderBaseInfo: {
        EmployeeID: 'E0001',
        JourneyID: 'TA_100002',
        OrderStatus: 'S',
        PrepayType: 'ACCNT',
        CostCenter: 'CC001',
        Dept1: '销售部',
      },
      OrderPassengerInfo: { PassengerName: '林一', TicketNo: '999-1000000001' },
      OrderFlightInfo: { Flight: 'ZX3947', TakeOffTime: '2026-06-01 18:55:00', TakeOffTimeUTC: '2026-06-01T10:55:00Z', Class: 'Y' },
      OrderRebookInfo: null,
      OrderRefundInfo: null,
    });
  });

  it('writes hotels, trains and cars with their own names and totals', async () => {
    const hotels = (await caller.settled('hotel', MAY)).rows;
    expect(money(hotels, 'hotel')).toEqual([
      `${ids.hotel} O 70000 4000 2026-05-06 10:00:00`,
      `${ids.hotelBack} R -15000 0 2026-05-07 10:00:00`,
      `${ids.hotelBack} O 800 0 2026-05-08 10:00:00`,
    ]);
    for (const { SettlementDetail: row, OrderDetail: order } of hotels) {
      expect(fen(row.Price) * BigInt(row.Quantity)).toBe(fen(row.Amount));
      const parts = [row.Amount, row.Servicefee, row.ExtraCharge, order.PostAmount].reduce((sum, part) => sum + fen(part), 0n);
      expect(parts).toBe(fen(order.SettlementACCNTAmt) + fen(order.SettlementPersonAmt));
    }
    expect(hotels[0].OrderDetail).toMatchObject({ HotelRelatedJourneyNo: 'TA_100002', IsMixPayment: 'T', ClientName: "林一,O'Neill <二>" });
    const trains = (await caller.settled('train', MAY)).rows;
    expect(money(trains, 'train')).toEqual([
      `${ids.train} O 55800 5300 2026-05-08 10:00:00`,
      `${ids.trainChanged} O 30000 0 2026-05-09 10:00:00`,
      `${ids.trainChanged} O 4000 0 2026-05-10 10:00:00`,
    ]);
    expect(typeof trains[0].TrainSettlementDetail.RecordID).toBe('string');
    expect(trains[0].TrainSettlementDetail).toMatchObject({ PayMixFlag: true, SettlementType: 'M', OrderType: 7 });
    const cars = (await caller.settled('car', MAY)).rows;
    expect(money(cars, 'car')).toEqual([`${ids.car} O 10500 1000 2026-05-12 09:00:00`]);
    const { SettlementBaseInfo: car, OrderDetail: order } = cars[0];
    const real = ['Amount', 'CarValueAddFee', 'penaltyFee', 'ServerFee', 'ExpressFee'].reduce((sum, name) => sum + fen(car[name]), 0n);
    expect(real).toBe(fen(car.RealAmount));
    expect(real + fen(car.CarAddTaxAmount) + fen(car.PostServiceFee)).toBe(fen(car.RealAmountHasPost));
    expect(car).toMatchObject({ ProductType: 2, OrderType: 9, SelType: 'M', PayMixFlag: 'T', CarValueAddFee: 15 });
    expect(order).toMatchObject({
      OrderBaseInfo: { OrderID: ids.car, OrderType: 1, FeeType: 'C' },
      CHProductInfo: { VehicleName: '舒适型' },
    });
  });

  it('pages from one, ten at a time unless told otherwise, and counts all', async () => {
    const page = async (PageIndex: number): Promise<Loose> => caller.settled('flight', { ...MAY, PageIndex, PageSize: 2 });
    const [first, second, third, beyond] = [await page(1), await page(2), await page(3), await page(4)];
    expect([first, second, third, beyond].map(({ rows }) => rows.length)).toEqual([2, 2, 1, 0]);
    expect(first.json).toMatchObject({ TotalRecord: 5, TotalSize: 3 });
    expect(beyond.json.FlightOrderAccountSettlementList).toEqual([]);
    const all = (await caller.settled('flight', MAY)).rows;
    expect([...first.rows, ...second.rows, ...third.rows]).toEqual(all);
    const bare = await caller.call('/switchAPI/FlightOrderSettlement/GetCorpAccountFlightOrderSettlements', MAY);
    expect(bare.json.FlightOrderAccountSettlementList[0].OrderSettlementList).toEqual(all);
  });

  it('finds rows by order, journey, number and kind of payment', async () => {
    const all = (await caller.settled('flight', MAY)).rows;
    const number = all[3].OrderSettlementBaseInfo.RecordID;
    expect((await caller.settled('flight', { OrderID: ids.changed })).rows).toHaveLength(2);
    expect((await caller.settled('flight', { RecordID: `${number}` })).rows).toEqual([all[3]]);
    expect((await caller.settled('hotel', { JourneyNoList: ['TA_100002'] })).rows).toHaveLength(1);
    expect((await caller.settled('flight', { preApprovalNoList: ['TA_100002'] })).rows).toEqual([all[0]]);
    expect((await caller.settled('flight', { ...MAY, PayType: 'N' })).rows).toEqual([all[4]]);
    expect((await caller.settled('hotel', { OrderId: ids.flight })).rows).toEqual([]);
    const raw = await caller.post(
      '/switchapi/FlightOrderSettlement/GetCorpAccountFlightOrderSettlements?type=json',
      `{"Auth":{"AppKey":"${caller.credentials.AppKey}","Ticket":"${caller.ticket}"},"OrderID":${ids.mixed}}`,
    );
    expect(raw.json.TotalRecord).toBe(1);
  });

  it('refuses what it cannot answer', async () => {
    const code = async (own: Record<string, unknown>): Promise<number> => (await caller.settled('car', own)).json.Status.ErrorCode;
    expect(await code({})).toBe(100);
    expect(await code({ DateFrom: '2026-05-01', DateTo: '2026-06-01' })).toBe(100);
    expect(await code({ DateFrom: '2026-05-31', DateTo: '2026-05-01' })).toBe(100);
    expect(await code({ DateFrom: '2026-02-30', DateTo: '2026-03-01' })).toBe(100);
    expect(await code({ DateFrom: '2026-05-01' })).toBe(100);
    expect(await code({ ...MAY, PageIndex: 0 })).toBe(100);
    expect(await code({ ...MAY, PageSize: 1001 })).toBe(100);
    expect(await code({ ...MAY, IsCompensation: 'yes' })).toBe(100);
    expect(await code({ ...MAY, SelType: 'X' })).toBe(100);
    expect(await code({ OrderId: `${ids.car},${ids.street}` })).toBe(100);
    expect(await code({ RecordId: Array.from({ length: 1001 }, (_, index) => index).join(',') })).toBe(100);
    expect(await code({ ...MAY, AccountId: '1' })).toBe(309);
    expect(await code({ ...MAY, AccountId: caller.simulator.config['account_id'] })).toBe(0);
  });

  it('answers XML without type=json', async () => {
    const [path] = ['/switchapi/SettlementHltOrder/SearchSettlementHltOrderDetail'];
    const answer = await caller.post(path, { Auth: { AppKey: caller.credentials.AppKey, Ticket: caller.ticket }, ...MAY });
    expect(answer.json).toBeUndefined();
    expect(answer.text).toMatch(/^<\?xml/);
  });

  it('gives rows their batch at three on the first of the next month, by legal entity, and corrections with it', async () => {
    const may = (await caller.settled('flight', { BatchNo: 'B202605' })).rows;
    expect(may).toHaveLength(6);
    expect(may[0].OrderSettlementBaseInfo).toMatchObject({
      AccCheckBatchNo: 'B202605',
      SubAccCheckBatchNo: 'B202605_E1',
      BatchStartDate: '20260501',
      BatchEndDate: '20260531',
    });
    expect(money([may[5]], 'flight')).toEqual([expect.stringMatching(/^\d+ R -700 0 2026-06-01 03:00:00$/)]);
    expect(money([may[5]], 'flight')[0]).not.toContain(String(ids.mixed));
    expect((await caller.settled('flight', { SubBatchNoList: ['B202605_E2'] })).rows.map((row) => row.OrderBaseInfo.EmployeeID)).toEqual([
      'E0002',
    ]);
    const hotels = (await caller.settled('hotel', { BatchNo: 'B202605' })).rows;
    expect(hotels.map((row) => row.SettlementDetail.Datachange_Lasttime)).toEqual(Array(4).fill('2026-06-01 03:00:00'));
    expect(hotels[3].SettlementDetail).toMatchObject({ DetailType: 'O', Amount: 30, Remark: '会议室补差' });
    expect((await caller.settled('flight', { BatchNo: 'B202606' })).rows).toEqual([]);
    const june = (await caller.settled('flight', { OrderID: ids.june })).rows[0].OrderSettlementBaseInfo;
    expect([june.AccCheckBatchNo, june.SubAccCheckBatchNo, june.BatchStartDate]).toEqual(['', '', '']);
    expect((await caller.settled('car', { BatchNo: 'B202605' })).rows).toHaveLength(1);
  });

  it('sends rows that were changed on these days as well when asked for compensation', async () => {
    const first = { DateFrom: '2026-06-01', DateTo: '2026-06-01' };
    expect((await caller.settled('train', first)).rows).toEqual([]);
    expect((await caller.settled('train', { ...first, IsCompensation: true })).rows).toHaveLength(3);
    const today = { DateFrom: '2026-06-20', DateTo: '2026-06-20', IsCompensation: true };
    expect((await caller.settled('train', today)).rows).toEqual([]);
    await caller.control('POST', `/orders/${ids.train}`, { patch: { traveller: 'p2' } });
    const { rows } = await caller.settled('train', today);
    expect(
      rows.map((row) => [
        row.TrainSettlementDetail.OrderID,
        row.TrainSettlementDetail.ChangeLasttime,
        row.TrainSettlementDetail.PassengerName,
      ]),
    ).toEqual([[ids.train, '2026-06-20 12:00:00', "O'Neill <二>"]]);
  });

  it('shows nothing of the future, and gives June its batch in July', async () => {
    now.at = Date.parse('2026-05-05T11:59:59+08:00');
    await caller.login();
    expect((await caller.settled('flight', MAY)).rows).toHaveLength(2);
    expect((await caller.settled('flight', { BatchNo: 'B202604' })).rows).toHaveLength(2);
    now.at = Date.parse('2026-07-01T02:59:59+08:00');
    await caller.login();
    expect((await caller.settled('flight', { BatchNo: 'B202606' })).rows).toEqual([]);
    now.at += 1000;
    expect((await caller.settled('flight', { BatchNo: 'B202606' })).rows).toHaveLength(1);
    now.at = NOW;
  });

  it('is billed as the ledger says', async () => {
    await caller.control('POST', '/facts', FACTS);
    const { json } = await caller.control('GET', '/ledger');
    expect(json.filter(({ period }: Loose) => period === '2026-05')).toEqual([
      { period: '2026-05', kind: 'flight', orders: 5, companyShare: '102500', personalShare: '45645', billLines: 6, billed: '101800' },
      { period: '2026-05', kind: 'hotel', orders: 2, companyShare: '51800', personalShare: '4000', billLines: 4, billed: '54800' },
      { period: '2026-05', kind: 'ride', orders: 1, companyShare: '9500', personalShare: '1000', billLines: 1, billed: '9500' },
      { period: '2026-05', kind: 'train', orders: 2, companyShare: '84500', personalShare: '5300', billLines: 3, billed: '84500' },
    ]);
  });
});
