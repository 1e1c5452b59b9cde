import { localTime } from '@interline/sdk/simulator';

import { type Booked, changedOn, paidOn, refundedOn } from './order-entity.js';
import { FLIGHT_STATES, stateAt } from './order-state.js';
import type { Written } from './row-writer.js';
import { NO_TIME, shortNumber, timeOf, utcOf } from './wire.js';

/** A flight order as `SearchOrder` tells it: the journey and its states, without amounts. */
export function flightEntity(booked: Booked): Written {
  return { BasicInfo: basicInfo(booked), PassengerInfo: passengers(booked), FlightInfo: [flight(booked)], FlightChangeInfo: null };
}

function basicInfo(booked: Booked): Written {
  const { desk, order, parties, now } = booked;
  const [code, words] = FLIGHT_STATES[stateAt(order, now)];
  const paid = paidOn(booked);
  return {
    OrderID: order.id,
    TripID: String(shortNumber('trip', order.id)),
    OrderStatus: words,
    OrderStatusCode: code,
    UID: parties.booker.uid,
    PreEmployName: parties.booker.name,
    EmployeeID: parties.booker.employeeId,
    AccountID: desk.account.accountId,
    SubAccountID: 0,
    CorpPayType: '因公',
    CreateTime: timeOf(order.bookedAt),
    FinishDate: paid === undefined ? NO_TIME : localTime(paid),
    PrintTicketTime: paid === undefined ? NO_TIME : localTime(paid),
    FlightClass: order.product === 'international' ? 'I' : 'N',
    FlightWay: '单程',
    JourneyID: order.approvalId ?? '',
    AuditStatus: '授权通过',
  };
}

function passengers(booked: Booked): Written[] {
  const { order, parties, now } = booked;
  const { detail } = order;
  const airline = (detail['flightNo'] ?? '').slice(0, 2);
  const flown = Date.parse(order.endAt) <= now;
  const [code, words] = refundedOn(booked) !== undefined ? ['3', '已退票'] : flown ? ['2', '已使用'] : ['1', '未使用'];
  const changed = changedOn(booked);
  return parties.travellers.map(({ name, employeeId }) => ({
    PassengerBasic: { CorpEid: employeeId, PassengerName: name, PassengerNamePY: '', NonEmployee: employeeId === '' },
    SequenceInfo: [
      {
        Sequence: 1,
        TicketInfo: [{ AirLineCode: airline, TicketNo: detail['ticketNo'] ?? '', Status: code, StatusDesc: words }],
        ChangeInfo: changed === undefined ? [] : [change(booked, name, changed)],
      },
    ],
  }));
}

/** A rebooking: onto which flight. */
function change({ order }: Booked, name: string, at: number): Written {
  const { detail, from, to } = order;
  return {
    Sequence: 1,
    RebookId: shortNumber('rebooking', order.id),
    PassengerName: name,
    CStatus: '改签成功',
    RebookStatus: 'S',
    RebookingTime: localTime(at),
    RebookedTime: localTime(at),
    OriTicketNO: detail['ticketNo'] ?? '',
    PreTicketNO: detail['ticketNo'] ?? '',
    CTicketNO: detail['changedTicketNo'] ?? detail['ticketNo'] ?? '',
    CAirline: (detail['flightNo'] ?? '').slice(0, 2),
    CFlight: detail['flightNo'] ?? '',
    CTakeOffTime: timeOf(order.startAt),
    CArrivalTime: timeOf(order.endAt),
    CDCityName: from?.city ?? '',
    CDPortName: from?.name ?? '',
    CACityName: to.city,
    CAPortName: to.name,
    JounaryNo: order.approvalId ?? '',
    TakeOffTimeUTC: utcOf(order.startAt),
    ArrivalTimeUTC: utcOf(order.endAt),
  };
}

/** The flight that was bought first; a rebooking stands with its passenger. */
function flight(booked: Booked): Written {
  const { detail, from, to, startAt, endAt } = booked.order;
  const rebooked = changedOn(booked) !== undefined;
  const [departure, arrival] = rebooked ? [detail['originalStartAt'] ?? startAt, detail['originalEndAt'] ?? endAt] : [startAt, endAt];
  return {
    Flight: detail['flightNo'] ?? '',
    TakeoffTime: timeOf(departure),
    ArrivalTime: timeOf(arrival),
    DCityName: from?.city ?? '',
    DCityCode: detail['fromCode'] ?? '',
    DPortName: from?.name ?? '',
    DPortCode: detail['fromCode'] ?? '',
    ACityName: to.city,
    ACityCode: detail['toCode'] ?? '',
    APortName: to.name,
    APortCode: detail['toCode'] ?? '',
    FlightTime: Math.round((Date.parse(arrival) - Date.parse(departure)) / 60_000),
    TakeOffTimeUTC: utcOf(departure),
    ArrivalTimeUTC: utcOf(arrival),
  };
}
