import type pg from 'pg';

/** Runs one statement as the app does for a company: in a transaction, behind row security. */
export async function inCompany<Row extends pg.QueryResultRow>(
  client: pg.Client,
  companyId: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const [, , result] = await Promise.all([
    client.query('BEGIN'),
    client.query(`SELECT set_config('app.company_id', $1, true)`, [companyId]),
    client.query<Row>(text, values),
    client.query('COMMIT'),
  ]);
  return result.rows;
}
