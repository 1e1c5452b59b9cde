import { isLosslessNumber, textOf, type JsonObject, type OrgRef, type PersonRef, type Place } from '@interline/sdk';
import { objectsOf, type Fields } from './fields.js';
import type { Told } from './shares.js';

/** What one settlement row says, in one shape for all four products. */
export interface RowFacts {
  money: Told;
  /** True when nothing but fees is charged: no ticket, night or ride. */
  feeOnly: boolean;
  /** Tells the tickets of an order apart, so that a refund finds the charge it gives back. */
  ticket?: string;
  traveller?: PersonRef;
  booker?: PersonRef;
  department?: OrgRef;
  costCentre?: OrgRef;
  project?: OrgRef;
  product: string;
  description?: string;
  city?: string;
  from?: Place;
  to?: Place;
  startAt?: Date;
  endAt?: Date;
  detail: Record<string, string>;
}

/** An object without its empty parts; undefined when nothing is left. */
export function compact<Parts extends object>(parts: Parts): Parts | undefined {
  const filled: Partial<Parts> = {};
  let some = false;
  for (const key of Object.keys(parts) as (keyof Parts)[]) {
    if (parts[key] === undefined || parts[key] === '') continue;
    filled[key] = parts[key];
    some = true;
  }
  return some ? (filled as Parts) : undefined;
}

/** The details of a line without the empty ones. */
export function texts(details: Record<string, string | undefined>): Record<string, string> {
  return (compact(details) ?? {}) as Record<string, string>;
}

/** Joins what is there. */
export function joined(separator: string, ...parts: (string | undefined)[]): string | undefined {
  return parts.filter((part) => part !== undefined && part !== '').join(separator) || undefined;
}

/**
 * Whoever travels. Somebody without an employee number is a guest: Ctrip says so (`NonEmployee`) of flights only, and colleagues are booked by their number.
 */
export function travellerOf(
  employeeNumber: string | undefined,
  name: string | undefined,
  nonEmployee?: boolean,
  phone?: string,
): PersonRef | undefined {
  const named = compact<PersonRef>({ employeeNumber: nonEmployee ? undefined : employeeNumber, name, phone: unmasked(phone) });
  return named && (named.employeeNumber === undefined ? { ...named, guest: true } : named);
}

/** Whoever booked. */
export function bookerOf(employeeNumber: string | undefined, name: string | undefined): PersonRef | undefined {
  return compact<PersonRef>({ employeeNumber, name });
}

/** A place without empty parts. */
export function placeOf(city?: string, name?: string, address?: string): Place | undefined {
  return compact<Place>({ city, name, address });
}

const DEPARTMENTS = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((level) => `Dept${level}`);

/** Departments are texts on the person, from `Dept1` on top to `Dept10`; the lowest one that is filled is where somebody is. The first part that has one wins. */
export function departmentOf(...parts: Fields[]): OrgRef | undefined {
  for (const part of parts) {
    const text = part.text(...DEPARTMENTS);
    if (text !== undefined) return { code: text, name: text };
  }
  return undefined;
}

/** The first cost centre; the others are free texts and stand in the details. */
export function costCentreOf(...parts: Fields[]): OrgRef | undefined {
  for (const part of parts) {
    const code = part.text('CostCenter1', 'CostCenter');
    if (code !== undefined) return { code };
  }
  return undefined;
}

/** Cost centres two to six, of which companies use some for reasons and projects. */
export function moreCostCentres(part: Fields): Record<string, string | undefined> {
  return {
    costCentre2: part.text('CostCenter2'),
    costCentre3: part.text('CostCenter3'),
    costCentre4: part.text('CostCenter4'),
    costCentre5: part.text('CostCenter5'),
    costCentre6: part.text('CostCenter6'),
  };
}

/** The project, by number where Ctrip has one. */
export function projectOf(...parts: Fields[]): OrgRef | undefined {
  for (const part of parts) {
    const project = compact<OrgRef>({ code: part.text('ProjectCode'), name: part.text('Project') });
    if (project) return project;
  }
  return undefined;
}

/** The trip request's number in its six spellings: flight, itinerary, hotel, flight change, train, car. */
const JOURNEY = ['JourneyID', 'JourneyNO', 'HotelRelatedJourneyNo', 'JounaryNo', 'JouneryID', 'JouneryId'] as const;

/** The trip request's number, wherever in an object it stands; `0` stands for none. */
export function journeyOf(row: JsonObject, depth = 3): string | undefined {
  for (const name of JOURNEY) {
    const text = textOf(row[name]);
    if (text !== undefined && text !== '0') return text;
  }
  if (depth === 0) return undefined;
  for (const name of Object.keys(row)) {
    const value = row[name]!;
    if (typeof value !== 'object' || value === null || isLosslessNumber(value)) continue;
    for (const part of Array.isArray(value) ? objectsOf(value) : [value]) {
      const found = journeyOf(part, depth - 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** A phone number that can be looked up: some are masked (`138****0001`). */
function unmasked(phone: string | undefined): string | undefined {
  return phone?.includes('*') ? undefined : phone;
}
