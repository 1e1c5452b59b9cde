import type { BusinessDate, Id, Period } from '../kernel/index.js';
import type { AllocationDecision } from './allocate.js';
import type { Expense, VersionCause } from './expense.js';
import type { AllocationRefs, ExpenseFacts } from './expense-facts.js';

/** An expense as it is stored, with what tells whether a record says something new of it. */
export interface StoredExpense extends Omit<Expense, 'statementLineId'> {
  cause: VersionCause;
  factsHash: string;
  refsHash: string;
  /** Who the record names; null once the person is found. */
  refs: AllocationRefs | null;
}

/** One expense written: `before` is null for a new one. */
export interface ExpenseChange {
  before: StoredExpense | null;
  after: StoredExpense;
}

/** The books as far as a batch needs them. */
export interface Books {
  /** The period a day is booked in: its own, or the next one that is open. */
  book(legalEntityId: Id, on: BusinessDate): Period;
  isOpen(legalEntityId: Id, period: Period): boolean;
}

/** One line of a record with who bears it by what is known now. */
export interface AllocatedFacts {
  facts: ExpenseFacts;
  decision: AllocationDecision;
}

/** One order with the complete set of its lines. */
export interface AllocatedOrder {
  orderId: string;
  rawVersion: number;
  lines: AllocatedFacts[];
}

/** What a plan is made from. */
export interface PlanInput {
  source: { vendorAccountId: Id; stream: string; pluginVersion: string };
  at: Date;
  orders: AllocatedOrder[];
  /** Everything stored of these orders. */
  existing: StoredExpense[];
  books: Books;
}

/** What is stored, and what the plan has changed of it so far. */
export class Plan {
  private readonly byKey = new Map<string, StoredExpense>();
  private readonly byOrder = new Map<string, StoredExpense[]>();
  private readonly planned = new Map<Id, ExpenseChange>();

  constructor(readonly input: PlanInput) {
    for (const expense of input.existing) this.remember(expense);
  }

  find(kind: string, orderId: string, line: string): StoredExpense | null {
    const known = this.byKey.get(keyOf(kind, orderId, line));
    return known ? this.now(known) : null;
  }

  ofOrder(orderId: string): StoredExpense[] {
    return (this.byOrder.get(orderId) ?? []).map((expense) => this.now(expense));
  }

  put(after: StoredExpense): void {
    const earlier = this.planned.get(after.id);
    if (earlier) {
      earlier.after = after;
      return;
    }
    const before = this.byKey.get(keyOf(after.kind, after.orderId, after.line)) ?? null;
    if (!before) this.remember(after);
    this.planned.set(after.id, { before, after });
  }

  changes(): ExpenseChange[] {
    return [...this.planned.values()];
  }

  private now(expense: StoredExpense): StoredExpense {
    return this.planned.get(expense.id)?.after ?? expense;
  }

  private remember(expense: StoredExpense): void {
    this.byKey.set(keyOf(expense.kind, expense.orderId, expense.line), expense);
    const lines = this.byOrder.get(expense.orderId);
    if (lines) lines.push(expense);
    else this.byOrder.set(expense.orderId, [expense]);
  }
}

function keyOf(kind: string, orderId: string, line: string): string {
  return `${kind}\n${line}\n${orderId}`;
}

/** The columns that come from the record alone. */
export function described(facts: ExpenseFacts): Omit<ExpenseFacts, 'originLine' | 'refs'> {
  const { originLine: _origin, refs: _refs, ...rest } = facts;
  return rest;
}

/** The columns that say which record made a version, and when. */
export function madeBy(
  plan: Plan,
  order: AllocatedOrder,
): Pick<StoredExpense, 'vendorAccountId' | 'stream' | 'pluginVersion' | 'rawVersion' | 'recordedAt'> {
  const { source, at } = plan.input;
  return {
    vendorAccountId: source.vendorAccountId,
    stream: source.stream,
    pluginVersion: source.pluginVersion,
    rawVersion: order.rawVersion,
    recordedAt: at,
  };
}
