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

/** A settled flight: one passenger, one segment, one movement. A change has a row of its own. */
export function flightFacts(row: Fields, currency: string): RowFacts {
  const base = row.child('OrderSettlementBaseInfo');
  const order = row.child('OrderBaseInfo');
  const passenger = row.child('OrderPassengerInfo');
  const flight = row.child('OrderFlightInfo');
  const [change, refund] = [row.child('OrderRebookInfo'), row.child('OrderRefundInfo')];
  const money = (...names: string[]): bigint | undefined => base.money(currency, ...names);
  const name = passenger.text('PassengerName') ?? change.text('PassengerName') ?? refund.text('PassengerName');
  const isChange = change.text('Sequence', 'RebookingTime', 'RebookedTime', 'ExchangeFlight', 'TicketNo') !== undefined;
  const flightNo = (isChange ? change.text('ExchangeFlight') : undefined) ?? flight.text('Flight') ?? refund.text('Flight');
  const [from, to] = [flight.text('DCityName'), flight.text('ACityName')];
  return {
    money: {
      total: money('RealAmountWithPostServiceFee'),
      parts: sum(money('TotalAmount', 'Amount'), money('PostServiceFee')),
      company: money('AccountPayAmount'),
      personal: money('PersonalPayAmount', 'PersonalPayAmountSummary'),
      postFee: money('PostServiceFee'),
      mixed: base.flag('PayMixFlag'),
      paidOutside: isOutside(base.text('RealPaymentType') ?? order.text('PrepayType')),
      at: base.pointer('RealAmountWithPostServiceFee'),
    },
    feeOnly: isChange || isNothing(money('Price'), money('Tax'), money('OilFee'), money('PriceDifferential')),
    ticket: joined('/', name, passenger.text('Sequence') ?? base.text('Sequence')),
    traveller: travellerOf(passenger.id('EmployeeID'), name, passenger.flag('NonEmployee')),
    booker: bookerOf(order.id('EmployeeID'), order.text('Name')),
    department: departmentOf(passenger, order),
    costCentre: costCentreOf(order),
    project: projectOf(order),
    product: order.text('FlightClass') === 'I' ? '国际机票' : '国内机票',
    description: isChange ? joined(' ', '改签', flightNo) : joined(' ', flightNo, joined('-', from, to)),
    city: to,
    from: placeOf(from, flight.text('DPortName')),
    to: placeOf(to, flight.text('APortName')),
    startAt: flight.time('TakeOffTime'),
    endAt: flight.time('ArrivalTime'),
    detail: texts({
      flightNo,
      ticketNo: passenger.text('TicketNo') ?? change.text('TicketNo') ?? refund.text('TicketNo'),
      cabin: flight.text('ClassName', 'Class'),
      fare: base.text('Price'),
      tax: base.text('Tax'),
      fuelFee: base.text('OilFee'),
      serviceFee: base.text('ServiceFee'),
      postServiceFee: base.text('PostServiceFee'),
      changeFee: base.text('DateChangeFee'),
      refundFee: base.text('Refund'),
      deductibleTax: base.text('DeductibleTax'),
      ...moreCostCentres(order),
    }),
  };
}
