import { Injectable } from '@nestjs/common';
import { newId, type Id, type Keyset } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { FileReport } from './file-report.js';
import { SELECT_IMPORT, toDifference, toImport, type DifferenceRow, type ImportRow } from './statement-import-row.js';
import type { LineDifference, StatementImport } from './statement-import.js';
import { statementImportStates, type StatementImportState } from './statement-import.states.js';

/** Another process goes on with the same import: one that was taken for dead. */
export class Overtaken extends Error {
  constructor(id: Id) {
    super(`statement import ${id} goes on in another process`);
  }
}

/** SQL of the imports of statement files. */
@Injectable()
export class StatementImportRepository {
  constructor(private readonly uow: UnitOfWork) {}

  async insert(companyId: Id, entry: StatementImport): Promise<void> {
    await this.uow.run(
      async (tx) => {
        await tx.query(
          `INSERT INTO statement_imports (company_id, id, vendor_account_id, mapping_version, file_id, file_name, file_sha256, dry_run, given_from, given_to,
             state, requested_by, requested_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
          [
            companyId,
            entry.id,
            entry.vendorAccountId,
            entry.mappingVersion,
            entry.fileId,
            entry.fileName,
            entry.fileSha256,
            entry.dryRun,
            entry.givenDays?.from ?? null,
            entry.givenDays?.to ?? null,
            entry.state,
            entry.requestedBy,
            entry.requestedAt,
          ],
        );
        await this.remember(companyId, entry.id, null, entry.state, entry.requestedAt);
      },
      { company: companyId },
    );
  }

  async byIds(companyId: Id, ids: readonly Id[]): Promise<StatementImport[]> {
    return this.read(companyId, 'WHERE company_id = $1 AND id = ANY($2::uuid[])', [ids]);
  }

  /** Imports of an account, or of all, newest first; one more than asked for. */
  async page(companyId: Id, vendorAccountId: Id | null, keyset: Keyset): Promise<StatementImport[]> {
    return this.read(
      companyId,
      `WHERE company_id = $1 AND ($2::uuid IS NULL OR vendor_account_id = $2) AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
      [vendorAccountId, keyset.after?.[0] ?? null, keyset.limit + 1],
    );
  }

  /** The oldest import of an account that is not finished. */
  async nextOpen(companyId: Id, vendorAccountId: Id): Promise<StatementImport | null> {
    const open = `state IN ('queued', 'checking', 'importing')`;
    const [found] = await this.read(companyId, `WHERE company_id = $1 AND vendor_account_id = $2 AND ${open} ORDER BY id LIMIT 1`, [
      vendorAccountId,
    ]);
    return found ?? null;
  }

  /**
   * Imports for good of an account that stand or are under way, newest first, and keeps others from being asked for until the end of the unit of work.
   * Enough of them to know whether a file is the newest that was read for its days.
   */
  async standing(companyId: Id, vendorAccountId: Id): Promise<StatementImport[]> {
    await this.uow.run((tx) => tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 1010))`, [vendorAccountId]), {
      company: companyId,
    });
    return this.read(
      companyId,
      `WHERE company_id = $1 AND vendor_account_id = $2 AND NOT dry_run AND state <> 'failed' ORDER BY id DESC LIMIT 1000`,
      [vendorAccountId],
    );
  }

  /** Whether an import for good stands on a file, is under way, or failed in the middle of writing its lines. */
  async standsOn(companyId: Id, fileId: Id): Promise<boolean> {
    const standing = `NOT dry_run AND (state <> 'failed' OR problem_code = 'IMPORT_INCOMPLETE')`;
    return (await this.read(companyId, `WHERE company_id = $1 AND file_id = $2 AND ${standing} LIMIT 1`, [fileId])).length > 0;
  }

  /** Accounts of all companies whose imports are not finished. */
  async accountsToRead(batch: number): Promise<{ companyId: Id; vendorAccountId: Id }[]> {
    return this.uow.read<{ companyId: Id; vendorAccountId: Id }>(
      'SELECT company_id AS "companyId", vendor_account_id AS "vendorAccountId" FROM lookup.open_statement_imports($1)',
      [batch],
      { company: null },
    );
  }

  /** Moves an import. @throws CONFLICT when the table of states does not allow it; {@link Overtaken} */
  async move(
    companyId: Id,
    entry: Pick<StatementImport, 'id' | 'state'>,
    to: StatementImportState,
    at: Date,
    problem: StatementImport['problem'] = null,
  ): Promise<void> {
    statementImportStates.check(entry.state, to);
    const finished = to === 'done' || to === 'failed';
    await this.uow.run(
      async (tx) => {
        const moved = await tx.query(
          `UPDATE statement_imports SET state = $4, finished_at = $5, problem_code = $6, problem_message = $7
           WHERE company_id = $1 AND id = $2 AND state = $3 RETURNING id`,
          [companyId, entry.id, entry.state, to, finished ? at : null, problem?.code ?? null, problem?.message ?? null],
        );
        if (moved.length === 0) throw new Overtaken(entry.id);
        await this.remember(companyId, entry.id, entry.state, to, at);
      },
      { company: companyId },
    );
  }

  /** Counts a run before it does anything, so that one whose process dies counts too. @throws {@link Overtaken} */
  async begin(companyId: Id, { id, state, attempts }: StatementImport): Promise<void> {
    await this.change(companyId, id, 'attempts = attempts + 1', 'state = $3 AND attempts = $4', [state, attempts]);
  }

  /** Takes back that a run was counted: it was cut off by what is not the file's fault. */
  async giveBack(companyId: Id, id: Id): Promise<void> {
    await this.change(companyId, id, 'attempts = greatest(attempts - 1, 0)', 'true', []);
  }

  /** Keeps what was found by reading the file to its end. @throws {@link Overtaken} */
  async saveReport(companyId: Id, id: Id, report: FileReport, rowsFileId: Id | null): Promise<void> {
    const found = 'report = $3, rows_file_id = $4, attempts = 1';
    await this.change(companyId, id, found, `state = 'checking' AND report IS NULL`, [report, rowsFileId]);
  }

  private async change(companyId: Id, id: Id, set: string, where: string, params: readonly unknown[]): Promise<void> {
    const changed = await this.uow.run(
      (tx) =>
        tx.query(`UPDATE statement_imports SET ${set} WHERE company_id = $1 AND id = $2 AND ${where} RETURNING id`, [
          companyId,
          id,
          ...params,
        ]),
      { company: companyId },
    );
    if (changed.length === 0) throw new Overtaken(id);
  }

  /**
   * Moves the checkpoint with the caller's unit of work, and writes down what its lines became.
   * @throws {@link Overtaken}: the lines are then the other one's
   */
  async advance(
    companyId: Id,
    id: Id,
    checkpoint: { from: number; to: number },
    counts: Pick<StatementImport, 'added' | 'changed' | 'removed'>,
    differences: readonly Omit<LineDifference, 'ordinal'>[],
  ): Promise<void> {
    await this.uow.run(
      async (tx) => {
        const [advanced] = await tx.query<{ ordinal: number }>(
          `UPDATE statement_imports SET attempts = 1, lines_done = $4, added = added + $5, changed = changed + $6, removed = removed + $7
           WHERE company_id = $1 AND id = $2 AND lines_done = $3 AND state = 'importing'
           RETURNING added + changed + removed - $5 - $6 - $7 AS ordinal`,
          [companyId, id, checkpoint.from, checkpoint.to, counts.added, counts.changed, counts.removed],
        );
        if (!advanced) throw new Overtaken(id);
        if (differences.length === 0) return;
        const column = <Value>(of: (each: Omit<LineDifference, 'ordinal'>) => Value): Value[] => differences.map(of);
        await tx.query(
          `INSERT INTO statement_import_changes
             (company_id, import_id, ordinal, change, line_external_id, description, file_row, currency, share_before, share_after)
           SELECT $1, $2, $3 + r.at, r.change, r.line, r.description, r.file_row, r.currency, r.before, r.after
           FROM unnest($4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::bigint[], $10::bigint[]) WITH ORDINALITY
             AS r(change, line, description, file_row, currency, before, after, at)`,
          [
            companyId,
            id,
            advanced.ordinal,
            column((each) => each.change),
            column((each) => each.externalId),
            column((each) => each.description),
            column((each) => each.row),
            column((each) => each.currency),
            column((each) => (each.before === null ? null : String(each.before))),
            column((each) => (each.after === null ? null : String(each.after))),
          ],
        );
      },
      { company: companyId },
    );
  }

  /** What an import did to lines, in the order of the file, what it took away last; one more than asked for. */
  async differences(companyId: Id, importId: Id, change: LineDifference['change'] | null, keyset: Keyset): Promise<LineDifference[]> {
    const rows = await this.uow.read<DifferenceRow>(
      `SELECT ordinal, change, line_external_id, description, file_row, currency, share_before, share_after FROM statement_import_changes
       WHERE company_id = $1 AND import_id = $2 AND ($3::text IS NULL OR change = $3) AND ordinal > $4 ORDER BY ordinal LIMIT $5`,
      [companyId, importId, change, Number(keyset.after?.[0] ?? 0), keyset.limit + 1],
      { company: companyId },
    );
    return rows.map(toDifference);
  }

  private async read(companyId: Id, where: string, params: readonly unknown[]): Promise<StatementImport[]> {
    const rows = await this.uow.read<ImportRow>(`${SELECT_IMPORT} ${where}`, [companyId, ...params], { company: companyId });
    return rows.map(toImport);
  }

  private async remember(companyId: Id, id: Id, from: StatementImportState | null, to: StatementImportState, at: Date): Promise<void> {
    await this.uow.run(
      (tx) =>
        tx.query(
          'INSERT INTO statement_import_history (company_id, id, import_id, from_state, to_state, at) VALUES ($1, $2, $3, $4, $5, $6)',
          [companyId, newId(), id, from, to, at],
        ),
      { company: companyId },
    );
  }
}
