import type { ExpenseLine } from '@interline/sdk/canonical';
import { Inject, Injectable } from '@nestjs/common';
import { CompanyReader, PeriodBook } from '../company/index.js';
import { ConnectionsReader } from '../connections/index.js';
import { DirectoryReader, type LearnedMember } from '../directory/index.js';
import type { Clock, Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork, type Transaction } from '../platform/database/index.js';
import type { SinkSource } from '../sync/index.js';
import { allocate, bearerOf, type AllocationDirectory, type Bearer } from './allocate.js';
import { readBooks } from './books.js';
import { directoryOf } from './directory-of.js';
import { factsOf } from './expense-facts.js';
import type { AllocatedOrder, PlanInput } from './expense-plan.js';
import { ExpenseRepository } from './expense.repository.js';
import { expensesErrors } from './expenses.errors.js';
import { fallbackEntity } from './fallback-entity.js';
import { planExpenses } from './plan-expenses.js';
import { PublishExpenses } from './publish-expenses.js';

/** One order with the complete set of its lines; none when the vendor holds it no more. */
export interface OrderToRecord {
  orderId: string;
  rawVersion: number;
  lines: readonly ExpenseLine[];
}

/** Records what orders say now. */
@Injectable()
export class RecordExpenses {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly repository: ExpenseRepository,
    private readonly companies: CompanyReader,
    private readonly periods: PeriodBook,
    private readonly accounts: ConnectionsReader,
    private readonly directory: DirectoryReader,
    private readonly publish: PublishExpenses,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Writes a batch inside the caller's unit of work: expenses, their history, the roll-ups, one event. The same orders again change nothing.
   * @param orders each at most once
   * @throws ORDER_LINE_TWICE
   */
  async record(source: SinkSource, orders: readonly OrderToRecord[]): Promise<void> {
    if (orders.length === 0) return;
    await this.uow.run((tx) => this.recordIn(tx, source, orders), { company: source.companyId });
  }

  private async recordIn(tx: Transaction, source: SinkSource, orders: readonly OrderToRecord[]): Promise<void> {
    const { companyId, vendorAccountId } = source;
    const orderIds = orders.map((order) => order.orderId);
    const [, existing, company, directory, fallback] = await Promise.all([
      this.repository.hold(companyId, vendorAccountId),
      this.repository.ofOrders(companyId, vendorAccountId, orderIds),
      this.companies.get(companyId),
      this.directory.snapshot(companyId),
      fallbackEntity(this.accounts, this.companies, companyId, vendorAccountId),
    ]);
    const { allocated, bearers } = allocateOrders(orders, company.timeZone, directoryOf(directory, vendorAccountId), fallback);
    const input = { source, at: this.clock.now(), orders: allocated, existing };
    const books = await readBooks(this.periods, companyId, input);
    const changes = planExpenses({ ...input, books } satisfies PlanInput);
    await this.directory.learnMembers(membersIn(bearers, vendorAccountId), companyId);
    await this.publish.publish(tx, source, changes);
  }
}

function allocateOrders(
  orders: readonly OrderToRecord[],
  zone: string,
  directory: AllocationDirectory,
  fallback: Id,
): { allocated: AllocatedOrder[]; bearers: Bearer[] } {
  const bearers: Bearer[] = [];
  const allocated = orders.map(({ orderId, rawVersion, lines }) => {
    const names = new Set(lines.map((line) => line.line));
    if (names.size !== lines.length) {
      const line = lines.find((candidate, index) => lines.findIndex((other) => other.line === candidate.line) !== index)!.line;
      throw expensesErrors.ORDER_LINE_TWICE('an order has two lines of one key', { extensions: { orderId, line } });
    }
    return {
      orderId,
      rawVersion,
      lines: lines.map((line) => {
        const facts = factsOf(line, zone);
        const bearer = bearerOf(facts.refs, facts.businessDate, directory);
        if (bearer) bearers.push(bearer);
        return { facts, decision: allocate(facts.refs, facts.businessDate, directory, fallback, bearer) };
      }),
    };
  });
  return { allocated, bearers };
}

/** Who the vendor's member ids turned out to be: by them a later record finds its person even where it tells nothing else. */
function membersIn(bearers: readonly Bearer[], vendorAccountId: Id): LearnedMember[] {
  const members = new Map<string, LearnedMember>();
  for (const { ref, person } of bearers) {
    if (ref.memberId !== undefined) members.set(ref.memberId, { vendorAccountId, memberId: ref.memberId, personId: person.personId });
  }
  return [...members.values()];
}
