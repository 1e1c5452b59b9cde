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

const PARTIES = ['traveller', 'booker', 'department', 'costCentre', 'legalEntity'] as const;

/** The fingerprint of a line that its record holds no more. */
export const GONE = 'gone';

/**
 * Reads a canonical line.
 * @param zone the company's time zone, in which the business date is read
 */
export function factsOf(line: ExpenseLine, zone: string): ExpenseFacts {
  const refs: AllocationRefs = {};
  for (const name of PARTIES) {
    if (line[name]) Object.assign(refs, { [name]: line[name] });
  }
  const facts: ExpenseFacts = {
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
    refs,
    refsHash: fingerprint(PARTIES.map((name) => inOrder(refs[name]))),
    factsHash: '',
  };
  facts.factsHash = fingerprint(contentOf(facts));
  return facts;
}

/** Everything that makes a new version when it changes. A list rather than the object, since this runs for every line that is read. */
function contentOf(facts: ExpenseFacts): unknown[] {
  return [
    [facts.kind, facts.line, facts.lineType, facts.originLine, facts.product, facts.description, facts.approvalId, facts.refsHash],
    [facts.currency, String(facts.amount), String(facts.companyShare), String(facts.personalShare)],
    [facts.occurredAt, facts.businessDate, facts.vendorBillingDate, facts.startAt, facts.endAt],
    [facts.city, facts.from, facts.to, inOrder(facts.detail)],
  ];
}

/** A project is no dimension of its own yet; its name stays visible with the line. */
function detailOf(line: ExpenseLine): Record<string, string> {
  const project = line.project?.code ?? line.project?.name ?? line.project?.id;
  return project ? { project, ...line.detail } : (line.detail ?? {});
}

function placeName(place: Place | undefined): string | null {
  return place?.name ?? place?.address ?? place?.city ?? null;
}

/** 132 bits of SHA-256. */
function fingerprint(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 22);
}

/** The entries of a flat object in the order of their names: a plugin may build equal values in any order. */
function inOrder(value: object | undefined): [string, unknown][] {
  return value ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) : [];
}
