import type { WorldOrder } from '@interline/sdk/simulator';

import {
  changedAt,
  common,
  costCentres,
  createdAt,
  departments,
  type Entry,
  paymentType,
  settlementType,
  shares,
  total,
  type Written,
} from './row-writer.js';
import { mixed } from './rows.js';
import { long, timeOf, yuan } from './wire.js';

/** How the vendor codes a car product: twice in numbers, and by the block that tells of it. */
interface CarProduct {
  /** `ProductType` of the settlement. */
  product: number;
  /** `OrderType` of the order. */
  order: number;
  block: string;
}

const ON_DEMAND: CarProduct = { product: 4, order: 6, block: 'QuickProductInfo' };
const PRODUCTS: Readonly<Record<string, CarProduct>> = {
  rental: { product: 1, order: 4, block: 'SDProductInfo' },
  airport: { product: 2, order: 1, block: 'CHProductInfo' },
  airport_international: { product: 3, order: 2, block: 'OCHProductInfo' },
  on_demand: ON_DEMAND,
  charter: { product: 5, order: 3, block: 'CharterProductInfo' },
};

/** Number and name of a car, by the neutral word of a ride. */
const VEHICLES: Readonly<Record<string, readonly [id: string, name: string]>> = {
  express: ['1', '经济型'],
  premium: ['2', '舒适型'],
  luxury: ['3', '豪华型'],
  taxi: ['17', '出租车'],
};

/** A row of a car order. */
export function writeCar(entry: Entry): Written {
  const { order, row, parties } = entry;
  const car = PRODUCTS[order.detail['carProduct'] ?? ''] ?? ON_DEMAND;
  return {
    SettlementBaseInfo: baseInfo(entry, car),
    OrderDetail: {
      OrderBaseInfo: {
        OrderID: order.id,
        OrderType: car.order,
        OrderStatus: { open: 'WaitService', cancelled: 'Canceled' }[entry.state as string] ?? 'Successful',
        OrderDate: timeOf(order.bookedAt),
        FeeType: settlementType(row) === 'M' ? 'C' : 'P',
        PaymentStatus: 'PS',
        PaymentType: paymentType(row),
        DealAmount: yuan(total(row) - row.parts.post),
        PreEmployeeID: parties.booker.employeeId,
        UserName: parties.booker.name,
        Uid: parties.booker.uid,
        Currency: 'CNY',
      },
      CorpInfo: { CorpId: entry.desk.account.corporationId, JouneryId: order.approvalId ?? '', ...costCentres(entry, 'CostCenter1') },
      PassengerInfoList: parties.travellers.map(({ name, phone, email, employeeId, uid }) => ({
        PassengerName: name,
        PassengerPhone: phone,
        PassengerEmail: email,
        EmployeeID: employeeId,
        CorpUserID: uid,
        PassengerType: 'P',
        ...departments(parties.department),
      })),
      [car.block]: journey(order),
    },
  };
}

function baseInfo(entry: Entry, car: CarProduct): Written {
  const { row, order, batch, parties } = entry;
  const { price, service, post, change, kept, addOn } = row.parts;
  // Some fares carry a tax that `RealAmount` leaves out.
  const tax = row.nature === 'sale' && row.recordId % 7 === 0 ? price / 34n : 0n;
  return {
    RecordId: row.recordId,
    BatchNo: batch?.no ?? '',
    SubAccCheckBatchNo: batch?.sub ?? '',
    BatchNoStartDate: batch?.from ?? '',
    BatchNoEndDate: batch?.to ?? '',
    CreateTime: createdAt(entry),
    DataChangeLastTime: changedAt(entry),
    ProductType: car.product,
    OrderID: long(order.id),
    SelType: settlementType(row),
    DelType: row.type,
    UID: parties.booker.uid,
    Amount: yuan(price - tax),
    CarAddTaxAmount: yuan(tax),
    CarValueAddFee: yuan(addOn),
    penaltyFee: yuan(kept + change),
    ServerFee: yuan(service),
    ExpressFee: 0,
    PostServiceFee: yuan(post),
    RealAmount: yuan(total(row) - tax - post),
    RealAmountHasPost: yuan(total(row)),
    OrderType: settlementType(row) === 'M' ? 9 : 10,
    PayMixFlag: mixed(row) ? 'T' : 'F',
    PersonAmount: yuan(row.personal),
    ...shares(entry),
    ...common(entry),
  };
}

function journey({ detail, product, from, to, startAt, endAt }: WorldOrder): Written {
  const [id, name] = VEHICLES[product] ?? ['1', '经济型'];
  return {
    BookingType: '1',
    UseTime: timeOf(startAt),
    ServiceBeginTime: timeOf(startAt),
    ServiceEndTime: timeOf(endAt),
    VehicleId: id,
    VehicleName: name,
    NormalDistance: detail['distanceKm'] ?? '',
    NormalTime: String(Math.round((Date.parse(endAt) - Date.parse(startAt)) / 60_000)),
    DepartureCityName: from?.city ?? '',
    DepartureAddressDetail: from?.address ?? from?.name ?? '',
    StartAddressName: from?.name ?? '',
    ArrivalCityName: to.city,
    ArrivalAddressDetail: to.address ?? to.name,
    EndAddressName: to.name,
  };
}
