import { Inject, Injectable } from '@nestjs/common';
import { CompanyReader, PeriodBook } from '../company/index.js';
import { ConnectionsReader } from '../connections/index.js';
import { DirectoryReader } from '../directory/index.js';
import { currentCompany, periodOf, type Clock, type Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork } from '../platform/database/index.js';
import { allocate, type AllocationDecision } from './allocate.js';
import { booksOf } from './books.js';
import { directoryOf } from './directory-of.js';
import type { StoredExpense } from './expense-plan.js';
import { ExpenseRepository, type WaitingPlace } from './expense.repository.js';
import { fallbackEntity } from './fallback-entity.js';
import { planResolution } from './plan-expenses.js';
import { PublishExpenses } from './publish-expenses.js';

const BATCH = 2_000;

/** Finds the people of expenses that waited for the directory. What was allocated before never moves. */
@Injectable()
export class ResolveUnresolved {
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

  /** Goes through everything that waits, a batch a unit of work. @returns how many were resolved */
  async run(companyId: Id = currentCompany()): Promise<number> {
    let resolved = 0;
    for (const vendorAccountId of await this.repository.accountsWithUnresolved(companyId)) {
      let after: WaitingPlace | null = null;
      do {
        const batch: { resolved: number; last: WaitingPlace | null } = await this.resolveBatch(companyId, vendorAccountId, after);
        resolved += batch.resolved;
        after = batch.last;
      } while (after !== null);
    }
    return resolved;
  }

  private resolveBatch(
    companyId: Id,
    vendorAccountId: Id,
    after: WaitingPlace | null,
  ): Promise<{ resolved: number; last: WaitingPlace | null }> {
    return this.uow.run(
      async (tx) => {
        const [, waiting, snapshot, fallback] = await Promise.all([
          this.repository.hold(companyId, vendorAccountId),
          this.repository.unresolved(companyId, vendorAccountId, after, BATCH),
          this.directory.snapshot(companyId),
          fallbackEntity(this.accounts, this.companies, companyId, vendorAccountId),
        ]);
        const directory = directoryOf(snapshot, vendorAccountId);
        const decisions = new Map(
          waiting.map((expense) => [expense.id, allocate(expense.refs ?? {}, expense.businessDate, directory, fallback)]),
        );
        const books = await booksOf(this.periods, companyId, keysOf(waiting, decisions));
        const changes = planResolution(waiting, (expense) => decisions.get(expense.id)!, books, this.clock.now());
        await this.publish.publish(tx, { companyId, vendorAccountId }, changes);
        return { resolved: changes.length, last: waiting.length === BATCH ? waiting.at(-1)! : null };
      },
      { company: companyId },
    );
  }
}

function* keysOf(
  waiting: readonly StoredExpense[],
  decisions: ReadonlyMap<Id, AllocationDecision>,
): Iterable<{ legalEntityId: Id; period: string }> {
  for (const expense of waiting) {
    yield { legalEntityId: expense.legalEntityId, period: expense.period };
    const { allocation, legalEntityId } = decisions.get(expense.id)!;
    if (allocation === 'directory') yield { legalEntityId, period: periodOf(expense.businessDate) };
  }
}
