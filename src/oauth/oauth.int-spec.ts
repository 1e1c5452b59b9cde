import { Controller, Get, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VerifyAudit } from '../audit/index.js';
import { asMember } from '../audit/test-platform.fixture.js';
import { DirectoryModule } from '../directory/index.js';
import { TestServer, type Answer } from '../identity/test-server.fixture.js';
import { currentContext, MovingClock, type Actor, type Id, type InterlineError } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { OAuthModule } from './oauth.module.js';
import { OAuthResolver, ScopeResolver } from './oauth.resolver.js';
import { SCOPES } from './scopes.js';
import { TokenAuthenticator } from './token-authenticator.js';
import { TokenLimits, TokenThrottle } from './token-throttle.js';
import { AttemptLimiter } from '../identity/index.js';

/** A route behind the door that says who came through. */
@Controller('who')
class WhoController {
  @Get()
  read(): Actor {
    return currentContext()!.actor;
  }
}
@Module({ controllers: [WhoController] })
class WhoModule {}

interface App {
  id: Id;
  clientId: string;
  secret: string;
}

let db: TestDatabase;
let server: TestServer;
const clock = new MovingClock(new Date('2026-11-23T08:00:00Z'));

beforeAll(async () => {
  db = await createTestDatabase();
  server = await TestServer.on(db, clock, [DirectoryModule, OAuthModule, WhoModule], [TokenAuthenticator]);
});
afterAll(async () => {
  await server.close();
  await db.close();
});

const as = <Result>(companyId: Id, work: () => Result): Result => asMember({ companyId, roles: ['it'] }, work);
const create = (companyId: Id, scopes: string[], name = 'ERP'): Promise<object> =>
  as(companyId, () => server.get(OAuthResolver).createOAuthClient({ input: { name, scopes } }));
async function app(companyId: Id, scopes = ['company:read', 'directory:read']): Promise<App> {
  const created = (await create(companyId, scopes)) as { client: { id: Id; clientId: string }; clientSecret: string };
  return { id: created.client.id, clientId: created.client.clientId, secret: created.clientSecret };
}
const basic = (clientId: string, secret: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
});
const token = (form: string, headers: Record<string, string> = {}, ip?: string): Promise<Answer> =>
  server.call('POST', '/oauth/token', { form, headers, ...(ip ? { ip } : {}) });
const grant = 'grant_type=client_credentials';
const who = (accessToken: unknown): Promise<Answer> =>
  server.call('GET', '/who', { headers: { authorization: `Bearer ${String(accessToken)}` } });
const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: InterlineError) => error.code,
  );

describe('an app', () => {
  it('is made with scopes we know; its secret is shown once and kept as a hash', async () => {
    const company = await db.company();
    const created = await create(company, ['raw:read', 'company:read', 'company:read'], ' 用友 ERP ');
    expect(created).toMatchObject({
      __typename: 'OAuthClientCreated',
      client: { name: '用友 ERP', scopes: ['company:read', 'raw:read'], revokedAt: null },
      clientSecret: expect.stringMatching(/^[\w-]{43}$/),
    });
    const stored = JSON.stringify(await db.uow.read('SELECT * FROM oauth_clients', [], { company }));
    expect(stored).not.toContain((created as { clientSecret: string }).clientSecret);
    expect(await as(company, () => server.get(OAuthResolver).oauthClients())).toEqual([expect.objectContaining({ name: '用友 ERP' })]);
    expect(await create(company, ['everything'])).toMatchObject({ __typename: 'InputProblem', code: 'SCOPE_UNKNOWN', field: 'scopes' });
    expect(await create(company, [])).toMatchObject({ __typename: 'InputProblem', field: 'scopes' });
    expect(await create(company, ['company:read'], '  ')).toMatchObject({ __typename: 'InputProblem', field: 'name' });
    expect(await server.get(VerifyAudit).verify(company)).toMatchObject({ entries: 1, broken: null });
  });

  it('has scopes that say in both languages what they open', () => {
    expect(SCOPES.map((scope) => scope.name)).toEqual(
      expect.arrayContaining(['company:read', 'directory:read', 'directory:write', 'people.email:read', 'people.mobile:read', 'raw:read']),
    );
    for (const scope of server.get(OAuthResolver).scopes()) {
      expect(server.get(ScopeResolver).description(scope, { locale: 'zh_CN' })).toMatch(/[一-鿿]/);
      expect(server.get(ScopeResolver).description(scope, { locale: 'en' })).toMatch(/^[A-Z][ -~]+$/);
    }
  });

  it('is not seen, and not revoked, by another company', async () => {
    const [company, other] = [await db.company(), await db.company()];
    const { id } = await app(company);
    expect(await as(other, () => server.get(OAuthResolver).oauthClients())).toEqual([]);
    expect(await code(as(other, () => server.get(OAuthResolver).revokeOAuthClient({ input: { id } })))).toBe('NOT_FOUND');
    expect(await code(as(other, () => server.get(OAuthResolver).revokeOAuthClient({ input: { id: 'x' } })))).toBe('NOT_FOUND');
    for (const table of ['oauth_clients', 'oauth_tokens'])
      expect(await db.uow.read(`SELECT 1 FROM ${table}`, [], { company: other })).toEqual([]);
  });
});

describe('the token endpoint', () => {
  it('takes the secret in the header or in the body, and its answer is kept nowhere', async () => {
    const company = await db.company();
    const { clientId, secret } = await app(company);
    for (const answer of [
      await token(grant, basic(clientId, secret)),
      await token(`${grant}&client_id=${clientId}&client_secret=${secret}`),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
      expect(answer.body).toEqual({
        access_token: expect.stringMatching(/^[\w-]{43}$/),
        token_type: 'Bearer',
        expires_in: expect.any(Number),
        scope: 'company:read directory:read',
      });
      expect(Math.abs((answer.body['expires_in'] as number) - 3600)).toBeLessThan(5);
      expect((await who(answer.body['access_token'])).body).toEqual({
        kind: 'app',
        clientId,
        companyId: company,
        scopes: ['company:read', 'directory:read'],
      });
      const stored = JSON.stringify(await db.uow.read('SELECT * FROM oauth_tokens', [], { company }));
      expect(stored).not.toContain(answer.body['access_token']);
    }
  });

  it('gives fewer scopes on request, and never more', async () => {
    const { clientId, secret } = await app(await db.company());
    const narrow = await token(`${grant}&scope=directory:read`, basic(clientId, secret));
    expect(narrow.body).toMatchObject({ scope: 'directory:read' });
    expect((await who(narrow.body['access_token'])).body).toMatchObject({ scopes: ['directory:read'] });
    for (const scope of ['raw:read', 'directory:read+raw:read', 'everything', '%22']) {
      const refused = await token(`${grant}&scope=${scope}`, basic(clientId, secret));
      expect([refused.status, refused.body.error]).toEqual([400, 'invalid_scope']);
    }
  });

  it('refuses in the words of RFC 6749', async () => {
    const { clientId, secret } = await app(await db.company());
    const wrongSecret = await token(grant, basic(clientId, 'wrong'));
    expect([wrongSecret.status, wrongSecret.body.error, wrongSecret.headers['www-authenticate']]).toEqual([
      401,
      'invalid_client',
      'Basic realm="interline"',
    ]);
    const inBody = await token(`${grant}&client_id=${clientId}&client_secret=wrong`);
    expect([inBody.status, inBody.body.error, inBody.headers['www-authenticate']]).toEqual([401, 'invalid_client', undefined]);
    const cases: [string, Record<string, string>, number, string][] = [
      [grant, basic('app_unknown', secret), 401, 'invalid_client'],
      [grant, {}, 401, 'invalid_client'],
      [`${grant}&client_id=${clientId}`, {}, 401, 'invalid_client'],
      ['', basic(clientId, secret), 400, 'invalid_request'],
      ['grant_type=password&username=a&password=b', basic(clientId, secret), 400, 'unauthorized_client'],
      ['grant_type=urn:x', basic(clientId, secret), 400, 'unsupported_grant_type'],
      [`${grant}&${grant}`, basic(clientId, secret), 400, 'invalid_request'],
      [`${grant}&client_id=%00&client_secret=x`, {}, 400, 'invalid_request'],
    ];
    for (const [form, headers, status, error] of cases) {
      const answer = await token(form, headers, '192.0.2.44');
      expect([form, answer.status, answer.body.error]).toEqual([form, status, error]);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
    const json = await server.call('POST', '/oauth/token', {
      body: { grant_type: 'client_credentials' },
      headers: basic(clientId, secret),
    });
    expect([json.status, json.body.error]).toEqual([400, 'invalid_request']);
  });

  it('turns an address away that guesses secrets, but not the app it guesses at', async () => {
    const { clientId, secret } = await app(await db.company());
    const ip = '192.0.2.45';
    for (let attempt = 0; attempt < 20; attempt += 1) expect((await token(grant, basic(clientId, `wrong${attempt}`), ip)).status).toBe(401);
    const limited = await token(grant, basic(clientId, 'wrong'), ip);
    expect([limited.status, limited.body.error]).toEqual([429, 'temporarily_unavailable']);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect((await token(grant, basic(clientId, secret), ip)).status).toBe(429);
    expect((await token(grant, basic(clientId, secret), '192.0.2.46')).status).toBe(200);
  });

  it('gives one app so many tokens and no more', () => {
    const throttle = new TokenThrottle(server.get(AttemptLimiter), new TokenLimits(3, 60_000));
    expect([1, 2, 3].map(() => throttle.take('app_a'))).toEqual([0, 0, 0]);
    expect(throttle.take('app_a')).toBeGreaterThan(0);
    expect(throttle.take('app_b')).toBe(0);
  });

  it('describes itself', async () => {
    const { body } = await server.call('GET', '/.well-known/oauth-authorization-server');
    expect(body).toMatchObject({
      issuer: 'https://hub.example.com',
      token_endpoint: 'https://hub.example.com/oauth/token',
      grant_types_supported: ['client_credentials'],
    });
  });
});

describe('an access token', () => {
  const issued = async (credentials: App): Promise<string> =>
    String((await token(grant, basic(credentials.clientId, credentials.secret))).body['access_token']);

  it('cannot be forged', async () => {
    const credentials = await app(await db.company());
    const real = await issued(credentials);
    for (const forged of ['', 'x', `${real}x`, real.slice(1), credentials.secret, 'a'.repeat(5_000)]) {
      const answer = await who(forged);
      expect([forged.length, answer.status]).toEqual([forged.length, 401]);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    }
    expect((await server.call('GET', '/who', { headers: basic(credentials.clientId, credentials.secret) })).status).toBe(401);
    expect((await server.call('GET', '/who')).status).toBe(401);
    expect((await who(real)).status).toBe(200);
  });

  it('expires after an hour, also while it is remembered', async () => {
    const accessToken = await issued(await app(await db.company()));
    expect((await who(accessToken)).status).toBe(200);
    clock.moveBy(3_599_000);
    expect((await who(accessToken)).status).toBe(200);
    clock.moveBy(1_000);
    expect((await who(accessToken)).status).toBe(401);
  });

  it('is refused as soon as its app is revoked, and the app gets no more', async () => {
    const company = await db.company();
    const credentials = await app(company);
    const [accessToken, unused] = [await issued(credentials), await issued(credentials)];
    expect((await who(accessToken)).status).toBe(200);
    const revoke = (): Promise<{ revokedAt: Date | null }> =>
      as(company, () => server.get(OAuthResolver).revokeOAuthClient({ input: { id: credentials.id } }));
    const { revokedAt } = await revoke();
    expect(revokedAt).toEqual(clock.now());
    expect((await who(accessToken)).status).toBe(401);
    expect((await who(unused)).status).toBe(401);
    expect((await token(grant, basic(credentials.clientId, credentials.secret))).body.error).toBe('invalid_client');
    expect(await db.uow.read('SELECT 1 FROM oauth_tokens', [], { company })).toEqual([]);
    clock.moveBy(1_000);
    expect((await revoke()).revokedAt).toEqual(revokedAt);
    expect(await server.get(VerifyAudit).verify(company)).toMatchObject({ entries: 2, broken: null });
  });
});
