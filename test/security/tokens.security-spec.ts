import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from '@interline/demo';
import { Installation, until, type Process } from '../installation.js';
import { change, databaseOf } from './database.js';
import { codesOf, send, type Answer } from './send.js';
import { found, type Party } from './two-companies.js';

jest.setTimeout(300_000);

const PUBLIC_URL = 'https://interline.example.com';
const PASSWORD = 'correct horse 42';
const OWN_PAGE = { 'x-interline-csrf': '1' };
const COOKIE = 'interline_session';
/** How long something that was taken away may still work anywhere. */
const REVOKED_WITHIN = 2_000;

const basic = (id: string, secret: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });

describe('what opens the gateway', () => {
  let installation: Installation;
  /** Two processes on one data directory: one as it starts by itself, one behind a proxy that speaks https. */
  let processes: Process[];
  let url: string;
  let secondUrl: string;
  let acme: Party;
  let other: Party;
  /** Whatever was handed out or typed in here, and the keys below: nothing of it may be in a log. */
  const secrets = new Set<string>();
  let addresses = 0;

  beforeAll(async () => {
    installation = await Installation.make();
    const first = installation.start(['serve', '-v']);
    url = (await first.ready())!;
    const second = installation.start(['serve', '-v'], { PUBLIC_URL });
    acme = await found(installation, url, 'acme', 'Acme');
    other = await found(installation, url, 'other', 'Other');
    secondUrl = (await second.ready())!;
    processes = [first, second];
    for (const party of [acme, other]) secrets.add(party.credentials.clientSecret);
  });
  afterAll(() => installation?.close());

  /** An address nobody has called from before, so that one test's failures do not slow another down. */
  const newAddress = (): string => `198.51.100.${++addresses}`;

  async function makeApp(scopes = ['company:read', 'directory:read']): Promise<{ id: string; clientId: string; secret: string }> {
    const { createOAuthClient: made } = await acme.person.get<{
      createOAuthClient: { clientSecret: string; client: { id: string; clientId: string } };
    }>(
      'mutation ($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { ... on OAuthClientCreated { clientSecret client { id clientId } } } }',
      { input: { name: 'App', scopes } },
    );
    secrets.add(made.clientSecret);
    return { ...made.client, secret: made.clientSecret };
  }

  async function tokenOf(app: { clientId: string; secret: string }): Promise<string> {
    const token = await new Client(url).authorize(app.clientId, app.secret);
    secrets.add(token);
    return token;
  }

  async function invite(email: string): Promise<{ link: string; token: string }> {
    const { inviteMember } = await acme.person.get<{ inviteMember: { link: string } }>(
      'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { ... on InvitationCreated { link } } }',
      { input: { email, roles: ['employee'] } },
    );
    const token = inviteMember.link.split('/').pop()!;
    secrets.add(token);
    return { link: `${url}/links/${token}`, token };
  }

  /** A new member of the company who knows their password. */
  async function enrol(email: string): Promise<void> {
    secrets.add(PASSWORD);
    const { link } = await invite(email);
    const answer = await send(link, { body: { name: 'Somebody', password: PASSWORD } });
    expect(answer.status).toBe(200);
    keepCookie(answer);
  }

  function keepCookie(answer: Answer): string {
    const [pair] = answer.headers.getSetCookie().map((each) => each.split(';')[0]!);
    secrets.add(pair!.split('=')[1]!);
    return pair!;
  }

  async function signIn(email: string, at = url, password = PASSWORD, from = newAddress()): Promise<Answer> {
    return send(`${at}/session`, { body: { email, password }, from });
  }

  /** Asks who one is. */
  function ask(at: string, headers: Record<string, string>): Promise<Answer> {
    return send(`${at}/graphql`, { headers: { ...OWN_PAGE, ...headers }, body: { query: '{ viewer { company { name } } }' } });
  }

  /** A session's cookie as the process behind https knows it. */
  const overHttps = (cookie: string): string => `__Host-${cookie}`;

  function expectCompany(answer: Answer, name: string): void {
    expect(answer.json).toEqual({ data: { viewer: { company: { name } } } });
  }

  describe('access tokens', () => {
    it('are refused when forged, cut, changed or not sent as a bearer token', async () => {
      const token = await tokenOf(await makeApp());
      expectCompany(await ask(url, bearer(token)), 'Acme');
      const flipped = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
      const forged = Buffer.alloc(32, 7).toString('base64url');
      const wrong = [flipped, token.slice(0, -1), token.slice(1), `${token}A`, token.toLowerCase(), forged, acme.credentials.clientSecret];
      const headers = [...wrong.map((each) => `Bearer ${each}`), 'Bearer', 'Bearer ', `Bearer ${token} ${token}`, `Basic ${token}`, token];
      for (const authorization of headers) {
        for (const refused of [
          await ask(url, { authorization }),
          await send(`${url}/files`, { headers: { authorization }, body: 'x' }),
          await send(`${url}/files/01900000-0000-7000-8000-000000000000`, { method: 'GET', headers: { authorization } }),
        ]) {
          expect([authorization.slice(0, 10), refused.status, codesOf(refused)]).toEqual([
            authorization.slice(0, 10),
            401,
            ['TOKEN_INVALID'],
          ]);
          expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer/);
          expect(refused.text).not.toContain('data');
        }
      }
      // RFC 6750 §2.2 and §2.3 are not taken: addresses and bodies end up in logs.
      const elsewhere = await send(`${url}/graphql?access_token=${token}`, {
        body: { query: '{ viewer { kind } }', access_token: token },
      });
      expect(codesOf(elsewhere)).toEqual(['UNAUTHENTICATED']);
    });

    it('open the one company they were given for, whatever else comes along', async () => {
      const theirs = await new Client(url).authorize(other.credentials.clientId, other.credentials.clientSecret);
      secrets.add(theirs);
      await enrol('along@acme.example');
      const cookie = keepCookie(await signIn('along@acme.example'));
      expectCompany(await ask(url, { ...bearer(theirs), cookie }), 'Other');
      expectCompany(await ask(secondUrl, { ...bearer(theirs), cookie: overHttps(cookie) }), 'Other');
      const { oauthClients } = await other.person.get<{ oauthClients: { clientId: string }[] }>('{ oauthClients { clientId } }');
      expect(oauthClients.map((client) => client.clientId)).toEqual([other.credentials.clientId]);
    });

    it('give no more than their scopes', async () => {
      const token = await tokenOf(await makeApp(['company:read']));
      const answer = await send(`${url}/graphql`, { headers: bearer(token), body: { query: '{ people { nodes { id } } }' } });
      expect(codesOf(answer)).toEqual(['FORBIDDEN']);
      const write = await send(`${url}/graphql`, {
        headers: bearer(token),
        body: { query: 'mutation { createOAuthClient(input: { name: "More", scopes: ["raw:read"] }) { __typename } }' },
      });
      expect(codesOf(write)).toEqual(['FORBIDDEN']);
    });

    it('end when they expire', async () => {
      const app = await makeApp();
      const token = await tokenOf(app);
      for (const at of [url, secondUrl]) expectCompany(await ask(at, bearer(token)), 'Acme');
      const changed = await change(installation, `UPDATE oauth_tokens SET expires_at = now() WHERE oauth_client_id = $1`, [app.id]);
      expect(changed).toBe(1);
      for (const at of [url, secondUrl]) {
        await until(
          'an expired token to be refused',
          async () => codesOf(await ask(at, bearer(token)))[0] === 'TOKEN_INVALID',
          REVOKED_WITHIN,
        );
      }
    });

    it('end within two seconds of their app being revoked, in every process, and no new one is given', async () => {
      const app = await makeApp();
      const token = await tokenOf(app);
      for (const at of [url, secondUrl]) expectCompany(await ask(at, bearer(token)), 'Acme');
      await acme.person.get('mutation ($input: RevokeOAuthClientInput!) { revokeOAuthClient(input: $input) { revokedAt } }', {
        input: { id: app.id },
      });
      await Promise.all(
        [url, secondUrl].map((at) =>
          until('a revoked app to be refused', async () => (await ask(at, bearer(token))).status === 401, REVOKED_WITHIN),
        ),
      );
      await until(
        'no new token',
        async () => {
          const answers = await Promise.all(
            [url, secondUrl].map((at) =>
              send(`${at}/oauth/token`, {
                headers: { authorization: basic(app.clientId, app.secret) },
                body: new URLSearchParams({ grant_type: 'client_credentials' }),
              }),
            ),
          );
          return answers.every(({ status, json }) => status === 401 && json?.['error'] === 'invalid_client');
        },
        REVOKED_WITHIN,
      );
      expect(codesOf(await ask(url, bearer(token)))).toEqual(['TOKEN_INVALID']);
    });
  });

  describe('the token endpoint', () => {
    const grant = 'client_credentials';

    it('gives a token that nobody on the way keeps', async () => {
      const app = await makeApp();
      const answer = await send(`${url}/oauth/token`, {
        headers: { authorization: basic(app.clientId, app.secret) },
        body: new URLSearchParams({ grant_type: grant, scope: 'company:read' }),
      });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({
        access_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: expect.any(Number),
        scope: 'company:read',
      });
      expect(answer.json!['expires_in']).toBeLessThanOrEqual(3600);
      expect(answer.json!['expires_in']).toBeGreaterThan(3500);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('pragma')).toBe('no-cache');
      expect(answer.headers.get('content-type')).toContain('application/json');
      secrets.add(answer.json!['access_token'] as string);
    });

    it('answers every failure as RFC 6749 §5.2 says, and nothing of the secret', async () => {
      const { clientId, secret } = await makeApp();
      const wrongSecret = secret.slice(0, -4) + 'AAAA';
      const right = { authorization: basic(clientId, secret) };
      const cases: [string, { headers?: Record<string, string>; body?: unknown; query?: string }, number, string][] = [
        [
          'a wrong secret',
          { headers: { authorization: basic(clientId, wrongSecret) }, body: `grant_type=${grant}` },
          401,
          'invalid_client',
        ],
        ['an unknown app', { headers: { authorization: basic('app_0', secret) }, body: `grant_type=${grant}` }, 401, 'invalid_client'],
        ['no secret', { headers: { authorization: basic(clientId, '') }, body: `grant_type=${grant}` }, 400, 'invalid_request'],
        [
          'a wrong secret in the body',
          { body: { grant_type: grant, client_id: clientId, client_secret: wrongSecret } },
          401,
          'invalid_client',
        ],
        ['nobody', { body: `grant_type=${grant}` }, 401, 'invalid_client'],
        [
          'the secret in the address',
          { query: `?client_id=${clientId}&client_secret=${secret}`, body: `grant_type=${grant}` },
          401,
          'invalid_client',
        ],
        ['no grant', { headers: right, body: 'scope=company:read' }, 400, 'invalid_request'],
        ['an unknown grant', { headers: right, body: 'grant_type=magic' }, 400, 'unsupported_grant_type'],
        ['a grant of people', { headers: right, body: 'grant_type=password&username=a&password=b' }, 400, 'unauthorized_client'],
        ['an unknown scope', { headers: right, body: `grant_type=${grant}&scope=everything` }, 400, 'invalid_scope'],
        ['a scope the app lacks', { headers: right, body: `grant_type=${grant}&scope=company:read raw:read` }, 400, 'invalid_scope'],
        ['a parameter twice', { headers: right, body: `grant_type=${grant}&grant_type=${grant}` }, 400, 'invalid_request'],
        ['JSON', { headers: { ...right, 'content-type': 'application/json' }, body: `{"grant_type":"${grant}"}` }, 400, 'invalid_request'],
        ['broken JSON', { headers: { ...right, 'content-type': 'application/json' }, body: '{' }, 400, 'invalid_request'],
        ['XML', { headers: { ...right, 'content-type': 'text/xml' }, body: '<grant/>' }, 415, 'invalid_request'],
        ['a huge body', { headers: right, body: `grant_type=${grant}&x=${'x'.repeat(2_000_000)}` }, 413, 'invalid_request'],
        ['nothing', { headers: right }, 400, 'invalid_request'],
      ];
      for (const [what, { headers = {}, body, query = '' }, status, error] of cases) {
        const form = typeof body === 'object' ? new URLSearchParams(body as Record<string, string>) : body;
        const type: Record<string, string> =
          typeof form === 'string' && !headers['content-type'] ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
        const answer = await send(`${url}/oauth/token${query}`, { headers: { ...type, ...headers }, body: form, from: newAddress() });
        expect([what, answer.status, answer.json?.['error']]).toEqual([what, status, error]);
        expect([what, Object.keys(answer.json!).sort()]).toEqual([what, ['error', 'error_description']]);
        expect([what, answer.headers.get('cache-control')]).toEqual([what, 'no-store']);
        expect([what, status === 401 && 'authorization' in headers]).toEqual([what, answer.headers.has('www-authenticate')]);
        for (const secretPart of [secret, wrongSecret, 'node_modules', ' at ']) expect(answer.text).not.toContain(secretPart);
      }
      // Whether an app exists is not told.
      const [unknown, wrong] = await Promise.all(
        [basic('app_0', secret), basic(clientId, wrongSecret)].map((authorization) =>
          send(`${url}/oauth/token`, { headers: { authorization }, body: new URLSearchParams({ grant_type: grant }), from: newAddress() }),
        ),
      );
      expect(unknown!.text).toBe(wrong!.text);
    });

    it('lets nobody guess on: whoever fails too often waits, whoever does not is not held up', async () => {
      const app = await makeApp();
      const from = newAddress();
      const attempt = (secret: string, address: string, at = url): Promise<Answer> =>
        send(`${at}/oauth/token`, {
          headers: { authorization: basic(app.clientId, secret) },
          body: new URLSearchParams({ grant_type: grant }),
          from: address,
        });
      const statuses: number[] = [];
      let last!: Answer;
      while (statuses.length < 30 && statuses.at(-1) !== 429) {
        last = await attempt(`wrong ${statuses.length}`, from);
        statuses.push(last.status);
      }
      expect(new Set(statuses.slice(0, -1))).toEqual(new Set([401]));
      expect(statuses.length).toBeGreaterThan(5);
      expect(last.status).toBe(429);
      expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(typeof last.json?.['error']).toBe('string');
      expect((await attempt(app.secret, from)).status).toBe(429);
      expect((await attempt('wrong', from, secondUrl)).status).toBe(429);
      const elsewhere = await attempt(app.secret, newAddress());
      expect(elsewhere.status).toBe(200);
      secrets.add(elsewhere.json!['access_token'] as string);
    });
  });

  describe('guessing passwords', () => {
    it('ends for an account after ten attempts, in every process, also when they come at once', async () => {
      await enrol('guessed@acme.example');
      const answers = await Promise.all(
        Array.from({ length: 24 }, (_, attempt) =>
          signIn('guessed@acme.example', attempt % 2 ? url : secondUrl, `wrong password ${attempt}`),
        ),
      );
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
      const late = answers.filter(({ status }) => status === 429);
      expect(late).toHaveLength(14);
      for (const answer of late) {
        expect(codesOf(answer)).toEqual(['RATE_LIMITED']);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      for (const at of [url, secondUrl]) {
        const right = await signIn('guessed@acme.example', at);
        expect(right.status).toBe(429);
        expect(right.headers.getSetCookie()).toEqual([]);
      }
      expect((await signIn('along@acme.example')).status).toBe(200);
    });

    it('does not tell which addresses there are', async () => {
      const strip = ({ status, text }: Answer): unknown => [status, text.replace(/"traceId":"[^"]+"/g, '')];
      const [known, unknown] = [
        await signIn('along@acme.example', url, 'not the password'),
        await signIn('nobody@acme.example', url, 'not the password'),
      ];
      expect(strip(known)).toEqual(strip(unknown));
      expect(codesOf(known)).toEqual(['SIGN_IN_FAILED']);
    });

    it('ends for a network address that tries one account after the other', async () => {
      const from = newAddress();
      let attempts = 0;
      await until('the address to be refused', async () => {
        const answer = await signIn(`somebody${attempts}@acme.example`, url, `wrong password ${attempts}`, from);
        return answer.status === 429 || (expect([answer.status, ++attempts <= 60]).toEqual([401, true]), false);
      });
      expect(attempts).toBeGreaterThan(10);
      expect((await signIn('along@acme.example', secondUrl, PASSWORD, from)).status).toBe(429);
      expect((await signIn('along@acme.example')).status).toBe(200);
    });
  });

  describe('sessions', () => {
    it('travel in a cookie that scripts and other sites do not get', async () => {
      const plain = await signIn('along@acme.example');
      const [cookie, ...rest] = plain.headers.getSetCookie();
      expect(rest).toEqual([]);
      expect(cookie!.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Lax']);
      expect(keepCookie(plain)).toMatch(/^interline_session=[\w-]{43}$/);
      expect(plain.headers.get('cache-control')).toBe('no-store');
      expect(plain.text).not.toContain(cookie!.split(/[=;]/)[1]);

      const secure = await signIn('along@acme.example', secondUrl);
      const [overTls] = secure.headers.getSetCookie();
      expect(overTls!.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Lax', 'Secure']);
      expect(keepCookie(secure)).toMatch(/^__Host-interline_session=[\w-]{43}$/);
      expect(secure.headers.get('strict-transport-security')).toMatch(/^max-age=\d{7,}/);
      expect(plain.headers.has('strict-transport-security')).toBe(false);
    });

    it('are always new ones: a cookie that was planted before signs nobody in', async () => {
      const planted = `${COOKIE}=${Buffer.alloc(32, 9).toString('base64url')}`;
      const answer = await send(`${url}/session`, {
        headers: { cookie: planted },
        body: { email: 'along@acme.example', password: PASSWORD },
        from: newAddress(),
      });
      const cookie = keepCookie(answer);
      expect(cookie).not.toBe(planted);
      expectCompany(await ask(url, { cookie }), 'Acme');
      expect((await ask(url, { cookie: planted })).status).toBe(401);
      const again = keepCookie(
        await send(`${url}/session`, {
          headers: { cookie },
          body: { email: 'along@acme.example', password: PASSWORD },
          from: newAddress(),
        }),
      );
      expect(again).not.toBe(cookie);
    });

    it('are over after signing out, in every process', async () => {
      const cookie = keepCookie(await signIn('along@acme.example'));
      expectCompany(await ask(url, { cookie }), 'Acme');
      expectCompany(await ask(secondUrl, { cookie: overHttps(cookie) }), 'Acme');
      const out = await send(`${url}/session`, { method: 'DELETE', headers: { cookie, ...OWN_PAGE } });
      expect(out.status).toBe(204);
      expect(out.headers.getSetCookie()[0]).toMatch(/^interline_session=; Max-Age=0;/);
      expect(codesOf(await ask(url, { cookie }))).toEqual(['UNAUTHENTICATED']);
      await until(
        'the other process to know',
        async () => (await ask(secondUrl, { cookie: overHttps(cookie) })).status === 401,
        REVOKED_WITHIN,
      );
      expect((await send(`${url}/session`, { method: 'DELETE', headers: { cookie, ...OWN_PAGE } })).status).toBe(204);
    });

    it('are over when they expire or the member is removed', async () => {
      const old = keepCookie(await signIn('along@acme.example'));
      expectCompany(await ask(url, { cookie: old }), 'Acme');
      await change(installation, `UPDATE sessions SET expires_at = now() WHERE user_id = (SELECT id FROM users WHERE email = $1)`, [
        'along@acme.example',
      ]);
      await until('an expired session to be refused', async () => (await ask(url, { cookie: old })).status === 401, REVOKED_WITHIN);

      await enrol('leaver@acme.example');
      const cookie = keepCookie(await signIn('leaver@acme.example'));
      for (const [at, sent] of [
        [url, cookie],
        [secondUrl, overHttps(cookie)],
      ] as const)
        expectCompany(await ask(at, { cookie: sent }), 'Acme');
      const { members } = await acme.person.get<{ members: { id: string; user: { email: string } }[] }>(
        '{ members { id user { email } } }',
      );
      const { id } = members.find((member) => member.user.email === 'leaver@acme.example')!;
      await acme.person.get('mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { ... on Member { id } } }', {
        input: { memberId: id },
      });
      expect((await ask(url, { cookie })).status).toBe(401);
      await until(
        'the other process to know',
        async () => (await ask(secondUrl, { cookie: overHttps(cookie) })).status === 401,
        REVOKED_WITHIN,
      );
      expect((await signIn('leaver@acme.example')).status).toBe(401);
    });
  });

  describe('pages of other sites', () => {
    it('cannot use a session: not without our header, not from their origin', async () => {
      const cookie = keepCookie(await signIn('along@acme.example'));
      const secure = overHttps(cookie);
      const evil = 'https://evil.example';
      const query = { query: 'mutation { ping }' };
      const foreign = [evil, 'null', `${url}.evil.example`, 'http://127.0.0.1:1', 'file://', '*'].map((origin) => ({
        ...OWN_PAGE,
        origin,
      }));
      const bodies: [string, string, unknown][] = [
        ['POST', '/graphql', query],
        ['POST', '/session/company', { companyId: '01900000-0000-7000-8000-000000000000' }],
        ['POST', '/files?purpose=directory_import&name=x.csv', 'a,b\n'],
        ['DELETE', '/session', undefined],
      ];
      for (const [method, path, body] of bodies) {
        for (const headers of [{}, { 'x-interline-csrf': '' }, { origin: url }, ...foreign] as Record<string, string>[]) {
          const answer = await send(url + path, { method, headers: { cookie, ...headers }, body });
          expect([method, path, headers, answer.status, codesOf(answer)]).toEqual([method, path, headers, 403, ['CSRF_REFUSED']]);
          expect(answer.headers.has('access-control-allow-origin')).toBe(false);
        }
      }
      // What a form of another site can send does not even look like GraphQL.
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
        const answer = await send(`${url}/graphql`, { headers: { cookie, 'content-type': type }, body: JSON.stringify(query) });
        expect([403, 415]).toContain(answer.status);
      }
      const byAddress = await send(`${url}/graphql?query=${encodeURIComponent('mutation { ping }')}`, {
        method: 'GET',
        headers: { cookie },
      });
      expect(byAddress.status).toBe(405);
      // Our own pages may, at the address they were loaded from and at the public one.
      expect((await send(`${url}/graphql`, { headers: { cookie, ...OWN_PAGE, origin: url }, body: query })).json).toEqual({
        data: { ping: true },
      });
      const proxied = await send(`${secondUrl}/graphql`, { headers: { cookie: secure, ...OWN_PAGE, origin: PUBLIC_URL }, body: query });
      expect(proxied.json).toEqual({ data: { ping: true } });
      expectCompany(await ask(url, { cookie }), 'Acme');
    });

    it('cannot sign anybody in or use a link', async () => {
      const { link } = await invite('lured@acme.example');
      for (const origin of ['https://evil.example', 'null', PUBLIC_URL.replace('https', 'http')]) {
        const session = await send(`${url}/session`, {
          headers: { origin },
          body: { email: 'along@acme.example', password: PASSWORD },
          from: newAddress(),
        });
        const accepted = await send(link, { headers: { origin }, body: { name: 'X', password: PASSWORD } });
        for (const answer of [session, accepted]) {
          expect([origin, answer.status, codesOf(answer)]).toEqual([origin, 403, ['CSRF_REFUSED']]);
          expect(answer.headers.getSetCookie()).toEqual([]);
        }
      }
      expect((await send(link, { method: 'GET', headers: { accept: 'application/json' } })).status).toBe(200);
    });

    it('get no leave to read answers, and no way to be reached by a redirect', async () => {
      const preflight = await send(`${url}/graphql`, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://evil.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,x-interline-csrf',
        },
      });
      for (const name of ['access-control-allow-origin', 'access-control-allow-headers', 'access-control-allow-credentials'])
        expect(preflight.headers.has(name)).toBe(false);
      const targets = [
        '//evil.example',
        '/\\evil.example',
        '/%2f%2fevil.example',
        '/%5cevil.example',
        '/.//evil.example',
        '/assets',
        '/health',
      ];
      const asked = ['next', 'redirect', 'redirect_uri', 'return_to', 'url'].map((name) => `?${name}=https://evil.example`);
      for (const path of [
        ...targets,
        ...['/', '/sign-in', '/links/x', '/oauth/token', '/session'].flatMap((at) => asked.map((query) => at + query)),
      ]) {
        for (const method of ['GET', 'POST']) {
          const answer = await send(url + path, { method });
          expect([path, answer.status >= 300 && answer.status < 400, answer.headers.get('location')]).toEqual([path, false, null]);
        }
      }
    });
  });

  describe('one-time links', () => {
    it('open once, also when they are used twice at the same moment', async () => {
      const { link } = await invite('racer@acme.example');
      const race = await Promise.all([1, 2, 3, 4].map(() => send(link, { body: { name: 'Racer', password: PASSWORD } })));
      expect(race.filter(({ status }) => status === 200)).toHaveLength(1);
      for (const lost of race.filter(({ status }) => status !== 200)) {
        expect(lost.headers.getSetCookie()).toEqual([]);
        expect(lost.status).toBeLessThan(500);
      }
      keepCookie(race.find(({ status }) => status === 200)!);
      for (const method of ['GET', 'POST']) {
        const again = await send(link, {
          method,
          headers: { accept: 'application/json' },
          ...(method === 'POST' ? { body: { name: 'Racer', password: PASSWORD } } : {}),
        });
        expect([method, again.status, codesOf(again)]).toEqual([method, 404, ['LINK_INVALID']]);
      }
    });

    it('are not used up by looking, by a weak password or by a body that is none', async () => {
      const { link } = await invite('careful@acme.example');
      for (const body of [
        { name: 'C', password: 'short' },
        { name: '', password: PASSWORD },
        {},
        { name: 'C', password: PASSWORD, roles: ['owner'] },
      ]) {
        const answer = await send(link, { body });
        expect([body, answer.status]).toEqual([body, 400]);
      }
      const look = await send(link, { method: 'GET', headers: { accept: 'application/json' } });
      expect(look.json).toMatchObject({ email: 'careful@acme.example', knownUser: false });
      expect(look.headers.get('cache-control')).toBe('no-store');
      expect(look.headers.get('referrer-policy')).toBe('no-referrer');
      const taken = await send(link, { body: { name: 'Careful', password: PASSWORD } });
      keepCookie(taken);
      expect(taken.json).toMatchObject({ roles: ['employee'] });
    });

    it('end when they expire, and when a newer one is made', async () => {
      const first = await invite('late@acme.example');
      const second = await invite('late@acme.example');
      expect((await send(first.link, { body: { name: 'Late', password: PASSWORD } })).status).toBe(404);
      await change(installation, `UPDATE access_links SET expires_at = now() WHERE email = $1`, ['late@acme.example']);
      expect((await send(second.link, { body: { name: 'Late', password: PASSWORD } })).status).toBe(404);
      for (const token of ['x', second.token.slice(0, -1), '%00', '..%2f']) {
        const answer = await send(`${url}/links/${token}`, { method: 'GET', headers: { accept: 'application/json' } });
        expect([token, answer.status]).toEqual([token, 404]);
      }
    });

    it("do not give somebody else's account away: who is known proves it by the password", async () => {
      const { inviteMember } = await other.person.get<{ inviteMember: { link: string } }>(
        'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { ... on InvitationCreated { link } } }',
        { input: { email: 'along@acme.example', roles: ['auditor'] } },
      );
      const link = `${url}/links/${inviteMember.link.split('/').pop()!}`;
      secrets.add(link.split('/').pop()!);
      const taken = await send(link, { body: { name: 'Taken Over', password: 'a password of my own' } });
      expect([taken.status, codesOf(taken)]).toEqual([401, ['SIGN_IN_FAILED']]);
      const answer = await signIn('along@acme.example');
      keepCookie(answer);
      expect(answer.json).toMatchObject({ user: { name: 'Somebody' }, companies: [{ name: 'Acme' }] });
    });
  });

  // Last, when everything above has passed through the processes.
  it('leaves no secret in any log', async () => {
    for (const name of ['master.key', 'database.json']) secrets.add((await readFile(join(installation.dataDir, name), 'utf8')).trim());
    for (const password of Object.values((await databaseOf(installation)).passwords)) secrets.add(password);
    const key = Buffer.from((await readFile(join(installation.dataDir, 'master.key'), 'utf8')).trim(), 'base64');
    expect(key).toHaveLength(32);
    for (const form of ['hex', 'base64', 'base64url'] as const) secrets.add(key.toString(form));
    expect(secrets.size).toBeGreaterThan(40);
    const logs = [
      ...processes.flatMap(({ lines, text, errors }) => [lines.map((line) => JSON.stringify(line)).join('\n'), text.join('\n'), errors]),
      await readFile(join(installation.dataDir, 'postgres.log'), 'utf8'),
    ];
    for (const { lines } of processes) expect(lines.length).toBeGreaterThan(20);
    const shown = [...secrets].filter((secret) => secret.length > 7 && logs.some((log) => log.includes(secret)));
    expect(shown.map((secret) => `${secret.slice(0, 6)}…`)).toEqual([]);
  });
});
