import type { BusinessDate } from '../../kernel/index.js';
import { holdsOn } from './department-timeline.js';
import type { DepartmentRow, RowProblem } from './rows.js';

/** What a department is, in the codes of files. */
export interface DepartmentState {
  name: string;
  parentCode: string | null;
  leaderEmployeeNumber: string | null;
  legalEntityCode: string | null;
  costCentreCode: string | null;
}

/** A stretch of a department's history, in codes. */
export interface DepartmentSpan extends DepartmentState {
  code: string;
  from: BusinessDate;
  to: BusinessDate | null;
}

/** A row with where it stood. */
export interface PlacedRow<Row> {
  line: number;
  row: Row;
}

/** What a department becomes. */
export interface DepartmentChange {
  kind: 'department_added' | 'department_changed' | 'department_closed';
  code: string;
  before: DepartmentState | null;
  after: DepartmentState | null;
}

/** A problem with where it stood; line 0 is about no single row. */
export interface PlacedProblem extends RowProblem {
  line: number;
}

/** What an import does to departments, before its people were looked at. */
export interface DepartmentPlan {
  changes: DepartmentChange[];
  problems: PlacedProblem[];
  /** Codes that are open on the day, once the changes are made. */
  open: ReadonlySet<string>;
}

/** What the planning has to know. */
export interface DepartmentInput {
  rows: readonly PlacedRow<DepartmentRow>[];
  /** Codes of rows that could not be read: they are not missing. */
  unread: ReadonlySet<string>;
  /** The whole history. */
  spans: readonly DepartmentSpan[];
  on: BusinessDate;
  /** Whether departments that are not among the rows are closed. */
  complete: boolean;
  costCentres: ReadonlySet<string>;
  legalEntities: ReadonlySet<string>;
}

/** Plans the department part of an import: pure, so that what it does can be seen without a database. */
export function planDepartments(input: DepartmentInput): DepartmentPlan {
  const { on, spans } = input;
  const current = new Map(spans.filter((span) => holdsOn(span, on)).map((span) => [span.code, span]));
  const problems: PlacedProblem[] = [];
  const refuse = (placed: PlacedRow<DepartmentRow>, code: string, message: string, value: string | null): void => {
    problems.push({ line: placed.line, code, message, value });
  };
  const accepted = acceptRows(input, refuse);
  const named = new Set([...input.rows.map((placed) => placed.row.code), ...input.unread]);
  // Without a single row that can be read nothing is said of those that are missing.
  const closing = new Set(input.complete && input.rows.length > 0 ? [...current.keys()].filter((code) => !named.has(code)) : []);
  const parentOf = (code: string): string | null => {
    const wanted = accepted.get(code)?.row.parentCode;
    return wanted === undefined ? (current.get(code)?.parentCode ?? null) : wanted;
  };
  const isOpen = (code: string): boolean => accepted.has(code) || (current.has(code) && !closing.has(code));
  // Refusing one row may leave another without its parent: until nothing more is refused.
  for (let settled = false; !settled;) {
    settled = true;
    for (const [code, placed] of accepted) {
      const parent = parentOf(code);
      if (parent === null || isOpen(parent)) continue;
      refuse(placed, 'DEPARTMENT_UNKNOWN', `the parent ${parent} is not open on ${on}`, parent);
      accepted.delete(code);
      settled = false;
    }
    for (const code of codesInCycles(spans, parentOf, [...accepted.keys()], on)) {
      const placed = accepted.get(code);
      if (!placed) continue;
      refuse(placed, 'DEPARTMENT_CYCLE', `following the parents of ${code} leads back to it`, placed.row.parentCode ?? null);
      accepted.delete(code);
      settled = false;
    }
  }
  const remaining = [...current.keys()].filter((code) => !closing.has(code));
  problems.push(...keepOpen(closing, remaining, parentOf));
  return {
    changes: describe(accepted, current, closing),
    problems,
    open: new Set([...accepted.keys(), ...[...current.keys()].filter(isOpen)]),
  };
}

/** Takes out rows that stand twice or name what does not exist. */
function acceptRows(
  input: DepartmentInput,
  refuse: (placed: PlacedRow<DepartmentRow>, code: string, message: string, value: string | null) => void,
): Map<string, PlacedRow<DepartmentRow>> {
  const accepted = new Map<string, PlacedRow<DepartmentRow>>();
  const first = new Map<string, number>();
  for (const placed of input.rows) {
    const { code, costCentreCode, legalEntityCode } = placed.row;
    const earlier = first.get(code);
    if (earlier !== undefined) {
      refuse(placed, 'ROW_DUPLICATE', `${code} stands on line ${earlier} already`, code);
      continue;
    }
    first.set(code, placed.line);
    if (costCentreCode && !input.costCentres.has(costCentreCode))
      refuse(placed, 'COST_CENTRE_UNKNOWN', 'there is no such cost centre', costCentreCode);
    else if (legalEntityCode && !input.legalEntities.has(legalEntityCode)) {
      refuse(placed, 'LEGAL_ENTITY_UNKNOWN', 'there is no such legal entity', legalEntityCode);
    } else accepted.set(code, placed);
  }
  return accepted;
}

/** Codes that lead back to themselves on the day or on a later one whose tree is known. */
function codesInCycles(
  spans: readonly DepartmentSpan[],
  parentOf: (code: string) => string | null,
  changed: readonly string[],
  on: BusinessDate,
): Set<string> {
  const found = cyclesOf(parentOf, changed);
  const days = new Set(spans.map((span) => span.from).filter((from) => from > on));
  for (const day of days) {
    const later = new Map(spans.filter((span) => span.from > on && holdsOn(span, day)).map((span) => [span.code, span.parentCode]));
    const parentThen = (code: string): string | null => (later.has(code) ? later.get(code)! : parentOf(code));
    for (const code of cyclesOf(parentThen, changed)) found.add(code);
  }
  return found;
}

/** Codes that lead back to themselves, of those that can be reached from the given ones. */
export function cyclesOf(parentOf: (code: string) => string | null, codes: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const done = new Set<string>();
  for (const start of codes) {
    const walk: string[] = [];
    const seen = new Set<string>();
    let code: string | null = start;
    while (code !== null && !seen.has(code) && !done.has(code)) {
      seen.add(code);
      walk.push(code);
      code = parentOf(code);
    }
    if (code !== null && seen.has(code)) for (const member of walk.slice(walk.indexOf(code))) found.add(member);
    for (const member of walk) done.add(member);
  }
  return found;
}

/**
 * Takes departments out of those to be closed that something open stands in, with all above them.
 * @param closing is changed
 * @param needed departments that stay open
 * @returns one problem for each that stays
 */
export function keepOpen(closing: Set<string>, needed: Iterable<string>, parentOf: (code: string) => string | null): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  for (const start of needed) {
    const seen = new Set<string>();
    for (let code: string | null = start; code !== null && !seen.has(code); code = parentOf(code)) {
      seen.add(code);
      if (!closing.delete(code)) continue;
      problems.push({
        line: 0,
        code: 'DEPARTMENT_IN_USE',
        message: `${code} is missing, but people or departments remain in it; it stays open`,
        value: code,
      });
    }
  }
  return problems;
}

function describe(
  accepted: ReadonlyMap<string, PlacedRow<DepartmentRow>>,
  current: ReadonlyMap<string, DepartmentSpan>,
  closing: ReadonlySet<string>,
): DepartmentChange[] {
  const changes: DepartmentChange[] = [];
  for (const [code, { row }] of accepted) {
    const known = current.get(code);
    const before = known ? stateOf(known) : null;
    const after: DepartmentState = {
      name: row.name,
      parentCode: row.parentCode === undefined ? (before?.parentCode ?? null) : row.parentCode,
      leaderEmployeeNumber: row.leaderEmployeeNumber === undefined ? (before?.leaderEmployeeNumber ?? null) : row.leaderEmployeeNumber,
      legalEntityCode: row.legalEntityCode === undefined ? (before?.legalEntityCode ?? null) : row.legalEntityCode,
      costCentreCode: row.costCentreCode === undefined ? (before?.costCentreCode ?? null) : row.costCentreCode,
    };
    if (!before || !sameState(before, after))
      changes.push({ kind: before ? 'department_changed' : 'department_added', code, before, after });
  }
  for (const code of closing) changes.push({ kind: 'department_closed', code, before: stateOf(current.get(code)!), after: null });
  return changes;
}

function stateOf({ name, parentCode, leaderEmployeeNumber, legalEntityCode, costCentreCode }: DepartmentSpan): DepartmentState {
  return { name, parentCode, leaderEmployeeNumber, legalEntityCode, costCentreCode };
}

/** Whether two states are the same. */
export function sameState(a: DepartmentState, b: DepartmentState): boolean {
  return (Object.keys(a) as (keyof DepartmentState)[]).every((key) => a[key] === b[key]);
}
