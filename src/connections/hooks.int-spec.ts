import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test, type TestingModule } from '@nestjs/testing';
import { Client } from 'pg';
import { ConnectorCatalogue } from '../connectors/index.js';
import { MovingClock, newId, withContext, type Id } from '../kernel/index.js';
import { authenticateRequests } from '../platform/auth/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { ChangeConnection } from './change-connection.js';
import { ConnectionsModule } from './connections.module.js';
import { CreateConnection } from './create-connection.js';
import { HookUrls } from './hook-urls.js';
import { StreamSchedule } from './stream-schedule.js';
import { TestPlatform } from './platform.fixture.js';
import { testCatalogue, TestVendor } from './vendor.fixture.js';

let db: TestDatabase;
let module: TestingModule;
let app: NestFastifyApplication;
let company: Id;
let connectionId: Id;
let path: string;
const vendor = new TestVendor();
const clock = new MovingClock(new Date('2026-11-10T04:00:00Z'));

beforeAll(async () => {
  db = await createTestDatabase();
  module = await Test.createTestingModule({
    imports: [TestPlatform.on(db.uow, { clock }), ConnectionsModule],
  })
    .overrideProvider(ConnectorCatalogue)
    .useValue(testCatalogue(vendor))
    .compile();
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  authenticateRequests(app.getHttpAdapter().getInstance(), []);
  await app.listen(0, '127.0.0.1');
}, 60_000);
afterAll(async () => {
  await app.close();
  await db.close();
});

const as = <Result>(work: () => Promise<Result>): Promise<Result> =>
  withContext({ traceId: newId(), actor: { kind: 'system', name: 'test', companyId: company }, ip: null }, work);
const sql = <Row extends Record<string, unknown>>(statement: string, companyId = company): Promise<Row[]> =>
  db.uow.read<Row>(statement, [], { company: companyId });

beforeEach(async () => {
  company = await db.company();
  const input = {
    connectorId: 'test',
    environment: 'production',
    externalAccount: 'A',
    config: { account: 'A' },
    credentials: { key: 'right' },
  };
  const result = await as(() => module.get(CreateConnection).create(input));
  if (!('created' in result)) throw new Error(JSON.stringify(result));
  connectionId = result.created.id;
  const [url] = await module.get(HookUrls).of([connectionId], company);
  path = new URL(url!).pathname;
});

interface Answer {
  status: number;
  body: string;
  headers: IncomingMessage['headers'];
}

/** Sends a delivery as a vendor would. */
function push(to: string, body: string | Buffer[], headers: Record<string, string> = {}): Promise<Answer> {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path: to, method: 'POST', headers }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode!, body: answer, headers: response.headers }), reject);
    });
    request.on('error', reject);
    if (typeof body === 'string') request.end(body);
    else {
      for (const chunk of body) request.write(chunk);
      request.end();
    }
  });
}

const deliveries = (): Promise<Record<string, unknown>[]> => sql('SELECT outcome, size, changes, problem FROM hook_deliveries ORDER BY id');
const waiting = async (): Promise<string[]> =>
  (await module.get(StreamSchedule).changedRecords({ companyId: company, connectionId, stream: 'orders' }, 10))
    .map(({ externalId }) => externalId)
    .sort();

describe('a delivery', () => {
  it('of any type is kept, names records to read, and is answered as the plugin says', async () => {
    for (const type of ['multipart/form-data; boundary=x', 'application/json', 'text/xml', 'application/x-www-form-urlencoded', '']) {
      const answer = await push(`${path}?key=right`, `id-of-${type.length},9007199254740993`, type ? { 'content-type': type } : {});
      expect(answer).toMatchObject({ status: 200, body: '{"ok":true}' });
    }
    expect(await waiting()).toEqual(['9007199254740993', 'id-of-0', 'id-of-16', 'id-of-31', 'id-of-33', 'id-of-8']);
    expect((await deliveries()).map(({ outcome }) => outcome)).toEqual(Array(5).fill('accepted'));
  });

  it('that is forged is kept and refused, and changes nothing', async () => {
    const answer = await push(`${path}?key=wrong`, '1');
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'HOOK_FORGED', owner: 'vendor' } });
    expect(await waiting()).toEqual([]);
    expect(await deliveries()).toEqual([
      { outcome: 'refused', size: 1, changes: null, problem: 'HOOK_FORGED: the delivery is not signed by the vendor' },
    ]);
  });

  it('that says it is too large is refused before a byte of it is read, and nothing is kept', async () => {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const answer = await new Promise<Answer>((resolve, reject) => {
      const request = httpRequest(
        { host: '127.0.0.1', port, path: `${path}?key=right`, method: 'POST', headers: { 'content-length': '1001' } },
        (response) => {
          text(response).then((body) => resolve({ status: response.statusCode!, body, headers: response.headers }), reject);
        },
      );
      request.on('error', reject);
      // The body never comes.
      request.flushHeaders();
    });
    expect(answer).toMatchObject({ status: 413, headers: { connection: 'close' } });
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'HOOK_TOO_LARGE' } });
    expect(await deliveries()).toEqual([]);
  });

  it('that does not say how large it is is cut off at the cap; one of just the cap is taken', async () => {
    const large = await push(
      `${path}?key=right`,
      Array.from({ length: 11 }, () => Buffer.alloc(100, '1')),
    ).catch((error: NodeJS.ErrnoException) => error.code);
    // The answer may overtake the rest of the body, or the closed connection may overtake the answer.
    expect(['ECONNRESET', 'EPIPE', 413]).toContain(typeof large === 'object' ? large.status : large);
    expect(await deliveries()).toEqual([]);
    const ids = Array.from({ length: 200 }, (_, at) => String(1000 + at)).join(',');
    expect(ids).toHaveLength(999);
    expect((await push(`${path}?key=right`, [Buffer.from(`${ids},`)])).status).toBe(200);
  });

  it('that comes again is answered alike and changes nothing; a new one that names the same record waits once', async () => {
    await push(`${path}?key=right`, '1,2');
    await module.get(StreamSchedule).settle({ companyId: company, connectionId, stream: 'orders' }, ['1', '2'], clock.now());
    expect((await push(`${path}?key=right`, '1,2')).body).toBe('{"ok":true}');
    expect(await waiting()).toEqual([]);
    await push(`${path}?key=right`, '2,1');
    await push(`${path}?key=right`, '2');
    expect(await waiting()).toEqual(['1', '2']);
    expect((await deliveries()).map(({ outcome }) => outcome)).toEqual(['accepted', 'repeated', 'accepted', 'accepted']);
  });

  it('that the plugin stumbles over is kept, with words that say nothing of it', async () => {
    const { named } = vendor;
    vendor.named = () => {
      throw new TypeError('cannot read secret-of-the-vendor');
    };
    const answer = await push(`${path}?key=right`, '1');
    vendor.named = named;
    expect(answer.status).toBe(502);
    expect(answer.body).not.toContain('secret-of-the-vendor');
    expect((await deliveries())[0]).toMatchObject({
      outcome: 'failed',
      problem: "PLUGIN_FAILED: PLUGIN_THREW: the plugin's hook.read threw a TypeError",
    });
  });

  it('is kept sealed', async () => {
    await push(`${path}?key=right`, 'very-secret-id');
    const client = new Client({ connectionString: db.adminUrl });
    await client.connect();
    const { rows } = await client.query<{ sealed: Buffer }>('SELECT sealed FROM hook_deliveries WHERE company_id = $1', [company]);
    await client.end();
    expect(rows).toHaveLength(1);
    expect(rows[0]!.sealed.toString('latin1')).not.toContain('very-secret-id');
    expect(rows[0]!.sealed.toString('latin1')).not.toContain(Buffer.from('very-secret-id').toString('base64'));
  });
});

describe('the address of a hook', () => {
  it('opens one connection only; others, guesses and closed ones answer alike', async () => {
    const tokens = ['x', '/../x', 'A'.repeat(43), `${path.slice(7, -1)}A`, `${path.slice(7)}A`];
    for (const token of tokens) expect(await push(`/hooks/${token}?key=right`, '1')).toMatchObject({ status: 404 });
    await as(() => module.get(ChangeConnection).change(connectionId, 'pause'));
    expect((await push(`${path}?key=right`, '1')).status).toBe(200);
    expect(await waiting()).toEqual(['1']);
    await as(() => module.get(ChangeConnection).change(connectionId, 'close'));
    expect(await push(`${path}?key=right`, '2')).toMatchObject({ status: 404, body: 'no such hook' });
    expect(await module.get(HookUrls).of([connectionId], company)).toEqual([null]);
  });

  it('stands nowhere in the database, and is another company’s for nobody', async () => {
    const token = path.split('/').at(-1)!;
    const client = new Client({ connectionString: db.adminUrl });
    await client.connect();
    const { rows } = await client.query<{ row: string }>('SELECT c::text AS row FROM connections c WHERE company_id = $1', [company]);
    await client.end();
    expect(rows[0]!.row).not.toContain(token);
    expect(rows[0]!.row).not.toContain(Buffer.from(token).toString('hex'));
    const other = await db.company();
    expect(await module.get(HookUrls).of([connectionId], other)).toEqual([null]);
    await push(`${path}?key=right`, '1');
    expect(await sql('SELECT FROM hook_deliveries', other)).toEqual([]);
    expect(await sql('SELECT FROM changed_records', other)).toEqual([]);
  });
});
