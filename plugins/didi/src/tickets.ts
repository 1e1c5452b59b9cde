import { MapError } from '@interline/sdk';
import type { Fields } from './fields.js';
import { magnitude, yuanText } from './money.js';
import { texts } from './refs.js';
import { sharesOf, type Movement, type Part } from './travel-lines.js';

/** The passengers of a flight or train order by DiDi's id of them. */
export type Passengers = ReadonlyMap<string | undefined, Fields>;

/** Reads the passengers of a flight or train order. */
export function passengersOf(order: Fields): Passengers {
  return new Map(order.list('passenger_list', 'passenger_info').map((passenger) => [passenger.text('passenger_traveler_id'), passenger]));
}

/** The key of a ticket; its place in the list where DiDi gives none. */
export function ticketKey(ticket: Fields, index: number): string {
  return ticket.text('ticket_unique_key', 'change_order_id') ?? String(index + 1);
}

/** From the key of each changed ticket to the one it began with; a ticket may be changed more than once, and trains name only the one before. */
export function originsOf(changes: readonly Movement[]): ReadonlyMap<string, string> {
  const before = new Map(changes.map((change) => [change.key, change.part]));
  const first = (key: string, hops = 0): string => {
    const previous = before.get(key);
    return previous === undefined || hops > changes.length ? key : first(previous, hops + 1);
  };
  return new Map(changes.map((change) => [change.key, first(change.key)]));
}

/**
 * A refunded ticket. What stands in `refund_list` is what came back, after the fee for refunding.
 * @param totalField what came back in all: `refund_user_fee` of flights, `user_refund` of trains
 * @throws MapError when the shares do not make up the total
 */
export function refundOf(
  refund: Fields,
  index: number,
  totalField: string,
  info: Fields,
  parts: readonly Part[],
  origins: ReadonlyMap<string, string>,
): Movement {
  const key = ticketKey(refund, index);
  const given = refund.fen(totalField);
  const shares = sharesOf(refund, { company: 'company_refund', personal: 'personal_refund', total: totalField }, given, info);
  if (given !== undefined && given !== shares.company + shares.personal) {
    throw new MapError('the shares do not make up the refund', refund.pointer(totalField));
  }
  const part = origins.get(key) ?? key;
  const about = parts.find((candidate) => candidate.key === part)?.about ?? {};
  return {
    key,
    shares: { company: magnitude(shares.company), personal: magnitude(shares.personal) },
    at: refund.time('refunded_time'),
    pointer: refund.pointer('refunded_time'),
    part,
    about: {
      ...about,
      description: '退票',
      detail: {
        ...about.detail,
        ...texts({ refundFee: yuanText(refund.fen('refund_handle_fee')), reason: refund.text('reason_for_refund') }),
      },
    },
  };
}
