import type { Kind, LineType } from '@interline/sdk/canonical';
import type { Id } from '../kernel/index.js';
import { jsonParameter } from '../platform/database/index.js';
import type { AllocationSource, Expense, VersionCause } from './expense.js';
import type { AllocationRefs } from './expense-facts.js';
import type { StoredExpense } from './expense-plan.js';

/** Columns of `expenses` in the order of their types below, without the company and what other rooms write. */
const COLUMNS = {
  id: 'uuid',
  vendor_account_id: 'uuid',
  kind: 'text',
  order_id: 'text',
  line: 'text',
  line_type: 'text',
  corrects: 'text',
  product: 'text',
  description: 'text',
  currency: 'text',
  amount: 'bigint',
  company_share: 'bigint',
  personal_share: 'bigint',
  occurred_at: 'timestamptz',
  business_date: 'date',
  period: 'text',
  vendor_billing_date: 'date',
  allocation: 'text',
  person_id: 'uuid',
  department_id: 'uuid',
  department_version_id: 'uuid',
  cost_centre_id: 'uuid',
  legal_entity_id: 'uuid',
  traveller_name: 'text',
  guest: 'boolean',
  city: 'text',
  from_place: 'text',
  to_place: 'text',
  start_at: 'timestamptz',
  end_at: 'timestamptz',
  approval_id: 'text',
  detail: 'jsonb',
  origin_id: 'uuid',
  version: 'int',
  cause: 'text',
  reversed: 'boolean',
  stream: 'text',
  raw_version: 'int',
  plugin_version: 'text',
  facts_hash: 'text',
  refs_hash: 'text',
  refs: 'jsonb',
  recorded_at: 'timestamptz',
} as const;

/** A column of `expenses`. */
export type ExpenseColumn = keyof typeof COLUMNS;

/** Every column a batch writes. */
export const EXPENSE_COLUMNS = Object.keys(COLUMNS) as ExpenseColumn[];

/** The record definition under which SQL reads rows sent as JSON. */
export const EXPENSE_RECORD = Object.entries(COLUMNS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

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

/** The JSON of expenses under {@link EXPENSE_RECORD}. */
export function toRecords(expenses: readonly StoredExpense[]): string {
  const records = expenses.map((expense) => ({
    id: expense.id,
    vendor_account_id: expense.vendorAccountId,
    kind: expense.kind,
    order_id: expense.orderId,
    line: expense.line,
    line_type: expense.lineType,
    corrects: expense.corrects,
    product: expense.product,
    description: expense.description,
    currency: expense.currency,
    amount: String(expense.amount),
    company_share: String(expense.companyShare),
    personal_share: String(expense.personalShare),
    occurred_at: expense.occurredAt,
    business_date: expense.businessDate,
    period: expense.period,
    vendor_billing_date: expense.vendorBillingDate,
    allocation: expense.allocation,
    person_id: expense.personId,
    department_id: expense.departmentId,
    department_version_id: expense.departmentVersionId,
    cost_centre_id: expense.costCentreId,
    legal_entity_id: expense.legalEntityId,
    traveller_name: expense.travellerName,
    guest: expense.guest,
    city: expense.city,
    from_place: expense.from,
    to_place: expense.to,
    start_at: expense.startAt,
    end_at: expense.endAt,
    approval_id: expense.approvalId,
    detail: expense.detail,
    origin_id: expense.originId,
    version: expense.version,
    cause: expense.cause,
    reversed: expense.reversed,
    stream: expense.stream,
    raw_version: expense.rawVersion,
    plugin_version: expense.pluginVersion,
    facts_hash: expense.factsHash,
    refs_hash: expense.refsHash,
    refs: expense.refs,
    recorded_at: expense.recordedAt,
  }));
  return jsonParameter(records);
}
