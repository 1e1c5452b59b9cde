import type { BusinessDate, Id, Period } from '../kernel/index.js';

/** A company. */
export interface Company {
  id: Id;
  slug: string;
  name: string;
  /** IANA name; business dates are read in it. */
  timeZone: string;
  /** ISO 4217. */
  baseCurrency: string;
}

/** A legal entity: it has its own books and bills. */
export interface LegalEntity {
  id: Id;
  code: string;
  name: string;
  taxNumber: string | null;
  isDefault: boolean;
}

/** A month of a legal entity's books. */
export interface BookPeriod {
  legalEntity: LegalEntity;
  period: Period;
  state: 'open' | 'locked';
  lockedAt: Date | null;
}

/** Something dated that is to be booked. */
export interface BookingKey {
  legalEntityId: Id;
  businessDate: BusinessDate;
}

/** Why a name is no IANA time zone that this runtime knows, or null. */
export function timeZoneProblem(name: string): string | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)+$|^UTC$/.test(name) ? null : `${name} is not an IANA time zone such as Asia/Shanghai`;
  } catch {
    return `${name} is not an IANA time zone such as Asia/Shanghai`;
  }
}

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Why a text is no ISO 4217 currency, or null. */
export function currencyProblem(code: string): string | null {
  return currencies.has(code) ? null : `${code} is not an ISO 4217 currency such as CNY`;
}

/** Why a text cannot name a company in addresses and on the command line, or null. */
export function slugProblem(slug: string): string | null {
  return /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])$/.test(slug) ? null : 'a slug has 2 to 40 characters: a-z, 0-9 and inner hyphens';
}
