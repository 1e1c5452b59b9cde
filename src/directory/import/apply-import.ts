import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { CompanyReader, LegalEntityRegister } from '../../company/index.js';
import { MemberLinks } from '../../identity/index.js';
import { businessDate, currentCompany, isId, kernelErrors, type Clock, type Id, type InterlineError } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import { UnitOfWork, type Transaction } from '../../platform/database/index.js';
import { directoryErrors } from '../directory.errors.js';
import { AppliedPeopleRepository } from './applied-people.repository.js';
import { rewriteTimeline, type DepartmentFacts } from './department-timeline.js';
import { DepartmentsRepository } from './departments.repository.js';
import { ImportRepository, type DirectoryImport, type ImportChange } from './import.repository.js';
import { importStates } from './import.states.js';

/** Ids an event carries at most. */
const EVENT_IDS = 500;
/** Changes from which on the planner has to be told that the tables have grown. */
const LARGE_IMPORT = 500;

/** Makes what a preview showed come true. */
@Injectable()
export class ApplyImport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly companies: CompanyReader,
    private readonly legalEntities: LegalEntityRegister,
    private readonly imports: ImportRepository,
    private readonly departments: DepartmentsRepository,
    private readonly people: AppliedPeopleRepository,
    private readonly members: MemberLinks,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Applies a preview whole or not at all. Emits `person.joined.v1`, `person.moved.v1`, `person.left.v1`, `person.changed.v1` (name, mail,
   * phone, days, title …) and `department.changed.v1`, each with `{ importId, effectiveOn, ids }` of up to 500.
   * @returns the applied import, or IMPORT_DONE, or IMPORT_STALE when the directory has changed since the preview
   * @throws NOT_FOUND
   */
  async apply(importId: Id): Promise<DirectoryImport | InterlineError> {
    const companyId = currentCompany();
    return this.unitOfWork
      .run(async (tx) => {
        const versionBefore = await this.imports.nextVersion(companyId);
        const entry = isId(importId) ? await this.imports.find(companyId, importId) : null;
        if (!entry) throw kernelErrors.NOT_FOUND('there is no such import');
        const problem = this.refusal(entry, versionBefore);
        // The version stays as it was when nothing is done.
        if (problem) throw new Refusal(problem);
        await this.write(companyId, entry, tx);
        const at = this.clock.now();
        await this.imports.move(companyId, entry.id, 'applied', at);
        const { summary, effectiveOn } = entry;
        await this.audit.record({
          action: 'directory.import.applied',
          target: `directory_import:${entry.id}`,
          detail: { effectiveOn, summary },
        });
        return { ...entry, state: 'applied' as const, appliedAt: at };
      })
      .catch((error: unknown) => {
        if (error instanceof Refusal) return error.problem;
        throw error;
      });
  }

  private refusal(entry: DirectoryImport, versionBefore: string): InterlineError | null {
    if (!importStates.allows(entry.state, 'applied')) return directoryErrors.IMPORT_DONE(`the import was ${entry.state} already`);
    return entry.baseVersion === versionBefore
      ? null
      : directoryErrors.IMPORT_STALE('the directory has changed since this preview; preview the input again');
  }

  private async write(companyId: Id, entry: DirectoryImport, tx: Transaction): Promise<void> {
    const { id, effectiveOn: on } = entry;
    const at = this.clock.now();
    await this.legalEntities.put(entry.legalEntities, companyId);
    await this.departments.putCostCentres(companyId, entry.costCentres, at);
    const changes = await this.imports.departmentChanges(companyId, id);
    const added = changes
      .filter((change) => change.kind === 'department_added')
      .map((change) => ({ id: change.subjectId, code: change.key }));
    await this.departments.insert(companyId, added, at);
    await this.people.putPeople(companyId, id, on);
    await this.writeDepartments(companyId, entry, changes);
    await this.people.putPositions(companyId, on);
    await this.linkMembers(companyId);
    const { joiner, mover, leaver, changed } = await this.people.ids(companyId);
    const written = joiner.length + mover.length + leaver.length + changed.length + changes.length;
    if (written >= LARGE_IMPORT) await this.people.analyze(companyId);
    this.emit(tx, entry, 'person.joined.v1', joiner);
    this.emit(tx, entry, 'person.moved.v1', mover);
    this.emit(tx, entry, 'person.left.v1', leaver);
    this.emit(tx, entry, 'person.changed.v1', changed);
    this.emit(
      tx,
      entry,
      'department.changed.v1',
      changes.map((change) => change.subjectId),
    );
  }

  private async writeDepartments(companyId: Id, entry: DirectoryImport, changes: readonly ImportChange[]): Promise<void> {
    if (changes.length === 0) return;
    const ids = await this.departments.idsByCode(companyId);
    const costCentres = await this.departments.costCentres(companyId);
    const legalEntities = new Map((await this.companies.legalEntities(companyId)).map((legalEntity) => [legalEntity.code, legalEntity.id]));
    const leaders = await this.people.idsByNumber(
      companyId,
      changes.flatMap((change) => change.after?.['leaderEmployeeNumber'] ?? []),
    );
    const idOf = (map: ReadonlyMap<string, Id>, code: string | null | undefined): Id | null => (code ? (map.get(code) ?? null) : null);
    const facts = new Map<Id, (DepartmentFacts & { code: string }) | null>();
    for (const { subjectId, key, after } of changes) {
      facts.set(
        subjectId,
        after && {
          code: key,
          name: after['name']!,
          parentId: idOf(ids, after['parentCode']),
          leaderId: idOf(leaders, after['leaderEmployeeNumber']),
          legalEntityId: idOf(legalEntities, after['legalEntityCode']),
          costCentreId: idOf(costCentres, after['costCentreCode']),
        },
      );
    }
    const { inserted, updated } = rewriteTimeline(await this.departments.versions(companyId), facts, entry.effectiveOn);
    await this.departments.put(companyId, [...updated, ...inserted]);
  }

  private async linkMembers(companyId: Id): Promise<void> {
    const emails = await this.members.unlinked(companyId);
    if (emails.length === 0) return;
    const today = businessDate(this.clock.now(), (await this.companies.get(companyId)).timeZone);
    await this.members.link(await this.people.idsByEmail(companyId, emails, today), companyId);
  }

  private emit(tx: Transaction, entry: DirectoryImport, type: string, ids: readonly Id[]): void {
    for (let from = 0; from < ids.length; from += EVENT_IDS) {
      tx.emit({ type, data: { importId: entry.id, effectiveOn: entry.effectiveOn, ids: ids.slice(from, from + EVENT_IDS) } });
    }
  }
}

/** Rolls the unit of work back and carries the expected answer out of it. */
class Refusal extends Error {
  constructor(readonly problem: InterlineError) {
    super(problem.message);
  }
}
