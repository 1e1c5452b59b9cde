import type { Kind } from '@interline/sdk/canonical';
import type { Id, Period } from '../kernel/index.js';
import type { Statement, StatementState } from './statement.js';

/** A statement as it is stored. */
export interface StoredStatement extends Statement {
  rawVersion: number;
  pluginVersion: string;
  factsHash: string;
}

/** A row of `statements` as the driver gives it. */
export interface StatementRow {
  id: Id;
  vendor_account_id: Id;
  external_id: string;
  parent_external_id: string | null;
  legal_entity_id: Id;
  derived: boolean;
  title: string | null;
  from_date: string;
  to_date: string;
  period: Period;
  state: StatementState;
  confirmed_at: Date | null;
  currency: string;
  kinds: Kind[] | null;
  split: Statement['split'];
  consumption: string;
  refund: string;
  prior_period_refund: string | null;
  adjustment: string | null;
  payable: string;
  control_count: number | null;
  control_sum: string | null;
  withdrawn: boolean;
  version: number;
  stream: string;
  raw_version: number;
  plugin_version: string;
  facts_hash: string;
  recorded_at: Date;
}

/** The columns of `statements` but the company, with their types. */
export const COLUMNS = {
  id: 'uuid',
  vendor_account_id: 'uuid',
  external_id: 'text',
  parent_external_id: 'text',
  legal_entity_id: 'uuid',
  derived: 'boolean',
  title: 'text',
  from_date: 'date',
  to_date: 'date',
  period: 'text',
  state: 'text',
  confirmed_at: 'timestamptz',
  currency: 'text',
  kinds: 'text[]',
  split: 'jsonb',
  consumption: 'bigint',
  refund: 'bigint',
  prior_period_refund: 'bigint',
  adjustment: 'bigint',
  payable: 'bigint',
  control_count: 'int',
  control_sum: 'bigint',
  withdrawn: 'boolean',
  version: 'int',
  stream: 'text',
  raw_version: 'int',
  plugin_version: 'text',
  facts_hash: 'text',
  recorded_at: 'timestamptz',
} as const;

/** A statement as a row that `json_to_recordset` reads. */
export function toRecord(statement: StoredStatement): Record<string, unknown> {
  const text = (minor: bigint | null): string | null => (minor === null ? null : String(minor));
  return {
    id: statement.id,
    vendor_account_id: statement.vendorAccountId,
    external_id: statement.externalId,
    parent_external_id: statement.parentExternalId,
    legal_entity_id: statement.legalEntityId,
    derived: statement.derived,
    title: statement.title,
    from_date: statement.from,
    to_date: statement.to,
    period: statement.period,
    state: statement.state,
    confirmed_at: statement.confirmedAt,
    currency: statement.currency,
    kinds: statement.kinds,
    split: statement.split,
    consumption: text(statement.consumption),
    refund: text(statement.refund),
    prior_period_refund: text(statement.priorPeriodRefund),
    adjustment: text(statement.adjustment),
    payable: text(statement.payable),
    control_count: statement.controlCount,
    control_sum: text(statement.controlSum),
    withdrawn: statement.withdrawn,
    version: statement.version,
    stream: statement.stream,
    raw_version: statement.rawVersion,
    plugin_version: statement.pluginVersion,
    facts_hash: statement.factsHash,
    recorded_at: statement.recordedAt,
  };
}

/** The statement of a row. */
export function toStatement(row: StatementRow): StoredStatement {
  const minor = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
  return {
    id: row.id,
    vendorAccountId: row.vendor_account_id,
    externalId: row.external_id,
    parentExternalId: row.parent_external_id,
    legalEntityId: row.legal_entity_id,
    derived: row.derived,
    title: row.title,
    from: row.from_date,
    to: row.to_date,
    period: row.period,
    state: row.state,
    confirmedAt: row.confirmed_at,
    currency: row.currency,
    kinds: row.kinds,
    split: row.split,
    consumption: BigInt(row.consumption),
    refund: BigInt(row.refund),
    priorPeriodRefund: minor(row.prior_period_refund),
    adjustment: minor(row.adjustment),
    payable: BigInt(row.payable),
    controlCount: row.control_count,
    controlSum: minor(row.control_sum),
    withdrawn: row.withdrawn,
    version: row.version,
    stream: row.stream,
    rawVersion: row.raw_version,
    pluginVersion: row.plugin_version,
    factsHash: row.facts_hash,
    recordedAt: row.recorded_at,
  };
}
