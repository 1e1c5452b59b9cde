import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { doorErrorOf } from './door-error.js';
import { HttpDoor, type DoorEvent, type DoorOptions, type DoorRequest } from './http-door.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const open: { server: Server; door?: HttpDoor }[] = [];
afterEach(async () => {
  for (const { server } of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A vendor on loopback and a door to it. */
async function vendor(handler: Handler, options: DoorOptions = {}) {
  const server = createServer(handler);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const events: DoorEvent[] = [];
  const door = new HttpDoor({ observe: (event) => events.push(event), ...options });
  open.push({ server });
  const request = (more: Partial<DoorRequest> = {}): DoorRequest => ({
    method: 'GET',
    url: `http://127.0.0.1:${port}/orders?token=secret`,
    headers: {},
    hosts: [`127.0.0.1:${port}`],
    reach: 'loopback',
    account: 'a',
    budget: { requestsPerSecond: null, concurrency: 8 },
    timeout: 5_000,
    maxBytes: 100_000,
    signal: new AbortController().signal,
    ...more,
  });
  return { port, door, events, sockets, request, send: (more?: Partial<DoorRequest>) => door.exchange(request(more)) };
}

const ok: Handler = (_, response) => response.end('{"ok":true}');

describe('the outbound door', () => {
  it('sends what it is given and reads the whole answer', async () => {
    const seen: { method?: string; url?: string; type?: string; body: string }[] = [];
    const { send, events } = await vendor((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        seen.push({ method: request.method!, url: request.url!, type: request.headers['content-type']!, body });
        response.writeHead(201, { 'content-encoding': 'gzip', 'x-many': ['1', '2'] }).end(gzipSync('{"名":"张"}'));
      });
    });
    const answer = await send({ method: 'POST', body: '{"n":1.0}', headers: { 'content-type': 'application/json' } });
    expect(seen).toEqual([{ method: 'POST', url: '/orders?token=secret', type: 'application/json', body: '{"n":1.0}' }]);
    expect(answer.status).toBe(201);
    expect(answer.headers['x-many']).toBe('1, 2');
    expect(answer.body.toString('utf8')).toBe('{"名":"张"}');
    expect(events).toMatchObject([{ account: 'a', method: 'POST', path: '/orders', outcome: 201, bytes: 13 }]);
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['identity', (body: Buffer) => body],
  ])('unpacks %s', async (encoding, pack) => {
    const { send } = await vendor(
      (_, response) => void response.writeHead(200, { 'content-encoding': encoding }).end(pack(Buffer.from('{"a":1}'))),
    );
    expect((await send()).body.toString()).toBe('{"a":1}');
  });

  it('keeps connections open', async () => {
    const { send, sockets } = await vendor(ok);
    for (let time = 0; time < 5; time++) await send();
    expect(sockets.size).toBe(1);
  });

  it('does not use a proxy of the environment', async () => {
    const { send } = await vendor(ok);
    process.env['http_proxy'] = 'http://127.0.0.1:1';
    try {
      expect((await send()).status).toBe(200);
    } finally {
      delete process.env['http_proxy'];
    }
  });
});

describe('addresses', () => {
  it.each([
    ['a host that is not listed', { hosts: ['api.example.com'] }],
    ['another port of a listed host', { hosts: ['127.0.0.1:1'] }],
    ['a loopback address where only the internet may be reached', { reach: 'public' as const }],
    ['user names in the address', { url: 'http://u:p@127.0.0.1/', hosts: ['127.0.0.1'] }],
    ['other schemes', { url: 'file:///etc/passwd', hosts: [''] }],
    ['the metadata service', { url: 'http://169.254.169.254/latest', hosts: ['169.254.169.254'] }],
    ['a private address in an IPv6 wrapping', { url: 'https://[::ffff:10.0.0.1]/', hosts: ['[::ffff:a00:1]'], reach: 'public' as const }],
    ['an address written as one number', { url: 'http://2130706433/', hosts: ['2130706433'] }],
  ])('refuse %s', async (_, more) => {
    let reached = 0;
    const { send, events } = await vendor((_request, response) => (reached++, response.end()));
    await expect(send(more)).rejects.toMatchObject({ name: 'DoorError', trouble: 'blocked' });
    expect(reached).toBe(0);
    expect(events).toMatchObject([{ account: 'a', outcome: 'blocked' }]);
  });

  it('refuse a name that resolves to a private address, even beside a public one', async () => {
    const { send } = await vendor(ok, {
      resolve: async () => [
        { address: '93.184.216.34', family: 4 },
        { address: '10.0.0.8', family: 4 },
      ],
    });
    await expect(send({ url: 'https://api.example.com/', hosts: ['api.example.com'], reach: 'public' })).rejects.toMatchObject({
      trouble: 'blocked',
    });
  });

  it('refuse a public address without encryption', async () => {
    const { send } = await vendor(ok, { resolve: async () => [{ address: '93.184.216.34', family: 4 }] });
    await expect(send({ url: 'http://api.example.com/', hosts: ['api.example.com'], reach: 'public' })).rejects.toMatchObject({
      trouble: 'blocked',
    });
  });

  it('connect to what was checked: the name is resolved once', async () => {
    let resolved = 0;
    const { door, request, port } = await vendor(ok, {
      allowedNetworks: ['127.0.0.0/8'],
      resolve: async () => [{ address: resolved++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }],
    });
    const named = request({ url: `http://oa.corp.example:${port}/`, hosts: [`oa.corp.example:${port}`], reach: 'public' });
    expect((await door.exchange(named)).status).toBe(200);
    expect(resolved).toBe(1);
    await door.exchange(named); // on the kept connection
    expect(resolved).toBe(1);
  });

  it('are checked again after a redirect, and credentials stay behind', async () => {
    const seen: (string | undefined)[] = [];
    const other = await vendor((request, response) => (seen.push(request.headers.authorization), response.end('moved')));
    const { send, port } = await vendor((request, response) => {
      const to: Record<string, string> = {
        '/out': `http://127.0.0.1:${other.port}/`,
        '/evil': 'http://169.254.169.254/',
        '/loop': '/loop',
        '/here': '/there',
      };
      const target = to[request.url!];
      if (!target) response.end('here');
      else response.writeHead(302, { location: target }).end();
    });
    const at = (path: string, more: Partial<DoorRequest> = {}) =>
      send({
        url: `http://127.0.0.1:${port}${path}`,
        headers: { authorization: 'Bearer x' },
        hosts: [`127.0.0.1:${port}`, `127.0.0.1:${other.port}`],
        ...more,
      });
    expect((await at('/here')).body.toString()).toBe('here');
    expect((await at('/out')).body.toString()).toBe('moved');
    expect(seen).toEqual([undefined]);
    await expect(at('/evil', { hosts: [`127.0.0.1:${port}`, '169.254.169.254'] })).rejects.toMatchObject({ trouble: 'blocked' });
    await expect(at('/out', { hosts: [`127.0.0.1:${port}`] })).rejects.toMatchObject({ trouble: 'blocked' });
    await expect(at('/loop')).rejects.toMatchObject({ trouble: 'blocked' });
    await expect(at('/out', { method: 'POST' })).rejects.toMatchObject({ trouble: 'blocked' });
  });
});

describe('answers that are none', () => {
  it.each<[string, string, Handler]>([
    [
      'a body cut in half',
      'cut',
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"a":');
        setImmediate(() => response.destroy());
      },
    ],
    [
      'a chunked body cut in half',
      'cut',
      (_, response) => {
        response.write('{"a":');
        setImmediate(() => response.destroy());
      },
    ],
    ['a connection that is dropped', 'cut', (request) => void request.socket.destroy()],
    ['something that is not HTTP', 'cut', (request) => void request.socket.end('hello\r\n\r\n')],
    [
      'a gzip body cut in half',
      'cut',
      (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5_000)).subarray(0, 20)),
    ],
    ['a body that is too large', 'too_large', (_, response) => void response.end('x'.repeat(200_000))],
    [
      'a small body that unpacks to a large one',
      'too_large',
      (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5_000_000))),
    ],
    ['no answer', 'timeout', () => undefined],
    ['less than was promised', 'timeout', (_, response) => void response.writeHead(200, { 'content-length': '1000' }).write('{"a":1}')],
  ])('name %s', async (_, trouble, handler) => {
    const { send, events } = await vendor(handler);
    await expect(send({ timeout: 300 })).rejects.toMatchObject({ name: 'DoorError', trouble });
    expect(events).toMatchObject([{ outcome: trouble }]);
  });

  it('name a vendor that drips its answer for ever', async () => {
    const { send } = await vendor((_, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    await expect(send({ timeout: 200 })).rejects.toMatchObject({ trouble: 'timeout' });
  });

  it('name a host where nobody listens', async () => {
    const { send, door, request, port } = await vendor(ok);
    await send();
    const closed = open.pop()!.server;
    closed.closeAllConnections();
    await new Promise((resolve) => closed.close(resolve));
    door.close();
    await expect(door.exchange(request({ url: `http://127.0.0.1:${port}/` }))).rejects.toMatchObject({ trouble: 'unreachable' });
  });

  it('end when the caller stops, before and while they are under way', async () => {
    const stop = new AbortController();
    const { send } = await vendor(() => stop.abort());
    await expect(send({ signal: stop.signal })).rejects.toMatchObject({ trouble: 'stopped' });
    await expect(send({ signal: stop.signal })).rejects.toMatchObject({ trouble: 'stopped' });
  });

  it.each([
    ['CERT_HAS_EXPIRED', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ENOTFOUND', 'unreachable'],
    ['ETIMEDOUT', 'timeout'],
    ['ECONNRESET', 'cut'],
    ['HPE_INVALID_CONSTANT', 'cut'],
  ])('name the code %s', (code, trouble) => {
    const cause = Object.assign(new Error('x'), { code });
    expect(doorErrorOf(new Error('wrapped', { cause }), 'api.example.com').trouble).toBe(trouble);
    expect(doorErrorOf(new AggregateError([cause]), 'api.example.com').trouble).toBe(trouble);
  });
});

describe('a host that is down', () => {
  it('is left alone after some failures, and tried again', async () => {
    let up = false;
    let reached = 0;
    const { send } = await vendor((_, response) => (reached++, response.writeHead(up ? 200 : 503).end()), {
      breaker: { failures: 3, rest: 100, longestRest: 100 },
    });
    for (let time = 0; time < 3; time++) expect((await send()).status).toBe(503);
    await expect(send()).rejects.toMatchObject({ trouble: 'resting', retryAfter: expect.any(Number) });
    expect(reached).toBe(3);
    up = true;
    for (;;) {
      const status = await send().then(
        ({ status }) => status,
        () => null,
      );
      if (status === 200) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(reached).toBe(4);
  });
});
