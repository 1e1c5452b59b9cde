import { Injectable } from '@nestjs/common';
import { CompanyReader } from '../company/index.js';
import { ConnectionsReader } from '../connections/index.js';
import { DirectoryReader } from '../directory/index.js';
import { currentCompany, openPage, toConnection, type Connection, type Id, type PageRequest, type Period } from '../kernel/index.js';
import type { StatementLine } from '../statements/index.js';
import { billOf, noSums, type Bill, type BillDimension, type BillKey, type BillPart, type BillSums } from './bill.js';
import { BillRepository, type BillLineFilter, type PartSums } from './bill.repository.js';

/** What a caller asks of the lines of a bill. */
export interface BillLineQuery extends Omit<BillLineFilter, 'vendorAccountIds'> {
  connectorId?: string;
  vendorAccountId?: Id;
}

/** Reads bills of the running request's company. */
@Injectable()
export class BillReader {
  constructor(
    private readonly repository: BillRepository,
    private readonly companies: CompanyReader,
    private readonly connections: ConnectionsReader,
    private readonly directory: DirectoryReader,
  ) {}

  /** Bills that hold something or are locked, newest month first. */
  async list(filter: { legalEntityId?: Id; from?: Period; to?: Period }): Promise<Bill[]> {
    const periods = (await this.companies.periods(filter.legalEntityId ?? null))
      .filter(({ period }) => period >= (filter.from ?? period) && period <= (filter.to ?? period))
      .map(({ legalEntity, period, state }) => billOf({ legalEntityId: legalEntity.id, period }, state));
    const sums = await this.repository.sums(currentCompany(), periods);
    return periods.filter((bill) => bill.state === 'locked' || sums.has(bill.id));
  }

  /** The bill of a legal entity and month, also one that holds nothing; null when there is no such legal entity. */
  async find(key: BillKey): Promise<Bill | null> {
    const [entity] = await this.companies.legalEntitiesById([key.legalEntityId]);
    if (!entity) return null;
    const known = (await this.companies.periods(key.legalEntityId)).find((book) => book.period === key.period);
    return billOf(key, known?.state ?? 'open');
  }

  /** For loaders: the sums of each bill in the company's base currency, and those in others. */
  async sums(bills: readonly Bill[]): Promise<{ base: BillSums; others: BillSums[] }[]> {
    const { baseCurrency } = await this.companies.get();
    const found = await this.repository.sums(currentCompany(), bills);
    return bills.map((bill) => {
      const all = found.get(bill.id) ?? [];
      const base = all.find((sums) => sums.currency === baseCurrency) ?? noSums(baseCurrency);
      return { base, others: all.filter((sums) => sums !== base) };
    });
  }

  /** The parts of a bill in the company's base currency, the largest first. */
  async parts(bill: BillKey, dimension: BillDimension): Promise<BillPart[]> {
    const { baseCurrency } = await this.companies.get();
    const parts = await this.repository.parts(currentCompany(), bill, dimension, baseCurrency);
    if (dimension === 'kind') return parts.map((part) => ({ ...part, label: part.key ?? '' }));
    return dimension === 'vendor' ? this.byVendor(parts) : this.byDepartment(parts);
  }

  /** The lines of a bill in the order they came. */
  async lines(bill: BillKey, query: BillLineQuery, page: PageRequest): Promise<Connection<StatementLine>> {
    const keyset = openPage(page, ['id']);
    const { connectorId, vendorAccountId, ...filter } = query;
    const accounts = connectorId === undefined ? null : await this.accountsOf(connectorId);
    const wanted = vendorAccountId === undefined ? accounts : (accounts ?? [vendorAccountId]).filter((id) => id === vendorAccountId);
    const rows = await this.repository.lines(currentCompany(), bill, { ...filter, ...(wanted && { vendorAccountIds: wanted }) }, keyset);
    return toConnection(rows, keyset, (line) => [line.id]);
  }

  /** The statements a bill is made from. */
  statementIds(bill: BillKey): Promise<Id[]> {
    return this.repository.statementIds(currentCompany(), bill);
  }

  private async accountsOf(connectorId: string): Promise<Id[]> {
    const accounts = await this.connections.allVendorAccounts();
    return accounts.filter((account) => account.pluginId === connectorId).map((account) => account.id);
  }

  /** Accounts of one vendor are one part, named as the company names them. */
  private async byVendor(parts: readonly PartSums[]): Promise<BillPart[]> {
    const accounts = await this.connections.vendorAccounts(parts.map((part) => part.key!));
    const byPlugin = new Map<string, BillPart>();
    parts.forEach((part, index) => {
      const account = accounts[index];
      const key = account?.pluginId ?? part.key!;
      const known = byPlugin.get(key);
      if (!known) {
        byPlugin.set(key, { ...part, key, label: account?.name ?? key });
        return;
      }
      if (account && !known.label.split(' · ').includes(account.name)) known.label += ` · ${account.name}`;
      known.statementTotal += part.statementTotal;
      known.expenseTotal += part.expenseTotal;
      known.accrual += part.accrual;
      known.lineCount += part.lineCount;
    });
    return [...byPlugin.values()];
  }

  private async byDepartment(parts: readonly PartSums[]): Promise<BillPart[]> {
    const ids = parts.flatMap((part) => part.key ?? []);
    const departments = await this.directory.departmentsById(ids);
    const names = new Map(ids.map((id, index) => [id, departments[index]?.name ?? id]));
    return parts.map((part) => ({ ...part, label: part.key === null ? '' : names.get(part.key)! }));
  }
}
