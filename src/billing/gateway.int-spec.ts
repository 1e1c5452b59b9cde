import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastifyCookie from '@fastify/cookie';
import { GraphQLModule } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { AuditModule } from '../audit/index.js';
import { CompanyReader, LockPeriod } from '../company/index.js';
import { ConnectionsReader } from '../connections/index.js';
import { DirectoryLoaders } from '../directory/index.js';
import { ExpenseSink } from '../expenses/index.js';
import { ExpenseResolver } from '../expenses/expense.resolver.js';
import {
  asActor,
  lockMonth,
  receiveOrders,
  type TestAccounts,
  TestDirectory,
  TestExpenses,
  testLine,
} from '../expenses/expenses.fixture.js';
import { newId, type Actor, type Id, type Role } from '../kernel/index.js';
import { authenticateRequests, type Authenticator } from '../platform/auth/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { GatewayDriver, guardSchema, scalars } from '../platform/graphql/index.js';
import { LOGGER } from '../platform/logger.js';
import { StatementLineSink, StatementSink } from '../statements/index.js';
import { BilledExpenseResolver, StatementLineResolver } from '../statements/statement-line.resolver.js';
import { StatementResolver } from '../statements/statement.resolver.js';
import { testStatement, testStatementLine, testStatements } from '../statements/statements.fixture.js';
import { RawReader, type SinkSource } from '../sync/index.js';
import { BillReader } from './bill-reader.js';
import { BillTables } from './bill-tables.js';
import { BillRepository } from './bill.repository.js';
import { BillResolver } from './bill.resolver.js';

/** Believes whoever says `Bearer <company> <role, or scopes with commas> <person>`. */
const credulous: Authenticator = {
  authenticate({ authorization }) {
    const [, companyId, what, personId = null] = authorization?.split(' ') ?? [];
    if (!companyId || !what) return Promise.resolve(null);
    const actor: Actor = what.includes(':')
      ? { kind: 'app', clientId: 'test', companyId, scopes: what.split(',') }
      : { kind: 'person', userId: newId(), sessionId: newId(), companyId, personId, roles: [what as Role], operator: false };
    return Promise.resolve(actor);
  },
};

let db: TestDatabase;
let app: NestFastifyApplication;
let url: string;
const directory = new TestDirectory();
let companyId: Id;
let main: Id;

beforeAll(async () => {
  db = await createTestDatabase();
  const log = { provide: LOGGER, useValue: pino({ level: 'silent' }) };
  const raw = {
    provide: RawReader,
    useValue: { read: (ref: object) => Promise.resolve({ ...ref, data: { masked: true } }) },
  };
  const module = await Test.createTestingModule({
    imports: [
      TestExpenses.on(db.uow, directory, [...testStatements, DirectoryLoaders, log, raw]),
      AuditModule,
      GraphQLModule.forRoot({
        driver: GatewayDriver,
        typePaths: ['schema/graphql/*.graphql'],
        path: '/graphql',
        resolvers: scalars,
        transformSchema: guardSchema,
      }),
    ],
    providers: [
      ExpenseResolver,
      StatementResolver,
      StatementLineResolver,
      BilledExpenseResolver,
      BillRepository,
      BillReader,
      BillTables,
      BillResolver,
    ],
  }).compile();
  directory.companies = module.get(CompanyReader);
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter({ forceCloseConnections: true }));
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  await fastify.register(fastifyCookie);
  authenticateRequests(fastify, [credulous]);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
  await aMonth();
}, 30_000);
afterAll(async () => {
  await app.close();
  await db.close();
});

async function aMonth(): Promise<void> {
  companyId = await db.company();
  main = (await app.get(CompanyReader).defaultLegalEntity(companyId)).id;
  const source: SinkSource = { companyId, vendorAccountId: newId(), pluginId: 'vendor', pluginVersion: '1.0.0', stream: 'bills' };
  (app.get(ConnectionsReader) as unknown as TestAccounts).add(source.vendorAccountId, 'vendor', 'Headquarters');
  directory.hire('E1');
  const refund = { line: 'refund', lineType: 'refund', originLine: 'charge', companyShare: -25n } as const;
  await receiveOrders(app.get(ExpenseSink), { ...source, stream: 'rides' }, [
    { orderId: 'O1', lines: [testLine({ personalShare: 11n, city: '上海', detail: { car: 'fast' } }), testLine(refund)] },
    { orderId: 'O2', lines: [testLine({ traveller: { name: '王五' } })] },
  ]);
  await receiveOrders(app.get(ExpenseSink), { ...source, stream: 'rides' }, [
    { orderId: 'O2', lines: [testLine({ companyShare: 90n, traveller: { name: '王五' } })] },
  ]);
  const batch = <Canonical extends { externalId: string }>(
    canonical: Canonical,
  ): SinkSource & { records: { externalId: string; rawVersion: number; canonical: Canonical }[] } => ({
    ...source,
    records: [{ externalId: canonical.externalId, rawVersion: 1, canonical }],
  });
  await asActor(companyId, () => app.get(StatementSink).receive(batch(testStatement(101n, { title: 'September' }))));
  await asActor(companyId, () => app.get(StatementLineSink).receive(batch(testStatementLine('O1', 101n))));
}

interface Answer {
  data: Record<string, unknown> | null;
  errors?: { message: string; extensions: { code: string } }[];
}

async function ask(query: string, who = 'finance', variables: object = {}, company = companyId): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${company} ${who}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

describe('the gateway', () => {
  it('shows expenses with everything about them', async () => {
    const { data, errors } = await ask(`{ expenses(filter: { period: "2026-09" }) { nodes {
      orderId line lineType kind amount { amount currency } companyShare { amount } personalShare { amount } occurredAt businessDate period unresolved reversed
      travellerName guest city detail version person { id } department { id } costCentre { id } legalEntity { code } vendorAccount { name }
      origin { line } followUps { line companyShare { amount } } versions { version companyShare { amount } }
      statementLine { externalId difference { amount } statement { title } expenses { line } } raw { stream data }
    } pageInfo { hasNextPage } } }`);
    expect(errors).toBeUndefined();
    const { nodes } = data!['expenses'] as { nodes: Record<string, unknown>[] };
    expect(nodes).toHaveLength(3);
    expect(nodes.find((node) => node['orderId'] === 'O1' && node['line'] === 'charge')).toEqual({
      orderId: 'O1',
      line: 'charge',
      lineType: 'charge',
      kind: 'ride',
      amount: { amount: '1.11', currency: 'CNY' },
      companyShare: { amount: '1.00' },
      personalShare: { amount: '0.11' },
      occurredAt: '2026-09-03T02:00:00.000Z',
      businessDate: '2026-09-03',
      period: '2026-09',
      unresolved: false,
      reversed: false,
      travellerName: 'Ann',
      guest: false,
      city: '上海',
      detail: { car: 'fast' },
      version: 1,
      person: { id: directory.people.get('E1')!.personId },
      department: { id: directory.people.get('E1')!.departmentVersionId },
      costCentre: { id: directory.people.get('E1')!.costCentreId },
      legalEntity: { code: 'MAIN' },
      vendorAccount: { name: 'Headquarters' },
      origin: null,
      followUps: [{ line: 'refund', companyShare: { amount: '-0.25' } }],
      versions: [{ version: 1, companyShare: { amount: '1.00' } }],
      statementLine: {
        externalId: 'S1:O1',
        difference: { amount: '0.01' },
        statement: { title: 'September' },
        expenses: [{ line: 'charge' }],
      },
      raw: { stream: 'rides', data: { masked: true } },
    });
    expect(nodes.find((node) => node['orderId'] === 'O2')).toMatchObject({
      unresolved: true,
      person: null,
      statementLine: null,
      versions: [
        { version: 2, companyShare: { amount: '0.90' } },
        { version: 1, companyShare: { amount: '1.00' } },
      ],
    });
    expect(nodes.find((node) => node['line'] === 'refund')).toMatchObject({ origin: { line: 'charge' } });
  });

  it('shows statements and bills', async () => {
    const { data, errors } = await ask(
      `query ($entity: ID!) {
        statements(period: "2026-09") { title period state lineCount lineSum { amount } agrees totals { payable { amount } } children { id } parent { id }
          legalEntity { code } vendorAccount { name } lines { nodes { orderId } } }
        bill(legalEntityId: $entity, period: "2026-09") { id state legalEntity { code } statementTotal { amount currency } expenseTotal { amount }
          difference { amount } accrual { amount } announced { amount } lineCount accrualCount differingLineCount otherCurrencies { currency }
          byKind { key label statementTotal { amount } accrual { amount } } byVendor { key label lineCount } byDepartment { key difference { amount } }
          statements { title } lines(filter: { differing: true }) { nodes { externalId expenses { orderId } } } accruals { nodes { orderId line } }
          files { format content url } }
        bills { period state }
      }`,
      'finance',
      { entity: main },
    );
    expect(errors).toBeUndefined();
    expect(data!['statements']).toMatchObject([
      { title: 'September', lineCount: 1, lineSum: { amount: '1.01' }, agrees: true, children: [], parent: null },
    ]);
    expect(data!['bill']).toMatchObject({
      id: `${main}:2026-09`,
      state: 'open',
      statementTotal: { amount: '1.01', currency: 'CNY' },
      expenseTotal: { amount: '1.00' },
      difference: { amount: '0.01' },
      accrual: { amount: '0.65' },
      announced: { amount: '0.00' },
      lineCount: 1,
      accrualCount: 2,
      differingLineCount: 1,
      otherCurrencies: [],
      byKind: [{ key: 'ride', statementTotal: { amount: '1.01' }, accrual: { amount: '0.65' } }],
      byVendor: [{ key: 'vendor', label: 'Headquarters', lineCount: 1 }],
      statements: [{ title: 'September' }],
      lines: { nodes: [{ externalId: 'S1:O1', expenses: [{ orderId: 'O1' }] }] },
    });
    expect((data!['bill'] as { accruals: { nodes: object[] } }).accruals.nodes).toHaveLength(2);
    expect((data!['bill'] as { files: object[] }).files).toHaveLength(4);
    expect(data!['bills']).toEqual([{ period: '2026-09', state: 'open' }]);
  });

  it('shows one statement line, and the record behind it to those who may read records', async () => {
    const { data } = await ask('{ statements { lines { nodes { id } } } }');
    const [{ id }] = (data!['statements'] as [{ lines: { nodes: [{ id: Id }] } }])[0].lines.nodes;
    const one = await ask(
      `{ statementLine(id: "${id}") { externalId statement { title } expenses { line } raw { stream externalId version data } } }`,
    );
    expect(one).toEqual({
      data: {
        statementLine: {
          externalId: 'S1:O1',
          statement: { title: 'September' },
          expenses: [{ line: 'charge' }],
          raw: { stream: 'bills', externalId: 'S1:O1', version: 1, data: { masked: true } },
        },
      },
    });
    expect((await ask('{ statementLine(id: "x") { id } }')).data).toEqual({ statementLine: null });
    expect((await ask(`{ statementLine(id: "${id}") { id } }`, 'manager')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const app = await ask(`{ statementLine(id: "${id}") { id raw { hash } } }`, 'statements:read');
    expect(app.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', scopes: ['raw:read'] });
    expect((await ask(`{ statementLine(id: "${id}") { id } }`, 'owner', {}, await db.company())).data).toEqual({ statementLine: null });
  });

  it('shows behind a correction the record of the line it corrects', async () => {
    const other = await db.company();
    const source: SinkSource = { companyId: other, vendorAccountId: newId(), pluginId: 'vendor', pluginVersion: '1.0.0', stream: 'bills' };
    const receive = (rawVersion: number, share: bigint): Promise<void> =>
      asActor(other, () =>
        app.get(StatementLineSink).receive({
          ...source,
          records: [{ externalId: 'S1:O1', rawVersion, canonical: testStatementLine('O1', share) }],
        }),
      );
    await asActor(other, () =>
      app.get(StatementSink).receive({ ...source, records: [{ externalId: 'S1', rawVersion: 1, canonical: testStatement(100n) }] }),
    );
    await receive(1, 100n);
    await lockMonth(app.get(CompanyReader), app.get(LockPeriod), other, '2026-09');
    await receive(2, 90n);
    const [correction] = await db.uow.read<{ id: Id }>('SELECT id FROM statement_lines WHERE corrects_id IS NOT NULL', [], {
      company: other,
    });
    const { data } = await ask(
      `{ statementLine(id: "${correction!.id}") { externalId raw { externalId version } } }`,
      'finance',
      {},
      other,
    );
    expect(data).toEqual({ statementLine: { externalId: 'S1:O1~2026-10', raw: { externalId: 'S1:O1', version: 2 } } });
  });

  it('keeps statements from those who may only see their own expenses', async () => {
    const me = `employee ${directory.people.get('E1')!.personId}`;
    const own = await ask('{ expenses { nodes { orderId } } }', me);
    expect((own.data!['expenses'] as { nodes: object[] }).nodes).toHaveLength(2);
    for (const field of [
      'statementLine { id }',
      'raw { hash }',
      'vendorAccount { connections { id } }',
      'vendorAccount { externalAccount }',
    ]) {
      const { errors } = await ask(`{ expenses { nodes { ${field} } } }`, me);
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
    for (const query of ['{ statements { id } }', '{ bills { id } }']) {
      expect((await ask(query, me)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      expect((await ask(query, 'expenses:read')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
    expect((await ask('{ expenses { nodes { statementLine { id } } } }', 'expenses:read')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('answers odd input with what is wrong, never with a failure', async () => {
    const codes = async (query: string): Promise<string | undefined> => (await ask(query)).errors?.[0]?.extensions.code;
    expect(await codes('{ expenses(filter: { personId: "x" }) { nodes { id } } }')).toBe('BAD_INPUT');
    expect(await codes('{ expenses(first: 201) { nodes { id } } }')).toBe('BAD_INPUT');
    expect(await codes('{ expenses(after: "eyJ4Ijox") { nodes { id } } }')).toBe('BAD_INPUT');
    expect(await codes(`{ expenses(after: "${Buffer.from('["x","y"]').toString('base64url')}") { nodes { id } } }`)).toBe('BAD_INPUT');
    expect(await codes('{ expenses(filter: { from: "2026-02-31" }) { nodes { id } } }')).toBe('BAD_INPUT');
    expect((await ask('{ expense(id: "x") { id } statement(id: "x") { id } }')).data).toEqual({ expense: null, statement: null });
    expect((await ask(`{ expense(id: "${newId()}") { id } bill(legalEntityId: "${newId()}", period: "2026-09") { id } }`)).data).toEqual({
      expense: null,
      bill: null,
    });
  });

  it('shows another company nothing, by no id', async () => {
    const ids = await ask('{ expenses { nodes { id } } statements { id lines { nodes { id } } } }');
    const expense = (ids.data!['expenses'] as { nodes: { id: string }[] }).nodes[0]!.id;
    const statement = (ids.data!['statements'] as { id: string }[])[0]!.id;
    const other = await db.company();
    const query = `{ expense(id: "${expense}") { id } statement(id: "${statement}") { id } bill(legalEntityId: "${main}", period: "2026-09") { id }
      expenses(filter: { legalEntityId: "${main}" }) { nodes { id } } statements { id } bills { id } }`;
    const { data } = await ask(query, 'owner', {}, other);
    expect(data).toEqual({ expense: null, statement: null, bill: null, expenses: { nodes: [] }, statements: [], bills: [] });
  });
});
