import { Injectable } from '@nestjs/common';
import type { BusinessDate, Id, Keyset } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { ImportState } from './import.states.js';
import type { CostCentreRow, RowProblem } from './rows.js';

/** What an import does, in numbers. */
export interface ImportSummary {
  joiners: number;
  movers: number;
  leavers: number;
  changed: number;
  unchanged: number;
  departmentsAdded: number;
  departmentsChanged: number;
  departmentsClosed: number;
  refused: number;
}

/** A directory import. */
export interface DirectoryImport {
  id: Id;
  state: ImportState;
  effectiveOn: BusinessDate;
  /** The directory's version the preview was made on. */
  baseVersion: string;
  summary: ImportSummary;
  costCentres: CostCentreRow[];
  legalEntities: { code: string; name: string; taxNumber: string | null }[];
  problemFileId: Id | null;
  createdAt: Date;
  appliedAt: Date | null;
}

/** The kinds of changes. */
export type ChangeKind = 'joiner' | 'mover' | 'leaver' | 'changed' | 'department_added' | 'department_changed' | 'department_closed';

/** One change of an import. Without `before` the subject is new, without `after` it is closed. */
export interface ImportChange {
  kind: ChangeKind;
  ordinal: number;
  subjectId: Id;
  /** Employee number or department code. */
  key: string;
  name: string;
  before: Record<string, string | null> | null;
  after: Record<string, string | null> | null;
}

/** A problem of one row, or with line 0 of a whole file. */
export interface ImportProblem extends RowProblem {
  file: string;
  line: number;
}

interface ImportRow {
  id: Id;
  state: ImportState;
  effective_on: BusinessDate;
  base_version: string;
  summary: ImportSummary;
  cost_centres: DirectoryImport['costCentres'];
  legal_entities: DirectoryImport['legalEntities'];
  problem_file_id: Id | null;
  created_at: Date;
  moved_at: Date | null;
}

interface ChangeRow {
  kind: ChangeKind;
  ordinal: number;
  subject_id: Id;
  key: string;
  name: string;
  before: ImportChange['before'];
  after: ImportChange['after'];
}

/** SQL of imports, their changes and problems. */
@Injectable()
export class ImportRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The directory's version; 0 while nothing was ever imported. */
  async version(companyId: Id): Promise<string> {
    const [row] = await this.unitOfWork.read<{ version: string }>(
      'SELECT version FROM directory_versions WHERE company_id = $1',
      [companyId],
      {
        company: companyId,
      },
    );
    return row?.version ?? '0';
  }

  /** Gives the directory its next version. Whoever else wants to change it waits until the unit of work has ended. @returns the version before */
  async nextVersion(companyId: Id): Promise<string> {
    return this.unitOfWork.run(
      async (tx) => {
        await tx.query('INSERT INTO directory_versions (company_id, version) VALUES ($1, 0) ON CONFLICT DO NOTHING', [companyId]);
        const [row] = await tx.query<{ version: string }>('SELECT version FROM directory_versions WHERE company_id = $1 FOR UPDATE', [
          companyId,
        ]);
        await tx.query(`UPDATE directory_versions SET version = nextval('directory_version_seq') WHERE company_id = $1`, [companyId]);
        return row!.version;
      },
      { company: companyId },
    );
  }

  async insert(companyId: Id, entry: DirectoryImport, createdBy: string): Promise<void> {
    await this.run(
      companyId,
      `INSERT INTO directory_imports (company_id, id, state, effective_on, base_version, summary, cost_centres, legal_entities, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        companyId,
        entry.id,
        entry.state,
        entry.effectiveOn,
        entry.baseVersion,
        JSON.stringify(entry.summary),
        JSON.stringify(entry.costCentres),
        JSON.stringify(entry.legalEntities),
        createdBy,
        entry.createdAt,
      ],
    );
  }

  /** Puts in what is only known at the end of a preview. */
  async complete(companyId: Id, id: Id, summary: ImportSummary, problemFileId: Id | null): Promise<void> {
    await this.run(companyId, 'UPDATE directory_imports SET summary = $3, problem_file_id = $4 WHERE company_id = $1 AND id = $2', [
      companyId,
      id,
      JSON.stringify(summary),
      problemFileId,
    ]);
  }

  async find(companyId: Id, id: Id): Promise<DirectoryImport | null> {
    const [row] = await this.unitOfWork.read<ImportRow>(
      `SELECT id, state, effective_on::text, base_version, summary, cost_centres, legal_entities, problem_file_id, created_at, moved_at
       FROM directory_imports WHERE company_id = $1 AND id = $2`,
      [companyId, id],
      { company: companyId },
    );
    if (!row) return null;
    return {
      id: row.id,
      state: row.state,
      effectiveOn: row.effective_on,
      baseVersion: row.base_version,
      summary: row.summary,
      costCentres: row.cost_centres,
      legalEntities: row.legal_entities,
      problemFileId: row.problem_file_id,
      createdAt: row.created_at,
      appliedAt: row.state === 'applied' ? row.moved_at : null,
    };
  }

  async move(companyId: Id, id: Id, to: ImportState, at: Date): Promise<void> {
    await this.run(companyId, 'UPDATE directory_imports SET state = $3, moved_at = $4 WHERE company_id = $1 AND id = $2', [
      companyId,
      id,
      to,
      at,
    ]);
  }

  /** Discards previews made before a day, and forgets what changed in whatever was made before the other: it is personal data nobody asks for any more. */
  async tidy(companyId: Id, previewsBefore: Date, changesBefore: Date, at: Date): Promise<void> {
    await this.run(
      companyId,
      `UPDATE directory_imports SET state = 'discarded', moved_at = $3 WHERE company_id = $1 AND state = 'preview' AND created_at < $2`,
      [companyId, previewsBefore, at],
    );
    for (const table of ['directory_import_changes', 'directory_import_problems']) {
      await this.run(
        companyId,
        `DELETE FROM ${table} WHERE company_id = $1
           AND import_id IN (SELECT id FROM directory_imports WHERE company_id = $1 AND (state = 'discarded' OR created_at < $2))`,
        [companyId, changesBefore],
      );
    }
  }

  async insertChanges(companyId: Id, importId: Id, changes: readonly ImportChange[]): Promise<void> {
    await this.run(
      companyId,
      `INSERT INTO directory_import_changes (company_id, import_id, kind, ordinal, subject_id, key, name, before, after)
       SELECT $1, $2, kind, ordinal, "subjectId", key, name, before, after
       FROM jsonb_to_recordset($3::jsonb) AS change(kind text, ordinal int, "subjectId" uuid, key text, name text, before jsonb, after jsonb)`,
      [companyId, importId, JSON.stringify(changes)],
    );
  }

  /** How many changes there are of each kind. */
  async countChanges(companyId: Id, importId: Id): Promise<Map<ChangeKind, number>> {
    const rows = await this.unitOfWork.read<{ kind: ChangeKind; count: string }>(
      'SELECT kind, count(*) AS count FROM directory_import_changes WHERE company_id = $1 AND import_id = $2 GROUP BY kind',
      [companyId, importId],
      { company: companyId },
    );
    return new Map(rows.map((row) => [row.kind, Number(row.count)]));
  }

  /** By kind, then as in the file. */
  async changes(companyId: Id, importId: Id, kind: ChangeKind | null, keyset: Keyset): Promise<ImportChange[]> {
    const rows = await this.unitOfWork.read<ChangeRow>(
      `SELECT kind, ordinal, subject_id, key, name, before, after FROM directory_import_changes
       WHERE company_id = $1 AND import_id = $2 AND ($3::text IS NULL OR kind = $3) AND ($4::text IS NULL OR (kind, ordinal) > ($4, $5::int))
       ORDER BY kind, ordinal LIMIT $6`,
      [companyId, importId, kind, keyset.after?.[0] ?? null, keyset.after?.[1] ?? null, keyset.limit + 1],
      { company: companyId },
    );
    return rows.map(toChange);
  }

  /** Every change of departments. */
  async departmentChanges(companyId: Id, importId: Id): Promise<ImportChange[]> {
    const rows = await this.unitOfWork.read<ChangeRow>(
      `SELECT kind, ordinal, subject_id, key, name, before, after FROM directory_import_changes
       WHERE company_id = $1 AND import_id = $2 AND kind IN ('department_added', 'department_changed', 'department_closed') ORDER BY kind, ordinal`,
      [companyId, importId],
      { company: companyId },
    );
    return rows.map(toChange);
  }

  async insertProblems(companyId: Id, importId: Id, problems: readonly ImportProblem[]): Promise<void> {
    await this.run(
      companyId,
      `INSERT INTO directory_import_problems (company_id, import_id, ordinal, file, line, code, message, value)
       SELECT $1, $2, ordinal, file, line, code, message, value
       FROM jsonb_to_recordset($3::jsonb) AS problem(ordinal int, file text, line int, code text, message text, value text)`,
      [companyId, importId, JSON.stringify(problems.map((problem, ordinal) => ({ ordinal, ...problem })))],
    );
  }

  async problems(companyId: Id, importId: Id, limit: number): Promise<ImportProblem[]> {
    return this.unitOfWork.read<{ file: string; line: number; code: string; message: string; value: string | null }>(
      'SELECT file, line, code, message, value FROM directory_import_problems WHERE company_id = $1 AND import_id = $2 ORDER BY ordinal LIMIT $3',
      [companyId, importId, limit],
      { company: companyId },
    );
  }

  private async run(companyId: Id, sql: string, params: readonly unknown[]): Promise<void> {
    await this.unitOfWork.run((tx) => tx.query(sql, params), { company: companyId });
  }
}

function toChange(row: ChangeRow): ImportChange {
  const { kind, ordinal, key, name, before, after } = row;
  return { kind, ordinal, subjectId: row.subject_id, key, name, before, after };
}
