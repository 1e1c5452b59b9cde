import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildWorld, type Seller, type World } from '@interline/demo';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { Installation, type Process, until } from '../installation.js';
import { withDidi } from '../needs.js';
import { ROOT } from '../tree.js';
import { Company } from './company.js';
import { expectStatements } from './demo-bills.js';
import { expectLedgers } from './demo-ledger.js';

jest.setTimeout(600_000);

/** What the demo keeps of a company it fills. */
interface Known {
  users: unknown[];
  app: object | null;
  directoryOn: string | null;
  done: boolean;
}

/** The parts of `demo.json` that are looked at. */
interface Summary {
  url: string;
  asOf: string;
  companies: { slug: string; name: string }[];
  users: { email: string; password: string; roles: string[]; company: string }[];
  clients: object[];
  simulators: Record<string, string>;
  periods: string[];
}

/** The demo's own seed. */
const SEED = 1;
const MINUTE = 60_000;
/**
 * The last moment up to an instant at which every vendor is done with what it was paid: what was paid just now is read with the next sync only, and goods are
 * split into parcels in the twenty minutes after.
 */
function quiet(latest: number): string {
  const busy = buildWorld({ seed: SEED, asOf: new Date(latest) }).facts.orders!.flatMap(({ cash, detail }) =>
    cash.map(({ at }) => ({ from: Date.parse(at), minutes: detail['split'] ? 30 : 10 })),
  );
  let at = latest;
  while (busy.some(({ from, minutes }) => from > at - minutes * MINUTE && from <= at)) at -= MINUTE;
  return new Date(at).toISOString();
}
const LATER = quiet(Date.now());
/** The middle of the month before, in China: a later start then has the rest of that month, and its own, to catch up with. */
const local = new Date(Date.parse(LATER) + 480 * MINUTE);
const EARLY = quiet(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1, 15, 4));
const WORDS = ['demo', '--verbose', '--months', '1'];

/** Whether a vendor of this tree gives its statements as files. */
const hasStatementFiles = readdirSync(join(ROOT, 'plugins')).some((id) =>
  existsSync(join(ROOT, 'plugins', id, 'simulator/statement-mapping.ts')),
);

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.make();
}, 60_000);
afterAll(() => installation.close(), 60_000);

/** What is known of the big company by now; null before it is founded. */
async function known(): Promise<Known | null> {
  const text = await readFile(join(installation.dataDir, 'demo-state.json'), 'utf8').catch(() => null);
  return text === null ? null : ((JSON.parse(text) as { companies: { main?: Known } }).companies.main ?? null);
}

/** Whom the demo orders from. */
async function sellers(): Promise<Seller[]> {
  return (JSON.parse(await readFile(join(installation.dataDir, 'demo-state.json'), 'utf8')) as { sellers: Seller[] }).sellers;
}

/** Asks the database behind the wall. */
async function behind<Row extends Record<string, unknown>>(sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: await installation.adminUrl('interline') });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Starts the demo and waits until it says that it is ready. */
async function ready(words: readonly string[]): Promise<{ demo: Process; summary: Summary; company: Company; world: World }> {
  const demo = installation.start(words);
  await until('the demo to be ready', () => demo.text.some((line) => line.startsWith('Ready after')) || demo.child.exitCode !== null);
  expect({ code: demo.child.exitCode, errors: demo.errors }).toEqual({ code: null, errors: '' });
  const summary = JSON.parse(await readFile(join(installation.dataDir, 'demo.json'), 'utf8')) as Summary;
  const owner = summary.users.find(({ roles, company }) => roles.includes('owner') && company === summary.companies[0]!.name)!;
  const company = await Company.enter(summary.url, owner.email, owner.password);
  return { demo, summary, company, world: buildWorld({ seed: SEED, asOf: new Date(summary.asOf), first: summary.periods[0]! }) };
}

/** Everybody who works there is known, once. */
async function expectPeople(company: Company, world: World): Promise<void> {
  const numbers: string[] = [];
  for (let after: string | null = null; ;) {
    const { people }: { people: { nodes: { employeeNumber: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
      await company.owner.get(
        'query ($after: String) { people(first: 200, after: $after) { nodes { employeeNumber } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
    numbers.push(...people.nodes.map(({ employeeNumber }) => employeeNumber));
    if (!people.pageInfo.hasNextPage) break;
    after = people.pageInfo.endCursor;
  }
  expect(new Set(numbers).size).toBe(numbers.length);
  const working = world.people.filter(({ leftOn }) => leftOn === null).map(({ employeeNumber }) => employeeNumber);
  expect(numbers).toEqual(expect.arrayContaining(working));
  expect(world.people.map(({ employeeNumber }) => employeeNumber)).toEqual(expect.arrayContaining(numbers));
}

withDidi('the demo', () => {
  let first: Summary;

  it('goes on after each kill -9, and stands in the end as if there had been none', async () => {
    const moments: [string, (main: Known) => boolean | Promise<boolean>][] = [
      ['the company is founded', () => true],
      ['its directory is half there', ({ directoryOn }) => directoryOn !== null],
      ['its people are half invited', ({ users }) => users.length >= 3],
      ['its orders are half read', async ({ done }) => done && (await behind('SELECT FROM raw_heads LIMIT 1')).length > 0],
    ];
    if (hasStatementFiles)
      moments.push(['its statement files are half read', async () => (await behind('SELECT FROM statement_imports LIMIT 1')).length > 0]);
    for (const [moment, isThere] of moments) {
      const demo = installation.start([...WORDS, '--as-of', EARLY]);
      await until(moment, async () => {
        if (demo.child.exitCode !== null) throw new Error(demo.errors);
        const main = await known();
        return main !== null && isThere(main);
      });
      await demo.stop('SIGKILL');
      const [runs] = moment.includes('orders')
        ? await behind<{ open: number }>(`SELECT count(*) FILTER (WHERE state <> 'complete')::int AS open FROM sync_runs`)
        : [{ open: 1 }];
      expect({ moment, done: (await known())!.done, isOpen: runs!.open > 0 }).toEqual({
        moment,
        done: /orders|files/.test(moment),
        isOpen: true,
      });
    }

    const { demo, summary, company, world } = await ready([...WORDS, '--as-of', EARLY]);
    first = summary;
    expect(summary.asOf).toBe(EARLY);
    expect(await behind('SELECT slug FROM companies ORDER BY slug')).toEqual([{ slug: 'northbank' }, { slug: 'southlake' }]);
    const { connections, oauthClients } = await company.owner.get<{ connections: object[]; oauthClients: { revokedAt: string | null }[] }>(
      '{ connections { id } oauthClients { revokedAt } }',
    );
    expect([connections.length, oauthClients.filter(({ revokedAt }) => revokedAt === null).length]).toEqual([
      Object.keys(summary.simulators).length,
      1,
    ]);
    expect(summary.clients).toHaveLength(2);
    for (const { email, password } of summary.users) await Company.enter(summary.url, email, password);
    await expectPeople(company, world);
    await expectLedgers(company, summary, world, await sellers());
    await expectStatements(company, summary, world);
    expect(await demo.stop()).toBe(0);
  });

  it('knows with a later start what happened since: people, and the orders of the months that were missing', async () => {
    const { demo, summary, company, world } = await ready([...WORDS, '--as-of', LATER]);
    expect(summary.periods.length).toBeGreaterThan(first.periods.length);
    expect(summary.periods.slice(0, first.periods.length)).toEqual(first.periods);
    expect(summary.users).toEqual(first.users);
    expect(summary.clients).toEqual(first.clients);
    await expectPeople(company, world);
    await expectLedgers(company, summary, world, await sellers());
    await expectStatements(company, summary, world);
    expect(await company.expenses({ unresolved: true })).toEqual([]);
    expect(await demo.stop()).toBe(0);
  });

  it('does not go back behind what it has told', async () => {
    const demo = installation.start([...WORDS, '--as-of', EARLY]);
    await until('the refusal', () => demo.child.exitCode !== null);
    expect({ code: demo.child.exitCode, errors: demo.errors }).toEqual({ code: 64, errors: expect.stringContaining('BAD_INPUT') });
  });

  it('keeps to those it ordered from at first: who comes later tells nothing that another told before', async () => {
    const path = join(installation.dataDir, 'demo-state.json');
    const state = JSON.parse(await readFile(path, 'utf8')) as { sellers: { connectorId: string }[] | null };
    expect(state.sellers!.map(({ connectorId }) => connectorId)).toEqual(Object.keys(first.simulators));
    await writeFile(path, JSON.stringify({ ...state, sellers: [] }));
    const { demo, summary } = await ready([...WORDS, '--as-of', LATER]);
    expect(summary.simulators).toEqual({});
    for (const connectorId of Object.keys(first.simulators))
      expect(demo.text).toContainEqual(expect.stringMatching(`^${connectorId} is left out: it was installed after this demo began`));
    expect(await demo.stop()).toBe(0);

    // An earlier version noted none, and told another world.
    await writeFile(path, JSON.stringify({ ...state, sellers: null }));
    const refused = installation.start([...WORDS, '--as-of', LATER]);
    await until('the refusal', () => refused.child.exitCode !== null);
    expect({ code: refused.child.exitCode, errors: refused.errors }).toEqual({
      code: 64,
      errors: expect.stringContaining('earlier version'),
    });
  });
});
