import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { ConnectionsReader } from '../connections/index.js';
import { ExpenseBilling } from '../expenses/index.js';
import { currentCompany, kernelErrors, type Id, type InterlineError } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { SinkSource } from '../sync/index.js';
import { FILE_STREAM } from './files/statement-import.js';
import { StatementImportRepository } from './files/statement-import.repository.js';
import { RecordLines } from './record-lines.js';
import { RecordStatements } from './record-statements.js';
import type { Statement } from './statement.js';
import { statementErrors } from './statement.errors.js';
import { StatementLineRepository } from './statement-line.repository.js';
import type { StoredStatement } from './statement-row.js';
import { StatementRepository } from './statement.repository.js';

/** Lines taken away at a time. */
const BATCH = 1_000;

/** Takes back a statement that came as a file, such as one whose days a connection has read since. */
@Injectable()
export class WithdrawStatement {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly statements: StatementRepository,
    private readonly lines: StatementLineRepository,
    private readonly imports: StatementImportRepository,
    private readonly accounts: ConnectionsReader,
    private readonly billing: ExpenseBilling,
    private readonly recordLines: RecordLines,
    private readonly recordStatements: RecordStatements,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Reverses its lines as those that a re-issued file has no more: a locked bill stays, the next one has the corrections. All of it or nothing. One that is
   * withdrawn already stays so. The file may be imported again.
   * @throws NOT_FOUND
   */
  async withdraw(id: Id): Promise<{ statement: Statement } | { problem: InterlineError }> {
    const companyId = currentCompany();
    return this.uow.run(
      async () => {
        const [found] = await this.statements.byIds(companyId, [id]);
        if (!found) throw kernelErrors.NOT_FOUND('there is no such statement');
        if (found.stream !== FILE_STREAM)
          return { problem: statementErrors.STATEMENT_NOT_FROM_FILE('the statement did not come as a file') };
        // Until the end nobody asks for a file of the account to be read, or writes what one was found to hold.
        const readings = await this.imports.standing(companyId, found.vendorAccountId);
        if (readings.some(({ state }) => state !== 'done'))
          return { problem: statementErrors.IMPORT_UNDER_WAY('a file of the account is being read') };
        await this.billing.hold(companyId, found.vendorAccountId);
        const [statement] = await this.statements.ofExternalIds(companyId, found.vendorAccountId, [found.externalId]);
        if (!statement!.withdrawn) await this.takeBack(companyId, statement!);
        const [after] = await this.statements.byIds(companyId, [id]);
        return { statement: after! };
      },
      { company: companyId },
    );
  }

  private async takeBack(companyId: Id, statement: StoredStatement): Promise<void> {
    const { vendorAccountId, externalId, from, to } = statement;
    const source = await this.sourceOf(companyId, statement);
    let reversed = 0;
    for (let after: Id | null = null; ;) {
      const standing = await this.lines.standing(companyId, vendorAccountId, externalId, after, BATCH);
      await this.recordLines.record(
        source,
        standing.map((line) => ({ externalId: line.externalId, rawVersion: 0, line: null })),
      );
      reversed += standing.length;
      if (standing.length < BATCH) break;
      after = standing.at(-1)!.id;
    }
    await this.recordStatements.record(source, [{ externalId, rawVersion: 1, statement: null }]);
    const detail = { vendorAccountId, externalId, from, to, lines: reversed };
    await this.audit.record({ action: 'statements.statement.withdrawn', target: `statement:${statement.id}`, detail }, companyId);
  }

  /** Its last file stays what made it. */
  private async sourceOf(companyId: Id, { vendorAccountId, pluginVersion }: StoredStatement): Promise<SinkSource> {
    const [account] = await this.accounts.vendorAccounts([vendorAccountId], companyId);
    return { companyId, vendorAccountId, pluginId: account?.pluginId ?? '', stream: FILE_STREAM, pluginVersion };
  }
}
