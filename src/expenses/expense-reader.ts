import { Injectable } from '@nestjs/common';
import { ConnectionsReader } from '../connections/index.js';
import { DirectoryReader } from '../directory/index.js';
import { currentCompany, openPage, toConnection, type Connection, type Id, type PageRequest } from '../kernel/index.js';
import type { Expense, ExpenseVersion } from './expense.js';
import { ExpenseListRepository, type ExpenseFilter } from './expense-list.repository.js';
import { ExpenseRanges } from './expense-range.js';

/** What a caller asks of the list of expenses. */
export interface ExpenseQuery extends Omit<ExpenseFilter, 'vendorAccountIds' | 'departmentIds' | 'orderPrefix' | 'named'> {
  connectorId?: string;
  departmentId?: Id;
  /** With `departmentId`: its whole subtree. */
  subtree?: boolean;
  /** An order number or its beginning, or part of a person's name. */
  search?: string;
}

/** Reads expenses of the running request's company, within the caller's range. */
@Injectable()
export class ExpenseReader {
  constructor(
    private readonly repository: ExpenseListRepository,
    private readonly ranges: ExpenseRanges,
    private readonly connections: ConnectionsReader,
    private readonly directory: DirectoryReader,
  ) {}

  /** Newest business date first. @throws BAD_INPUT for a page that cannot be */
  async list(query: ExpenseQuery, page: PageRequest): Promise<Connection<Expense>> {
    const keyset = openPage(page, ['day', 'id']);
    const [filter, range] = await Promise.all([this.filterOf(query), this.ranges.ofCaller()]);
    const rows = await this.repository.page(currentCompany(), filter, range, keyset);
    return toConnection(rows, keyset, (expense) => [expense.businessDate, expense.id]);
  }

  /** For loaders: expenses in the order of the ids, null where there is none or the caller may not see it. */
  async byIds(ids: readonly Id[]): Promise<(Expense | null)[]> {
    const found = await this.repository.byIds(currentCompany(), ids, await this.ranges.ofCaller());
    const byId = new Map(found.map((expense) => [expense.id, expense]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** For loaders: refunds and late corrections that go back to each of the ids, oldest first. */
  async followUps(ids: readonly Id[]): Promise<Expense[][]> {
    const found = await this.repository.followUps(currentCompany(), ids, await this.ranges.ofCaller());
    return ids.map((id) => found.filter((expense) => expense.originId === id));
  }

  /** For loaders: every version of each of the ids, newest first. The caller has been given the expenses already. */
  async versions(ids: readonly Id[]): Promise<ExpenseVersion[][]> {
    const found = await this.repository.versions(currentCompany(), ids);
    return ids.map((id) => found.get(id) ?? []);
  }

  /** For loaders: the expenses that each of some statement lines bills. */
  async billedBy(lines: readonly { id: Id; vendorAccountId: Id; orderId: string | null }[]): Promise<Expense[][]> {
    const orders = lines.flatMap(({ vendorAccountId, orderId }) => (orderId === null ? [] : [{ vendorAccountId, orderId }]));
    const found = orders.length === 0 ? [] : await this.repository.ofOrders(currentCompany(), orders);
    return lines.map((line) => found.filter((expense) => expense.statementLineId === line.id));
  }

  private async filterOf(query: ExpenseQuery): Promise<ExpenseFilter> {
    const { connectorId, departmentId, subtree, search, ...rest } = query;
    const filter: ExpenseFilter = { ...rest, ...searchFilter(search) };
    if (connectorId !== undefined) {
      const accounts = await this.connections.allVendorAccounts();
      filter.vendorAccountIds = accounts.filter((account) => account.pluginId === connectorId).map((account) => account.id);
    }
    if (departmentId !== undefined) filter.departmentIds = subtree ? await this.directory.departmentSubtree(departmentId) : [departmentId];
    return filter;
  }
}

/** An order number has a digit and no letters beyond ASCII; anything else is somebody's name. */
function searchFilter(search: string | undefined): Pick<ExpenseFilter, 'orderPrefix' | 'named'> {
  const text = search?.trim() ?? '';
  if (text === '') return {};
  return /^[\x21-\x7e]*\d[\x21-\x7e]*$/.test(text) ? { orderPrefix: text } : { named: text };
}
