import { Inject, Injectable } from '@nestjs/common';
import type { Settlement, StatementLine as CanonicalLine } from '@interline/sdk/canonical';
import { CompanyReader, PeriodBook } from '../company/index.js';
import { ConnectionsReader } from '../connections/index.js';
import { DirectoryReader } from '../directory/index.js';
import { booksOf, ExpenseBilling, fallbackEntity } from '../expenses/index.js';
import type { Clock } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork, type Transaction } from '../platform/database/index.js';
import type { SinkSource } from '../sync/index.js';
import { JoinExpenses } from './join-expenses.js';
import { bookKeysOf, planLines, type LineChange, type LinePlanInput } from './plan-lines.js';
import { lineFacts } from './statement-facts.js';
import { StatementLineRepository } from './statement-line.repository.js';
import { StatementRepository } from './statement.repository.js';

/** One record: a line as it is now, or null when the vendor has it no more. */
export interface LineToRecord {
  externalId: string;
  rawVersion: number;
  line: CanonicalLine | Settlement | null;
}

/** Records what statement lines, and rows that are billed later, say now. */
@Injectable()
export class RecordLines {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lines: StatementLineRepository,
    private readonly statements: StatementRepository,
    private readonly companies: CompanyReader,
    private readonly periods: PeriodBook,
    private readonly accounts: ConnectionsReader,
    private readonly directory: DirectoryReader,
    private readonly billing: ExpenseBilling,
    private readonly joinExpenses: JoinExpenses,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Writes a batch inside the caller's unit of work and joins it with expenses. The same records again change nothing.
   * @returns what was written
   */
  async record(source: SinkSource, records: readonly LineToRecord[]): Promise<LineChange[]> {
    if (records.length === 0) return [];
    return this.uow.run((tx) => this.recordIn(tx, source, records), { company: source.companyId });
  }

  private async recordIn(tx: Transaction, source: SinkSource, records: readonly LineToRecord[]): Promise<LineChange[]> {
    const { companyId, vendorAccountId } = source;
    const headerIds = [...new Set(records.flatMap(({ line }) => line?.statementExternalId ?? []))];
    const [, existing, headers, company, snapshot, fallback] = await Promise.all([
      this.billing.hold(companyId, vendorAccountId),
      this.lines.ofExternalIds(
        companyId,
        vendorAccountId,
        records.map((record) => record.externalId),
      ),
      this.statements.ofExternalIds(companyId, vendorAccountId, headerIds),
      this.companies.get(companyId),
      this.directory.snapshot(companyId),
      fallbackEntity(this.accounts, this.companies, companyId, vendorAccountId),
    ]);
    const input: Omit<LinePlanInput, 'books'> = {
      source,
      at: this.clock.now(),
      records: records.map(({ externalId, rawVersion, line }) => ({
        externalId,
        rawVersion,
        facts: line && lineFacts(line, snapshot, company.timeZone),
      })),
      existing,
      headers: new Map(headers.map((header) => [header.externalId, header])),
      fallback,
    };
    const changes = planLines({ ...input, books: await booksOf(this.periods, companyId, bookKeysOf(input)) });
    if (changes.length === 0) return [];
    await this.lines.write(companyId, changes);
    const orderIds = [...new Set(changes.flatMap(({ before, after }) => [before?.orderId, after.orderId]).filter((id) => id != null))];
    const recorded = changes.filter((change) => change.before === null).length;
    await this.joinExpenses.linesWritten({ companyId, vendorAccountId, orderIds }, { areNew: recorded === changes.length });
    tx.emit({ type: 'statement-lines.recorded.v1', data: { vendorAccountId, recorded, changed: changes.length - recorded } });
    return changes;
  }
}
