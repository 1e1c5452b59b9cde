import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { auditServer } from 'graphql-http';
import { Client } from '@interline/demo';
import { Installation, type Process } from '../installation.js';
import { contract, operationOf, valueFor } from './contract.js';
import { codesOf, send, sendBytes, type Answer } from './send.js';
import { found, type Party } from './two-companies.js';

jest.setTimeout(300_000);

const JSON_TYPE = 'application/json';
const RESPONSE_TYPE = 'application/graphql-response+json';
const ID = '01900000-0000-7000-8000-000000000000';

/** What answers callers who bring nothing, and why it may. Everything else refuses them. */
const PUBLIC: Record<string, string> = {
  'GET /*': 'the console: files of the build, nothing of a company',
  'GET /health/live': 'a supervisor asks it',
  'GET /health/ready': 'a load balancer asks it; the reasons it gives name no place and no data',
  'POST /session': 'signing in',
  'DELETE /session': 'drops the cookie of a session that is over already; needs the header of our own pages',
  'GET /links/:token': 'the token in the address is the credential',
  'POST /links/:token': 'the token in the address is the credential',
  'POST /oauth/token': 'the secret is the credential',
  'GET /.well-known/oauth-authorization-server': 'RFC 8414',
  'GET /hooks/:token': 'the token in the address opens it, the signature of the vendor proves the rest',
  'POST /hooks/:token': 'as above',
  'PUT /hooks/:token': 'as above',
  'GET /graphql': 'each root field says by @auth who may ask; the wall holds the list of public ones',
  'POST /graphql': 'as above',
};

interface Route {
  method: string;
  url: string;
  public: boolean | 'optional';
}

describe('whatever is sent to the server', () => {
  let installation: Installation;
  let process: Process;
  let url: string;
  let acme: Party;
  let token: string;

  beforeAll(async () => {
    installation = await Installation.make();
    process = installation.start(['serve', '-v'], { NODE_OPTIONS: '--import ./test/security/announce-routes.mjs' });
    url = (await process.ready())!;
    acme = await found(installation, url, 'acme', 'Acme');
    token = await new Client(url).authorize(acme.credentials.clientId, acme.credentials.clientSecret);
  });
  afterAll(() => installation?.close());

  let senders = 0;

  /** What must be true of every answer. */
  function expectDecent(what: string, answer: Answer): void {
    expect([what, answer.status < 500]).toEqual([what, true]);
    for (const inside of ['node_modules', 'dist/', 'file://', '    at ', 'SELECT ', 'INSERT ', 'postgres', 'pg_', installation.dataDir])
      expect([what, inside, answer.text.includes(inside)]).toEqual([what, inside, false]);
    expect([what, answer.headers.get('x-content-type-options')]).toEqual([what, 'nosniff']);
    if (answer.status >= 400) {
      expect([what, answer.headers.get('content-type')]).toEqual([what, expect.stringContaining('json')]);
      expect([what, answer.headers.get('cache-control')]).toEqual([what, 'no-store']);
    }
  }

  function graphql(body: unknown, accept: string, headers: Record<string, string> = {}): Promise<Answer> {
    return send(`${url}/graphql`, {
      headers: { authorization: `Bearer ${token}`, accept, 'content-type': JSON_TYPE, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  describe('GraphQL over HTTP', () => {
    it('passes the audit of the specification, every MUST, SHOULD and MAY', async () => {
      const results = await auditServer({ url: `${url}/graphql` });
      expect(results.filter(({ status }) => status !== 'ok').map(({ id, name, status }) => [status, id, name])).toEqual([]);
      expect(results.length).toBeGreaterThan(55);
    });

    // Requests that are none: the status says so under every media type.
    const malformed: [string, string, Record<string, string>, number, string][] = [
      ['broken JSON', '{', {}, 400, 'BAD_INPUT'],
      ['nothing', '', {}, 400, 'BAD_INPUT'],
      ['a text', '"{ version }"', {}, 400, 'BAD_INPUT'],
      ['null', 'null', {}, 400, 'BAD_INPUT'],
      ['a number', '1', {}, 400, 'BAD_INPUT'],
      ['a batch', '[{"query":"{ version }"},{"query":"{ version }"}]', {}, 400, 'BAD_INPUT'],
      ['no query', '{}', {}, 400, 'BAD_INPUT'],
      ['a query that is no text', '{"query":{"x":1}}', {}, 400, 'BAD_INPUT'],
      ['variables that are none', '{"query":"{ version }","variables":"x"}', {}, 400, 'BAD_INPUT'],
      ['variables in a list', '{"query":"{ version }","variables":[{}]}', {}, 400, 'BAD_INPUT'],
      ['extensions that are none', '{"query":"{ version }","extensions":1}', {}, 400, 'BAD_INPUT'],
      ['a prototype', '{"query":"{ version }","variables":{"__proto__":{"admin":true}}}', {}, 400, 'BAD_INPUT'],
      ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString('latin1'), {}, 400, 'BAD_INPUT'],
      ['XML', '<query/>', { 'content-type': 'text/xml' }, 415, 'MEDIA_TYPE_UNSUPPORTED'],
      ['a form with files', 'x', { 'content-type': 'multipart/form-data; boundary=x' }, 415, 'MEDIA_TYPE_UNSUPPORTED'],
      ['a form', 'query={version}', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'BAD_INPUT'],
      ['plain text', '{"query":"{ version }"}', { 'content-type': 'text/plain' }, 415, 'BAD_INPUT'],
      ['another encoding', '{"query":"{ version }"}', { 'content-type': 'application/json; charset=utf-16' }, 415, 'BAD_INPUT'],
      ['an answer nobody can give', '{"query":"{ version }"}', { accept: 'text/html' }, 406, 'BAD_INPUT'],
      ['a huge body', JSON.stringify({ query: '{ version }', variables: { x: 'x'.repeat(300_000) } }), {}, 413, 'BODY_TOO_LARGE'],
    ];

    it.each(malformed)('refuses %s', async (what, body, headers, status, code) => {
      for (const accept of [JSON_TYPE, RESPONSE_TYPE]) {
        const answer = await graphql(body, accept, headers);
        expectDecent(what, answer);
        expect([accept, answer.status, codesOf(answer)]).toEqual([accept, status, [code]]);
      }
    });

    const many = (count: number, each: (index: number) => string): string =>
      Array.from({ length: count }, (_, index) => each(index)).join(' ');
    const parents = (depth: number): string => `${'parent { '.repeat(depth)}id${' }'.repeat(depth)}`;
    const query = (text: string, more: object = {}): object => ({ query: text, ...more });

    // Documents that cannot be run: 200 under application/json, as clients of old expect it, 400 under the type of its own.
    const refused: [string, object, string][] = [
      ['a document that does not end', query('{ version'), 'GRAPHQL_PARSE_FAILED'],
      ['no document', query(''), 'GRAPHQL_PARSE_FAILED'],
      ['too many tokens', query(`{ ${'version '.repeat(2_000)} }`), 'GRAPHQL_PARSE_FAILED'],
      ['a hail of directives', query(`{ version ${'@include(if: true) '.repeat(500)} }`), 'GRAPHQL_PARSE_FAILED'],
      ['an unknown field', query('{ nothing }'), 'GRAPHQL_VALIDATION_FAILED'],
      ['an unknown argument', query('{ version(a: 1) }'), 'GRAPHQL_VALIDATION_FAILED'],
      ['an unknown directive', query('{ version @defer }'), 'GRAPHQL_VALIDATION_FAILED'],
      ['an unknown type', query('query ($x: Nothing) { version }'), 'GRAPHQL_VALIDATION_FAILED'],
      ['a fragment within itself', query('{ ...A } fragment A on Query { version ...A }'), 'GRAPHQL_VALIDATION_FAILED'],
      [
        'fragments within each other',
        query('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
        'GRAPHQL_VALIDATION_FAILED',
      ],
      [
        'introspection of introspection',
        query(`{ __schema { types { ${many(4, () => 'fields { type {').replace(/$/, ' name')} ${'} }'.repeat(4)} } } }`),
        'GRAPHQL_VALIDATION_FAILED',
      ],
      ['an unknown operation', query('query A { version }', { operationName: 'B' }), 'OPERATION_UNKNOWN'],
      ['two operations without a name', query('query A { version } query B { version }'), 'OPERATION_UNKNOWN'],
      ['a subscription', query('subscription { version }'), 'OPERATION_UNKNOWN'],
      ['a variable that is missing', query('query ($id: ID!) { person(id: $id) { id } }'), 'GRAPHQL_VALIDATION_FAILED'],
      [
        'a variable of another type',
        query('query ($n: Int) { people(first: $n) { nodes { id } } }', { variables: { n: 'x' } }),
        'GRAPHQL_VALIDATION_FAILED',
      ],
      ['a number that is too large', query('{ people(first: 99999999999) { nodes { id } } }'), 'GRAPHQL_VALIDATION_FAILED'],
      ['depth', query(`{ departments { ${parents(15)} } }`), 'OPERATION_TOO_DEEP'],
      [
        'depth behind fragments',
        query(
          `{ departments { ...A } } fragment A on Department { parent { parent { parent { ...B } } } } fragment B on Department { ${parents(12)} }`,
        ),
        'OPERATION_TOO_DEEP',
      ],
      [
        'nested lists',
        query('{ people(first: 200) { nodes { department { people(first: 200) { nodes { id } } } } } }'),
        'OPERATION_TOO_COSTLY',
      ],
      [
        'nested lists by a variable',
        query('query ($n: Int) { people(first: $n) { nodes { department { people(first: $n) { nodes { id } } } } } }', {
          variables: { n: 200 },
        }),
        'OPERATION_TOO_COSTLY',
      ],
      ['aliases', query(`{ ${many(31, (index) => `a${index}: version`)} }`), 'OPERATION_TOO_MANY_ALIASES'],
      ['aliases of __typename', query(`{ ${many(31, (index) => `a${index}: __typename`)} }`), 'OPERATION_TOO_MANY_ALIASES'],
      [
        'aliases in introspection',
        query(`{ __schema { types { fields { ${many(31, (index) => `a${index}: name`)} } } } }`),
        'OPERATION_TOO_MANY_ALIASES',
      ],
      ['aliases of a write', query(`mutation { ${many(31, (index) => `a${index}: ping`)} }`), 'OPERATION_TOO_MANY_ALIASES'],
    ];

    it.each(refused)('does not run %s', async (what, body, code) => {
      for (const [accept, status] of [
        [JSON_TYPE, 200],
        [RESPONSE_TYPE, 400],
      ] as const) {
        const answer = await graphql(body, accept);
        expectDecent(what, answer);
        expect([accept, answer.status, answer.headers.get('content-type')]).toEqual([accept, status, `${accept}; charset=utf-8`]);
        expect([accept, [...new Set(codesOf(answer))], 'data' in answer.json!]).toEqual([accept, [code], false]);
        for (const error of answer.json!['errors'] as { message: string; extensions: object }[]) {
          expect(error.extensions).toMatchObject({ owner: 'user', retryable: false, traceId: expect.any(String) });
        }
      }
    });

    it('says what an operation costs when that is too much', async () => {
      const answer = await graphql(
        query('{ people(first: 200) { nodes { department { people(first: 200) { nodes { id } } } } } }'),
        JSON_TYPE,
      );
      const [error] = answer.json!['errors'] as { extensions: { cost: { requested: number; limit: number } } }[];
      expect(error!.extensions.cost.requested).toBeGreaterThan(error!.extensions.cost.limit);
    });

    // Values that are wrong in one field: the rest of the answer stands.
    it.each([
      ['a page that is too large', '{ version people(first: 201) { nodes { id } } }', ['BAD_INPUT']],
      ['a page of nothing', '{ version people(first: 0) { nodes { id } } }', ['BAD_INPUT']],
      ['a page backwards', '{ version people(first: -1) { nodes { id } } }', ['BAD_INPUT']],
      ['a cursor of our own making', '{ version people(after: "eyJpZCI6IjEifQ") { nodes { id } } }', ['BAD_INPUT']],
      ['a cursor with SQL', `{ version people(after: "' OR 1=1 --") { nodes { id } } }`, ['BAD_INPUT']],
      ['an id that is none', `{ version person(id: "' OR 1=1 --") { id } }`, []],
      ['an id with a zero byte', '{ version person(id: "\\u0000") { id } }', []],
    ])('takes %s for what it is', async (what, text, codes) => {
      const answer = await graphql(query(text), JSON_TYPE);
      expectDecent(what, answer);
      expect([answer.status, codesOf(answer)]).toEqual([200, codes]);
    });

    const hostile: [string, string][] = [
      ['a zero byte', 'a\u0000b'],
      ['half a character', '\ud800'],
      ['wildcards', '%_\\%*'],
      ['SQL', "'; DROP TABLE users; --"],
      ['a template', '${1}{{1}}<%= 1 %>'],
      ['a formula', '=HYPERLINK("https://evil.example")'],
      ['a page', '<script>alert(1)</script>'],
      ['nothing', ''],
      ['a novel', 'x'.repeat(100_000)],
      ['a prototype', '__proto__'],
    ];

    it.each(hostile)('takes %s in any argument of any field for what it is', async (what, text) => {
      const roots = [
        ['query', contract.getQueryType()!],
        ['mutation', contract.getMutationType()!],
      ] as const;
      for (const [kind, type] of roots) {
        for (const field of Object.values(type.getFields()).filter(({ args }) => args.length > 0)) {
          // Once with the text as every id too, once with ids that could be.
          for (const id of [text, ID]) {
            const variables = Object.fromEntries(field.args.map((argument) => [argument.name, valueFor(argument.type, id, text)]));
            const answer = await acme.person.ask(operationOf(kind, field, 2), variables);
            const codes = answer.errors.map((error) => error.extensions?.code);
            expect([what, field.name, codes.filter((code) => !code || code === 'INTERNAL')]).toEqual([what, field.name, []]);
          }
        }
      }
    });

    it('reads deep values without falling over', async () => {
      const deep = `{"query":"{ version }","variables":{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`;
      expect((await graphql(deep, JSON_TYPE)).json).toMatchObject({ data: { version: expect.any(String) } });
      for (const text of [
        `{ ${'a { '.repeat(600)} id ${'}'.repeat(600)} }`,
        `{ people(first: ${'['.repeat(900)}${']'.repeat(900)}) { nodes { id } } }`,
      ])
        expectDecent('depth', await graphql(query(text), RESPONSE_TYPE));
    });

    it('tells its contract to anybody, and nothing else', async () => {
      const answer = await send(`${url}/graphql`, { body: query(getIntrospectionQuery()) });
      expect(codesOf(answer)).toEqual([]);
      expect(answer.json!['data']).toMatchObject({ __schema: { queryType: { name: 'Query' } } });
      const anonymous = await send(`${url}/graphql`, { body: query('{ viewer { kind } people { nodes { id } } company { name } }') });
      expect(codesOf(anonymous).length).toBeGreaterThan(0);
      expect(new Set(codesOf(anonymous))).toEqual(new Set(['UNAUTHENTICATED']));
    });

    it('changes nothing by an address', async () => {
      const answer = await send(`${url}/graphql?query=${encodeURIComponent('mutation { ping }')}`, {
        method: 'GET',
        headers: { authorization: `Bearer ${token}` },
      });
      expectDecent('a mutation over GET', answer);
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    });
  });

  describe('routes', () => {
    const given: Record<string, string> = {
      ':token': 'x',
      ':id': ID,
      ':legalEntityId': ID,
      ':period': '2026-01',
      ':file': 'lines.csv',
      '*': 'x',
    };
    const routes = (): Route[] => process.lines.find((line) => line['msg'] === 'routes')!['routes'] as Route[];
    const nameOf = ({ method, url: pattern }: Route): string => `${method === 'HEAD' ? 'GET' : method} ${pattern}`;
    const pathOf = ({ url: pattern }: Route): string => pattern.replace(/:\w+|\*/g, (part) => given[part]!);

    it('are open exactly where this file says why', () => {
      const open = routes().filter((route) => route.public !== false);
      expect([...new Set(open.map(nameOf))].sort()).toEqual(Object.keys(PUBLIC).sort());
      expect(routes().length).toBeGreaterThan(20);
    });

    it('refuse whoever brings nothing, before they look at what was sent', async () => {
      const closed = routes().filter((route) => !(nameOf(route) in PUBLIC));
      expect(closed.length).toBeGreaterThan(4);
      for (const route of closed) {
        for (const headers of [
          {},
          { cookie: 'interline_session=x', 'x-interline-csrf': '1' },
          { authorization: 'Bearer x' },
          { authorization: 'Basic eDp4' },
        ]) {
          const body = ['GET', 'HEAD'].includes(route.method) ? undefined : '{';
          const answer = await send(url + pathOf(route), { method: route.method, headers: headers as Record<string, string>, body });
          expect([nameOf(route), headers, answer.status]).toEqual([nameOf(route), headers, 401]);
          expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
        }
      }
    });

    it('with a token in their address find nothing by a wrong one', async () => {
      for (const pattern of ['/links/:token', '/hooks/:token']) {
        for (const method of ['GET', 'POST']) {
          for (const guess of ['x', ID, 'a'.repeat(43), '%27%20OR%201%3D1', '%00']) {
            const body = method === 'GET' ? undefined : { name: 'X', password: 'a long enough password' };
            const answer = await send(url + pattern.replace(':token', guess), { method, headers: { accept: JSON_TYPE }, body });
            expect([pattern, method, guess, answer.status]).toEqual([pattern, method, guess, 404]);
          }
        }
      }
    });

    it('with a body take any text for what it is', async () => {
      for (const text of ['a\0b', '\ud800', "' OR 1=1 --", '%', '', 'x'.repeat(5_000), '__proto__']) {
        const bodies: [string, unknown][] = [
          ['/session', { email: `${text}@acme.example`, password: text }],
          ['/session', { email: 'owner@acme.example', password: text, companyId: text }],
          ['/links/x', { name: text, password: text }],
          ['/oauth/token', new URLSearchParams({ grant_type: text, client_id: text, client_secret: text, scope: text })],
          ['/oauth/token', new URLSearchParams({ grant_type: 'client_credentials', client_id: text, client_secret: 'x' })],
        ];
        for (const [path, body] of bodies) {
          // Each from its own address: this is not about the limits on guessing.
          const answer = await send(url + path, { body, from: `203.0.113.${++senders}` });
          expectDecent(`${path} ${JSON.stringify(text)}`, answer);
          expect([path, text, answer.status >= 400]).toEqual([path, text, true]);
        }
      }
    });

    it('that do not exist say so, without a page of the framework', async () => {
      for (const path of [
        '/graphql/x',
        '/oauth/authorize',
        '/session/x',
        '/files/x/y',
        '/health',
        '/scim/v2/acme/Users',
        '/.well-known/x',
        '/hooks',
        '/links/',
      ]) {
        const answer = await send(url + path, { method: 'GET', headers: { authorization: `Bearer ${token}`, accept: JSON_TYPE } });
        expectDecent(path, answer);
        expect([path, answer.status, codesOf(answer)]).toEqual([path, 404, ['NOT_FOUND']]);
      }
      for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        for (const path of ['/', '/graphql', '/nothing', '/files', '/oauth/token']) {
          const answer = await send(url + path, { method });
          expectDecent(`${method} ${path}`, answer);
          expect([method, path, answer.status]).toEqual([method, path, 404]);
        }
      }
      // The console shows its own page for an address it does not know; metrics are on another port.
      for (const path of ['/nothing', '/metrics', '/.env', '/.git/config', '/package.json', '/dist/main.js', '/graphiql']) {
        const answer = await send(url + path, { method: 'GET' });
        expect([path, answer.status]).toEqual([path, 200]);
        expect(answer.text).toBe((await send(`${url}/`, { method: 'GET' })).text);
      }
    });
  });

  describe('files', () => {
    const escapes = [
      '../package.json',
      '../../package.json',
      '..%2fpackage.json',
      '..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
      '%2e%2e/%2e%2e/etc/passwd',
      '%252e%252e%252fpackage.json',
      '..%5cpackage.json',
      '..\\package.json',
      '....//package.json',
      '/etc/passwd',
      '%2fetc%2fpasswd',
      'file:///etc/passwd',
      '%00',
      'index.html%00.js',
      '%c0%ae%c0%ae/package.json',
      '.',
      '..',
      'x'.repeat(4_000),
    ];

    it('are never those of somewhere else, neither the console’s nor a company’s', async () => {
      for (const escape of escapes) {
        for (const folder of ['/', '/assets/', '/files/', '/files/bills/']) {
          // fetch would tidy the address up
          const answer = await sendBytes(
            url,
            `GET ${folder}${escape} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
          );
          const status = Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
          expect([folder, escape.slice(0, 60), [200, 400, 401, 403, 404, 414].includes(status)]).toEqual([
            folder,
            escape.slice(0, 60),
            true,
          ]);
          // 200 is the console's own page, whatever the address
          if (status === 200) expect([folder, escape, answer.includes('<div id="root">')]).toEqual([folder, escape, true]);
          for (const inside of ['root:x:', '"workspaces"', 'node_modules', '    at ']) expect(answer).not.toContain(inside);
        }
      }
    });

    it('that are uploaded keep a name that is only a name', async () => {
      for (const name of [
        '../../evil.csv',
        '..\\evil.csv',
        'a\r\nset-cookie: x=y.csv',
        '"quoted".csv',
        '<script>.html',
        'zero\0byte.csv',
        '\ud800.csv',
        '',
        '名单.csv',
      ]) {
        const sent = await send(`${url}/files?${new URLSearchParams({ purpose: 'directory_import', name })}`, {
          headers: { authorization: `Bearer ${token}`, 'content-type': 'text/html' },
          body: '<script>alert(1)</script>',
        });
        if (sent.status !== 201) {
          expectDecent(name, sent);
          continue;
        }
        const back = await send(`${url}/files/${sent.json!['id'] as string}`, {
          method: 'GET',
          headers: { authorization: `Bearer ${token}` },
        });
        expect(back.status).toBe(200);
        expect(back.headers.get('content-disposition')).toMatch(/^attachment; filename="[^"/\\\r\n]*"; filename\*=UTF-8''[^/\\\r\n;]*$/);
        expect(back.headers.get('content-security-policy')).toContain('sandbox');
        expect(back.headers.has('set-cookie')).toBe(false);
      }
      expect(readdirSync(installation.dataDir).filter((name) => name.includes('evil'))).toEqual([]);
    });

    it('of a purpose nobody knows, or of no size, are refused', async () => {
      for (const [query, body] of [
        ['purpose=nothing&name=x', 'x'],
        ['name=x', 'x'],
        ['purpose=__proto__&name=x', 'x'],
        ['purpose=directory_import&purpose=x&name=x', 'x'],
      ] as const) {
        const answer = await send(`${url}/files?${query}`, {
          headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
          body,
        });
        expectDecent(query, answer);
        expect([query, answer.status >= 400]).toEqual([query, true]);
      }
    });
  });

  describe('bytes that are no request', () => {
    const head = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n';
    it.each([
      ['headers that are too large', `${head}X-Much: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
      ['an address that is too long', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431],
      ['an unknown method', `FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n`, 400],
      ['an address that cannot be decoded', `GET /%E0%A4%A HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`, 400],
      ['two lengths', `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello`, 400],
      [
        'a length and chunks',
        `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
        400,
      ],
      ['a header with a line end in it', `${head}X-A: a\rb\r\n\r\n`, 400],
      ['no host', `GET / HTTP/1.1\r\n\r\n`, 400],
      ['no HTTP', `hello\r\n\r\n`, 400],
      [
        'a body longer than allowed',
        `POST /session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{`,
        413,
      ],
    ])('are answered and forgotten: %s', async (what, bytes, status) => {
      const answer = await sendBytes(url, bytes);
      expect([what, answer.split('\r\n')[0]]).toEqual([what, expect.stringMatching(new RegExp(`^HTTP/1\\.1 ${status} `))]);
      expect(answer).not.toMatch(/node_modules| {4}at |<html/);
      expect((await send(`${url}/health/live`, { method: 'GET' })).status).toBe(200);
    });

    it('may also be slashes: an address of nothing but them is the console', async () => {
      for (const path of ['//', '///', '//evil.example', '/\\', '/%5c', '/;/', '/?', '/#']) {
        const answer = await sendBytes(url, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
        expect([path, answer.split('\r\n')[0]]).toEqual([path, 'HTTP/1.1 200 OK']);
        expect(answer).not.toMatch(/^location:/im);
      }
    });
  });

  it('every kind of answer carries the headers that keep browsers from harm', async () => {
    const answers: [string, Answer][] = [
      ['the console', await send(`${url}/`, { method: 'GET' })],
      ['a page of the console', await send(`${url}/bills/2026-01`, { method: 'GET' })],
      ['GraphQL', await graphql({ query: '{ version }' }, JSON_TYPE)],
      ['GraphQL refused', await send(`${url}/graphql`, { headers: { authorization: 'Bearer x' }, body: {} })],
      ['a route refused', await send(`${url}/files/${ID}`, { method: 'GET' })],
      ['nothing there', await send(`${url}/nothing`, { method: 'POST' })],
      ['health', await send(`${url}/health/ready`, { method: 'GET' })],
      ['the token endpoint', await send(`${url}/oauth/token`, { body: new URLSearchParams() })],
    ];
    for (const [what, { headers }] of answers) {
      const policy = headers.get('content-security-policy') ?? '';
      for (const directive of [
        "default-src 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ])
        expect([what, policy.split(';').map((each) => each.trim())]).toEqual([what, expect.arrayContaining([directive])]);
      expect([what, /script-src|unsafe-eval|\*/.test(policy)]).toEqual([what, false]);
      expect([what, headers.get('x-content-type-options')]).toEqual([what, 'nosniff']);
      expect([what, headers.get('referrer-policy')]).toEqual([what, 'same-origin']);
      expect([what, headers.get('cross-origin-opener-policy')]).toEqual([what, 'same-origin']);
      expect([what, headers.get('cross-origin-resource-policy')]).toEqual([what, 'same-origin']);
      expect([what, headers.has('x-powered-by'), headers.has('server')]).toEqual([what, false, false]);
    }
    expect(answers[0]![1].headers.get('cache-control')).toBe('no-cache');
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(answers[0]![1].text)?.[1];
    if (script) {
      const asset = await send(url + script, { method: 'GET' });
      expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
      const gone = await send(`${url}/assets/gone-12345678.js`, { method: 'GET' });
      expect([gone.status, gone.headers.get('cache-control')]).toEqual([404, 'no-store']);
    }
  });

  // Last: nothing of all this was an accident to the server.
  it('none of it failed on our side', () => {
    const failures = process.lines.filter((line) => ['error', 'fatal'].includes(line['level'] as string));
    expect(failures.map((line) => [line['msg'], (line['err'] as { message?: string } | undefined)?.message])).toEqual([]);
    expect(process.child.exitCode).toBeNull();
    expect(process.errors).toBe('');
  });
});
