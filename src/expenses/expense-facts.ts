import type { ExpenseLine, Kind, LineType, OrgRef, PersonRef, Place } from '@interline/sdk/canonical';
import { businessDate, fingerprint, namedTexts, type BusinessDate, type Fingerprinted } from '../kernel/index.js';
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
  const { traveller, booker, department, costCentre, legalEntity } = line;
  const refs: AllocationRefs = { traveller, booker, department, costCentre, legalEntity };
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
    travellerName: traveller?.name ?? null,
    guest: traveller?.guest ?? false,
    city: line.city ?? null,
    from: placeName(line.from),
    to: placeName(line.to),
    startAt: line.startAt ?? null,
    endAt: line.endAt ?? null,
    approvalId: line.approvalId ?? null,
    detail: detailOf(line),
    refs,
    refsHash: fingerprint([
      ...namesOf(traveller),
      ...namesOf(booker),
      ...wordsOf(department),
      ...wordsOf(costCentre),
      ...wordsOf(legalEntity),
    ]),
    factsHash: '',
  };
  facts.factsHash = fingerprint(contentOf(facts));
  return facts;
}

/** Everything that makes a new version when it changes. What has no fixed length stands last. */
function contentOf(facts: ExpenseFacts): Fingerprinted[] {
  return [
    facts.kind,
    facts.line,
    facts.lineType,
    facts.originLine,
    facts.product,
    facts.description,
    facts.approvalId,
    facts.refsHash,
    facts.currency,
    String(facts.amount),
    String(facts.companyShare),
    String(facts.personalShare),
    facts.occurredAt.getTime(),
    facts.businessDate,
    facts.vendorBillingDate,
    facts.startAt && facts.startAt.getTime(),
    facts.endAt && facts.endAt.getTime(),
    facts.city,
    facts.from,
    facts.to,
    ...namedTexts(facts.detail),
  ];
}

function namesOf(person: PersonRef | undefined): Fingerprinted[] {
  return [person?.memberId, person?.employeeNumber, person?.phone, person?.email, person?.name, person?.guest];
}

function wordsOf(unit: OrgRef | undefined): Fingerprinted[] {
  return [unit?.id, unit?.code, unit?.name];
}

/** A project is no dimension of its own yet; its name stays visible with the line. */
function detailOf(line: ExpenseLine): Record<string, string> {
  const project = line.project?.code ?? line.project?.name ?? line.project?.id;
  return project ? { project, ...line.detail } : (line.detail ?? {});
}

function placeName(place: Place | undefined): string | null {
  return place?.name ?? place?.address ?? place?.city ?? null;
}
