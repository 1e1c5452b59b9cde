import type pg from 'pg';
import { inCompany } from './in-company.js';

/** What is different by nature: whose row it is, and when it was written. */
const OWN = { company_id: 0, stored_at: 0 };
const ROWS: Readonly<Record<string, string>> = {
  raw_pages: 'id IN (SELECT page_id FROM raw_records WHERE company_id = $1 AND run_id = ANY($2))',
  raw_records: 'run_id = ANY($2)',
  raw_heads: 'last_run_id = ANY($2)',
  expenses: 'order_id IN (SELECT external_id FROM raw_records WHERE company_id = $1 AND run_id = ANY($2))',
};

/** No figure counts unless both sides hold the same rows. @throws Error naming the table where they do not */
export async function demandSameRows(client: pg.Client, ours: string, byHand: string, runIds: string[]): Promise<void> {
  const own = Object.keys(OWN)
    .map((name) => `- '${name}'`)
    .join(' ');
  for (const [table, condition] of Object.entries(ROWS)) {
    const text = `SELECT count(*) AS n, sum(hashtextextended((to_jsonb(t) ${own})::text, 0)) AS hash FROM ${table} t WHERE company_id = $1 AND ${condition}`;
    const [here, there] = [await inCompany(client, ours, text, [ours, runIds]), await inCompany(client, byHand, text, [byHand, runIds])];
    if (JSON.stringify(here) !== JSON.stringify(there))
      throw new Error(`${table} differs: ${JSON.stringify(here)} and by hand ${JSON.stringify(there)}`);
  }
  const lines = `SELECT count(*) AS n, sum(company_share) AS share FROM expenses WHERE company_id = $1`;
  const rolled = (table: string): string =>
    `SELECT sum(expense_count) AS n, sum(company_share) AS share FROM ${table} WHERE company_id = $1`;
  const told = `SELECT sum((data->>'recorded')::bigint) AS n FROM outbox WHERE company_id = $1 AND type = 'expenses.recorded.v1'`;
  for (const company of [ours, byHand]) {
    const ask = async (text: string): Promise<string> => JSON.stringify((await inCompany(client, company, text, [company]))[0]);
    const expected = await ask(lines);
    for (const table of ['spend_by_department', 'spend_by_cost_centre'])
      if ((await ask(rolled(table))) !== expected) throw new Error(`${table} does not add up to the expenses of ${company}`);
    if ((await ask(told)) !== JSON.stringify({ n: (JSON.parse(expected) as { n: string }).n }))
      throw new Error(`events of ${company} do not tell of all expenses`);
  }
}
