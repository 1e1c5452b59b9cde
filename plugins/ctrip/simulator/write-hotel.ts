import { FLIGHT_STATES } from './order-state.js';
import {
  batchDays,
  changedAt,
  common,
  costCentres,
  createdAt,
  departments,
  type Entry,
  settlementType,
  shares,
  type Written,
} from './row-writer.js';
import { mixed } from './rows.js';
import { long, timeOf, yuan } from './wire.js';

/** A row of a hotel order. */
export function writeHotel(entry: Entry): Written {
  const { order } = entry;
  return {
    SettlementDetail: detailOf(entry),
    OrderDetail: orderOf(entry),
    HotelDetail: {
      HotelName: order.detail['hotelName'] ?? order.to.name,
      CityName: order.to.city,
      IsDomestic: order.product !== 'international',
    },
  };
}

function detailOf(entry: Entry): Written {
  const { row, order, desk, batch, parties } = entry;
  const { price, service, change, kept, addOn } = row.parts;
  const nights = BigInt(order.detail['nights'] ?? '1');
  // A price a night that does not come out even is told for the whole stay.
  const quantity = row.nature === 'sale' && nights > 0n && price % nights === 0n ? nights : 1n;
  return {
    RecordId: row.recordId,
    OrderID: long(order.id),
    AccountId: desk.account.accountId,
    Uid: parties.booker.uid,
    DetailType: row.type,
    PayType: settlementType(row),
    HotelType: order.product === 'international' ? 'I' : 'N',
    Price: yuan(price / quantity),
    Quantity: Number(quantity),
    Amount: yuan(price),
    Servicefee: yuan(service),
    ExtraCharge: yuan(change + kept + addOn),
    Coupon: 0,
    RemittedTax: 0,
    ...shares(entry),
    AccCheckBatchNo: batch?.no ?? '',
    SubAccCheckBatchNo: batch?.sub ?? '',
    ...batchDays(entry),
    Createtime: createdAt(entry),
    Datachange_Lasttime: changedAt(entry),
    OrderType: settlementType(row) === 'M' ? 3 : 4,
    ...common(entry),
  };
}

function orderOf(entry: Entry): Written {
  const { row, order, parties, state } = entry;
  return {
    OrderId: long(order.id),
    EmployeeName: parties.booker.name,
    EmployeeID: parties.booker.employeeId,
    OrderDate: timeOf(order.bookedAt),
    OrderStatus: FLIGHT_STATES[state][0],
    RoomName: order.detail['roomType'] ?? '',
    RoomQuantity: 1,
    ClientName: parties.travellers.map(({ name }) => name).join(','),
    StartTime: timeOf(order.startAt),
    EndTime: timeOf(order.endAt),
    PostAmount: yuan(row.parts.post),
    SettlementACCNTAmt: yuan(row.company),
    SettlementPersonAmt: yuan(row.personal),
    IsMixPayment: mixed(row) ? 'T' : 'F',
    HotelRelatedJourneyNo: order.approvalId ?? '',
    Project: order.costCentre?.name ?? '',
    ...costCentres(entry, 'CostCenter'),
    ...departments(parties.department),
    ClientDetailList: parties.travellers.map(({ name, employeeId, email, phone }, index) => ({
      EmployeeID: employeeId,
      ClientName: name,
      PassengerEmail: email,
      MobilePhone: phone,
      RoomIndex: index + 1,
      Checkin_Time: timeOf(order.startAt),
      Checkout_Time: timeOf(order.endAt),
      Dept1: parties.department,
      CostCenter1: order.costCentre?.code ?? '',
    })),
  };
}
