import { Injectable } from '@nestjs/common';
import { newId, type BusinessDate, type Id } from '../../kernel/index.js';
import { AppliedPeopleRepository } from './applied-people.repository.js';
import { DepartmentsRepository } from './departments.repository.js';
import type { ImportChange, ImportRepository } from './import.repository.js';
import { readSource, type ImportSource, type ReadRow } from './import-source.js';
import { keepOpen, planDepartments, sameState, type DepartmentPlan, type DepartmentState } from './plan-departments.js';
import type { ProblemList } from './problem-list.js';
import type { DepartmentRow } from './rows.js';

/** What the departments of an import may refer to. */
export interface DepartmentsInput {
  companyId: Id;
  on: BusinessDate;
  source: ImportSource | null;
  /** Whether departments that are missing are closed. */
  complete: boolean;
  costCentres: ReadonlySet<string>;
  legalEntities: ReadonlySet<string>;
  problems: ProblemList;
}

/** The plan, with the rows it was made of. */
export interface PlannedDepartments extends Pick<DepartmentPlan, 'changes' | 'open'> {
  rows: ReadonlyMap<string, ReadRow<DepartmentRow>>;
}

/** Compares the departments of an import with the directory. */
@Injectable()
export class PreviewDepartments {
  constructor(
    private readonly departments: DepartmentsRepository,
    private readonly people: AppliedPeopleRepository,
  ) {}

  /** Plans the departments before the people are read, since these have to know which departments there will be. */
  async plan(input: DepartmentsInput): Promise<PlannedDepartments> {
    const { companyId, on, source, problems } = input;
    if (!source) return { changes: [], open: new Set(await this.departments.openCodes(companyId, on)), rows: new Map() };
    const unread = new Set<string>();
    const rows: ReadRow<DepartmentRow>[] = [];
    for await (const read of readSource('departments', source, problems, unread)) rows.push(read);
    const spans = await this.departments.spans(companyId);
    const plan = planDepartments({ ...input, rows, unread, spans });
    const byLine = new Map(rows.map((row) => [row.line, row.cells]));
    for (const { line, ...problem } of plan.problems) problems.add('departments', line, problem, byLine.get(line) ?? null, line === 0);
    return { ...plan, rows: new Map(rows.map((row) => [row.row.code, row])) };
  }

  /**
   * Finishes the plan once the people are known, and writes it down: leaders must exist, and what people remain in stays open.
   * @param accepted numbers of the people that come with this import
   * @param inUse tells of some codes in which ones people remain
   */
  async finish(
    input: DepartmentsInput,
    planned: PlannedDepartments,
    imports: ImportRepository,
    importId: Id,
    accepted: ReadonlySet<string>,
    inUse: (codes: readonly string[]) => Promise<string[]>,
  ): Promise<void> {
    const { companyId, problems } = input;
    const known = await this.leaders(companyId, planned, accepted);
    const closing = new Set(planned.changes.filter((change) => change.kind === 'department_closed').map((change) => change.code));
    const states = new Map(planned.changes.map((change) => [change.code, change.before]));
    const parentOf = (code: string): string | null => states.get(code)?.parentCode ?? null;
    if (closing.size > 0) {
      for (const { line, ...problem } of keepOpen(closing, await inUse([...closing]), parentOf))
        problems.add('departments', line, problem, null, true);
    }
    const ids = await this.departments.idsByCode(companyId);
    const changes: ImportChange[] = [];
    for (const [index, change] of planned.changes.entries()) {
      const { kind, code, before } = change;
      if (kind === 'department_closed' && !closing.has(code)) continue;
      const after = change.after && this.withKnownLeader(change.after, before, code, known, planned, problems);
      if (before && after && sameState(before, after)) continue;
      const ordinal = planned.rows.get(code)?.line ?? 1_000_000_000 + index;
      const facts = (state: DepartmentState | null): ImportChange['after'] => state && { code, ...state };
      const name = (after ?? before!).name;
      changes.push({ kind, ordinal, subjectId: ids.get(code) ?? newId(), key: code, name, before: facts(before), after: facts(after) });
    }
    if (changes.length > 0) await imports.insertChanges(companyId, importId, changes);
  }

  private async leaders(companyId: Id, planned: PlannedDepartments, accepted: ReadonlySet<string>): Promise<Set<string>> {
    const named = planned.changes.flatMap((change) => change.after?.leaderEmployeeNumber ?? []);
    const others = named.filter((employeeNumber) => !accepted.has(employeeNumber));
    const found = others.length > 0 ? await this.people.idsByNumber(companyId, others) : new Map<string, Id>();
    return new Set(named.filter((employeeNumber) => accepted.has(employeeNumber) || found.has(employeeNumber)));
  }

  private withKnownLeader(
    after: DepartmentState,
    before: DepartmentState | null,
    code: string,
    known: ReadonlySet<string>,
    planned: PlannedDepartments,
    problems: ProblemList,
  ): DepartmentState {
    const leader = after.leaderEmployeeNumber;
    if (leader === null || known.has(leader)) return after;
    const row = planned.rows.get(code);
    const problem = { code: 'LEADER_UNKNOWN', message: 'nobody has the leader’s number; the row was taken without it', value: leader };
    problems.add('departments', row?.line ?? 0, problem, row?.cells ?? null, true);
    return { ...after, leaderEmployeeNumber: before?.leaderEmployeeNumber ?? null };
  }
}
