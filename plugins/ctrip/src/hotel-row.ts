import type { Fields } from './fields.js';
import {
  bookerOf,
  costCentreOf,
  departmentOf,
  moreCostCentres,
  placeOf,
  projectOf,
  texts,
  travellerOf,
  type RowFacts,
} from './row-facts.js';
import { isNothing, isOutside, sum } from './shares.js';

/** A settled stay. Of several guests the first travels; the others are named in the details. */
export function hotelFacts(row: Fields, currency: string): RowFacts {
  const base = row.child('SettlementDetail');
  const order = row.child('OrderDetail');
  const hotel = row.child('HotelDetail');
  const guests = order.list('ClientDetailList');
  const guest = guests[0] ?? base;
  const money = (part: Fields, ...names: string[]): bigint | undefined => part.money(currency, ...names);
  const [city, name] = [hotel.text('CityName'), hotel.text('HotelName')];
  const guestName = guest.text('ClientName') ?? base.text('ClientName') ?? order.text('ClientName');
  return {
    money: {
      // Its two shares make up what is billed; no total is published for hotels.
      total: undefined,
      parts: sum(money(base, 'Amount'), money(base, 'Servicefee'), money(base, 'ExtraCharge'), money(order, 'PostAmount')),
      company: money(order, 'SettlementACCNTAmt') ?? money(base, 'AccountPayAmount'),
      personal: money(order, 'SettlementPersonAmt') ?? money(base, 'PersonalPayAmount'),
      postFee: money(order, 'PostAmount'),
      mixed: order.flag('IsMixPayment'),
      paidOutside: isOutside(base.text('PaymentType')),
      at: order.pointer('SettlementACCNTAmt'),
    },
    feeOnly: isNothing(money(base, 'Price'), money(base, 'Amount')),
    ticket: guestName,
    traveller: travellerOf(guest.id('EmployeeID') ?? base.id('EmployeeID'), guestName, guest.flag('NonEmployee')),
    booker: bookerOf(order.id('EmployeeID'), order.text('EmployeeName')),
    department: departmentOf(guest, order),
    costCentre: costCentreOf(guest, order),
    project: projectOf(guest, order),
    product: hotel.flag('IsDomestic') === false ? '国际酒店' : '国内酒店',
    description: name,
    city,
    to: placeOf(city, name),
    startAt: order.time('StartTime') ?? guest.time('Checkin_Time'),
    endAt: order.time('EndTime') ?? guest.time('Checkout_Time'),
    detail: texts({
      hotelName: name,
      roomType: order.text('RoomName'),
      rooms: order.text('RoomQuantity'),
      nights: base.text('Quantity'),
      roomPrice: base.text('Price'),
      serviceFee: base.text('Servicefee'),
      extraCharge: base.text('ExtraCharge'),
      postServiceFee: order.text('PostAmount'),
      coupon: base.text('Coupon'),
      guests: guests.length > 1 ? guests.flatMap((client) => client.text('ClientName') ?? []).join('、') : undefined,
      ...moreCostCentres(order),
    }),
  };
}
