import type { Kind, LineType } from '@interline/sdk/canonical';
import type { Id, Period } from '../kernel/index.js';
import { jsonParameter } from '../platform/database/index.js';
import type { StoredLine } from './plan-lines.js';
import type { StatementLine } from './statement.js';

/** Columns of `statement_lines` that records fill, with their types. */
const COLUMNS = {
  id: 'uuid',
  vendor_account_id: 'uuid',
  external_id: 'text',
  statement_external_id: 'text',
  statement_id: 'uuid',
  corrects_id: 'uuid',
  kind: 'text',
  line_type: 'text',
  order_id: 'text',
  order_line: 'text',
  currency: 'text',
  amount: 'bigint',
  company_share: 'bigint',
  personal_share: 'bigint',
  occurred_at: 'timestamptz',
  vendor_billing_date: 'date',
  current_term: 'boolean',
  traveller_name: 'text',
  department_name: 'text',
  city: 'text',
  description: 'text',
  detail: 'jsonb',
  named_department_id: 'uuid',
  named_legal_entity_id: 'uuid',
  legal_entity_id: 'uuid',
  period: 'text',
  reversed: 'boolean',
  version: 'int',
  stream: 'text',
  raw_version: 'int',
  plugin_version: 'text',
  facts_hash: 'text',
  recorded_at: 'timestamptz',
} as const;

/** Every column that records fill. */
export const LINE_COLUMNS = Object.keys(COLUMNS);
/** The record definition under which SQL reads lines sent as JSON. */
export const LINE_RECORD = Object.entries(COLUMNS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');
const SELECT = [...LINE_COLUMNS.map((name) => (name === 'vendor_billing_date' ? `l.${name}::text` : `l.${name}`))].join(', ');
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
  reversed: boolean;
  version: number;
  stream: string;
  raw_version: number;
  plugin_version: string;
  facts_hash: string;
  recorded_at: Date;
}

/** The select list of a whole line under alias `l`. */
export const SELECT_LINE = `${SELECT}, l.department_id, l.expense_count, l.expense_share, l.difference`;

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
    reversed: row.reversed,
    version: row.version,
    stream: row.stream,
    rawVersion: row.raw_version,
    pluginVersion: row.plugin_version,
    factsHash: row.facts_hash,
    recordedAt: row.recorded_at,
  };
}

/** The JSON of lines under {@link LINE_RECORD}. */
export function toLineRecords(lines: readonly StoredLine[]): string {
  return jsonParameter(
    lines.map((line) => ({
      id: line.id,
      vendor_account_id: line.vendorAccountId,
      external_id: line.externalId,
      statement_external_id: line.statementExternalId,
      statement_id: line.statementId,
      corrects_id: line.correctsId,
      kind: line.kind,
      line_type: line.lineType,
      order_id: line.orderId,
      order_line: line.orderLine,
      currency: line.currency,
      amount: String(line.amount),
      company_share: String(line.companyShare),
      personal_share: String(line.personalShare),
      occurred_at: line.occurredAt,
      vendor_billing_date: line.vendorBillingDate,
      current_term: line.currentTerm,
      traveller_name: line.travellerName,
      department_name: line.departmentName,
      city: line.city,
      description: line.description,
      detail: line.detail,
      named_department_id: line.namedDepartmentId,
      named_legal_entity_id: line.namedLegalEntityId,
      legal_entity_id: line.legalEntityId,
      period: line.period,
      reversed: line.reversed,
      version: line.version,
      stream: line.stream,
      raw_version: line.rawVersion,
      plugin_version: line.pluginVersion,
      facts_hash: line.factsHash,
      recorded_at: line.recordedAt,
    })),
  );
}
