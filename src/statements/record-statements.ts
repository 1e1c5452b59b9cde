import { Inject, Injectable } from '@nestjs/common';
import type { Statement as CanonicalStatement } from '@interline/sdk/canonical';
import { CompanyReader, PeriodBook } from '../company/index.js';
import { ConnectionsReader } from '../connections/index.js';
import { DirectoryReader } from '../directory/index.js';
import { booksOf, ExpenseBilling, fallbackEntity, type BookKey, type Books } from '../expenses/index.js';
import { newId, periodOf, type Clock, type Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork, type Transaction } from '../platform/database/index.js';
import type { SinkSource } from '../sync/index.js';
import { JoinExpenses } from './join-expenses.js';
import { isLocked } from './plan-lines.js';
import { GONE, statementFacts, type StatementFacts } from './statement-facts.js';
import { StatementLineRepository, type LineGroup } from './statement-line.repository.js';
import type { StoredStatement } from './statement-row.js';
import { StatementRepository } from './statement.repository.js';

/** One record: a statement as it is now, or null when the vendor has withdrawn it. */
export interface StatementToRecord {
  externalId: string;
  rawVersion: number;
  statement: CanonicalStatement | null;
}

/** Records what statements' headers say now, and puts their lines under them. */
@Injectable()
export class RecordStatements {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly statements: StatementRepository,
    private readonly lines: StatementLineRepository,
    private readonly companies: CompanyReader,
    private readonly periods: PeriodBook,
    private readonly accounts: ConnectionsReader,
    private readonly directory: DirectoryReader,
    private readonly billing: ExpenseBilling,
    private readonly joinExpenses: JoinExpenses,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Writes a batch inside the caller's unit of work. A re-issued statement becomes a version; the same records again change nothing. */
  async record(source: SinkSource, records: readonly StatementToRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.uow.run((tx) => this.recordIn(tx, source, records), { company: source.companyId });
  }

  private async recordIn(tx: Transaction, source: SinkSource, records: readonly StatementToRecord[]): Promise<void> {
    const { companyId, vendorAccountId } = source;
    const externalIds = records.map((record) => record.externalId);
    const [, stored, snapshot, fallback] = await Promise.all([
      this.billing.hold(companyId, vendorAccountId),
      this.statements.ofExternalIds(companyId, vendorAccountId, externalIds),
      this.directory.snapshot(companyId),
      fallbackEntity(this.accounts, this.companies, companyId, vendorAccountId),
    ]);
    const existing = new Map(stored.map((statement) => [statement.externalId, statement]));
    const at = this.clock.now();
    const written = records.flatMap(({ externalId, rawVersion, statement }) => {
      const before = existing.get(externalId) ?? null;
      const facts = statement && statementFacts(statement, snapshot, fallback);
      const after = nextStatement(before, facts);
      return after
        ? [{ ...after, vendorAccountId, stream: source.stream, pluginVersion: source.pluginVersion, rawVersion, recordedAt: at }]
        : [];
    });
    if (written.length === 0) return;
    await this.statements.write(companyId, written);
    await this.placeLines(companyId, vendorAccountId, written);
    tx.emit({ type: 'statements.recorded.v1', data: { vendorAccountId, statementIds: written.map((statement) => statement.id) } });
  }

  /** Lines that came before their header, or whose header moved, go onto its bill; lines of a locked bill stay. */
  private async placeLines(companyId: Id, vendorAccountId: Id, headers: readonly StoredStatement[]): Promise<void> {
    const byId = new Map(headers.map((header) => [header.externalId, header]));
    const groups = await this.lines.groups(companyId, vendorAccountId, [...byId.keys()]);
    const books = await booksOf(this.periods, companyId, bookKeysOf(groups, byId));
    const orderIds = new Set<string>();
    for (const group of groups) {
      const to = target(group, byId.get(group.statementExternalId)!, books);
      if (!to) continue;
      for (const orderId of await this.lines.place(companyId, vendorAccountId, group, to)) orderIds.add(orderId);
    }
    await this.joinExpenses.linesWritten({ companyId, vendorAccountId, orderIds: [...orderIds] }, { areNew: false });
  }
}

type Versioned = Omit<StoredStatement, 'vendorAccountId' | 'stream' | 'pluginVersion' | 'rawVersion' | 'recordedAt'>;

/** The next version of a statement, or null when the record says nothing new. */
function nextStatement(before: StoredStatement | null, facts: StatementFacts | null): Versioned | null {
  if (!facts)
    return before && before.factsHash !== GONE ? { ...before, withdrawn: true, factsHash: GONE, version: before.version + 1 } : null;
  if (before?.factsHash === facts.factsHash) return null;
  return { ...facts, id: before?.id ?? newId(), withdrawn: false, version: (before?.version ?? 0) + 1 };
}

function* bookKeysOf(groups: readonly LineGroup[], headers: ReadonlyMap<string, StoredStatement>): Iterable<BookKey> {
  for (const group of groups) {
    const header = headers.get(group.statementExternalId)!;
    yield { legalEntityId: group.namedLegalEntityId ?? header.legalEntityId, period: periodOf(header.to) };
    if (group.period !== null) yield { legalEntityId: group.legalEntityId, period: group.period };
  }
}

function target(group: LineGroup, header: StoredStatement, books: Books): { statementId: Id; legalEntityId: Id; period: string } | null {
  if (group.period !== null && isLocked(books, { ...group, period: group.period })) return null;
  const legalEntityId = group.namedLegalEntityId ?? header.legalEntityId;
  return { statementId: header.id, legalEntityId, period: books.book(legalEntityId, header.to) };
}
