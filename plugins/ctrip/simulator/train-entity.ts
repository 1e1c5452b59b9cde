import { localTime } from '@interline/sdk/simulator';

import { type Booked, changedOn, paidOn, refundedOn } from './order-entity.js';
import { stateAt, TRAIN_STATES } from './order-state.js';
import type { Written } from './row-writer.js';
import { NO_TIME, shortNumber, timeOf, yuan } from './wire.js';

/** A train order as `SearchOrder` tells it. */
export function trainEntity(booked: Booked): Written {
  const { order, parties } = booked;
  const tickets = changedOn(booked) === undefined ? [ticket(booked, 'D')] : [ticket(booked, 'D'), ticket(booked, 'C')];
  return {
    BasicInfo: basicInfo(booked),
    PassengerInfoList: parties.travellers.map(({ name, employeeId, uid }, index) => ({
      PassengerID: shortNumber('passenger', `${order.id} ${index}`),
      PassengerName: name,
      TicketPassengerName: name,
      EmployeeID: employeeId,
      CorpUserID: uid,
      OrderTicket: tickets.map(({ TicketInfoID, TrainTicketType }) => orderTicket(booked, TicketInfoID, TrainTicketType)),
    })),
    TicketInfoList: tickets,
    CorpOrderInfo: { JourneyID: order.approvalId ?? '' },
    TicketDeliveryInfo: { OrderID: order.id },
  };
}

function basicInfo(booked: Booked): Written {
  const { order, parties, now } = booked;
  const [code, words] = TRAIN_STATES[stateAt(order, now)];
  return {
    OrderID: order.id,
    EmployeeID: parties.booker.employeeId,
    OrderAmount: yuan(charged(booked)),
    DealAmount: yuan(paidOn(booked) === undefined ? 0n : charged(booked)),
    TotalQuantity: parties.travellers.length,
    OrderTicketType: 0,
    OrderTicketTypeDesc: '普通票',
    ContactName: parties.booker.name,
    ContactMobile: parties.booker.phone,
    ContactEmail: parties.booker.email,
    UID: parties.booker.uid,
    UserName: parties.booker.name,
    DataChange_CreateTime: timeOf(order.bookedAt),
    AuditResult: 'T',
    AuditResultDesc: '授权通过',
    OrderStatusName: words,
    NewOrderStatus: code,
    NewOrderStatusName: words,
  };
}

/** What was charged for it by now, before anything was given back. */
const charged = ({ order, now }: Booked): bigint =>
  order.cash.filter(({ type, at }) => type !== 'refund' && Date.parse(at) <= now).reduce((sum, { amount }) => sum + BigInt(amount), 0n);

function orderTicket(booked: Booked, ticketInfoId: number, type: 'D' | 'C'): Written {
  const [changed, refunded] = [changedOn(booked), refundedOn(booked)];
  return {
    TicketInfoID: ticketInfoId,
    OrderTicketID: ticketInfoId,
    TicketType: type,
    ChangeStatus: type === 'C' ? 'S' : '',
    RefundTicketStatus: refunded === undefined ? '' : 'S',
    RefundChangeTime: localTimeOr(refunded ?? changed),
    LongTicketNo: `E${ticketInfoId}`,
    Sequence: 1,
  };
}

const localTimeOr = (at: number | undefined): string => (at === undefined ? NO_TIME : localTime(at));

/** The train that was bought first (D), or the one it was changed to (C). */
function ticket({ order, ...booked }: Booked, type: 'D' | 'C'): Written & { TicketInfoID: number; TrainTicketType: 'D' | 'C' } {
  const { detail, from, to, cash } = order;
  const original = type === 'D' && changedOn({ order, ...booked }) !== undefined;
  return {
    TicketInfoID: shortNumber('ticket', type === 'D' ? order.id : `${order.id} changed`),
    TrainName: detail['trainNo'] ?? '',
    TrainTicketType: type,
    DepartureCityName: from?.city ?? '',
    DepartureStationName: from?.name ?? '',
    DepartureDateTime: timeOf((original && detail['originalStartAt']) || order.startAt),
    ArrivalCityName: to.city,
    ArrivalStationName: to.name,
    ArrivalDateTime: timeOf((original && detail['originalEndAt']) || order.endAt),
    FirstSeatTypeName: detail['seat'] ?? '',
    TicketPrice: yuan(BigInt(cash.find(({ type: kind }) => kind === 'charge')?.amount ?? '0')),
    Sequence: 1,
  };
}
