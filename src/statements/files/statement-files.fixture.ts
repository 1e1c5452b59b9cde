import { Test, type TestingModule } from '@nestjs/testing';
import { AuditTrail } from '../../audit/index.js';
import { AuditRepository } from '../../audit/audit.repository.js';
import { TestPlatform } from '../../audit/test-platform.fixture.js';
import { CompanyReader } from '../../company/index.js';
import { TestQueue } from '../../connections/platform.fixture.js';
import { ConnectionsReader } from '../../connections/index.js';
import { asActor, TestDirectory, TestExpenses, type TestAccounts } from '../../expenses/expenses.fixture.js';
import { MovingClock, newId, type Id } from '../../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../../platform/database/test-database.js';
import { FileStore } from '../../platform/files/index.js';
import { QUEUE } from '../../platform/queue/index.js';
import { testStatements } from '../statements.fixture.js';
import { statementFileUseCases } from './providers.js';
import { RequestImport } from './request-import.js';
import { SaveMapping } from './save-mapping.js';
import { statementFiles } from './statement.files.js';
import { StatementFileWorker } from './statement-file.worker.js';
import type { StatementImport } from './statement-import.js';
import { StatementImportReader } from './statement-import-reader.js';

/** How the files below are read. */
export const mapping = {
  currency: 'CNY',
  zone: '+08:00',
  account: 'Account: 77',
  columns: { id: ['No'], order: 'Order', date: ['Day'], amount: { column: 'Amount' }, description: ['Text'] },
  ignore: [
    { when: [{ column: 'Text', startsWith: ['closed'] }], reason: 'closed' },
    { when: [{ column: 'No', is: ['Total'] }], reason: 'total', total: true },
  ],
  controls: [{ name: 'rows', text: 'Rows: {count}, sum {sum}' }],
};
/** What stands above the rows of a file. */
export const HEAD = 'Bank export\nAccount: 77\nRows: 4, sum 70.00\n\nNo,Order,Day,Amount,Text\n';
/** A file of three lines, a row that is none and a total. */
export const september = `${HEAD}1,O1,2026-09-02,10.00,taxi\n2,,2026-09-03,"20.00",meal\n3,,2026-09-03,(5.00),back\n4,,2026-09-05,35.00,closed order\nTotal,,,25.00,\n`;

/** The use cases of statement files on a database of their own, with a company and an account for each test. */
export class TestStatementFiles {
  readonly directory = new TestDirectory();
  readonly queue = new TestQueue();
  readonly clock = new MovingClock(new Date('2026-12-15T00:00:00Z'));
  db!: TestDatabase;
  module!: TestingModule;
  companyId!: Id;
  account!: Id;

  async open(): Promise<void> {
    this.db = await createTestDatabase();
    this.module = await Test.createTestingModule({
      imports: [
        TestPlatform.on(this.db, this.clock),
        TestExpenses.on(this.db.uow, this.directory, [
          ...testStatements,
          ...statementFileUseCases,
          AuditRepository,
          AuditTrail,
          { provide: QUEUE, useValue: this.queue },
        ]),
      ],
    }).compile();
    this.directory.companies = this.module.get(CompanyReader);
    await this.module.get(StatementFileWorker).start();
  }

  async close(): Promise<void> {
    await this.module?.close();
    await this.db?.close();
  }

  /** Before each test. */
  async begin(): Promise<void> {
    this.companyId = await this.db.company();
    this.account = await this.accountOf(this.companyId);
    this.directory.people.clear();
    this.directory.names.clear();
    this.directory.departments.clear();
    this.queue.waiting.length = 0;
  }

  /** An account whose statements come as files. */
  readonly accountOf = async (company: Id): Promise<Id> => {
    const id = newId();
    (this.module.get(ConnectionsReader) as unknown as TestAccounts).add(id, '_file', 'Bank');
    await this.db.uow.run(
      (tx) =>
        tx.query(
          `INSERT INTO vendor_accounts (company_id, id, plugin_id, environment, external_account, name, created_at)
           VALUES ($1, $2, '_file', 'files', $3, 'Bank', now())`,
          [company, id, id],
        ),
      { company },
    );
    return id;
  };

  readonly upload = (content: string | Buffer, name = 'september.csv'): Promise<Id> =>
    asActor(
      this.companyId,
      async () => (await this.module.get(FileStore).save({ name, contentType: 'text/csv', purpose: statementFiles }, content)).id,
    );

  readonly save = (document: object): Promise<unknown> =>
    asActor(this.companyId, () => this.module.get(SaveMapping).save(this.account, document));

  readonly request = async (fileId: Id, more: Partial<Parameters<RequestImport['request']>[0]> = {}): Promise<StatementImport> => {
    const asked = await asActor(this.companyId, () =>
      this.module
        .get(RequestImport)
        .request({ fileId, vendorAccountId: this.account, mappingVersion: null, dryRun: false, days: null, ...more }),
    );
    if ('problems' in asked) throw new Error(JSON.stringify(asked.problems));
    return asked.entry;
  };

  readonly read = async (id: Id): Promise<StatementImport> => {
    const [entry] = await asActor(this.companyId, () => this.module.get(StatementImportReader).byIds([id]));
    return entry!;
  };

  /** Finds again what a process left behind. */
  readonly woken = async (): Promise<void> => {
    await this.module.get(StatementFileWorker).tick();
    await this.queue.drain();
  };

  /** Imports a file to its end. */
  readonly imported = async (
    content: string | Buffer,
    more: Parameters<TestStatementFiles['request']>[1] = {},
  ): Promise<StatementImport> => {
    const { id } = await this.request(await this.upload(content), more);
    await this.queue.drain();
    return this.read(id);
  };

  readonly sql = <Row extends Record<string, unknown>>(text: string, company = this.companyId): Promise<Row[]> =>
    this.db.uow.read<Row>(text, [], { company });

  /** The lines that stand: key, share, month. */
  readonly lines = async (): Promise<string[]> => {
    const rows = await this.sql<{ text: string }>(
      `SELECT concat_ws(' ', split_part(external_id, ':', 5), company_share, period) AS text FROM statement_lines WHERE NOT reversed ORDER BY external_id`,
    );
    return rows.map(({ text }) => text);
  };
}
