/**
 * The other side: what somebody would write by hand to put these rows into these tables as fast as SQL does it. The rows are those ours wrote, in memory and already as
 * text, under another company. One prepared statement per table for 2,000 records, several transactions on their way at once, the same role behind the same row security.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inCompany } from './in-company.js';

const BATCH = 2_000;
/** Transactions that are sent before the first one is answered. */
const AHEAD = 3;

type Table = 'raw_pages' | 'raw_records' | 'raw_heads' | 'expenses' | 'spend_by_department' | 'spend_by_cost_centre' | 'outbox';

/** One transaction: the parameters of each table's statement, without the company. */
interface Batch {
  records: number;
  sets: { name: Table; text: string; values: string[] }[];
  last: string;
}

interface Column {
  name: string;
  type: string;
}

/** Columns whose value is when the row was written: the statement says now(). */
const WRITTEN: Partial<Record<Table, string>> = {
  raw_pages: 'stored_at',
  raw_records: 'stored_at',
  raw_heads: 'stored_at',
  outbox: 'written_at',
};
const SUMS = ['expense_count', 'amount', 'company_share', 'personal_share'];

/** Holds the rows of some runs and writes them for one fresh company after the other. */
export class ByHand {
  private constructor(
    private readonly client: pg.Client,
    private readonly batches: Batch[],
    private readonly run: Record<string, unknown>,
    private readonly connection: Record<string, unknown>,
    private readonly account: Record<string, unknown>,
  ) {}

  get records(): number {
    return this.batches.reduce((sum, batch) => sum + batch.records, 0);
  }

  /** Reads what ours wrote with some runs. */
  static async load(url: string, companyId: string, runIds: string[]): Promise<ByHand> {
    const client = new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig);
    await client.connect();
    const ask = <Row extends pg.QueryResultRow>(text: string, ...values: unknown[]): Promise<Row[]> =>
      inCompany<Row>(client, companyId, text, [companyId, ...values]);
    const [run] = await ask<{ row: Record<string, unknown> }>(
      'SELECT to_jsonb(r) AS row FROM sync_runs r WHERE company_id = $1 AND id = $2',
      runIds[0],
    );
    const [connection] = await ask<{ row: Record<string, unknown> }>(
      'SELECT to_jsonb(c) AS row FROM connections c WHERE company_id = $1 AND id = $2',
      run!.row['connection_id'],
    );
    const [account] = await ask<{ row: Record<string, unknown> }>(
      'SELECT to_jsonb(a) AS row FROM vendor_accounts a WHERE company_id = $1 AND id = $2',
      run!.row['vendor_account_id'],
    );
    const batches = await batchesOf(ask, runIds);
    return new ByHand(client, batches, run!.row, connection!.row, account!.row);
  }

  /** Writes everything once, for a company nobody has seen. @returns that company and the seconds it took */
  async write(): Promise<{ companyId: string; seconds: number }> {
    const companyId = await this.freshCompany();
    const began = performance.now();
    const underWay: Promise<unknown>[] = [];
    for (const batch of this.batches) {
      if (underWay.length === AHEAD) await underWay.shift();
      underWay.push(this.commit(companyId, batch));
    }
    await Promise.all(underWay);
    return { companyId, seconds: (performance.now() - began) / 1000 };
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  private async commit(companyId: string, { records, sets, last }: Batch): Promise<void> {
    const send = (name: string, text: string, values: unknown[]): Promise<unknown> => this.client.query({ name, text, values });
    const answers = await Promise.all([
      this.client.query('BEGIN'),
      send('company', `SELECT set_config('app.company_id', $1, true)`, [companyId]),
      ...sets.map(({ name, text, values }) => send(name, text, [companyId, ...values])),
      send(
        'checkpoint',
        'UPDATE sync_runs SET cursor = $3, pages = pages + 1, records = records + $4, distinct_records = distinct_records + $4, changed = changed + $4 WHERE company_id = $1 AND id = $2',
        [companyId, this.run['id'], last, records],
      ),
      this.client.query('COMMIT'),
    ]);
    if ((answers.at(-1) as pg.QueryResult).command !== 'COMMIT') throw new Error('a transaction was rolled back');
  }

  /** The rows that must be there first. Nothing of it is due, so the worker leaves it alone. */
  private async freshCompany(): Promise<string> {
    const companyId = randomUUID();
    const put = (table: string, row: Record<string, unknown>): Promise<unknown> =>
      inCompany(this.client, companyId, `INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, $1)`, [
        JSON.stringify({ ...row, company_id: companyId }),
      ]);
    await put('vendor_accounts', this.account);
    await put('connections', { ...this.connection, hook_token_hash: `\\x${companyId.replaceAll('-', '')}` });
    await put('sync_runs', { ...this.run, records: 0, distinct_records: 0, changed: 0, pages: 0, cursor: null });
    return companyId;
  }
}

type Ask = <Row extends pg.QueryResultRow>(text: string, ...values: unknown[]) => Promise<Row[]>;

async function batchesOf(ask: Ask, runIds: string[]): Promise<Batch[]> {
  const ids = await ask<{ external_id: string }>(
    'SELECT external_id FROM raw_records WHERE company_id = $1 AND run_id = ANY($2) ORDER BY external_id',
    runIds,
  );
  const columns = new Map<Table, Column[]>();
  for (const table of [
    'raw_pages',
    'raw_records',
    'raw_heads',
    'expenses',
    'spend_by_department',
    'spend_by_cost_centre',
    'outbox',
  ] as const)
    columns.set(table, await columnsOf(ask, table));
  const batches: Batch[] = [];
  const paged = new Set<string>();
  for (let from = 0; from < ids.length; from += BATCH) {
    const externalIds = ids.slice(from, from + BATCH).map((row) => row.external_id);
    batches.push(await batchOf(ask, columns, externalIds, paged));
  }
  return batches;
}

async function batchOf(ask: Ask, columns: ReadonlyMap<Table, Column[]>, externalIds: string[], paged: Set<string>): Promise<Batch> {
  const sets: Batch['sets'] = [];
  const add = async (
    table: Table,
    source: string,
    values: unknown[],
    keep: (row: Record<string, string | null>) => boolean = () => true,
  ): Promise<void> => {
    const of = columns.get(table)!;
    const rows = (
      await ask<Record<string, string | null>>(`SELECT ${of.map(({ name }) => `${name}::text`).join(', ')} FROM ${source}`, ...values)
    ).filter(keep);
    sets.push(setOf(table, of, rows));
  };
  await add(
    'raw_pages',
    '(SELECT p.* FROM raw_pages p WHERE p.company_id = $1 AND p.id IN (SELECT page_id FROM raw_records WHERE company_id = $1 AND external_id = ANY($2)) ORDER BY p.id) AS pages',
    [externalIds],
    // A page that lies across two batches goes with the first.
    (page) => !paged.has(page['id']!) && !!paged.add(page['id']!),
  );
  await add('raw_records', '(SELECT * FROM raw_records WHERE company_id = $1 AND external_id = ANY($2) ORDER BY external_id) AS records', [
    externalIds,
  ]);
  await add('raw_heads', '(SELECT * FROM raw_heads WHERE company_id = $1 AND external_id = ANY($2) ORDER BY external_id) AS heads', [
    externalIds,
  ]);
  await add('expenses', '(SELECT * FROM expenses WHERE company_id = $1 AND order_id = ANY($2) ORDER BY id) AS lines', [externalIds]);
  for (const table of ['spend_by_department', 'spend_by_cost_centre'] as const) {
    const keys = columns
      .get(table)!
      .filter(({ name }) => !SUMS.includes(name))
      .map(({ name }) => name);
    const nil = `'00000000-0000-0000-0000-000000000000'::uuid`;
    const read = keys.map((name) =>
      name === 'department_version_id' || name === 'cost_centre_id' || name === 'department_id'
        ? `coalesce(${name}, ${nil}) AS ${name}`
        : name,
    );
    await add(
      table,
      `(SELECT ${read.join(', ')}, count(*) AS expense_count, sum(amount) AS amount, sum(company_share) AS company_share, sum(personal_share) AS personal_share
        FROM expenses WHERE company_id = $1 AND order_id = ANY($2) GROUP BY ${keys.join(', ')} ORDER BY ${keys.join(', ')}) AS sums`,
      [externalIds],
    );
  }
  await add(
    'outbox',
    `(SELECT gen_random_uuid() AS id, NULL::bigint AS position, 'expenses.recorded.v1' AS type,
        jsonb_build_object('vendorAccountId', min(vendor_account_id::text), 'expenseIds', jsonb_agg(id ORDER BY id), 'recorded', count(*), 'changed', 0, 'corrected', 0, 'reversed', 0,
          'resolved', 0, 'unresolved', count(*) FILTER (WHERE allocation = 'unresolved')) AS data
      FROM expenses WHERE company_id = $1 AND order_id = ANY($2)) AS event`,
    [externalIds],
  );
  return { records: externalIds.length, sets, last: externalIds.at(-1)! };
}

/** The columns a row brings along, with their types. */
async function columnsOf(ask: Ask, table: Table): Promise<Column[]> {
  const columns = await ask<Column>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
     WHERE $1::uuid IS NOT NULL AND attrelid = $2::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'company_id' ORDER BY attnum`,
    table,
  );
  return columns.filter(({ name }) => name !== WRITTEN[table]);
}

function setOf(table: Table, columns: Column[], rows: Record<string, string | null>[]): Batch['sets'][number] {
  const names = columns.map(({ name }) => name);
  const written = WRITTEN[table];
  const conflict = table.startsWith('spend_by')
    ? `ON CONFLICT (company_id, business_date, vendor_account_id, kind, legal_entity_id, currency, ${table === 'spend_by_department' ? 'department_version_id' : 'cost_centre_id'})
       DO UPDATE SET ${SUMS.map((name) => `${name} = standing.${name} + excluded.${name}`).join(', ')}`
    : '';
  return {
    name: table,
    text: `INSERT INTO ${table} AS standing (company_id, ${names.join(', ')}${written ? `, ${written}` : ''})
      SELECT $1, ${names.join(', ')}${written ? ', now()' : ''} FROM unnest(${columns.map(({ type }, index) => `$${index + 2}::${type}[]`).join(', ')}) AS r(${names.join(', ')}) ${conflict}`,
    values: names.map((name) => arrayText(rows.map((row) => row[name] ?? null))),
  };
}

/** An array as Postgres reads it. */
function arrayText(values: (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)).join(',')}}`;
}
