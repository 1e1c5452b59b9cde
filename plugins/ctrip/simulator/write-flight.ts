import { localTime } from '@interline/sdk/simulator';

import { FLIGHT_STATES } from './order-state.js';
import {
  batchDays,
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
import { long, timeOf, utcOf, yuan } from './wire.js';

/** The aviation fund of a domestic ticket, and its fuel surcharge: parts of the fare, in fen. */
const TAX = 5_000n;
const OIL = 2_000n;
/** Fares below this have neither. */
const TAXED_FROM = 20_000n;

/** A row of a flight order. */
export function writeFlight(entry: Entry): Written {
  const { row } = entry;
  return {
    OrderSettlementBaseInfo: baseInfo(entry),
    OrderBaseInfo: orderInfo(entry),
    OrderPassengerInfo: passenger(entry),
    OrderRebookInfo: row.nature === 'change' ? rebooking(entry) : null,
    OrderRefundInfo: row.nature === 'refund' ? refund(entry) : null,
    OrderFlightInfo: flight(entry),
    OrderPrintDetailInfo: { OrderID: long(entry.order.id), CorpID: entry.desk.account.corporationId, FlightOrderSegmentPrintInfoList: [] },
  };
}

function baseInfo(entry: Entry): Written {
  const { row, order, desk, batch } = entry;
  const { price, service, post, change, kept, addOn } = row.parts;
  const rebooked = row.nature === 'change';
  const taxed = row.nature === 'sale' && order.product === 'domestic' && price >= TAXED_FROM;
  const [tax, oil] = taxed ? [TAX, OIL] : [0n, 0n];
  const fare = rebooked ? 0n : price - tax - oil;
  const difference = rebooked ? price : 0n;
  return {
    RecordID: row.recordId,
    OrderID: long(order.id),
    Sequence: 1,
    CreateTime: createdAt(entry),
    AccountID: desk.account.accountId,
    CorpID: desk.account.corporationId,
    AccCheckBatchNo: batch?.no ?? '',
    SubAccCheckBatchNo: batch?.sub ?? '',
    ...batchDays(entry),
    OrderDetailType: row.type,
    OrderType: settlementType(row) === 'M' ? 1 : 2,
    Price: yuan(fare),
    Tax: yuan(tax),
    OilFee: yuan(oil),
    ServiceFee: yuan(service + addOn),
    PostServiceFee: yuan(post),
    Refund: yuan(kept),
    RebookQueryFee: yuan(difference + change),
    PriceDifferential: yuan(difference),
    DateChangeFee: yuan(change),
    OilFeeDifferential: 0,
    TaxFeeDifferential: 0,
    DeductibleTax: yuan(taxed ? ((fare + oil) * 9n) / 109n : 0n),
    Amount: yuan(total(row) - post),
    ...shares(entry),
    RealAmountWithPostServiceFee: yuan(total(row)),
    PayMixFlag: mixed(row),
    ...common(entry),
  };
}

function orderInfo(entry: Entry): Written {
  const { order, parties, row, state } = entry;
  return {
    Uid: parties.booker.uid,
    EmployeeID: parties.booker.employeeId,
    Name: parties.booker.name,
    CtripCardNo: parties.booker.uid,
    JourneyID: order.approvalId ?? '',
    OrderStatus: FLIGHT_STATES[state][0],
    OrderDate: timeOf(order.bookedAt),
    PrintTicketTime: timeOf(order.bookedAt),
    FlightClass: order.product === 'international' ? 'I' : 'N',
    Project: order.costCentre?.name ?? '',
    PrepayType: paymentType(row),
    ...costCentres(entry, 'CostCenter'),
    ...departments(parties.department),
  };
}

function passenger({ parties, order }: Entry): Written {
  const [traveller] = parties.travellers;
  return {
    Sequence: 1,
    PassengerName: traveller.name,
    TicketNo: order.detail['ticketNo'] ?? '',
    EmployeeID: traveller.employeeId,
    PassengerEmail: traveller.email,
  };
}

function rebooking({ parties, order, row }: Entry): Written {
  return {
    Sequence: 1,
    PassengerName: parties.travellers[0].name,
    RebookingTime: localTime(row.at),
    RebookedTime: localTime(row.at),
    ExchangeFlight: order.detail['flightNo'] ?? '',
    TicketNo: order.detail['changedTicketNo'] ?? order.detail['ticketNo'] ?? '',
  };
}

function refund({ parties, order, row }: Entry): Written {
  const { detail } = order;
  return {
    Sequence: 1,
    PassengerName: parties.travellers[0].name,
    RefundTime: localTime(row.at),
    Flight: detail['flightNo'] ?? '',
    TicketNo: detail['changedTicketNo'] ?? detail['ticketNo'] ?? '',
  };
}

function flight({ order }: Entry): Written {
  const { detail, from, to } = order;
  const cabin = detail['cabin'] ?? '经济舱';
  return {
    Sequence: 1,
    Flight: detail['flightNo'] ?? '',
    TakeOffTime: timeOf(order.startAt),
    ArrivalTime: timeOf(order.endAt),
    TakeOffTimeUTC: utcOf(order.startAt),
    ArrivalTimeUTC: utcOf(order.endAt),
    DCityName: from?.city ?? '',
    ACityName: to.city,
    DPortName: from?.name ?? '',
    APortName: to.name,
    Class: cabin === '公务舱' ? 'C' : cabin === '头等舱' ? 'F' : 'Y',
    ClassName: cabin,
  };
}
