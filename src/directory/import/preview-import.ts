import { Inject, Injectable } from '@nestjs/common';
import { CompanyReader } from '../../company/index.js';
import { businessDate, currentCompany, currentContext, newId, type BusinessDate, type Clock, type Id } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { FileStore } from '../../platform/files/index.js';
import { problemFiles } from '../directory.files.js';
import { DepartmentsRepository } from './departments.repository.js';
import { ImportRepository, type ChangeKind, type DirectoryImport, type ImportSummary } from './import.repository.js';
import { readSource, type ImportSource, type ImportSources } from './import-source.js';
import { PreviewDepartments } from './preview-departments.js';
import { PreviewPeople } from './preview-people.js';
import { ProblemList } from './problem-list.js';
import { StagedPeopleRepository } from './staged-people.repository.js';
import type { Section } from './columns.js';
import type { Rows } from './rows.js';

const DAY_MS = 86_400_000;
/** Days a preview may still be applied, and days one may still look at what an import changed. */
const PREVIEW_DAYS = 7;
const CHANGES_DAYS = 90;
const NOTHING: ImportSummary = {
  joiners: 0,
  movers: 0,
  leavers: 0,
  changed: 0,
  unchanged: 0,
  departmentsAdded: 0,
  departmentsChanged: 0,
  departmentsClosed: 0,
  refused: 0,
};

/** Finds out what an import would do, and keeps that to be looked at and applied. The directory itself is not touched. */
@Injectable()
export class PreviewImport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly companies: CompanyReader,
    private readonly imports: ImportRepository,
    private readonly departments: DepartmentsRepository,
    private readonly previewDepartments: PreviewDepartments,
    private readonly previewPeople: PreviewPeople,
    private readonly staged: StagedPeopleRepository,
    private readonly files: FileStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param input `effectiveOn` null is today in the company's zone; `complete`: who is missing from a section that is given has left, or is closed */
  async preview(input: { sources: ImportSources; effectiveOn: BusinessDate | null; complete: boolean }): Promise<DirectoryImport> {
    const companyId = currentCompany();
    const { timeZone } = await this.companies.get(companyId);
    const now = this.clock.now();
    const on = input.effectiveOn ?? businessDate(now, timeZone);
    return this.unitOfWork.run(async () => {
      // Read first: what is read after it may only be newer, and then the import cannot be applied.
      const baseVersion = await this.imports.version(companyId);
      await this.imports.tidy(companyId, daysBefore(now, PREVIEW_DAYS), daysBefore(now, CHANGES_DAYS), now);
      const problems = new ProblemList(
        Object.fromEntries(Object.entries(input.sources).map(([section, source]) => [section, source.file])),
      );
      const legalEntities = await this.readList('legalEntities', input.sources.legalEntities, problems);
      const costCentres = await this.readList('costCentres', input.sources.costCentres, problems);
      const entry: DirectoryImport = {
        id: newId(),
        state: 'preview',
        effectiveOn: on,
        baseVersion,
        summary: NOTHING,
        costCentres,
        legalEntities: legalEntities.map(({ taxNumber, ...row }) => ({ ...row, taxNumber: taxNumber ?? null })),
        problemFileId: null,
        createdAt: now,
        appliedAt: null,
      };
      const actor = currentContext()?.actor;
      await this.imports.insert(companyId, entry, actor?.kind === 'person' ? actor.userId : (actor?.kind ?? 'system'));
      const unchanged = await this.compare(companyId, entry, input, problems);
      const summary = await this.summarise(companyId, entry.id, unchanged, problems.refused);
      const problemFileId = await this.keepProblems(companyId, entry.id, problems);
      await this.imports.complete(companyId, entry.id, summary, problemFileId);
      return { ...entry, summary, problemFileId };
    });
  }

  private async compare(
    companyId: Id,
    entry: DirectoryImport,
    { sources, complete }: { sources: ImportSources; complete: boolean },
    problems: ProblemList,
  ): Promise<number> {
    const on = entry.effectiveOn;
    const known = await this.companies.legalEntities(companyId);
    const legalEntities = new Set([...known, ...entry.legalEntities].map((row) => row.code));
    const costCentres = new Set([...(await this.departments.costCentres(companyId)).keys(), ...entry.costCentres.map((row) => row.code)]);
    const input = { companyId, on, complete, costCentres, legalEntities, problems };
    const departmentsInput = { ...input, source: sources.departments ?? null };
    const planned = await this.previewDepartments.plan(departmentsInput);
    const people = sources.people
      ? await this.previewPeople.preview({ ...input, importId: entry.id, source: sources.people, departments: planned.open })
      : { unchanged: 0, accepted: new Set<string>() };
    if (!sources.departments) return people.unchanged;
    const inUse = (codes: readonly string[]): Promise<string[]> => this.staged.departmentsInUse(companyId, entry.id, on, codes);
    await this.previewDepartments.finish(departmentsInput, planned, this.imports, entry.id, people.accepted, inUse);
    return people.unchanged;
  }

  /** Sections of which there are few rows and nothing to compare: they are added, or their names corrected. */
  private async readList<Of extends 'costCentres' | 'legalEntities'>(
    section: Of,
    source: ImportSource | undefined,
    problems: ProblemList,
  ): Promise<Rows[Of][]> {
    const rows = new Map<string, Rows[Of]>();
    if (!source) return [];
    for await (const { line, row, cells } of readSource<Section & Of>(section, source, problems, new Set())) {
      const problem = { code: 'ROW_DUPLICATE', message: 'this code stands on an earlier row already', value: row.code };
      if (rows.has(row.code)) problems.add(section, line, problem, cells);
      else rows.set(row.code, row);
    }
    return [...rows.values()];
  }

  private async summarise(companyId: Id, importId: Id, unchanged: number, refused: number): Promise<ImportSummary> {
    const counts = await this.imports.countChanges(companyId, importId);
    const count = (kind: ChangeKind): number => counts.get(kind) ?? 0;
    return {
      joiners: count('joiner'),
      movers: count('mover'),
      leavers: count('leaver'),
      changed: count('changed'),
      unchanged,
      departmentsAdded: count('department_added'),
      departmentsChanged: count('department_changed'),
      departmentsClosed: count('department_closed'),
      refused,
    };
  }

  private async keepProblems(companyId: Id, importId: Id, problems: ProblemList): Promise<Id | null> {
    const list = problems.list();
    if (list.length === 0) return null;
    await this.imports.insertProblems(companyId, importId, list);
    const csv = problems.toCsv();
    if (!csv) return null;
    return (await this.files.save({ name: 'problems.csv', contentType: 'text/csv; charset=utf-8', purpose: problemFiles }, csv)).id;
  }
}

function daysBefore(at: Date, days: number): Date {
  return new Date(at.getTime() - days * DAY_MS);
}
