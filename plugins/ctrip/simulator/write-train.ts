import { localTime } from '@interline/sdk/simulator';

import { TRAIN_STATES } from './order-state.js';
import {
  batchDays,
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
import { mixed, type SettlementRow } from './rows.js';
import { long, NO_TIME, shortNumber, timeOf, yuan } from './wire.js';

/** Which kind of detail a row is. */
const SUB_TYPES: Readonly<Record<SettlementRow['nature'], string>> = { sale: 'T', change: 'CT', refund: 'RT', fee: 'SP', correction: 'SP' };

/** A row of a train order. */
export function writeTrain(entry: Entry): Written {
  return {
    TrainSettlementDetail: detailOf(entry),
    TrainSettlementOrder: orderOf(entry),
    TrainSettlementPassenger: passengerOf(entry),
    TrainSettlementTicket: ticketOf(entry),
  };
}

function detailOf(entry: Entry): Written {
  const { row, order, desk, batch, parties } = entry;
  const { price, service, post, change, kept, addOn } = row.parts;
  return {
    // A text here, a number with the other products.
    RecordID: String(row.recordId),
    OrderID: long(order.id),
    CorpId: desk.account.corporationId,
    AccountID: desk.account.accountId,
    UID: parties.booker.uid,
    DetailType: row.type,
    SubDetailType: SUB_TYPES[row.nature],
    PassengerName: parties.travellers[0].name,
    Price: yuan(price),
    ServerFee: yuan(service + addOn),
    CancelFee: yuan(kept),
    ReBookingServiceFee: yuan(change),
    RefundTicketServiceFee: 0,
    GrabServiceFee: 0,
    PostServiceFee: yuan(post),
    RealAmount: yuan(total(row) - post),
    RealAmountHasPost: yuan(total(row)),
    PayMixFlag: mixed(row),
    PersonalPayTicketFee: yuan(row.personal),
    PersonalPayServiceFee: 0,
    PersonalPayOtherFee: 0,
    ...shares(entry),
    BatchNo: batch?.no ?? '',
    SubAccCheckBatchNo: batch?.sub ?? '',
    ...batchDays(entry),
    SettlementType: settlementType(row),
    Createtime: createdAt(entry),
    ChangeLasttime: changedAt(entry),
    OrderType: settlementType(row) === 'M' ? 7 : 8,
    ...common(entry),
  };
}

function orderOf(entry: Entry): Written {
  const { row, order, parties, state } = entry;
  const [code, words] = TRAIN_STATES[state];
  return {
    OrderId: long(order.id),
    OrderStatus: code,
    NewOrderStatus: code,
    NewOrderStatusName: words,
    UserName: parties.booker.name,
    PreEmployeeID: parties.booker.employeeId,
    PaymentType: paymentType(row),
    JouneryID: order.approvalId ?? '',
    Project: order.costCentre?.name ?? '',
    ...costCentres(entry, 'CostCenter1'),
  };
}

function passengerOf(entry: Entry): Written {
  const [traveller] = entry.parties.travellers;
  return {
    PassengerNo: 1,
    PassengerID: shortNumber('passenger', entry.order.id),
    PassengerName: traveller.name,
    TicketPassengerName: traveller.name,
    CorpUserID: traveller.uid,
    EmployeeID: traveller.employeeId,
    PassengerEmail: traveller.email,
    ...costCentres(entry, 'CostCenter1'),
    ...departments(entry.parties.department),
  };
}

function ticketOf({ order, row }: Entry): Written {
  const { detail, from, to } = order;
  return {
    TicketInfoID: shortNumber('ticket', order.id),
    TrainName: detail['trainNo'] ?? '',
    FirstSeatTypeName: detail['seat'] ?? '',
    TrainTicketType: row.nature === 'change' ? 'C' : 'D',
    DepartureCityName: from?.city ?? '',
    DepartureStationName: from?.name ?? '',
    DepartureDate: timeOf(order.startAt),
    ArrivalCityName: to.city,
    ArrivalStationName: to.name,
    ArrivalDate: timeOf(order.endAt),
    DealSeatNo: [detail['coach'], detail['seatNo']].filter(Boolean).join(''),
    RebookTicketSuccessTime: row.nature === 'change' ? localTime(row.at) : NO_TIME,
    RefundTicketSuccessTime: row.nature === 'refund' ? localTime(row.at) : NO_TIME,
  };
}
