import type { Fields } from './fields.js';
import {
  bookerOf,
  costCentreOf,
  departmentOf,
  joined,
  moreCostCentres,
  placeOf,
  projectOf,
  texts,
  travellerOf,
  type RowFacts,
} from './row-facts.js';
import { isNothing, isOutside, sum } from './shares.js';

/** A settled train ticket. */
export function trainFacts(row: Fields, currency: string): RowFacts {
  const base = row.child('TrainSettlementDetail');
  const order = row.child('TrainSettlementOrder');
  const passenger = row.child('TrainSettlementPassenger');
  const ticket = row.child('TrainSettlementTicket');
  const money = (...names: string[]): bigint | undefined => base.money(currency, ...names);
  const name = passenger.text('PassengerName') ?? base.text('PassengerName');
  const [from, to] = [ticket.text('DepartureCityName'), ticket.text('ArrivalCityName')];
  return {
    money: {
      total: money('RealAmountHasPost'),
      parts: sum(money('RealAmount'), money('PostServiceFee')),
      company: money('AccountPayAmount'),
      personal:
        money('PersonalPayAmount', 'PersonalPayAmountSummary', 'PersonAmount') ??
        sum(money('PersonalPayTicketFee'), money('PersonalPayServiceFee'), money('PersonalPayOtherFee')),
      postFee: money('PostServiceFee'),
      mixed: base.flag('PayMixFlag'),
      paidOutside: isOutside(base.text('PaymentType') ?? order.text('PaymentType')),
      at: base.pointer('RealAmountHasPost'),
    },
    feeOnly: isNothing(money('Price'), money('TrainChangePrice')),
    ticket: joined('/', name, ticket.text('TicketInfoID')),
    traveller: travellerOf(passenger.id('EmployeeID'), name, passenger.flag('NonEmployee')),
    booker: bookerOf(order.id('PreEmployeeID'), order.text('UserName')),
    department: departmentOf(passenger, order),
    costCentre: costCentreOf(passenger, order),
    project: projectOf(order),
    product: '火车票',
    description: joined(' ', ticket.text('TrainName'), joined('-', from, to)),
    city: to,
    from: placeOf(from, ticket.text('DepartureStationName')),
    to: placeOf(to, ticket.text('ArrivalStationName')),
    startAt: ticket.time('DepartureDate'),
    endAt: ticket.time('ArrivalDate'),
    detail: texts({
      trainNo: ticket.text('TrainName'),
      seat: ticket.text('DealSeatNo'),
      seatClass: ticket.text('DealSeatName', 'FirstSeatTypeName'),
      ticketNo: ticket.text('ElectronicOrderNo'),
      fare: base.text('Price'),
      serviceFee: base.text('ServerFee'),
      grabFee: base.text('GrabServiceFee'),
      changeFee: base.text('ReBookingServiceFee'),
      refundFee: base.text('RefundTicketServiceFee', 'CancelFee'),
      postServiceFee: base.text('PostServiceFee'),
      ...moreCostCentres(order),
    }),
  };
}
