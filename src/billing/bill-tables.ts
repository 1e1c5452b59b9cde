import { Injectable } from '@nestjs/common';
import type { Kind } from '@interline/sdk/canonical';
import { CompanyReader, type Company, type LegalEntity } from '../company/index.js';
import { ConnectionsReader } from '../connections/index.js';
import { DirectoryReader } from '../directory/index.js';
import { currentCompany, type Id } from '../kernel/index.js';
import type { Cell, Table } from '../platform/files/index.js';
import type { StatementLine } from '../statements/index.js';
import type { Bill, BillPart, BillSums } from './bill.js';
import type { FileContent } from './bill-files.js';
import { BillReader } from './bill-reader.js';
import type { BillWords } from './bill-words.js';
import { BillRepository, type BillLineFilter } from './bill.repository.js';

const PAGE = 2_000;

/** What the lines of a file are narrowed to; a bill's totals and parts are always whole. */
export type BillFileFilter = Pick<BillLineFilter, 'vendorAccountIds' | 'differing'>;

/** A bill as tables. They are read where the screen is read from, so that their totals are equal. */
@Injectable()
export class BillTables {
  constructor(
    private readonly reader: BillReader,
    private readonly repository: BillRepository,
    private readonly companies: CompanyReader,
    private readonly connections: ConnectionsReader,
    private readonly directory: DirectoryReader,
  ) {}

  /** @returns the table, with how many rows it will have at most */
  async table(
    bill: Bill,
    content: FileContent,
    words: BillWords,
    filter: BillFileFilter = {},
  ): Promise<{ table: Table; legalEntity: LegalEntity; rowCount: number }> {
    const [company, [legalEntity], [sums]] = await Promise.all([
      this.companies.get(),
      this.companies.legalEntitiesById([bill.legalEntityId]),
      this.reader.sums([bill]),
    ]);
    const all = [sums!.base, ...sums!.others];
    if (content === 'lines') {
      const rowCount = all.reduce((count, each) => count + each.lineCount, 0);
      return { table: await this.lines(bill, company, words, filter), legalEntity: legalEntity!, rowCount };
    }
    const rows = await this.billRows(bill, legalEntity!, sums!.base, sums!.others, words);
    return { table: billTable(company, words, rows), legalEntity: legalEntity!, rowCount: rows.length };
  }

  private async billRows(bill: Bill, entity: LegalEntity, base: BillSums, others: BillSums[], words: BillWords): Promise<Cell[][]> {
    const [kinds, departments, vendors] = [
      await this.reader.parts(bill, 'kind'),
      await this.reader.parts(bill, 'department'),
      await this.reader.parts(bill, 'vendor'),
    ];
    const row = (
      group: string,
      item: string,
      sums: Omit<BillPart, 'key' | 'label'>,
      currency: string,
      accrualCount: number | null,
    ): Cell[] => {
      const money = (minor: bigint): Cell => ({ minor, currency });
      const amounts = [sums.statementTotal, sums.expenseTotal, sums.statementTotal - sums.expenseTotal, sums.accrual].map(money);
      return [`${entity.code} ${entity.name}`, bill.period, currency, group, item, ...amounts, sums.lineCount, accrualCount];
    };
    const parts = (group: string, list: BillPart[], name: (part: BillPart) => string): Cell[][] =>
      list.map((part) => row(group, part.key === null ? words.unassigned : name(part), part, base.currency, null));
    return [
      row(words.total, '', base, base.currency, base.accrualCount),
      ...parts(words.byKind, kinds, (part) => words.kinds[part.key as Kind] ?? part.label),
      ...parts(words.byDepartment, departments, (part) => part.label),
      ...parts(words.byVendor, vendors, (part) => part.label),
      ...others.map((sums) => row(words.otherCurrency, '', sums, sums.currency, sums.accrualCount)),
    ];
  }

  private async lines(bill: Bill, company: Company, words: BillWords, filter: BillFileFilter): Promise<Table> {
    const accounts = new Map((await this.connections.allVendorAccounts()).map((account) => [account.id, account.name]));
    return {
      name: words.lines,
      timeZone: company.timeZone,
      columns: [
        { header: words.vendor, kind: 'text', width: 20 },
        { header: words.statement, kind: 'text', width: 24 },
        { header: words.lineId, kind: 'text', width: 28 },
        { header: words.kind, kind: 'text', width: 10 },
        { header: words.lineType, kind: 'text', width: 10 },
        { header: words.orderId, kind: 'text', width: 24 },
        { header: words.occurredAt, kind: 'instant', width: 20 },
        { header: words.billingDate, kind: 'day', width: 12 },
        { header: words.traveller, kind: 'text', width: 14 },
        { header: words.department, kind: 'text', width: 20 },
        { header: words.city, kind: 'text', width: 12 },
        { header: words.description, kind: 'text', width: 30 },
        { header: words.currency, kind: 'text', width: 8 },
        { header: words.amount, kind: 'money' },
        { header: words.companyShare, kind: 'money' },
        { header: words.personalShare, kind: 'money' },
        { header: words.expenseTotal, kind: 'money' },
        { header: words.difference, kind: 'money' },
      ],
      rows: this.lineRows({ companyId: currentCompany(), bill, filter }, accounts, words),
    };
  }

  /** Goes page by page, so that a slow reader holds no connection. The request's context is gone by then: the company is named. */
  private async *lineRows(
    { companyId, bill, filter }: { companyId: Id; bill: Bill; filter: BillFileFilter },
    accounts: ReadonlyMap<Id, string>,
    words: BillWords,
  ): AsyncIterable<Cell[]> {
    const departments = new Map<Id, string>();
    for (let after: string | null = null; ;) {
      const keyset: { limit: number; after: string[] | null } = { limit: PAGE, after: after === null ? null : [after] };
      const found = await this.repository.lines(companyId, bill, filter, keyset);
      const page = found.slice(0, PAGE);
      const unknown = [...new Set(page.flatMap((line) => line.departmentId ?? []))].filter((id) => !departments.has(id));
      const named = unknown.length === 0 ? [] : await this.directory.departmentsById(unknown, undefined, companyId);
      unknown.forEach((id, index) => departments.set(id, named[index]?.name ?? id));
      for (const line of page) yield lineRow(line, accounts, departments, words);
      if (found.length <= PAGE) return;
      after = page.at(-1)!.id;
    }
  }
}

function billTable(company: Company, words: BillWords, rows: readonly Cell[][]): Table {
  async function* each(): AsyncIterable<Cell[]> {
    yield* rows;
  }
  return {
    name: words.bill,
    timeZone: company.timeZone,
    columns: [
      { header: words.legalEntity, kind: 'text', width: 28 },
      { header: words.period, kind: 'text', width: 10 },
      { header: words.currency, kind: 'text', width: 8 },
      { header: words.group, kind: 'text', width: 16 },
      { header: words.item, kind: 'text', width: 24 },
      { header: words.statementTotal, kind: 'money', width: 16 },
      { header: words.expenseTotal, kind: 'money', width: 16 },
      { header: words.difference, kind: 'money' },
      { header: words.accrual, kind: 'money', width: 16 },
      { header: words.lineCount, kind: 'integer', width: 10 },
      { header: words.accrualCount, kind: 'integer', width: 12 },
    ],
    rows: each(),
  };
}

function lineRow(line: StatementLine, accounts: ReadonlyMap<Id, string>, departments: ReadonlyMap<Id, string>, words: BillWords): Cell[] {
  const money = (minor: bigint): Cell => ({ minor, currency: line.currency });
  return [
    accounts.get(line.vendorAccountId) ?? line.vendorAccountId,
    line.statementExternalId,
    line.externalId,
    words.kinds[line.kind],
    words.lineTypes[line.lineType],
    line.orderId,
    line.occurredAt,
    line.vendorBillingDate,
    line.travellerName,
    line.departmentId === null ? (line.departmentName ?? words.unassigned) : (departments.get(line.departmentId) ?? null),
    line.city,
    line.description,
    line.currency,
    money(line.amount),
    money(line.companyShare),
    money(line.personalShare),
    money(line.expenseShare),
    money(line.difference),
  ];
}
