import type { Booked } from './order-entity.js';
import { FLIGHT_STATES, stateAt } from './order-state.js';
import type { Written } from './row-writer.js';
import { shortNumber, timeOf } from './wire.js';

/** A hotel order as `SearchOrder` tells it. The real shape is not published: this is the least that tells of a stay. */
export function hotelEntity({ order, parties, now }: Booked): Written {
  const [code, words] = FLIGHT_STATES[stateAt(order, now)];
  return {
    BasicInfo: {
      OrderID: order.id,
      TripID: String(shortNumber('trip', order.id)),
      OrderStatus: words,
      OrderStatusCode: code,
      UID: parties.booker.uid,
      EmployeeID: parties.booker.employeeId,
      CreateTime: timeOf(order.bookedAt),
      HotelRelatedJourneyNo: order.approvalId ?? '',
    },
    HotelInfo: {
      HotelName: order.detail['hotelName'] ?? order.to.name,
      CityName: order.to.city,
      RoomName: order.detail['roomType'] ?? '',
      StartTime: timeOf(order.startAt),
      EndTime: timeOf(order.endAt),
    },
    ClientInfo: parties.travellers.map(({ name, employeeId }) => ({ ClientName: name, EmployeeID: employeeId })),
  };
}
