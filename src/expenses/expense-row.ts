import type { Kind, LineType } from '@interline/sdk/canonical';
import type { Id } from '../kernel/index.js';
import { arrayParameter, jsonParameter, type ArrayElement } from '../platform/database/index.js';
import type { AllocationSource, Expense, VersionCause } from './expense.js';
import type { AllocationRefs } from './expense-facts.js';
import type { StoredExpense } from './expense-plan.js';

/** Columns of `expenses`, their types and what they hold, without the company and what other rooms write. */
const COLUMNS = {
  id: ['uuid', (expense) => expense.id],
  vendor_account_id: ['uuid', (expense) => expense.vendorAccountId],
  kind: ['text', (expense) => expense.kind],
  order_id: ['text', (expense) => expense.orderId],
  line: ['text', (expense) => expense.line],
  line_type: ['text', (expense) => expense.lineType],
  corrects: ['text', (expense) => expense.corrects],
  product: ['text', (expense) => expense.product],
  description: ['text', (expense) => expense.description],
  currency: ['text', (expense) => expense.currency],
  amount: ['bigint', (expense) => expense.amount],
  company_share: ['bigint', (expense) => expense.companyShare],
  personal_share: ['bigint', (expense) => expense.personalShare],
  occurred_at: ['timestamptz', (expense) => expense.occurredAt],
  business_date: ['date', (expense) => expense.businessDate],
  period: ['text', (expense) => expense.period],
  vendor_billing_date: ['date', (expense) => expense.vendorBillingDate],
  allocation: ['text', (expense) => expense.allocation],
  person_id: ['uuid', (expense) => expense.personId],
  department_id: ['uuid', (expense) => expense.departmentId],
  department_version_id: ['uuid', (expense) => expense.departmentVersionId],
  cost_centre_id: ['uuid', (expense) => expense.costCentreId],
  legal_entity_id: ['uuid', (expense) => expense.legalEntityId],
  traveller_name: ['text', (expense) => expense.travellerName],
  guest: ['boolean', (expense) => expense.guest],
  city: ['text', (expense) => expense.city],
  from_place: ['text', (expense) => expense.from],
  to_place: ['text', (expense) => expense.to],
  start_at: ['timestamptz', (expense) => expense.startAt?.toISOString() ?? null],
  end_at: ['timestamptz', (expense) => expense.endAt?.toISOString() ?? null],
  approval_id: ['text', (expense) => expense.approvalId],
  detail: ['jsonb', (expense) => jsonParameter(expense.detail)],
  origin_id: ['uuid', (expense) => expense.originId],
  version: ['int', (expense) => expense.version],
  cause: ['text', (expense) => expense.cause],
  reversed: ['boolean', (expense) => expense.reversed],
  stream: ['text', (expense) => expense.stream],
  raw_version: ['int', (expense) => expense.rawVersion],
  plugin_version: ['text', (expense) => expense.pluginVersion],
  facts_hash: ['text', (expense) => expense.factsHash],
  refs_hash: ['text', (expense) => expense.refsHash],
  refs: ['jsonb', (expense) => expense.refs && jsonParameter(expense.refs)],
  recorded_at: ['timestamptz', (expense) => expense.recordedAt],
} as const satisfies Record<string, readonly [type: string, of: (expense: StoredExpense) => ArrayElement]>;

/** A column of `expenses`. */
export type ExpenseColumn = keyof typeof COLUMNS;

/** Every column a batch writes. */
export const EXPENSE_COLUMNS = Object.keys(COLUMNS) as ExpenseColumn[];

/** The rows of {@link toColumns} as SQL reads them, `$2` being the first array. */
export const EXPENSE_ROWS = `unnest(${EXPENSE_COLUMNS.map((name, index) => `$${index + 2}::${COLUMNS[name][0]}[]`).join(', ')}) AS r(${EXPENSE_COLUMNS.join(', ')})`;

/** A row of `expenses` as SQL gives it with {@link selectExpense}. */
export interface ExpenseRow {
  id: Id;
  vendor_account_id: Id;
  kind: Kind;
  order_id: string;
  line: string;
  line_type: LineType;
  corrects: string | null;
  product: string | null;
  description: string | null;
  currency: string;
  amount: string;
  company_share: string;
  personal_share: string;
  occurred_at: Date;
  business_date: string;
  period: string;
  vendor_billing_date: string | null;
  allocation: AllocationSource;
  person_id: Id | null;
  department_id: Id | null;
  department_version_id: Id | null;
  cost_centre_id: Id | null;
  legal_entity_id: Id;
  traveller_name: string | null;
  guest: boolean;
  city: string | null;
  from_place: string | null;
  to_place: string | null;
  start_at: Date | null;
  end_at: Date | null;
  approval_id: string | null;
  detail: Record<string, string>;
  origin_id: Id | null;
  statement_line_id: Id | null;
  version: number;
  cause: VersionCause;
  reversed: boolean;
  stream: string;
  raw_version: number;
  plugin_version: string;
  facts_hash: string;
  refs_hash: string;
  refs: AllocationRefs | null;
  recorded_at: Date;
}

/** The select list of a row, days as texts. @param table its alias */
export function selectExpense(table: string): string {
  const columns = [...EXPENSE_COLUMNS, 'statement_line_id'];
  return columns
    .map((name) => (name === 'business_date' || name === 'vendor_billing_date' ? `${table}.${name}::text` : `${table}.${name}`))
    .join(', ');
}

/** Reads a row with everything about it. */
export function toStored(row: ExpenseRow): StoredExpense & Expense {
  return {
    id: row.id,
    vendorAccountId: row.vendor_account_id,
    kind: row.kind,
    orderId: row.order_id,
    line: row.line,
    lineType: row.line_type,
    corrects: row.corrects,
    product: row.product,
    description: row.description,
    currency: row.currency,
    amount: BigInt(row.amount),
    companyShare: BigInt(row.company_share),
    personalShare: BigInt(row.personal_share),
    occurredAt: row.occurred_at,
    businessDate: row.business_date,
    period: row.period,
    vendorBillingDate: row.vendor_billing_date,
    allocation: row.allocation,
    personId: row.person_id,
    departmentId: row.department_id,
    departmentVersionId: row.department_version_id,
    costCentreId: row.cost_centre_id,
    legalEntityId: row.legal_entity_id,
    travellerName: row.traveller_name,
    guest: row.guest,
    city: row.city,
    from: row.from_place,
    to: row.to_place,
    startAt: row.start_at,
    endAt: row.end_at,
    approvalId: row.approval_id,
    detail: row.detail,
    originId: row.origin_id,
    statementLineId: row.statement_line_id,
    version: row.version,
    cause: row.cause,
    reversed: row.reversed,
    stream: row.stream,
    rawVersion: row.raw_version,
    pluginVersion: row.plugin_version,
    factsHash: row.facts_hash,
    refsHash: row.refs_hash,
    refs: row.refs,
    recordedAt: row.recorded_at,
  };
}

/** Expenses as arrays, one a column, for {@link EXPENSE_ROWS}. */
export function toColumns(expenses: readonly StoredExpense[]): string[] {
  return EXPENSE_COLUMNS.map((name) => arrayParameter(expenses.map<ArrayElement>(COLUMNS[name][1])));
}
