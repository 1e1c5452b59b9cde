import type { Kind, LineType } from '@interline/sdk/canonical';
import type { Id, Period } from '../kernel/index.js';
import { arrayParameter, jsonParameter, type ArrayElement } from '../platform/database/index.js';
import type { StoredLine } from './plan-lines.js';
import type { StatementLine } from './statement.js';

/** Columns of `statement_lines` that records fill, their types and what they hold. */
const COLUMNS = {
  id: ['uuid', (line) => line.id],
  vendor_account_id: ['uuid', (line) => line.vendorAccountId],
  external_id: ['text', (line) => line.externalId],
  statement_external_id: ['text', (line) => line.statementExternalId],
  statement_id: ['uuid', (line) => line.statementId],
  corrects_id: ['uuid', (line) => line.correctsId],
  kind: ['text', (line) => line.kind],
  line_type: ['text', (line) => line.lineType],
  order_id: ['text', (line) => line.orderId],
  order_line: ['text', (line) => line.orderLine],
  currency: ['text', (line) => line.currency],
  amount: ['bigint', (line) => line.amount],
  company_share: ['bigint', (line) => line.companyShare],
  personal_share: ['bigint', (line) => line.personalShare],
  occurred_at: ['timestamptz', (line) => line.occurredAt],
  vendor_billing_date: ['date', (line) => line.vendorBillingDate],
  current_term: ['boolean', (line) => line.currentTerm],
  traveller_name: ['text', (line) => line.travellerName],
  department_name: ['text', (line) => line.departmentName],
  city: ['text', (line) => line.city],
  description: ['text', (line) => line.description],
  detail: ['jsonb', (line) => jsonParameter(line.detail)],
  named_department_id: ['uuid', (line) => line.namedDepartmentId],
  named_legal_entity_id: ['uuid', (line) => line.namedLegalEntityId],
  legal_entity_id: ['uuid', (line) => line.legalEntityId],
  period: ['text', (line) => line.period],
  reversed: ['boolean', (line) => line.reversed],
  version: ['int', (line) => line.version],
  stream: ['text', (line) => line.stream],
  raw_version: ['int', (line) => line.rawVersion],
  plugin_version: ['text', (line) => line.pluginVersion],
  facts_hash: ['text', (line) => line.factsHash],
  recorded_at: ['timestamptz', (line) => line.recordedAt],
} as const satisfies Record<string, readonly [type: string, of: (line: StoredLine) => ArrayElement]>;

/** Every column that records fill. */
export const LINE_COLUMNS = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
/** The rows of {@link toColumns} as SQL reads them, `$2` being the first array. */
export const LINE_ROWS = `unnest(${LINE_COLUMNS.map((name, index) => `$${index + 2}::${COLUMNS[name][0]}[]`).join(', ')}) AS r(${LINE_COLUMNS.join(', ')})`;
const SELECT = LINE_COLUMNS.map((name) => (name === 'vendor_billing_date' ? `l.${name}::text` : `l.${name}`)).join(', ');
/** A row of `statement_lines` as SQL gives it. */
export interface LineRow {
  id: Id;
  vendor_account_id: Id;
  external_id: string;
  statement_external_id: string | null;
  statement_id: Id | null;
  corrects_id: Id | null;
  kind: Kind;
  line_type: LineType;
  order_id: string | null;
  order_line: string | null;
  currency: string;
  amount: string;
  company_share: string;
  personal_share: string;
  occurred_at: Date | null;
  vendor_billing_date: string | null;
  current_term: boolean | null;
  traveller_name: string | null;
  department_name: string | null;
  city: string | null;
  description: string | null;
  detail: Record<string, string>;
  named_department_id: Id | null;
  named_legal_entity_id: Id | null;
  legal_entity_id: Id;
  period: Period | null;
  department_id: Id | null;
  expense_count: number;
  expense_share: string;
  difference: string;
  bundle_id: Id | null;
  reversed: boolean;
  version: number;
  stream: string;
  raw_version: number;
  plugin_version: string;
  facts_hash: string;
  recorded_at: Date;
}

/** The select list of a whole line under alias `l`. */
export const SELECT_LINE = `${SELECT}, l.department_id, l.expense_count, l.expense_share, l.difference, l.bundle_id`;

/** Reads a whole row. */
export function toLine(row: LineRow): StatementLine & StoredLine {
  return {
    id: row.id,
    vendorAccountId: row.vendor_account_id,
    externalId: row.external_id,
    statementExternalId: row.statement_external_id,
    statementId: row.statement_id,
    correctsId: row.corrects_id,
    kind: row.kind,
    lineType: row.line_type,
    orderId: row.order_id,
    orderLine: row.order_line,
    currency: row.currency,
    amount: BigInt(row.amount),
    companyShare: BigInt(row.company_share),
    personalShare: BigInt(row.personal_share),
    occurredAt: row.occurred_at,
    vendorBillingDate: row.vendor_billing_date,
    currentTerm: row.current_term,
    travellerName: row.traveller_name,
    departmentName: row.department_name,
    city: row.city,
    description: row.description,
    detail: row.detail,
    namedDepartmentId: row.named_department_id,
    namedLegalEntityId: row.named_legal_entity_id,
    legalEntityId: row.legal_entity_id,
    period: row.period,
    departmentId: row.department_id,
    expenseCount: row.expense_count,
    expenseShare: BigInt(row.expense_share),
    difference: BigInt(row.difference),
    bundleId: row.bundle_id,
    reversed: row.reversed,
    version: row.version,
    stream: row.stream,
    rawVersion: row.raw_version,
    pluginVersion: row.plugin_version,
    factsHash: row.facts_hash,
    recordedAt: row.recorded_at,
  };
}

/** Lines as arrays, one a column, for {@link LINE_ROWS}. */
export function toColumns(lines: readonly StoredLine[]): string[] {
  return LINE_COLUMNS.map((name) => arrayParameter(lines.map<ArrayElement>(COLUMNS[name][1])));
}
