import { hash } from 'node:crypto';
import type { ExpenseLine, Kind, LineType, OrgRef, PersonRef, Place } from '@interline/sdk/canonical';
import { businessDate, type BusinessDate } from '../kernel/index.js';
import type { Amounts } from './expense.js';

/** Whom and what a record names as bearing the money. Kept with an expense only until its person is found. */
export interface AllocationRefs {
  traveller?: PersonRef;
  booker?: PersonRef;
  department?: OrgRef;
  costCentre?: OrgRef;
  legalEntity?: OrgRef;
}

/** What a record says of one line, in the words of this room, with fingerprints that tell whether it says something new. */
export interface ExpenseFacts extends Amounts {
  kind: Kind;
  line: string;
  lineType: LineType;
  originLine: string | null;
  product: string | null;
  description: string | null;
  currency: string;
  occurredAt: Date;
  businessDate: BusinessDate;
  vendorBillingDate: BusinessDate | null;
  travellerName: string | null;
  guest: boolean;
  city: string | null;
  from: string | null;
  to: string | null;
  startAt: Date | null;
  endAt: Date | null;
  approvalId: string | null;
  detail: Record<string, string>;
  refs: AllocationRefs;
  factsHash: string;
  refsHash: string;
}

/** The fingerprint of a line that its record holds no more. */
export const GONE = 'gone';

/**
 * Reads a canonical line.
 * @param zone the company's time zone, in which the business date is read
 */
export function factsOf(line: ExpenseLine, zone: string): ExpenseFacts {
  const refs: AllocationRefs = {};
  for (const name of ['traveller', 'booker', 'department', 'costCentre', 'legalEntity'] as const) {
    if (line[name]) Object.assign(refs, { [name]: line[name] });
  }
  const facts = {
    kind: line.kind,
    line: line.line,
    lineType: line.lineType,
    originLine: line.originLine ?? null,
    product: line.product ?? null,
    description: line.description ?? null,
    currency: line.currency,
    amount: line.amount,
    companyShare: line.companyShare,
    personalShare: line.personalShare,
    occurredAt: line.occurredAt,
    businessDate: businessDate(line.occurredAt, zone),
    vendorBillingDate: line.vendorBillingDate ?? null,
    travellerName: line.traveller?.name ?? null,
    guest: line.traveller?.guest ?? false,
    city: line.city ?? null,
    from: placeName(line.from),
    to: placeName(line.to),
    startAt: line.startAt ?? null,
    endAt: line.endAt ?? null,
    approvalId: line.approvalId ?? null,
    detail: detailOf(line),
  };
  const refsHash = fingerprint(refs);
  return { ...facts, refs, refsHash, factsHash: fingerprint([facts, refsHash]) };
}

/** A project is no dimension of its own yet; its name stays visible with the line. */
function detailOf(line: ExpenseLine): Record<string, string> {
  const project = line.project?.code ?? line.project?.name ?? line.project?.id;
  return project ? { project, ...line.detail } : (line.detail ?? {});
}

function placeName(place: Place | undefined): string | null {
  return place?.name ?? place?.address ?? place?.city ?? null;
}

/** 132 bits of SHA-256 over the value with its keys in order: equal values have equal fingerprints whatever order a plugin built them in. */
function fingerprint(value: unknown): string {
  return hash('sha256', JSON.stringify(value, inOrder), 'base64url').slice(0, 22);
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
