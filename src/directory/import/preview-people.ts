import { Injectable } from '@nestjs/common';
import type { BusinessDate, Id } from '../../kernel/index.js';
import { readSource, type ImportSource, type ReadRow } from './import-source.js';
import { cyclesOf, type PlacedRow } from './plan-departments.js';
import type { ProblemList } from './problem-list.js';
import type { PersonRow, RowProblem } from './rows.js';
import { StagedPeopleRepository } from './staged-people.repository.js';

const BATCH = 5_000;

/** What the people of an import may refer to. */
export interface PeopleInput {
  companyId: Id;
  importId: Id;
  on: BusinessDate;
  source: ImportSource;
  /** Whether who is missing has left. */
  complete: boolean;
  departments: ReadonlySet<string>;
  costCentres: ReadonlySet<string>;
  legalEntities: ReadonlySet<string>;
  problems: ProblemList;
}

/** What came of the people of an import. */
export interface PeoplePreview {
  unchanged: number;
  /** Numbers of the rows that were taken. */
  accepted: ReadonlySet<string>;
}

/** Compares the people of an import with the directory. */
@Injectable()
export class PreviewPeople {
  constructor(private readonly staged: StagedPeopleRepository) {}

  /** Writes the changes of people into the import, in the caller's unit of work. */
  async preview(input: PeopleInput): Promise<PeoplePreview> {
    const { companyId, importId, on } = input;
    await this.staged.open(companyId);
    const { managers, accepted, unread } = await this.stage(input);
    await this.staged.close(companyId);
    await this.checkManagers(input, managers, accepted);
    const unchanged = await this.staged.writeChanges(companyId, importId, on);
    // An import without a single good row is a mistake, not a company that everybody has left.
    if (input.complete && accepted.size > 0) await this.staged.writeMissing(companyId, importId, on, [...unread]);
    return { unchanged, accepted };
  }

  private async stage(input: PeopleInput): Promise<{ managers: Map<string, string | null>; accepted: Set<string>; unread: Set<string> }> {
    const accepted = new Set<string>();
    const unread = new Set<string>();
    const managers = new Map<string, string | null>();
    let batch: PlacedRow<PersonRow>[] = [];
    for await (const read of readSource('people', input.source, input.problems, unread)) {
      const { employeeNumber, managerEmployeeNumber } = read.row;
      const problem = this.problemOf(read, input, accepted);
      if (problem) {
        input.problems.add('people', read.line, problem, read.cells);
        unread.add(employeeNumber);
        continue;
      }
      accepted.add(employeeNumber);
      if (managerEmployeeNumber !== undefined) managers.set(employeeNumber, managerEmployeeNumber);
      batch.push({ line: read.line, row: read.row });
      if (batch.length < BATCH) continue;
      await this.staged.add(input.companyId, batch);
      batch = [];
    }
    if (batch.length > 0) await this.staged.add(input.companyId, batch);
    for (const employeeNumber of accepted) unread.delete(employeeNumber);
    return { managers, accepted, unread };
  }

  private problemOf({ row }: ReadRow<PersonRow>, input: PeopleInput, accepted: ReadonlySet<string>): RowProblem | null {
    if (accepted.has(row.employeeNumber)) {
      return { code: 'ROW_DUPLICATE', message: 'this employee number stands on an earlier row already', value: row.employeeNumber };
    }
    if (!input.departments.has(row.departmentCode)) {
      return {
        code: 'DEPARTMENT_UNKNOWN',
        message: `there is no open department with this code on ${input.on}`,
        value: row.departmentCode,
      };
    }
    if (row.costCentreCode && !input.costCentres.has(row.costCentreCode)) {
      return { code: 'COST_CENTRE_UNKNOWN', message: 'there is no such cost centre', value: row.costCentreCode };
    }
    if (row.legalEntityCode && !input.legalEntities.has(row.legalEntityCode)) {
      return { code: 'LEGAL_ENTITY_UNKNOWN', message: 'there is no such legal entity', value: row.legalEntityCode };
    }
    return null;
  }

  /** A manager that does not exist, or leads back to the person, does not keep the rest of the row out. */
  private async checkManagers(input: PeopleInput, managers: Map<string, string | null>, accepted: ReadonlySet<string>): Promise<void> {
    const above = await this.managersAbove(input, managers, accepted);
    const unknown = new Set<string>();
    for (const [employeeNumber, manager] of managers) {
      if (manager === null || accepted.has(manager) || above.has(manager)) continue;
      unknown.add(employeeNumber);
      managers.delete(employeeNumber);
    }
    const managerOf = (employeeNumber: string): string | null =>
      managers.get(employeeNumber) ?? (managers.has(employeeNumber) ? null : (above.get(employeeNumber) ?? null));
    const circling = cyclesOf(managerOf, managers.keys());
    const kept = [...unknown, ...[...circling].filter((employeeNumber) => managers.has(employeeNumber))];
    if (kept.length === 0) return;
    for (const { line, row } of await this.staged.rows(input.companyId, kept)) {
      const value = row['managerEmployeeNumber'] ?? null;
      const problem = unknown.has(row['employeeNumber']!)
        ? { code: 'MANAGER_UNKNOWN', message: 'nobody has the manager’s number; the row was taken without it', value }
        : { code: 'MANAGER_CYCLE', message: 'following the managers leads back here; the row was taken without its manager', value };
      input.problems.add('people', line, problem, row, true);
    }
    await this.staged.keepManagers(input.companyId, kept);
  }

  /** Managers of those whom the rows do not tell, all the way up from the managers the rows name. */
  private async managersAbove(
    input: PeopleInput,
    managers: ReadonlyMap<string, string | null>,
    accepted: ReadonlySet<string>,
  ): Promise<Map<string, string | null>> {
    const above = new Map<string, string | null>();
    const untold = (employeeNumber: string | null): employeeNumber is string =>
      employeeNumber !== null && !above.has(employeeNumber) && !(accepted.has(employeeNumber) && managers.has(employeeNumber));
    let wanted = [...new Set(managers.values())].filter(untold);
    while (wanted.length > 0) {
      const found = await this.staged.managersOf(input.companyId, wanted, input.on);
      for (const [employeeNumber, manager] of found) above.set(employeeNumber, manager);
      wanted = [...new Set(found.values())].filter(untold);
    }
    return above;
  }
}
