import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Answer, Caller, Loose } from './caller.fixture.js';
import { ids, started } from './facts.fixture.js';

const SEARCH = '/switchapi/Order/SearchOrder';

describe('orders', () => {
  let caller: Caller;
  let now: { at: number };
  let close: () => Promise<void>;

  beforeEach(async () => {
    const running = await started();
    ({ caller, now } = running);
    close = () => running.simulator.close();
  });
  afterEach(() => close());

  const numbers = (own: Record<string, unknown>): Promise<Answer> => caller.call('/order/queryOrderIdList', own);
  const states = async (orderIdList: unknown): Promise<Loose> =>
    (await caller.call('/dataapi/searchOrderStatusData', { orderIdList })).json;
  const flightOf = async (id: string): Promise<Loose> =>
    (await caller.call(SEARCH, { OrderID: id })).json.ItineraryList[0].FlightOrderInfoList[0];

  it('lists numbers by when an order was booked, paid or not, as JSON numbers', async () => {
    const { json, text } = await numbers({ BeginDate: '2026-05-06', EndDate: '2026-05-12' });
    expect(json.Data).toEqual([
      { OrderId: ids.hotel, OrderType: 2 },
      { OrderId: ids.mixed, OrderType: 1 },
      { OrderId: ids.own, OrderType: 1 },
      { OrderId: ids.unpaid, OrderType: 1 },
      { OrderId: ids.train, OrderType: 3 },
      { OrderId: ids.trainChanged, OrderType: 3 },
      { OrderId: ids.car, OrderType: 4 },
    ]);
    expect(text).toContain(`"OrderId":${ids.hotel},`);
    const morning = await numbers({ BeginDate: '2026-05-06 00:00:00', EndDate: '2026-05-06 09:59:59' });
    expect(morning.json.Data).toEqual([{ OrderId: ids.hotel, OrderType: 2 }]);
    const trains = await numbers({ BeginDate: '2026-05-01', EndDate: '2026-05-31', SearchTypes: [3] });
    expect(trains.json.Data.map(({ OrderId }: Loose) => OrderId)).toEqual([ids.train, ids.trainChanged]);
  });

  it('refuses spans beyond 31 days, and none', async () => {
    const code = async (own: Record<string, unknown>): Promise<number> => (await numbers(own)).json.Status.ErrorCode;
    expect(await code({ BeginDate: '2026-05-01', EndDate: '2026-05-31' })).toBe(0);
    expect(await code({ BeginDate: '2026-05-01', EndDate: '2026-06-01' })).toBe(100);
    expect(await code({})).toBe(100);
  });

  it('shows orders by number, in the new form and the old one, those of a journey together', async () => {
    const wanted = [ids.flight, ids.hotel, ids.train, ids.car, '1'].join(',');
    const { json } = await caller.call(SEARCH, { OrderID: wanted });
    expect(json.Status).toEqual({ Success: true, ErrorCode: 0, Message: '' });
    expect(
      json.ItineraryList.map((each: Loose) => [each.JourneyNO, each.FlightOrderInfoList?.length, each.HotelOrderInfoList?.length]),
    ).toEqual([
      ['TA_100002', 1, 1],
      ['', undefined, undefined],
    ]);
    expect(json.ItineraryList[0].TrainOrderInfoList).toBeNull();
    const auth = { AppKey: caller.credentials.AppKey, Ticket: caller.ticket };
    const old = await caller.post('/SwitchAPI/Order/SearchOrder', { request: { Auth: auth, OrderID: wanted, SearchType: 0 } });
    expect(old.json).toEqual(json);
    const byJourney = await caller.call(SEARCH, { JourneyNo: 'TA_100002' });
    expect(byJourney.json.ItineraryList).toEqual([json.ItineraryList[0]]);
    const byDay = await caller.call(SEARCH, { DateFrom: '2026-05-08', DateTo: '2026-05-08' });
    expect(byDay.json.ItineraryList).toHaveLength(2);
    expect((await caller.call(SEARCH, {})).json.Status.ErrorCode).toBe(100);
  });

  it('tells a flight as published, without amounts', async () => {
    const { BasicInfo, PassengerInfo, FlightInfo, FlightChangeInfo } = await flightOf(ids.flight);
    expect(BasicInfo).toMatchObject({
      OrderID: ids.flight,
      OrderStatus: '已成交',
      OrderStatusCode: 'S',
      EmployeeID: 'E0001',
      PreEmployName: '林一',
      CreateTime: '2026-05-03 09:56:00',
      FinishDate: '2026-05-03 10:00:00',
      FlightClass: 'N',
      JourneyID: 'TA_100002',
    });
    expect(PassengerInfo[0].PassengerBasic).toMatchObject({ CorpEid: 'E0001', NonEmployee: false });
    expect(PassengerInfo[0].SequenceInfo[0].TicketInfo[0]).toEqual({
      AirLineCode: 'ZX',
      TicketNo: '999-1000000001',
      Status: '2',
      StatusDesc: '已使用',
    });
    expect(FlightInfo[0]).toMatchObject({
      Flight: 'ZX3947',
      TakeoffTime: '2026-06-01 18:55:00',
      TakeOffTimeUTC: '2026-06-01T10:55:00Z',
      FlightTime: 110,
    });
    expect(FlightChangeInfo).toBeNull();
    expect(JSON.stringify([BasicInfo, PassengerInfo, FlightInfo])).not.toMatch(/Amount|Price/);
  });

  it('tells a rebooking with its passenger, and the flight that was bought first', async () => {
    const { PassengerInfo, FlightInfo } = await flightOf(ids.changed);
    expect(FlightInfo[0].TakeoffTime).toBe('2026-06-01 08:00:00');
    expect(PassengerInfo[0].SequenceInfo[0].ChangeInfo).toEqual([
      expect.objectContaining({ CStatus: '改签成功', RebookedTime: '2026-05-04 11:00:00', CTakeOffTime: '2026-06-01 18:55:00' }),
    ]);
  });

  it('tells trains with both tickets of a change', async () => {
    const { json } = await caller.call(SEARCH, { OrderID: ids.trainChanged });
    const [train] = json.ItineraryList[0].TrainOrderInfoList;
    expect(train.BasicInfo).toMatchObject({ OrderID: ids.trainChanged, NewOrderStatus: 'TD', OrderAmount: 340, DealAmount: 340 });
    expect(train.TicketInfoList.map(({ TrainTicketType }: Loose) => TrainTicketType)).toEqual(['D', 'C']);
    expect(train.PassengerInfoList[0].OrderTicket.map(({ TicketInfoID }: Loose) => TicketInfoID)).toEqual(
      train.TicketInfoList.map(({ TicketInfoID }: Loose) => TicketInfoID),
    );
  });

  it('tells how orders stand, as they stood then', async () => {
    const list = Object.values(ids);
    const told = async (): Promise<string[]> =>
      (await states(list)).orderDataList.map((each: Loose) => `${each.orderId} ${each.orderStatus}`);
    expect(await told()).toEqual([
      `${ids.flight} S`,
      `${ids.changed} S`,
      `${ids.refunded} R`,
      `${ids.mixed} S`,
      `${ids.own} S`,
      `${ids.unpaid} C`,
      `${ids.june} S`,
      `${ids.hotel} S`,
      `${ids.hotelBack} T`,
      `${ids.train} TD`,
      `${ids.trainChanged} TD`,
      `${ids.car} S`,
    ]);
    now.at = Date.parse('2026-05-03T09:58:00+08:00');
    await caller.login();
    expect(await told()).toEqual([`${ids.flight} P`, `${ids.changed} S`, `${ids.refunded} S`, `${ids.hotelBack} S`]);
    expect((await states([])).Status.ErrorCode).toBe(100);
    expect((await states('1')).Status.ErrorCode).toBe(100);
  });

  it('does not sell rides that name no car product, generated ones neither', async () => {
    expect((await states([ids.street])).orderDataList).toEqual([]);
    const span = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', seed: 1 };
    expect((await caller.control('POST', '/generate', { orders: 10, ...span, kinds: ['ride'] })).status).toBe(400);
    expect((await caller.control('POST', '/generate', { orders: 9, ...span })).status).toBe(200);
    const { json } = await numbers({ BeginDate: '2026-01-01', EndDate: '2026-01-31' });
    expect(json.Data.map(({ OrderType }: Loose) => OrderType)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
  });
});
