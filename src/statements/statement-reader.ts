import { Injectable } from '@nestjs/common';
import { ConnectionsReader } from '../connections/index.js';
import { currentCompany, openPage, toConnection, type Connection, type Id, type PageRequest, type Period } from '../kernel/index.js';
import { agrees, type SummedStatement } from './agreement.js';
import type { Statement, StatementLine, StatementSums } from './statement.js';
import { StatementLineListRepository } from './statement-line-list.repository.js';
import { StatementRepository } from './statement.repository.js';

/** A statement with what its lines make of it. */
export interface CheckedStatement extends SummedStatement {
  agrees: boolean;
}

const NO_LINES: StatementSums = {
  lineCount: 0,
  lineSum: 0n,
  ours: { consumption: 0n, refund: 0n, priorPeriodRefund: null, adjustment: null },
};

/** Reads statements of the running request's company. */
@Injectable()
export class StatementReader {
  constructor(
    private readonly statements: StatementRepository,
    private readonly lines: StatementLineListRepository,
    private readonly connections: ConnectionsReader,
  ) {}

  /** Newest month first, each whole before its parts. */
  async list(filter: { period?: Period; connectorId?: string }): Promise<Statement[]> {
    const vendorAccountIds = filter.connectorId === undefined ? null : await this.accountsOf(filter.connectorId);
    return this.statements.list(currentCompany(), { period: filter.period ?? null, vendorAccountIds });
  }

  /** For loaders: statements in the order of the ids, null where there is none. */
  async byIds(ids: readonly Id[]): Promise<(Statement | null)[]> {
    const found = new Map((await this.statements.byIds(currentCompany(), ids)).map((statement) => [statement.id, statement]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** For loaders: the whole that each statement is a part of. */
  async parents(statements: readonly Statement[]): Promise<(Statement | null)[]> {
    const keys = statements.flatMap((each) => (each.parentExternalId === null ? [] : [{ ...each, externalId: each.parentExternalId }]));
    const found = keys.length === 0 ? [] : await this.statements.relatives(currentCompany(), keys, 'parents');
    return statements.map((each) => found.find((whole) => isPartOf(each, whole)) ?? null);
  }

  /** For loaders: the parts directly below each statement. */
  async parts(statements: readonly Statement[]): Promise<Statement[][]> {
    const found = await this.statements.relatives(currentCompany(), statements, 'parts');
    return statements.map((whole) => found.filter((part) => isPartOf(part, whole)));
  }

  /** For loaders: whole statements of the same days that came otherwise, as a file or from a connection. */
  async overlaps(statements: readonly Statement[]): Promise<Statement[][]> {
    const found = await this.statements.overlaps(
      currentCompany(),
      statements.map(({ id }) => id),
    );
    return statements.map(({ id }) => found.filter(({ of }) => of === id).map(({ statement }) => statement));
  }

  /** For loaders: what the lines of each statement make of it. */
  async checked(statements: readonly Statement[]): Promise<CheckedStatement[]> {
    const ids = statements.map((statement) => statement.id);
    const [sums, parts, wholes] = [
      await this.statements.sums(currentCompany(), ids),
      await this.parts(statements),
      await this.parents(statements),
    ];
    const known = wholes.filter((whole) => whole !== null);
    const siblings = new Map((await this.parts(known)).map((found, index) => [known[index]!.id, found]));
    return statements.map((statement, index) => {
      const { own, ...made } = sums.get(statement.id) ?? { own: false, ...NO_LINES };
      const summed = { ...statement, ...made, ownLines: own };
      const whole = wholes[index] ?? null;
      return { ...summed, agrees: agrees(summed, parts[index]!, (whole && siblings.get(whole.id)) ?? [], whole) };
    });
  }

  /** The lines of a statement in the order they came. */
  async linesOf(statement: Statement, page: PageRequest): Promise<Connection<StatementLine>> {
    const keyset = openPage(page, ['id']);
    const rows = await this.lines.ofStatement(currentCompany(), statement, keyset);
    return toConnection(rows, keyset, (line) => [line.id]);
  }

  /** For loaders: lines in the order of the ids, null where there is none. */
  async linesByIds(ids: readonly Id[]): Promise<(StatementLine | null)[]> {
    const found = new Map((await this.lines.byIds(currentCompany(), ids)).map((line) => [line.id, line]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** For loaders: the lines of each bundle, by the id of the one that has its expenses. */
  async bundles(ids: readonly Id[]): Promise<StatementLine[][]> {
    const found = await this.lines.ofBundles(currentCompany(), ids);
    return ids.map((id) => found.filter((line) => line.bundleId === id));
  }

  private async accountsOf(connectorId: string): Promise<Id[]> {
    const accounts = await this.connections.allVendorAccounts();
    return accounts.filter((account) => account.pluginId === connectorId).map((account) => account.id);
  }
}

function isPartOf(part: Statement, whole: Statement): boolean {
  return part.vendorAccountId === whole.vendorAccountId && part.parentExternalId === whole.externalId;
}
