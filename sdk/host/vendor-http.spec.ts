import { describe, expect, it } from '@jest/globals';
import { VendorError, type VendorFault } from '../connector/errors.js';
import { stringifyJson } from '../connector/json.js';
import { PluginError } from './plugin-error.js';
import { answer, connector, manifest, PlayedVendor, read } from './test-vendor.js';
import { memoryTokenStore } from './token-store.js';
import { TransportError } from './transport.js';

/** The fault a request ends in. */
async function fault(work: Promise<unknown>): Promise<VendorFault> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof VendorError)) throw new Error(`expected a VendorError, got ${String(error)}`);
  return error.fault;
}

describe('requests to a vendor', () => {
  it('are signed, encoded and read without losing a digit', async () => {
    const vendor = new PlayedVendor([answer('{"id":1125978361736710123,"price":10.50}')]);
    const { http } = vendor.session().context;
    const { json } = await http.request({ method: 'GET', path: '/members', query: { name: '张 三&', page: '1' } });
    expect(stringifyJson(json)).toBe('{"id":1125978361736710123,"price":10.50}');
    expect(vendor.calls[0]).toMatchObject({
      url: 'https://api.example.com/v1/members?name=%E5%BC%A0%20%E4%B8%89%26&page=1',
      headers: { authorization: 'Bearer token-1' },
    });
  });

  it.each(['members', '//evil.example', '/a/../../b', '/a?b=c', '/a\\b', 'https://evil.example/'])(
    'cannot leave their environment by the path %s',
    async (path) => {
      const vendor = new PlayedVendor([]);
      await expect(vendor.session().context.http.request({ method: 'GET', path })).rejects.toMatchObject({ code: 'PLUGIN_BROKE_CONTRACT' });
      expect(vendor.calls).toHaveLength(0);
    },
  );

  it('go to the service they name, or nowhere', async () => {
    const production = { ...manifest.environments['production']!, services: { ids: 'https://ids.example.com/v2' } };
    const withIds = { ...manifest, environments: { production } };
    const request = { ...read, service: 'ids' };
    const vendor = new PlayedVendor([]);
    await vendor.session({ manifest: withIds, services: production.services }).context.http.request(request);
    await vendor.session({ manifest: withIds }).context.http.request(request);
    expect(vendor.calls.map(({ url }) => url)).toEqual(['https://ids.example.com/v2/members', 'https://api.example.com/v1/members']);
    for (const session of [vendor.session({ services: {} }), vendor.session()])
      await expect(session.context.http.request(request)).rejects.toMatchObject({ code: 'PLUGIN_BROKE_CONTRACT' });
    expect(vendor.calls).toHaveLength(2);
  });

  it('give plugins nothing but the one function', () => {
    const { http } = new PlayedVendor([]).session().context;
    expect(Object.keys(http)).toEqual(['request']);
    expect(Object.isFrozen(http)).toBe(true);
  });

  it('are repeated when the vendor is busy, as long as it asks to wait', async () => {
    const vendor = new PlayedVendor([answer('{}', 429, { 'retry-after': '7' }), answer('{}', 503), answer('{"ok":true}')]);
    await vendor.session().context.http.request(read);
    expect(vendor.slept).toEqual([7_000, 1_000]);
  });

  it('are given up when the vendor asks for more time than a run has, and say for how long', async () => {
    const vendor = new PlayedVendor([
      answer('{}', 429, { date: 'Fri, 20 Nov 2026 00:00:00 GMT', 'retry-after': 'Fri, 20 Nov 2026 01:00:00 GMT' }),
    ]);
    expect(await fault(vendor.session().context.http.request(read))).toMatchObject({ class: 'throttled', retryAfter: 3_600_000 });
    expect(vendor.calls).toHaveLength(1);
  });

  it('are given up after four attempts', async () => {
    const vendor = new PlayedVendor([], answer('{}', 500));
    expect(await fault(vendor.session().context.http.request(read))).toMatchObject({ class: 'transient', code: '500' });
    expect(vendor.calls).toHaveLength(4);
    expect(vendor.slept).toEqual([500, 1_000, 2_000]);
  });

  it('are not repeated when they may have been acted upon', async () => {
    const write = { ...read, method: 'POST', json: {} } as const;
    for (const trouble of [
      answer('{}', 500),
      new TransportError('cut', 'the answer broke off'),
      new TransportError('timeout', 'no answer'),
    ]) {
      const vendor = new PlayedVendor([trouble]);
      expect(await fault(vendor.session().context.http.request(write))).toMatchObject({ class: 'transient' });
      expect(vendor.calls).toHaveLength(1);
    }
    // A refusal, and a connection that never came about, did nothing.
    for (const trouble of [answer('{}', 429), new TransportError('unreachable', 'refused')]) {
      const vendor = new PlayedVendor([trouble]);
      await vendor.session().context.http.request(write);
      expect(vendor.calls).toHaveLength(2);
    }
  });

  it.each([
    ['a cut answer', new TransportError('cut', 'cut'), 'CUT_ANSWER', 'transient', 4],
    ['a silent vendor', new TransportError('timeout', 'late'), 'TIMEOUT', 'transient', 4],
    ['broken JSON', answer('{"ids":[1,2'), 'MALFORMED_JSON', 'vendor_bug', 4],
    ['a key with two values', answer('{"a":1,"a":2}'), 'MALFORMED_JSON', 'vendor_bug', 4],
    ['a web page', answer('<!DOCTYPE html><h1>502</h1>', 200, { 'content-type': 'text/html' }), 'HTML_ANSWER', 'transient', 4],
    ['a web page that says 404', answer('<html>no such host</html>', 404), 'HTML_ANSWER', 'transient', 4],
    ['an answer without end', new TransportError('too_large', 'large'), 'ANSWER_TOO_LARGE', 'vendor_bug', 1],
    ['a forbidden address', new TransportError('blocked', 'private'), 'ADDRESS_BLOCKED', 'config', 1],
    ['a wrong certificate', new TransportError('tls', 'expired'), 'CERTIFICATE_INVALID', 'config', 1],
    ['a vendor known to be down', new TransportError('vendor_down', 'down', 30_000), 'VENDOR_DOWN', 'transient', 1],
    ['a record that is gone', answer('{}', 404), '404', 'not_found', 1],
    ['a forbidden account', answer('{}', 403), '403', 'auth', 1],
  ])('name %s', async (_, move, code, kind, calls) => {
    const vendor = new PlayedVendor([], move);
    expect(await fault(vendor.session().context.http.request(read))).toMatchObject({ code, class: kind });
    expect(vendor.calls).toHaveLength(calls);
  });

  it('read the encoding an answer names', async () => {
    const gbk = Buffer.from([0x7b, 0x22, 0x6e, 0x22, 0x3a, 0x22, 0xd5, 0xc5, 0x22, 0x7d]);
    const vendor = new PlayedVendor([
      { status: 200, headers: { 'content-type': 'application/json;charset=GBK' }, body: gbk },
      answer('\uFEFF{"n":"李"}'),
    ]);
    const { http } = vendor.session().context;
    expect((await http.request(read)).json).toEqual({ n: '张' });
    expect((await http.request(read)).json).toEqual({ n: '李' });
  });

  it('end when the run is stopped, also while waiting', async () => {
    const stop = new AbortController();
    const vendor = new PlayedVendor([answer('{}', 503)]);
    const session = vendor.session({ signal: stop.signal, sleep: async () => stop.abort() });
    await expect(session.context.http.request(read)).rejects.toMatchObject({ code: 'RUN_STOPPED' });
    expect(vendor.calls).toHaveLength(1);
  });
});

describe('tokens', () => {
  it('are fetched once, however many requests need one', async () => {
    const vendor = new PlayedVendor([]);
    const tokens = memoryTokenStore();
    const sessions = [vendor.session({ tokens }), vendor.session({ tokens })];
    await Promise.all(sessions.flatMap(({ context }) => Array.from({ length: 10 }, () => context.http.request(read))));
    expect(vendor.tokens).toBe(1);
    expect(vendor.calls).toHaveLength(20);
  });

  it('are fetched again when the vendor refuses one, once for all who were refused', async () => {
    const vendor = new PlayedVendor([], async ({ headers }) => answer('{}', headers['authorization'] === 'Bearer token-1' ? 401 : 200));
    const { http } = vendor.session().context;
    await http.request(read);
    await Promise.all(Array.from({ length: 10 }, () => http.request(read)));
    expect(vendor.tokens).toBe(2);
    expect(vendor.slept).toEqual([]);
  });

  it('that are refused again and again are wrong credentials', async () => {
    const vendor = new PlayedVendor([], answer('{}', 401));
    expect(await fault(vendor.session().context.http.request(read))).toMatchObject({ class: 'auth', code: '401' });
    expect(vendor.tokens).toBe(3);
  });

  it('are not asked for again right after the vendor refused to give one', async () => {
    let asked = 0;
    const transport = { send: async () => (asked++, answer('{"error":"wrong client"}', 403)) };
    const session = new PlayedVendor([]).session({ transport });
    for (let time = 0; time < 3; time++) expect(await fault(session.context.http.request(read))).toMatchObject({ class: 'auth' });
    expect(asked).toBe(1);
  });

  it('expire by the clock, a little early', async () => {
    let now = new Date('2026-11-20T00:00:00Z');
    const vendor = new PlayedVendor([]);
    const { http } = vendor.session({ now: () => now }).context;
    await http.request(read);
    now = new Date('2026-11-20T00:58:59Z');
    await http.request(read);
    expect(vendor.tokens).toBe(1);
    now = new Date('2026-11-20T00:59:01Z');
    await http.request(read);
    expect(vendor.tokens).toBe(2);
  });

  it('of other credentials or settings are not used', async () => {
    const vendor = new PlayedVendor([]);
    const tokens = memoryTokenStore();
    await vendor.session({ tokens }).context.http.request(read);
    await vendor.session({ tokens, secrets: { id: 'client-1', key: 'another-key' } }).context.http.request(read);
    expect(vendor.tokens).toBe(2);
    await vendor.session({ tokens, config: { account: 'another' } }).context.http.request(read);
    expect(vendor.tokens).toBe(3);
  });
});

describe('what nobody may see', () => {
  it('does not come out of faults, not even when the vendor repeats it', async () => {
    const vendor = new PlayedVendor([], answer('{}', 400));
    const leaky = connector({
      fault: () => ({ class: 'config', code: '1', message: 'bad sign of key=very-secret-key token=token-1' }),
      token: connector().token!,
    });
    const session = vendor.session({ connector: { ...leaky, fault: (r) => (r.status === 400 ? leaky.fault(r) : null) } });
    const { message } = await fault(session.context.http.request(read));
    expect(message).toBe('bad sign of key=[hidden] token=[hidden]');
  });

  it('does not come out of a `sign` that throws', async () => {
    const session = new PlayedVendor([]).session({
      connector: connector({
        sign: (_, { secrets }) => {
          throw new TypeError(`cannot sign with ${secrets['key']}`);
        },
      }),
      manifest: { ...manifest, auth: { ...manifest.auth, codec: undefined } } as typeof manifest,
    });
    const error = await session.context.http.request(read).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PluginError);
    expect(String(error)).not.toContain('very-secret-key');
  });

  it('does not come out of the log', async () => {
    const lines: unknown[] = [];
    const { context } = new PlayedVendor([]).session({ log: (...line) => lines.push(line) });
    context.log.info('using very-secret-key', {
      url: '/x?k=very-secret-key',
      access_token: 'abc',
      count: 3,
      nested: { password: 'x', a: 1 },
    });
    expect(lines).toEqual([
      ['info', 'using [hidden]', { url: '/x?k=[hidden]', access_token: '[hidden]', count: 3, nested: '{"password":"[hidden]","a":1}' }],
    ]);
    for (let line = 0; line < 5_000; line++) context.log.warn('again');
    expect(lines.length).toBeLessThan(1_010);
  });
});

describe('a clock that is off', () => {
  it('is named where it would look like wrong credentials', async () => {
    const now = new Date('2026-11-20T00:00:00Z');
    const vendor = new PlayedVendor([], answer('{}', 403, { date: 'Fri, 20 Nov 2026 00:10:00 GMT' }));
    const session = vendor.session({ now: () => now });
    const named = await fault(session.context.http.request(read));
    expect(named).toMatchObject({ class: 'transient', code: 'CLOCK_SKEW' });
    expect(named.message).toContain("the vendor's clock is 600 s ahead of ours");
    expect(session.vendorClockAhead).toBe(600);
  });

  it('is no matter while the vendor answers, and old answers out of a cache tell nothing', async () => {
    const now = new Date('2026-11-20T00:00:00Z');
    const old = { date: 'Fri, 20 Nov 2026 00:10:00 GMT', age: '600' };
    const vendor = new PlayedVendor([answer('{}', 200, { date: 'Fri, 20 Nov 2026 00:10:00 GMT' })], answer('{}', 403, old));
    await vendor.session({ now: () => now }).context.http.request(read);
    expect(await fault(vendor.session({ now: () => now }).context.http.request(read))).toMatchObject({ class: 'auth', code: '403' });
  });
});
