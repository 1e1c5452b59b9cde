import type { OrgRef, Settlement, Statement as CanonicalStatement, StatementLine as CanonicalLine } from '@interline/sdk/canonical';
import type { DirectorySnapshot } from '../directory/index.js';
import {
  businessDate,
  fingerprint,
  namedTexts,
  periodOf,
  recordFingerprint,
  type Fingerprinted,
  type Id,
  type Period,
} from '../kernel/index.js';
import type { Statement, StatementLine } from './statement.js';

/** What a record says of a statement's header. */
export type StatementFacts = Omit<Statement, 'id' | 'vendorAccountId' | 'withdrawn' | 'version' | 'stream' | 'recordedAt'> & {
  factsHash: string;
};

/** What a record says of a statement line. */
export interface LineFacts extends Pick<
  StatementLine,
  | 'externalId'
  | 'statementExternalId'
  | 'kind'
  | 'lineType'
  | 'orderId'
  | 'orderLine'
  | 'currency'
  | 'amount'
  | 'companyShare'
  | 'personalShare'
  | 'occurredAt'
  | 'vendorBillingDate'
  | 'currentTerm'
  | 'travellerName'
  | 'departmentName'
  | 'city'
  | 'description'
  | 'detail'
> {
  /** Whom the vendor names, where the directory knows them. */
  namedDepartmentId: Id | null;
  namedLegalEntityId: Id | null;
  /** The month the row itself says it belongs to; for rows that are not billed yet. */
  ownPeriod: Period | null;
  factsHash: string;
}

/** The fingerprint of what its vendor has no more. */
export const GONE = 'gone';

/** Reads a canonical statement. @param fallback the legal entity where the vendor names none that the directory knows */
export function statementFacts(statement: CanonicalStatement, directory: DirectorySnapshot, fallback: Id): StatementFacts {
  const facts = {
    externalId: statement.externalId,
    parentExternalId: statement.parentExternalId ?? null,
    derived: statement.derived,
    title: statement.title ?? null,
    from: statement.from,
    to: statement.to,
    period: periodOf(statement.to),
    state: statement.state,
    confirmedAt: statement.confirmedAt ?? null,
    currency: statement.currency,
    kinds: statement.kinds ?? null,
    split: statement.split ?? null,
    consumption: statement.totals.consumption,
    refund: statement.totals.refund,
    priorPeriodRefund: statement.totals.priorPeriodRefund ?? null,
    adjustment: statement.totals.adjustment ?? null,
    payable: statement.totals.payable,
    controlCount: statement.control?.lineCount ?? null,
    controlSum: statement.control?.lineSum ?? null,
  };
  const legalEntityId = (statement.legalEntity ? directory.legalEntity(statement.legalEntity) : null) ?? fallback;
  return { ...facts, legalEntityId, factsHash: recordFingerprint([facts, statement.legalEntity ?? null]) };
}

/** Reads a canonical statement line, or a row that is billed later. @param zone the company's time zone */
export function lineFacts(line: CanonicalLine | Settlement, directory: DirectorySnapshot, zone: string): LineFacts {
  const day = line.vendorBillingDate ?? (line.occurredAt ? businessDate(line.occurredAt, zone) : null);
  const facts: LineFacts = {
    externalId: line.externalId,
    statementExternalId: line.statementExternalId ?? null,
    kind: line.kind,
    lineType: line.lineType,
    orderId: line.orderExternalId ?? null,
    orderLine: line.orderLine ?? null,
    currency: line.currency,
    amount: line.amount,
    companyShare: line.companyShare,
    personalShare: line.personalShare,
    occurredAt: line.occurredAt ?? null,
    vendorBillingDate: line.vendorBillingDate ?? null,
    currentTerm: line.currentTerm ?? null,
    travellerName: line.traveller?.name ?? null,
    departmentName: line.department?.name ?? line.department?.code ?? null,
    city: line.city ?? null,
    description: line.description ?? null,
    detail: line.detail ?? {},
    namedDepartmentId: line.department && day ? (directory.department(day, line.department)?.departmentId ?? null) : null,
    namedLegalEntityId: line.legalEntity ? directory.legalEntity(line.legalEntity) : null,
    ownPeriod: day && periodOf(day),
    factsHash: '',
  };
  facts.factsHash = fingerprint(contentOf(facts, line));
  return facts;
}

/** Everything that makes a new version of a line when it changes. What has no fixed length stands last. */
function contentOf(facts: LineFacts, line: CanonicalLine | Settlement): Fingerprinted[] {
  return [
    facts.externalId,
    facts.statementExternalId,
    facts.kind,
    facts.lineType,
    facts.orderId,
    facts.orderLine,
    facts.currency,
    String(facts.amount),
    String(facts.companyShare),
    String(facts.personalShare),
    facts.occurredAt && facts.occurredAt.getTime(),
    facts.vendorBillingDate,
    facts.currentTerm,
    facts.travellerName,
    facts.city,
    facts.description,
    ...wordsOf(line.department),
    ...wordsOf(line.legalEntity),
    ...namedTexts(facts.detail),
  ];
}

function wordsOf(unit: OrgRef | undefined): Fingerprinted[] {
  return [unit?.id, unit?.code, unit?.name];
}
