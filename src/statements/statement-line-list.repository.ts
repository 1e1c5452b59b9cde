import { Injectable } from '@nestjs/common';
import type { Id, Keyset } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { Statement, StatementLine } from './statement.js';
import { SELECT_LINE, toLine, type LineRow } from './statement-line-row.js';

/** Reads statement lines. */
@Injectable()
export class StatementLineListRepository {
  constructor(private readonly uow: UnitOfWork) {}

  /** Lines of a statement in the order they came; one more than asked for tells that there are more. */
  async ofStatement(companyId: Id, statement: Statement, keyset: Keyset): Promise<StatementLine[]> {
    const rows = await this.uow.read<LineRow>(
      `SELECT ${SELECT_LINE} FROM statement_lines l
       WHERE l.company_id = $1 AND l.vendor_account_id = $2 AND l.statement_external_id = $3 AND l.id > $4
       ORDER BY l.id LIMIT $5`,
      [
        companyId,
        statement.vendorAccountId,
        statement.externalId,
        keyset.after?.[0] ?? '00000000-0000-0000-0000-000000000000',
        keyset.limit + 1,
      ],
    );
    return rows.map(toLine);
  }

  /** The lines of some bundles in the order they came. */
  async ofBundles(companyId: Id, ids: readonly Id[]): Promise<StatementLine[]> {
    const rows = await this.uow.read<LineRow>(
      `SELECT ${SELECT_LINE} FROM statement_lines l WHERE l.company_id = $1 AND l.bundle_id = ANY($2::uuid[]) ORDER BY l.id`,
      [companyId, ids],
    );
    return rows.map(toLine);
  }

  async byIds(companyId: Id, ids: readonly Id[]): Promise<StatementLine[]> {
    const rows = await this.uow.read<LineRow>(
      `SELECT ${SELECT_LINE} FROM statement_lines l WHERE l.company_id = $1 AND l.id = ANY($2::uuid[])`,
      [companyId, ids],
    );
    return rows.map(toLine);
  }
}
