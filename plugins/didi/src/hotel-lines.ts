import type { OrderRecord, RawRecord } from '@interline/sdk';
import { Fields, objectOf } from './fields.js';
import { yuanText } from './money.js';
import { placeOf, texts } from './refs.js';
import { aboutOrder, aboutPassenger, linesOf, type About } from './travel-lines.js';

/**
 * The lines of one hotel order: one for the stay, one for what was given back. DiDi does not split a stay by guest; the first guest
 * travels, the others are named in the details.
 * @throws MapError as {@link linesOf}
 */
export function mapHotel(record: RawRecord): OrderRecord {
  const order = Fields.of(objectOf(record.data.order), '/order');
  const info = order.child('order_info');
  const price = order.child('price_info');
  const stay = Fields.merge(order.child('base_info'), order);
  const guests = order.list('passenger_list', 'passenger_info');
  const city = stay.text('city_name');
  const name = stay.text('hotel_name', 'hotel_english_name');
  const about: About = {
    ...aboutOrder(order, info),
    ...aboutPassenger(guests[0]),
    product: record.data.product === 'internationalhotel' ? '国际酒店' : '国内酒店',
    description: name,
    city,
    to: placeOf(city, name, stay.text('hotel_address')),
    startAt: stay.time('real_checkin_time', 'checkin_time'),
    endAt: stay.time('real_checkout_time', 'checkout_time'),
  };
  const nights = stay.list('details_amount').flatMap((night) => yuanText(night.fen('price')) ?? []);
  about.detail = {
    ...about.detail,
    ...texts({
      hotel: name,
      roomType: stay.text('room_name'),
      rooms: stay.text('real_room_number') ?? stay.text('room_num'),
      nights: stay.text('real_room_night') ?? stay.text('room_night') ?? (nights.length > 0 ? String(nights.length) : undefined),
      nightlyPrices: nights.join(' / '),
      guests: guests.flatMap((guest) => guest.text('passenger_name') ?? []).join('、'),
      serviceFee: yuanText((price.fen('service_fee') ?? 0n) + (price.fen('asynchronous_service_fee') ?? 0n)),
      cancelReason: info.text('cancel_reason'),
      earlyCheckout: info.text('is_early_checkout') === '1' ? '提前离店' : undefined,
    }),
  };
  const paidAt = stay.time('pay_time') ?? info.time('pay_time', 'create_time');
  return {
    externalId: record.externalId,
    lines: linesOf({ kind: 'hotel', externalId: record.externalId, info, price, paidAt, about, parts: [], changes: [], refunds: [] }),
  };
}
