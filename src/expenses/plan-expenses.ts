import { newId, type Id } from '../kernel/index.js';
import type { AllocationDecision } from './allocate.js';
import { correctionsOf } from './correct-expense.js';
import type { Allocation } from './expense.js';
import { GONE, type AllocationRefs, type ExpenseFacts } from './expense-facts.js';
import {
  described,
  madeBy,
  Plan,
  type AllocatedOrder,
  type Books,
  type ExpenseChange,
  type PlanInput,
  type StoredExpense,
} from './expense-plan.js';

/**
 * Compares orders with what is stored and says what to write. Pure; the repository writes the changes as one set.
 *
 * - A line never seen is recorded. One that says something new supersedes while its period is open; in a locked period the difference becomes a
 *   correction in the next open one.
 * - A line of the same stream that the complete set holds no more is reversed, or corrected to zero in a locked period.
 * - The same facts again change nothing.
 */
export function planExpenses(input: PlanInput): ExpenseChange[] {
  const plan = new Plan(input);
  for (const order of input.orders) planOrder(plan, order);
  return plan.changes();
}

function planOrder(plan: Plan, order: AllocatedOrder): void {
  const { books, source } = plan.input;
  const ids = new Map<string, Id>();
  for (const { facts } of order.lines) ids.set(facts.line, plan.find(facts.kind, order.orderId, facts.line)?.id ?? newId());
  const held = new Set(ids.values());
  for (const { facts, decision } of order.lines) {
    const id = ids.get(facts.line)!;
    const originId = facts.originLine === null ? null : (ids.get(facts.originLine) ?? null);
    const existing = plan.find(facts.kind, order.orderId, facts.line);
    if (!existing) {
      plan.put(firstVersion(plan, order, facts, decision, id, originId));
    } else if (existing.factsHash !== facts.factsHash) {
      if (books.isOpen(existing.legalEntityId, existing.period)) plan.put(nextVersion(plan, order, existing, facts, decision, originId));
      else for (const row of correctionsOf(plan, order, existing, facts)) plan.put(row);
    }
  }
  for (const existing of plan.ofOrder(order.orderId)) {
    if (existing.corrects !== null || existing.stream !== source.stream || held.has(existing.id) || existing.factsHash === GONE) continue;
    if (books.isOpen(existing.legalEntityId, existing.period)) plan.put(reversal(plan, order, existing));
    else for (const row of correctionsOf(plan, order, existing, null)) plan.put(row);
  }
}

function firstVersion(
  plan: Plan,
  order: AllocatedOrder,
  facts: ExpenseFacts,
  decision: AllocationDecision,
  id: Id,
  originId: Id | null,
): StoredExpense {
  const { source, at, books } = plan.input;
  // Written out: this runs for every new line, and spreading objects of this size is ten times slower.
  return {
    id,
    vendorAccountId: source.vendorAccountId,
    kind: facts.kind,
    orderId: order.orderId,
    line: facts.line,
    lineType: facts.lineType,
    corrects: null,
    product: facts.product,
    description: facts.description,
    currency: facts.currency,
    amount: facts.amount,
    companyShare: facts.companyShare,
    personalShare: facts.personalShare,
    occurredAt: facts.occurredAt,
    businessDate: facts.businessDate,
    period: books.book(decision.legalEntityId, facts.businessDate),
    vendorBillingDate: facts.vendorBillingDate,
    allocation: decision.allocation,
    personId: decision.personId,
    departmentId: decision.departmentId,
    departmentVersionId: decision.departmentVersionId,
    costCentreId: decision.costCentreId,
    legalEntityId: decision.legalEntityId,
    travellerName: facts.travellerName,
    guest: facts.guest,
    city: facts.city,
    from: facts.from,
    to: facts.to,
    startAt: facts.startAt,
    endAt: facts.endAt,
    approvalId: facts.approvalId,
    detail: facts.detail,
    originId,
    version: 1,
    cause: 'recorded',
    reversed: false,
    stream: source.stream,
    rawVersion: order.rawVersion,
    pluginVersion: source.pluginVersion,
    factsHash: facts.factsHash,
    refsHash: facts.refsHash,
    refs: decision.allocation === 'unresolved' ? facts.refs : null,
    recordedAt: at,
  };
}

function nextVersion(
  plan: Plan,
  order: AllocatedOrder,
  existing: StoredExpense,
  facts: ExpenseFacts,
  decision: AllocationDecision,
  originId: Id | null,
): StoredExpense {
  const moved = existing.allocation === 'unresolved' || (existing.allocation === 'directory' && existing.refsHash !== facts.refsHash);
  const bearer = moved ? allocated(decision, facts.refs) : {};
  const after: StoredExpense = {
    ...existing,
    ...described(facts),
    ...bearer,
    ...madeBy(plan, order),
    originId,
    version: existing.version + 1,
    cause: 'changed',
    reversed: false,
  };
  const rebooked = after.businessDate !== existing.businessDate || after.legalEntityId !== existing.legalEntityId;
  return rebooked ? { ...after, period: plan.input.books.book(after.legalEntityId, after.businessDate) } : after;
}

function reversal(plan: Plan, order: AllocatedOrder, existing: StoredExpense): StoredExpense {
  return {
    ...existing,
    ...madeBy(plan, order),
    amount: 0n,
    companyShare: 0n,
    personalShare: 0n,
    factsHash: GONE,
    version: existing.version + 1,
    cause: 'reversed',
    reversed: true,
  };
}

function allocated(decision: AllocationDecision, refs: AllocationRefs): Allocation & Pick<StoredExpense, 'allocation' | 'refs'> {
  return { ...decision, refs: decision.allocation === 'unresolved' ? refs : null };
}

/**
 * Allocates expenses that waited for the directory, as it knows them now. A locked month keeps its legal entity, so that no closed bill changes its sum.
 * @returns the changes of those whose person is certain now
 */
export function planResolution(
  waiting: StoredExpense[],
  decide: (expense: StoredExpense) => AllocationDecision,
  booksOf: Books,
  at: Date,
): ExpenseChange[] {
  const changes: ExpenseChange[] = [];
  for (const before of waiting) {
    const decision = decide(before);
    if (before.allocation !== 'unresolved' || decision.allocation === 'unresolved') continue;
    const open = booksOf.isOpen(before.legalEntityId, before.period);
    const legalEntityId = open ? decision.legalEntityId : before.legalEntityId;
    const period = legalEntityId === before.legalEntityId ? before.period : booksOf.book(legalEntityId, before.businessDate);
    const after: StoredExpense = {
      ...before,
      ...decision,
      legalEntityId,
      period,
      refs: null,
      version: before.version + 1,
      cause: 'resolved',
      recordedAt: at,
    };
    changes.push({ before, after });
  }
  return changes;
}
