import {
  LosslessNumber,
  VendorError,
  formatMinor,
  textOf,
  vendorBug,
  objectOf,
  type ActionResult,
  type TripLeg,
  type TripPlace,
  type TripRequestInput,
} from '@interline/sdk';
import { query } from './api.js';
import type { Ctrip } from './config.js';
import { dayOf } from './times.js';

type Detail = Record<string, unknown>;

/** How each kind of leg is written. The lists of cities, and whether a price is a number or a text, differ from kind to kind. */
const DETAILS: Readonly<Record<TripLeg['kind'], { list: string; of(leg: TripLeg): Detail }>> = {
  flight: {
    list: 'FlightEndorsementDetails',
    of: (leg) => ({ ...departure(leg), ...citiesOf(leg, 'Ids'), ...priced(leg, (price) => ({ Price: new LosslessNumber(price) })) }),
  },
  train: {
    list: 'TrainEndorsementDetails',
    of: (leg) => ({ ...departure(leg), ...citiesOf(leg, 'Codes'), ...priced(leg, (Price) => ({ Price })) }),
  },
  hotel: {
    list: 'HotelEndorsementDetails',
    of: (leg) => ({
      CheckInDateBegin: dayOf(leg.earliest),
      CheckInDateEnd: dayOf(leg.latest),
      CheckOutDateBegin: dayOf(leg.earliest),
      CheckOutDateEnd: dayOf(leg.latest),
      CheckInCityCodes: [cityOf(leg.to)],
      ...priced(leg, (MaxPrice) => ({ MaxPrice })),
    }),
  },
  ride: {
    list: 'CarQuickEndorsementDetails',
    of: (leg) => ({
      BeginUseDate: dayOf(leg.earliest),
      EndUseDate: dayOf(leg.latest),
      // One text here, lists everywhere else.
      Cities: [...new Set([leg.from, leg.to].filter((place) => place !== undefined).map(cityOf))].join(','),
      ...priced(leg, (price) => ({ Price: new LosslessNumber(price) })),
    }),
  },
};

/**
 * Saves a trip request as a pre-approval (提前审批). Its number is the key: saving it again replaces it, and status 0 takes it back. The reason goes into the third
 * cost centre as well, because `Remark` never comes back in the settlement.
 * @throws VendorError `CITY_CODE_MISSING` for a place without Ctrip's code: an approval for no city would be one for every city
 */
export async function pushTripRequest(ctx: Ctrip, input: TripRequestInput): Promise<ActionResult> {
  const body = await query(ctx, '/switchapi/approval/save', {
    ApprovalNumber: input.number,
    Status: input.state === 'valid' ? 1 : 0,
    EmployeeID: input.employeeNumber,
    ...(input.expiresAt ? { ExpiredTime: dayOf(input.expiresAt) } : {}),
    ...detailsOf(input.legs),
    ExtendFieldList: [input.costCentre, input.project, input.reason].flatMap((value, at) =>
      value === undefined ? [] : [{ FieldName: `CostCenter${at + 1}`, FieldValue: value }],
    ),
    ...(input.reason === undefined ? {} : { Remark: input.reason }),
  });
  const number = textOf(objectOf(body['SetApprovalResult'])?.['approvalNumber']);
  if (number !== undefined && number !== input.number) throw vendorBug('other_approval', 'Ctrip saved an approval under another number');
  return { externalId: input.number, outcome: 'updated' };
}

function detailsOf(legs: readonly TripLeg[]): Record<string, Detail[]> {
  const lists: Record<string, Detail[]> = {};
  for (const leg of legs) {
    const { list, of } = DETAILS[leg.kind];
    (lists[list] ??= []).push({
      ...of(leg),
      PassengerList: leg.travellers.map(({ name, employeeNumber }) => ({ Name: name, EID: employeeNumber })),
    });
  }
  return lists;
}

function departure({ earliest, latest }: TripLeg): Detail {
  return { DepartDateBegin: dayOf(earliest), DepartDateEnd: dayOf(latest) };
}

/** Flights are told apart by ids of cities, trains by their codes. */
function citiesOf({ from, to }: TripLeg, as: 'Ids' | 'Codes'): Detail {
  return { [`DepartCity${as}`]: [cityOf(from)], [`ArrivalCity${as}`]: [cityOf(to)] };
}

function cityOf(place: TripPlace | undefined): string {
  if (place?.cityCode) return place.cityCode;
  const message = place ? `there is no code of Ctrip's for ${place.city}` : 'a leg of the trip names no city';
  throw new VendorError({ class: 'config', code: 'CITY_CODE_MISSING', message });
}

function priced({ maxPrice }: TripLeg, write: (price: string) => Detail): Detail {
  return maxPrice ? { ...write(formatMinor(maxPrice.minor, maxPrice.currency)), Currency: maxPrice.currency } : {};
}
