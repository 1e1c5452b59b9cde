import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** Tables that belong to no company, each with the reason. */
const GLOBAL_TABLES: Readonly<Record<string, string>> = {
  migrations: 'which migrations ran; the app may only read it',
  partitioned_tables: 'names of tables; the app cannot reach it',
  installation: 'one row that proves the master key',
  outbox_consumers: 'positions of consumers over all companies',
  user_passwords: 'hashes, which only a transaction of the user himself can read',
  attempt_counters: 'hashed keys of attempts to get in, counted before anybody is known',
  users: 'a person may belong to several companies; reached through memberships and lookups only',
};

/** Functions that run with more rights than the app's, each with the reason. Any other is a hole. */
const DEFINER_FUNCTIONS: Readonly<Record<string, string>> = {
  'public.analyze_directory': 'refreshes statistics of the directory after a large import; takes and returns nothing',
  'public.drop_raw_before': 'drops partitions of raw records that are past their retention; takes a day',
  'public.maintain_partitions': 'makes the next months; takes a day, returns nothing',
};

interface TableRow {
  name: string;
  forced: boolean;
  policies: string[];
  key: string[] | null;
  partition_key: string[];
  partition: boolean;
}

describe('the wall between companies', () => {
  let db: TestDatabase;
  let admin: Client;
  let tables: TableRow[];

  beforeAll(async () => {
    db = await createTestDatabase();
    admin = new Client({ connectionString: db.adminUrl });
    await admin.connect();
    const { rows } = await admin.query<TableRow>(`
      SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced, c.relispartition AS partition,
        ARRAY(SELECT pg_get_expr(p.polqual, p.polrelid) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'company_wall') AS policies,
        (SELECT array_agg(a.attname::text ORDER BY k.ord) FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k(attnum, ord), pg_attribute a
          WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.attnum) AS key,
        ARRAY(SELECT a.attname::text FROM pg_partitioned_table t, unnest(t.partattrs) k(attnum), pg_attribute a
          WHERE t.partrelid = c.oid AND a.attrelid = c.oid AND a.attnum = k.attnum) AS partition_key
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname`);
    tables = rows;
  });
  afterAll(async () => {
    await admin.end();
    await db.close();
  });

  it('stands before every table that is not on the list of exceptions', () => {
    const open = tables.filter((table) => !table.partition && !(table.name in GLOBAL_TABLES) && !table.forced);
    expect(open.map((table) => table.name)).toEqual([]);
    const walls = tables
      .filter((table) => table.forced && !table.partition && !(table.name in GLOBAL_TABLES))
      .map((table) => [table.name, table.policies]);
    for (const [name, policies] of walls) {
      const column = name === 'companies' ? 'id' : 'company_id';
      expect([name, policies]).toEqual([name, [`(${column} = current_company())`]]);
    }
  });

  it('leads every tenant key, so that one company is read without passing by the others', () => {
    const wrong = tables
      .filter(
        (table) => table.forced && !table.partition && !(table.name in GLOBAL_TABLES) && !['companies', 'outbox'].includes(table.name),
      )
      .filter((table) => table.key?.[0] !== 'company_id');
    expect(wrong.map((table) => `${table.name}(${table.key?.join(', ') ?? 'no key'})`)).toEqual([]);
  });

  it('hides every row from a transaction without a company', async () => {
    for (const table of tables.filter((each) => each.forced && !each.partition)) {
      expect([table.name, await db.uow.read(`SELECT 1 FROM ${table.name}`, [], { company: null })]).toEqual([table.name, []]);
    }
  });

  it('lets the app reach no partition past its parent', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relispartition AND c.relkind = 'r'
       AND (has_table_privilege('interline_app', c.oid, 'SELECT') OR has_table_privilege('interline_app', c.oid, 'INSERT'))`,
    );
    expect(rows).toEqual([]);
  });

  it('has only the listed functions that run with other rights', async () => {
    const { rows } = await admin.query<{ name: string; owner: string; path: string[] | null; app: boolean; everyone: boolean }>(`
      SELECT n.nspname || '.' || p.proname AS name, pg_get_userbyid(p.proowner) AS owner, p.proconfig AS path,
        has_function_privilege('interline_app', p.oid, 'EXECUTE') AS app,
        EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) acl WHERE acl.grantee = 0) AS everyone
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')`);
    for (const row of rows) {
      if (!row.name.startsWith('lookup.')) expect(Object.keys(DEFINER_FUNCTIONS)).toContain(row.name);
      else expect([row.name, row.owner]).toEqual([row.name, 'interline_lookup']);
      expect([row.name, row.everyone]).toEqual([row.name, false]);
      expect([row.name, row.path?.some((setting) => setting.startsWith('search_path='))]).toEqual([row.name, true]);
    }
    expect(rows.filter((row) => row.name.startsWith('lookup.')).length).toBeGreaterThan(0);
  });

  it('gives the lookup role single columns, never whole tables', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
       AND EXISTS (SELECT FROM aclexplode(c.relacl) acl WHERE acl.grantee = 'interline_lookup'::regrole)`,
    );
    expect(rows).toEqual([]);
  });

  it('keeps the app from deleting money and history', async () => {
    const kept = [
      'audit_entries',
      'expenses',
      'expense_versions',
      'statements',
      'statement_lines',
      'invoices',
      'invoice_orders',
      'invoice_versions',
      'raw_records',
      'raw_pages',
      'outbox',
    ];
    const { rows } = await admin.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relname = ANY($1) AND (has_table_privilege('interline_app', c.oid, 'DELETE') OR has_table_privilege('interline_app', c.oid, 'TRUNCATE'))`,
      [kept],
    );
    expect(rows).toEqual([]);
  });

  it('makes the app no more than an app', async () => {
    const { rows } = await admin.query(
      `SELECT rolname FROM pg_roles WHERE rolname IN ('interline_app', 'interline_jobs', 'interline_lookup') AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)`,
    );
    expect(rows).toEqual([]);
    const { rows: creates } = await admin.query(`SELECT has_schema_privilege('interline_app', 'public', 'CREATE') AS creates`);
    expect(creates).toEqual([{ creates: false }]);
  });
});
