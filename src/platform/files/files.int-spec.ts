import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fastifyCookie from '@fastify/cookie';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyInstance } from 'fastify';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pino } from 'pino';
import { MovingClock, newId, withContext, type Actor, type Id, type Role } from '../../kernel/index.js';
import { authenticateRequests, type Authenticator } from '../auth/index.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/index.js';
import { createTestDatabase, type TestDatabase } from '../database/test-database.js';
import { LOGGER } from '../logger.js';
import { BLOBS, defineFilePurpose, DiskBlobs, FilesRepository, FilesRoute, FileStore } from './index.js';

defineFilePurpose({
  name: 'test_bill',
  maxBytes: 100_000,
  keepDays: 7,
  upload: { scopes: ['bills:write'], roles: ['finance'] },
  download: { scopes: ['bills:read'], roles: ['finance', 'auditor'] },
});
const made = defineFilePurpose({ name: 'test_made', maxBytes: 1_000, keepDays: null, upload: null, download: { roles: ['finance'] } });

/** Believes whoever says `Bearer <company> <role or scope>`. */
const credulous: Authenticator = {
  authenticate({ authorization }) {
    const [, companyId, what] = authorization?.split(' ') ?? [];
    if (!companyId || !what) return Promise.resolve(null);
    const actor: Actor = what.includes(':')
      ? { kind: 'app', clientId: 'test', companyId, scopes: [what] }
      : { kind: 'person', userId: newId(), sessionId: newId(), companyId, personId: null, roles: [what as Role], operator: false };
    return Promise.resolve(actor);
  },
};

let db: TestDatabase;
let folder: string;
let app: NestFastifyApplication;
let url: string;
let company: Id;
const clock = new MovingClock(new Date('2026-11-01T00:00:00Z'));
const content = randomBytes(50_000);

beforeAll(async () => {
  db = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'interline-files-'));
  const module = await Test.createTestingModule({
    providers: [
      { provide: UnitOfWork, useValue: db.uow },
      { provide: CLOCK, useValue: clock },
      { provide: LOGGER, useValue: pino({ level: 'silent' }) },
      { provide: BLOBS, useValue: new DiskBlobs(folder) },
      FilesRepository,
      FileStore,
      FilesRoute,
    ],
  }).compile();
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter({ forceCloseConnections: true }));
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  await fastify.register(fastifyCookie);
  authenticateRequests(fastify, [credulous]);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(async () => {
  await app.close();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  company = await db.company();
});

const as = (what: string, of: Id = company): Record<string, string> => ({ authorization: `Bearer ${of} ${what}` });
const send = (what = 'finance', query = 'purpose=test_bill&name=%E8%B4%A6%E5%8D%95.csv', body: Buffer = content): Promise<Response> =>
  fetch(`${url}/files?${query}`, { method: 'POST', headers: { ...as(what), 'content-type': 'text/csv' }, body });
const get = (id: string, headers: Record<string, string>): Promise<Response> => fetch(`${url}/files/${id}`, { headers });
const sent = async (): Promise<string> => ((await (await send()).json()) as { id: string }).id;
const kept = (): string[] => (readdirSync(folder).includes(company) ? readdirSync(join(folder, company)) : []);
async function codeOf(response: Response): Promise<string> {
  return `${response.status} ${((await response.json()) as { error: { code: string } }).error.code}`;
}

describe('files over HTTP', () => {
  it('come back as they were sent, to whom their purpose allows', async () => {
    const answer = (await (await send()).json()) as { id: string };
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(answer).toMatchObject({ name: '账单.csv', size: 50_000, sha256, expiresAt: '2026-11-08T00:00:00.000Z' });
    for (const who of ['finance', 'auditor', 'bills:read']) {
      const response = await get(answer.id, as(who));
      expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
      expect(response.headers.get('content-disposition')).toContain(`filename*=UTF-8''%E8%B4%A6%E5%8D%95.csv`);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(statSync(join(folder, company, answer.id)).mode & 0o777).toBe(0o600);
  });

  it('are not there for other companies, other roles, other scopes and nobody', async () => {
    const id = await sent();
    const other = await db.company();
    for (const headers of [as('finance', other), as('employee'), as('spend:read')])
      expect(await codeOf(await get(id, headers))).toBe('404 NOT_FOUND');
    expect(await codeOf(await get(id, {}))).toBe('401 UNAUTHENTICATED');
    for (const id of [newId(), 'x', '..%2F..%2Fetc%2Fpasswd']) expect((await get(id, as('finance'))).status).toBe(404);
  });

  it('stream one range', async () => {
    const id = await sent();
    const part = await get(id, { ...as('finance'), range: 'bytes=100-199' });
    expect([part.status, part.headers.get('content-range'), part.headers.get('content-length')]).toEqual([
      206,
      'bytes 100-199/50000',
      '100',
    ]);
    expect(Buffer.from(await part.arrayBuffer()).equals(content.subarray(100, 200))).toBe(true);
    const tail = await get(id, { ...as('finance'), range: 'bytes=-5' });
    expect(Buffer.from(await tail.arrayBuffer()).equals(content.subarray(-5))).toBe(true);
    const open = await get(id, { ...as('finance'), range: 'bytes=49999-' });
    expect(Buffer.from(await open.arrayBuffer()).equals(content.subarray(-1))).toBe(true);
    expect(await codeOf(await get(id, { ...as('finance'), range: 'bytes=50000-' }))).toBe('416 RANGE_NOT_SATISFIABLE');
    expect((await get(id, { ...as('finance'), range: 'bytes=0-1,3-4' })).status).toBe(200);
    const etag = part.headers.get('etag')!;
    expect((await get(id, { ...as('finance'), 'if-none-match': etag })).status).toBe(304);
    expect((await get(id, { ...as('finance'), range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
  });

  it('are refused by purpose before a byte is kept', async () => {
    expect(await codeOf(await send('employee'))).toBe('403 FORBIDDEN');
    expect(await codeOf(await send('finance', 'purpose=test_made'))).toBe('400 FILE_PURPOSE_UNKNOWN');
    expect(await codeOf(await send('finance', 'name=x'))).toBe('400 FILE_PURPOSE_UNKNOWN');
    expect(kept()).toEqual([]);
  });

  it('are refused when they are too large, whether the length is told or not', async () => {
    expect(await codeOf(await send('finance', 'purpose=test_bill', randomBytes(100_001)))).toBe('413 FILE_TOO_LARGE');
    const status = await new Promise<number>((resolve, reject) => {
      const headers = { ...as('finance'), 'transfer-encoding': 'chunked' };
      const request = httpRequest(`${url}/files?purpose=test_bill`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode!);
        request.destroy();
      });
      request.on('error', reject);
      for (let chunk = 0; chunk < 5; chunk++) request.write(randomBytes(30_000));
      request.end();
    });
    expect(status).toBe(413);
    expect(kept()).toEqual([]);
  });

  it('take names apart from paths', async () => {
    const response = await send('finance', `purpose=test_bill&name=${encodeURIComponent('../../etc/"pass\u0000wd')}`);
    expect(await response.json()).toMatchObject({ name: 'passwd' });
  });

  it('are gone when they have expired, bytes too once the next one comes', async () => {
    const id = await sent();
    clock.moveBy(7 * 86_400_000);
    expect(await codeOf(await get(id, as('finance')))).toBe('404 NOT_FOUND');
    const next = await sent();
    expect(kept()).toEqual([next]);
  });
});

describe('bytes on a disk', () => {
  it('leave nothing behind when the disk is full', async () => {
    const blobs = new DiskBlobs(folder);
    const id = newId();
    symlinkSync('/dev/full', join(folder, `${id}.part`));
    await expect(blobs.put(id, Readable.from([content]), 1e6)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(readdirSync(folder).filter((name) => name.startsWith(id))).toEqual([]);
  });

  it('that stopped coming with their process are removed a day later', async () => {
    const blobs = new DiskBlobs(folder);
    const [old, young] = ['a/1.part', 'a/2.part'].map((name) => join(folder, name)) as [string, string];
    await blobs.put('a/0', Readable.from([content]), 1e6);
    for (const path of [old, young]) writeFileSync(path, 'half');
    const before = Date.now() / 1_000 - 90_000;
    utimesSync(old, before, before);
    await blobs.put('a/3', Readable.from([content]), 1e6);
    expect(readdirSync(join(folder, 'a')).sort()).toEqual(['0', '2.part', '3']);
  });

  it('know no keys that leave the folder', () => {
    expect(() => new DiskBlobs(folder).open('../x')).toThrow(/not a key/);
  });

  it('serve what the server itself makes', async () => {
    const store = app.get(FileStore);
    const actor: Actor = { kind: 'system', name: 'test', companyId: company };
    const file = await withContext({ traceId: newId(), actor, ip: null }, () =>
      store.save({ name: 'x', contentType: 'text/plain', purpose: made }, 'hello'),
    );
    const { body } = await withContext({ traceId: newId(), actor, ip: null }, () => store.open(file.id));
    expect(String(await buffer(body))).toBe('hello');
    expect((await get(file.id, as('finance'))).status).toBe(200);
  });
});
