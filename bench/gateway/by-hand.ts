/**
 * The other side: what somebody would write by hand for this one list. Fastify and pg, pipelined and prepared; the same token lookup with the same second of trust,
 * the same row security under the same role, the same one statement, the same answer. Started by gateway.ts with DATABASE_URL; prints its address.
 */
import { createHash } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';

interface Token {
  companyId: string;
  scopes: string[];
  expiresAt: Date;
  readAt: number;
}

const TRUSTED_MS = 1_000;
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10, pipeline: true } as pg.PoolConfig);
const tokens = new Map<string, Token>();

async function inCompany<Row extends pg.QueryResultRow>(company: string, name: string, text: string, values: unknown[]): Promise<Row[]> {
  const client = await pool.connect();
  try {
    const [, , result] = await Promise.all([
      client.query('BEGIN READ ONLY'),
      client.query({ name: 'company', text: `SELECT set_config('app.company_id', $1, true)`, values: [company] }),
      client.query<Row>({ name, text, values }),
      client.query('COMMIT'),
    ]);
    return result.rows;
  } finally {
    client.release();
  }
}

async function authenticate(authorization: string | undefined): Promise<Token | null> {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  if (!token) return null;
  const hash = createHash('sha256').update(token).digest();
  const key = hash.toString('base64');
  const known = tokens.get(key);
  if (known && performance.now() - known.readAt < TRUSTED_MS) return known.expiresAt > new Date() ? known : null;
  const [found] = await inCompany<{ company: string | null }>('', 'find', 'SELECT lookup.company_of_access_token($1) AS company', [hash]);
  if (!found?.company) return null;
  const [row] = await inCompany<{ scopes: string[]; expires_at: Date }>(
    found.company,
    'token',
    `SELECT t.scopes, t.expires_at FROM oauth_tokens t JOIN oauth_clients c ON c.company_id = t.company_id AND c.id = t.oauth_client_id
     WHERE t.company_id = $1 AND t.token_hash = $2 AND c.revoked_at IS NULL`,
    [found.company, hash],
  );
  if (!row || row.expires_at <= new Date()) return null;
  const fresh = { companyId: found.company, scopes: row.scopes, expiresAt: row.expires_at, readAt: performance.now() };
  tokens.set(key, fresh);
  return fresh;
}

const LIST = `
  SELECT p.id, p.employee_number, p.name, p.email, po.title,
    dv.department_id, dv.code AS department_code, dv.name AS department_name, m.id AS manager_id, m.employee_number AS manager_number, m.name AS manager_name
  FROM (SELECT * FROM people WHERE company_id = $1 ORDER BY employee_number LIMIT $3) p
  LEFT JOIN positions po ON po.company_id = $1 AND po.person_id = p.id AND po.slot = 0 AND po.valid_from <= $2::date AND (po.valid_to IS NULL OR po.valid_to > $2::date)
  LEFT JOIN department_versions dv ON dv.company_id = $1 AND dv.department_id = po.department_id AND dv.valid_from <= $2::date AND (dv.valid_to IS NULL OR dv.valid_to > $2::date)
  LEFT JOIN people m ON m.company_id = $1 AND m.id = po.manager_id
  ORDER BY p.employee_number`;

const app = Fastify();
app.post('/graphql', async (request, reply) => {
  const token = await authenticate(request.headers.authorization);
  if (!token?.scopes.includes('directory:read')) return reply.code(401).send({ error: 'unauthenticated' });
  const { first } = (request.body as { variables: { first: number } }).variables;
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
  const rows = await inCompany<Record<string, string | null>>(token.companyId, 'people', LIST, [token.companyId, today, first + 1]);
  const shown = rows.slice(0, first);
  const mayMail = token.scopes.includes('people.email:read');
  const nodes = shown.map((row) => ({
    id: row['id'],
    employeeNumber: row['employee_number'],
    name: row['name'],
    email: mayMail ? row['email'] : null,
    title: row['title'],
    department: row['department_id'] ? { id: row['department_id'], code: row['department_code'], name: row['department_name'] } : null,
    manager: row['manager_id'] ? { id: row['manager_id'], employeeNumber: row['manager_number'], name: row['manager_name'] } : null,
  }));
  const last = shown.at(-1)?.['employee_number'];
  const endCursor = last ? Buffer.from(JSON.stringify([last])).toString('base64url') : null;
  return { data: { people: { nodes, pageInfo: { hasNextPage: rows.length > first, endCursor } } } };
});
await app.listen({ port: 0, host: '127.0.0.1' });
console.log(JSON.stringify({ msg: 'ready', url: `http://127.0.0.1:${(app.server.address() as { port: number }).port}` }));
process.on('SIGTERM', () => void app.close().then(() => pool.end()));
