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

/** `ProductType` of a settlement row. The order codes the same words otherwise. */
const CAR_PRODUCTS: Readonly<Record<string, string>> = {
  '1': '国内租车',
  '2': '国内接送机',
  '3': '国际接送机',
  '4': '马上用车',
  '5': '国内包车',
};
/** Where the journey stands, by product. */
const JOURNEYS = ['QuickProductInfo', 'ISProductInfo', 'CHProductInfo', 'OCHProductInfo', 'SDProductInfo', 'CharterProductInfo'];

/** Whether a row is a rental: the others are rides. */
export function isRental(row: Fields): boolean {
  return row.child('SettlementBaseInfo').text('ProductType') === '1';
}

/** A settled ride, transfer, charter or rental. */
export function carFacts(row: Fields, currency: string): RowFacts {
  const base = row.child('SettlementBaseInfo');
  const detail = row.child('OrderDetail');
  const [order, corp] = [detail.child('OrderBaseInfo'), detail.child('CorpInfo')];
  const passengers = detail.list('PassengerInfoList');
  const passenger = passengers.find((one) => one.text('PassengerType') !== 'D') ?? passengers[0] ?? order;
  const journey = detail.child(...JOURNEYS);
  const money = (...names: string[]): bigint | undefined => base.money(currency, ...names);
  const product = CAR_PRODUCTS[base.text('ProductType') ?? ''] ?? base.text('ProductType') ?? '用车';
  const [from, to] = [journey.text('DepartureCityName'), journey.text('ArrivalCityName') ?? journey.text('DepartureCityName')];
  return {
    money: {
      total: money('RealAmountHasPost'),
      // RealAmount leaves out the added tax.
      parts: sum(money('RealAmount'), money('CarAddTaxAmount'), money('PostServiceFee')),
      company: money('AccountPayAmount'),
      personal: money('PersonalPayAmount') ?? money('PersonAmount'),
      postFee: money('PostServiceFee'),
      mixed: base.flag('PayMixFlag'),
      paidOutside: isOutside(base.text('SelType'), order.text('PaymentType')),
      at: base.pointer('RealAmountHasPost'),
    },
    feeOnly: isNothing(money('Amount')),
    ticket: passenger.text('PassengerName'),
    traveller: travellerOf(
      passenger.id('EmployeeID'),
      passenger.text('PassengerName'),
      passenger.flag('NonEmployee'),
      passenger.text('PassengerPhone'),
    ),
    booker: bookerOf(order.id('PreEmployeeID'), order.text('UserName')),
    department: departmentOf(passenger, base),
    costCentre: costCentreOf(passenger, corp),
    project: projectOf(corp),
    product,
    description: joined(' ', product, journey.text('VehicleName')),
    city: to,
    from: placeOf(from, journey.text('StartAddressName'), journey.text('DepartureAddressDetail', 'StartAddressDetail')),
    to: placeOf(to, journey.text('EndAddressName'), journey.text('ArrivalAddressDetail', 'EndAddressDetail')),
    startAt: journey.time('ServiceBeginTime', 'UseTime', 'UserStartDate', 'UseDate'),
    endAt: journey.time('ServiceEndTime', 'UserEndDate'),
    detail: texts({
      carType: journey.text('VehicleName', 'VehicleGroupName'),
      distanceKm: journey.text('NormalDistance', 'ActualDistance'),
      minutes: journey.text('NormalTime', 'ActualTimeLength'),
      vendor: journey.text('VendorName'),
      price: base.text('Amount'),
      addedFee: base.text('CarValueAddFee'),
      addedTax: base.text('CarAddTaxAmount'),
      penalty: base.text('penaltyFee', 'PenaltyFee'),
      serviceFee: base.text('ServerFee'),
      postServiceFee: base.text('PostServiceFee'),
      scene: journey.text('SceneName'),
      reason: corp.text('JourneyReason'),
      ...moreCostCentres(corp),
    }),
  };
}
