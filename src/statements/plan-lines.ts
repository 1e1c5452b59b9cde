import type { Books } from '../expenses/index.js';
import { newId, type BusinessDate, type Id, type Period } from '../kernel/index.js';
import type { StatementLine } from './statement.js';
import { GONE, type LineFacts } from './statement-facts.js';

/** A line as it is stored, without what joining it with expenses adds. */
export interface StoredLine extends Omit<StatementLine, 'departmentId' | 'expenseCount' | 'expenseShare' | 'difference' | 'bundleId'> {
  namedDepartmentId: Id | null;
  namedLegalEntityId: Id | null;
  factsHash: string;
  recordedAt: Date;
}

/** One line written: `before` is null for a new one. */
export interface LineChange {
  before: StoredLine | null;
  after: StoredLine;
}

/** The header a line stands under. */
export interface Header {
  id: Id;
  externalId: string;
  legalEntityId: Id;
  to: BusinessDate;
}

/** One record: what it says of a line now, or null when the vendor has the line no more. */
export interface LineRecord {
  externalId: string;
  rawVersion: number;
  facts: LineFacts | null;
}

/** What a plan is made from. */
export interface LinePlanInput {
  source: { vendorAccountId: Id; stream: string; pluginVersion: string };
  at: Date;
  records: LineRecord[];
  /** Everything stored of these lines, their corrections too. */
  existing: StoredLine[];
  /** By external id; those that have not come yet are missing. */
  headers: ReadonlyMap<string, Header>;
  /** The legal entity of what names none. */
  fallback: Id;
  books: Books;
}

/**
 * Compares records of statement lines with what is stored and says what to write. Pure.
 *
 * - A new line stands on the bill of its legal entity and its statement's month, or the next open one. A changed line supersedes while that is open; in a
 *   locked month the difference becomes a correcting line on the next open bill.
 * - A row that is billed later becomes the line of a statement under the same id; coming again as not yet billed it changes nothing.
 */
export function planLines(input: LinePlanInput): LineChange[] {
  const standing = new Map(input.existing.map((line) => [line.externalId, line]));
  return input.records.flatMap(({ externalId, rawVersion, facts }) => {
    const existing = standing.get(externalId) ?? null;
    if (!existing) return facts ? [{ before: null, after: firstVersion(input, rawVersion, facts) }] : [];
    if (facts?.statementExternalId === null && existing.statementExternalId !== null) return [];
    if (existing.factsHash === (facts?.factsHash ?? GONE)) return [];
    if (!isLocked(input.books, existing)) return [{ before: existing, after: nextVersion(input, rawVersion, existing, facts) }];
    return corrections(input, rawVersion, existing, facts, standing);
  });
}

/** Whether a line stands on a bill that is locked. */
export function isLocked(books: Books, line: Pick<StoredLine, 'statementExternalId' | 'legalEntityId' | 'period'>): boolean {
  return line.statementExternalId !== null && line.period !== null && !books.isOpen(line.legalEntityId, line.period);
}

function firstVersion(input: LinePlanInput, rawVersion: number, facts: LineFacts): StoredLine {
  const { statementId, legalEntityId, period } = placeOf(input, facts);
  const { vendorAccountId, stream, pluginVersion } = input.source;
  // One spread, and that first: the engine copies the others property by property, at several times the cost of all else here.
  return {
    ...facts,
    id: newId(),
    vendorAccountId,
    statementId,
    legalEntityId,
    period,
    correctsId: null,
    reversed: false,
    version: 1,
    stream,
    pluginVersion,
    rawVersion,
    recordedAt: input.at,
  };
}

function nextVersion(input: LinePlanInput, rawVersion: number, existing: StoredLine, facts: LineFacts | null): StoredLine {
  const made = { ...existing, ...madeBy(input, rawVersion), version: existing.version + 1 };
  if (!facts) return { ...made, amount: 0n, companyShare: 0n, personalShare: 0n, reversed: true, factsHash: GONE };
  const stays =
    existing.period !== null &&
    existing.statementExternalId === facts.statementExternalId &&
    existing.namedLegalEntityId === facts.namedLegalEntityId &&
    facts.statementExternalId !== null;
  return { ...made, ...facts, ...(stays ? {} : placeOf(input, facts)), reversed: false };
}

/** On which bill a line stands. */
function placeOf(input: LinePlanInput, facts: LineFacts): Pick<StoredLine, 'statementId' | 'legalEntityId' | 'period'> {
  const header = facts.statementExternalId === null ? undefined : input.headers.get(facts.statementExternalId);
  const legalEntityId = facts.namedLegalEntityId ?? header?.legalEntityId ?? input.fallback;
  const period = facts.statementExternalId === null ? facts.ownPeriod : header ? input.books.book(legalEntityId, header.to) : null;
  return { statementId: header?.id ?? null, legalEntityId, period };
}

/** The line with its new facts but unmoved money, and the correcting lines of the next open bill, one a currency. */
function corrections(
  input: LinePlanInput,
  rawVersion: number,
  existing: StoredLine,
  facts: LineFacts | null,
  standing: ReadonlyMap<string, StoredLine>,
): LineChange[] {
  const { amount, companyShare, personalShare, currency, statementExternalId, namedLegalEntityId } = existing;
  const noted: StoredLine = {
    ...existing,
    ...(facts ?? { factsHash: GONE }),
    ...{ amount, companyShare, personalShare, currency, statementExternalId, namedLegalEntityId },
    ...madeBy(input, rawVersion),
    version: existing.version + 1,
  };
  const booked = [existing, ...[...standing.values()].filter((line) => line.correctsId === existing.id)];
  const period = input.books.book(existing.legalEntityId, `${existing.period}-01`);
  const correcting = differences(booked, facts).map((difference): LineChange => {
    const externalId = [existing.externalId, period, ...(difference.currency === currency ? [] : [difference.currency])].join('~');
    const before = standing.get(externalId) ?? null;
    const company = (before?.companyShare ?? 0n) + difference.companyShare;
    const personal = (before?.personalShare ?? 0n) + difference.personalShare;
    const after: StoredLine = {
      ...noted,
      id: before?.id ?? newId(),
      externalId,
      correctsId: existing.id,
      period,
      currency: difference.currency,
      companyShare: company,
      personalShare: personal,
      amount: company + personal,
      reversed: company === 0n && personal === 0n,
      version: (before?.version ?? 0) + 1,
    };
    return { before, after };
  });
  return [{ before: existing, after: noted }, ...correcting];
}

interface Shares {
  currency: string;
  companyShare: bigint;
  personalShare: bigint;
}

function differences(booked: readonly Shares[], facts: Shares | null): Shares[] {
  const open = new Map<string, Shares>();
  const count = ({ currency, companyShare, personalShare }: Shares, sign: bigint): void => {
    const at = open.get(currency) ?? { currency, companyShare: 0n, personalShare: 0n };
    at.companyShare += sign * companyShare;
    at.personalShare += sign * personalShare;
    open.set(currency, at);
  };
  if (facts) count(facts, 1n);
  for (const line of booked) count(line, -1n);
  return [...open.values()].filter((each) => each.companyShare !== 0n || each.personalShare !== 0n);
}

function madeBy(input: LinePlanInput, rawVersion: number): Pick<StoredLine, 'stream' | 'pluginVersion' | 'rawVersion' | 'recordedAt'> {
  const { stream, pluginVersion } = input.source;
  return { stream, pluginVersion, rawVersion, recordedAt: input.at };
}

/** The months of the books that a plan may ask for. */
export function* bookKeysOf(input: Omit<LinePlanInput, 'books'>): Iterable<{ legalEntityId: Id; period: Period }> {
  for (const { facts } of input.records) {
    const header = facts?.statementExternalId ? input.headers.get(facts.statementExternalId) : undefined;
    if (header) yield { legalEntityId: facts?.namedLegalEntityId ?? header.legalEntityId, period: header.to.slice(0, 7) };
  }
  for (const line of input.existing) if (line.period !== null) yield { legalEntityId: line.legalEntityId, period: line.period };
}
