import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastifyCookie from '@fastify/cookie';
import { GraphQLModule } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { fault } from '../connections/vendor.fixture.js';
import { newId, type Actor, type Id, type Role } from '../kernel/index.js';
import { authenticateRequests, type Authenticator } from '../platform/auth/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { GatewayDriver, guardSchema, scalars } from '../platform/graphql/index.js';
import { makeLanded } from './sink.fixture.js';
import { HOUR, START, TestSync } from './sync.fixture.js';

/** Believes whoever says `Bearer <company> <role, or scopes with commas>`. */
const credulous: Authenticator = {
  authenticate({ authorization }) {
    const [, companyId, what] = authorization?.split(' ') ?? [];
    if (!companyId || !what) return Promise.resolve(null);
    const actor: Actor = what.includes(':')
      ? { kind: 'app', clientId: 'test', companyId, scopes: what.split(',') }
      : { kind: 'person', userId: newId(), sessionId: newId(), companyId, personId: null, roles: [what as Role], operator: false };
    return Promise.resolve(actor);
  },
};

let db: TestDatabase;
let sync: TestSync;
let app: NestFastifyApplication;
let url: string;

beforeAll(async () => {
  db = await createTestDatabase();
  await makeLanded(db.ownerUrl);
  sync = new TestSync(db);
  await sync.begin();
  const gateway = GraphQLModule.forRoot({
    driver: GatewayDriver,
    typePaths: ['schema/graphql/*.graphql'],
    path: '/graphql',
    resolvers: scalars,
    transformSchema: guardSchema,
  });
  await sync.start({ doors: [gateway] });
  app = sync.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter({ forceCloseConnections: true }));
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  await fastify.register(fastifyCookie);
  authenticateRequests(fastify, [credulous]);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
}, 60_000);
afterAll(async () => {
  await app.close();
  await db.close();
});

interface Answer {
  data: Record<string, unknown> | null;
  errors?: { message: string; extensions: { code: string } }[];
}

async function ask(query: string, variables: object = {}, who = 'it', company = sync.company): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${company} ${who}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

const CREATE = `mutation ($input: CreateConnectionInput!) { createConnection(input: $input) {
  __typename
  ... on VendorConnection { id state config hookUrl trouble { code } streams { stream { id kind title } } vendorAccount { externalAccount connector { id } legalEntity { id } } }
  ... on InputProblem { code message field problems { field problem } }
  ... on VendorProblem { code message owner vendorCode }
} }`;
const input = {
  connectorId: 'test',
  environment: 'production',
  externalAccount: 'A',
  since: '2026-10-01',
  config: { account: 'A', pin: 'p' },
  credentials: { key: 'right' },
};

/** The one field of an answer. */
function only<Value>({ data, errors }: Answer): Value {
  expect(errors).toBeUndefined();
  return Object.values(data!)[0] as Value;
}

describe('connections at the gateway', () => {
  let id: Id;

  it('are made with the fields that are wrong named, with what the vendor says, or whole', async () => {
    expect(only(await ask(CREATE, { input: { ...input, config: {}, credentials: {} } }))).toEqual({
      __typename: 'InputProblem',
      code: 'BAD_INPUT',
      message: 'config.account is missing; credentials.key is missing',
      field: 'config.account',
      problems: [
        { field: 'config.account', problem: 'is missing' },
        { field: 'credentials.key', problem: 'is missing' },
      ],
    });
    sync.vendor.beforePage = () => {
      throw fault('auth', 'E7', 'wrong key');
    };
    expect(only(await ask(CREATE, { input }))).toEqual({
      __typename: 'VendorProblem',
      code: 'VENDOR_AUTH',
      message: 'E7: wrong key',
      owner: 'admin',
      vendorCode: 'E7',
    });
    sync.vendor.beforePage = () => undefined;
    const made = only<Record<string, unknown>>(await ask(CREATE, { input: { ...input, idempotencyKey: 'once' } }));
    expect(made).toMatchObject({
      __typename: 'VendorConnection',
      state: 'active',
      config: { account: 'A', grade: 'a' },
      hookUrl: expect.stringMatching(/^https:\/\/interline\.example\/hooks\/[\w-]{43}$/),
      trouble: null,
      streams: [
        { stream: { id: 'orders', kind: 'orders', title: 'orders' } },
        { stream: { id: 'rows', kind: 'settlements', title: 'rows' } },
      ],
      vendorAccount: { externalAccount: 'A', connector: { id: 'test' }, legalEntity: null },
    });
    id = made['id'] as Id;
    expect(only<object[]>(await ask('{ connections { id } }'))).toHaveLength(1);
  });

  it('show their hook to who may change them, and nothing to others', async () => {
    const hook = async (who: string): Promise<unknown> =>
      only(await ask('query ($id: ID!) { connection(id: $id) { hookUrl } }', { id }, who));
    for (const who of ['it', 'owner', 'connections:read,connections:write'])
      expect(await hook(who)).toEqual({ hookUrl: expect.stringContaining('/hooks/') });
    for (const who of ['finance', 'auditor', 'connections:read']) expect(await hook(who)).toEqual({ hookUrl: null });
    expect((await ask('{ connections { id } }', {}, 'employee')).errors![0]!.extensions.code).toBe('FORBIDDEN');
    expect((await ask(CREATE, { input }, 'finance')).errors![0]!.extensions.code).toBe('FORBIDDEN');
    const other = await db.company();
    expect(only(await ask('query ($id: ID!) { connection(id: $id) { id } }', { id }, 'it', other))).toBeNull();
    expect(only(await ask('{ vendorAccounts { id } }', {}, 'it', other))).toEqual([]);
    expect(only(await ask('query { connection(id: "none") { id } }'))).toBeNull();
  });

  it('are read on request; runs, figures, quarantine and health are seen', async () => {
    sync.vendor.order('1', '10.50', 1);
    sync.vendor.order('2', '1', 2);
    const REQUEST = `mutation ($input: RequestSyncInput!) { requestSync(input: $input) { __typename
      ... on SyncRequested { runs { id state stream windowFrom windowTo connection { id } control { count } } } ... on InputProblem { field message } ... on StateProblem { code } } }`;
    const { runs } = only<{ runs: { id: Id }[] }>(await ask(REQUEST, { input: { connectionId: id, stream: 'orders' } }));
    expect(runs).toEqual([
      {
        id: expect.any(String),
        state: 'waiting',
        stream: 'orders',
        windowFrom: '2026-09-30T16:00:00.000Z',
        windowTo: START.toISOString(),
        connection: { id },
        control: null,
      },
    ]);
    expect(only(await ask(REQUEST, { input: { connectionId: id, stream: 'none' } }))).toMatchObject({
      __typename: 'InputProblem',
      field: 'stream',
    });
    expect((await ask(REQUEST, { input: { connectionId: newId() } })).errors![0]!.extensions.code).toBe('NOT_FOUND');
    await sync.execute(runs[0]!.id);
    const RUN = `query ($id: ID!) { syncRun(id: $id) { state pages records changed quarantined startedAt finishedAt trouble { code }
      control { vendorCount count vendorSum sum agrees } } }`;
    expect(only(await ask(RUN, { id: runs[0]!.id }))).toEqual({
      state: 'complete',
      pages: 1,
      records: 2,
      changed: 2,
      quarantined: 0,
      startedAt: START.toISOString(),
      finishedAt: START.toISOString(),
      trouble: null,
      control: { vendorCount: 2, count: 2, vendorSum: '11.50', sum: '11.50', agrees: true },
    });
    sync.vendor.controls = false;
    sync.vendor.order('3', '1', 2.999, { yuan: 'much' });
    sync.clock.moveBy(HOUR);
    const again = only<{ runs: { id: Id }[] }>(await ask(REQUEST, { input: { connectionId: id, stream: 'orders' } }));
    await sync.execute(again.runs[0]!.id);
    const STATUS = `query ($id: ID!) { connection(id: $id) { lastOkAt trouble { code } streams { stream { id } syncedTo nextRunAt openWindows quarantined lastRun { id } } } }`;
    const now = sync.clock.now();
    expect(only(await ask(STATUS, { id }))).toEqual({
      lastOkAt: now.toISOString(),
      trouble: null,
      streams: [
        {
          stream: { id: 'orders' },
          syncedTo: now.toISOString(),
          nextRunAt: new Date(now.getTime() + HOUR / 4).toISOString(),
          openWindows: 0,
          quarantined: 1,
          lastRun: { id: again.runs[0]!.id },
        },
        { stream: { id: 'rows' }, syncedTo: null, nextRunAt: START.toISOString(), openWindows: 0, quarantined: 0, lastRun: null },
      ],
    });
    const QUARANTINE = `query ($id: ID) { quarantine(connectionId: $id) { nodes { externalId reason field stream since vendorAccount { externalAccount } } pageInfo { hasNextPage } } }`;
    const record = {
      externalId: '3',
      reason: 'the amount is no amount',
      field: '/yuan',
      stream: 'orders',
      since: now.toISOString(),
      vendorAccount: { externalAccount: 'A' },
    };
    expect(only(await ask(QUARANTINE, { id }))).toEqual({ nodes: [record], pageInfo: { hasNextPage: false } });
    expect(only(await ask(QUARANTINE, { id: newId() }))).toMatchObject({ nodes: [] });
    expect(only(await ask('mutation ($id: ID!) { replayQuarantine(connectionId: $id) { landed remaining } }', { id }))).toEqual({
      landed: 0,
      remaining: 1,
    });
  });

  it('list runs page by page, newest first, with nothing twice and nothing missing', async () => {
    for (let hour = 0; hour < 3; hour += 1) {
      sync.clock.moveBy(HOUR);
      for (const run of await sync.plan({ id })) await sync.execute(run);
    }
    const LIST = `query ($after: String, $state: SyncRunState) { syncRuns(connectionId: "${id}", state: $state, first: 2, after: $after) { edges { cursor } nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
    const seen: Id[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const page: { nodes: { id: Id }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } = only(await ask(LIST, { after }));
      seen.push(...page.nodes.map((node) => node.id));
      ({ hasNextPage: more, endCursor: after } = page.pageInfo);
    }
    expect(seen).toHaveLength(5);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
    expect(only(await ask(LIST, { state: 'failed' }))).toMatchObject({ nodes: [] });
    for (const bad of ['x', Buffer.from('["1"]').toString('base64url'), Buffer.from('[1,2]').toString('base64url')]) {
      expect((await ask(LIST, { after: bad })).errors![0]!.extensions.code).toBe('BAD_INPUT');
    }
    const other = await db.company();
    expect(only(await ask(LIST, {}, 'it', other))).toMatchObject({ nodes: [] });
  });

  it('rest, go on and end', async () => {
    const change = async (word: string): Promise<unknown> =>
      only(
        await ask(
          `mutation ($id: ID!) { ${word}Connection(input: { id: $id }) { __typename ... on VendorConnection { state hookUrl streams { nextRunAt } } ... on StateProblem { code } } }`,
          { id },
        ),
      );
    expect(await change('pause')).toMatchObject({ state: 'paused', streams: [{ nextRunAt: null }, { nextRunAt: null }] });
    expect(await change('pause')).toEqual({ __typename: 'StateProblem', code: 'CONNECTION_STATE' });
    expect(await change('resume')).toMatchObject({ state: 'active' });
    const UPDATE = `mutation ($input: UpdateCredentialsInput!) { updateCredentials(input: $input) { __typename ... on VendorConnection { state } ... on InputProblem { field } } }`;
    expect(only(await ask(UPDATE, { input: { id, credentials: { key: 'x' } } }))).toEqual({
      __typename: 'InputProblem',
      field: 'credentials.key',
    });
    expect(only(await ask(UPDATE, { input: { id, credentials: { key: 'other' } } }))).toEqual({
      __typename: 'VendorConnection',
      state: 'active',
    });
    expect(await change('close')).toMatchObject({ state: 'closed', hookUrl: null });
    expect(await change('resume')).toEqual({ __typename: 'StateProblem', code: 'CONNECTION_CLOSED' });
  });
});
