import { describe, expect, it } from '@jest/globals';
import type { Connector, Page, ReadWindow } from '../connector/connector.js';
import { MapError } from '../connector/errors.js';
import { connectorProblems } from './check-connector.js';
import { scopedPeople } from './people.js';
import { answer, connector, manifest, PlayedVendor } from './test-vendor.js';

const window: ReadWindow = { from: new Date('2026-11-01'), to: new Date('2026-11-02'), cursor: null };

/** A connector whose one stream reads as told. */
function reading(read: () => AsyncIterable<Page>): Connector {
  const members = connector().streams['members']!;
  return connector({ streams: { members: { ...members, read } as typeof members } });
}

async function pagesOf(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const page = (id: string, cursor: string | null): Page => ({ records: [{ externalId: id, data: { id } }], cursor });

describe('reading a stream', () => {
  it('gives page after page, and lets the plugin run on only when the page was taken', async () => {
    const steps: string[] = [];
    const session = new PlayedVendor([]).session({
      connector: reading(async function* () {
        yield page('1', '2');
        steps.push('acknowledged 1');
        yield page('2', null);
        steps.push('acknowledged 2');
      }),
    });
    for await (const { records } of session.read('members', window)) steps.push(`committed ${records[0]!.externalId}`);
    expect(steps).toEqual(['committed 1', 'acknowledged 1', 'committed 2', 'acknowledged 2']);
  });

  it('goes on from a cursor', async () => {
    const vendor = new PlayedVendor([answer({ ids: ['3'], next: null })]);
    const pages = await pagesOf(vendor.session().read('members', { ...window, cursor: '2' }));
    expect(pages.map(({ records }) => records.map(({ externalId }) => externalId))).toEqual([['3']]);
    expect(vendor.calls[0]!.url).toContain('page=2');
  });

  it('closes the plugin when the caller leaves', async () => {
    let closed = false;
    const session = new PlayedVendor([]).session({
      connector: reading(async function* () {
        try {
          yield page('1', '2');
          yield page('2', null);
        } finally {
          closed = true;
        }
      }),
    });
    for await (const _ of session.read('members', window)) break;
    expect(closed).toBe(true);
  });

  it.each<[string, string, () => AsyncIterable<Page>]>([
    [
      'throws',
      'PLUGIN_THREW',
      () => {
        throw new TypeError('oops');
      },
    ],
    [
      'throws later',
      'PLUGIN_THREW',
      async function* () {
        yield page('1', '2');
        throw new TypeError('oops');
      },
    ],
    [
      'hangs',
      'PLUGIN_HUNG',
      async function* () {
        yield page('1', '2');
        await new Promise(() => undefined);
      },
    ],
    [
      'floods with records',
      'PLUGIN_FLOODED',
      async function* () {
        yield { records: Array.from({ length: 101 }, (_, id) => ({ externalId: String(id), data: {} })), cursor: null };
      },
    ],
    [
      'floods with empty pages',
      'PLUGIN_FLOODED',
      async function* () {
        for (let at = 0; ; at++) yield { records: [], cursor: String(at) };
      },
    ],
    [
      'stands still',
      'PLUGIN_BROKE_CONTRACT',
      async function* () {
        for (;;) yield page('1', 'same');
      },
    ],
    [
      'goes on after the end',
      'PLUGIN_BROKE_CONTRACT',
      async function* () {
        yield page('1', null);
        yield page('2', null);
      },
    ],
    [
      'gives no page',
      'PLUGIN_BROKE_CONTRACT',
      async function* () {
        yield {} as Page;
      },
    ],
    [
      'gives a record without id',
      'PLUGIN_BROKE_CONTRACT',
      async function* () {
        yield page('', null);
      },
    ],
    [
      'gives a cursor that cannot be kept',
      'PLUGIN_BROKE_CONTRACT',
      async function* () {
        yield { records: [], cursor: new Date() as never };
      },
    ],
  ])('ends with a clear code when the plugin %s', async (_, code, read) => {
    const limits = { pageMilliseconds: 50, recordsPerPage: 100, emptyPages: 20 };
    const session = new PlayedVendor([]).session({ connector: reading(read), limits });
    await expect(pagesOf(session.read('members', window))).rejects.toMatchObject({ name: 'PluginError', code });
  });

  it('ends when one page is made of too many bytes', async () => {
    const vendor = new PlayedVendor([], answer({ ids: [], next: 'x'.repeat(100) }));
    const session = vendor.session({
      limits: { bytesPerPage: 1_000 },
      connector: reading(async function* () {
        for (;;) await session.context.http.request({ method: 'GET', path: '/members' });
      }),
    });
    await expect(pagesOf(session.read('members', window))).rejects.toMatchObject({ code: 'PLUGIN_FLOODED' });
  });

  it('ends what a hanging plugin has under way', async () => {
    let aborted = false;
    const hang = (_: unknown, signal: AbortSignal): Promise<never> =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => ((aborted = true), reject(new Error('ended')))));
    const session = new PlayedVendor([hang]).session({ limits: { pageMilliseconds: 50 } });
    await expect(pagesOf(session.read('members', window))).rejects.toMatchObject({ code: 'PLUGIN_HUNG' });
    expect(aborted).toBe(true);
  });

  it('ends when the run is stopped', async () => {
    const stop = new AbortController();
    const session = new PlayedVendor([]).session({
      signal: stop.signal,
      connector: reading(async function* () {
        yield page('1', '2');
        await new Promise(() => stop.abort());
      }),
    });
    await expect(pagesOf(session.read('members', window))).rejects.toMatchObject({ code: 'RUN_STOPPED' });
  });
});

describe('mapping records', () => {
  const records = ['1', '2', '3', '4'].map((externalId) => ({ externalId, data: {} }));
  const mapping = (map: (id: string) => unknown): ReturnType<PlayedVendor['session']> => {
    const members = connector().streams['members']!;
    return new PlayedVendor([]).session({
      connector: connector({ streams: { members: { ...members, map: ({ externalId }) => map(externalId) } as typeof members } }),
    });
  };
  const good = (externalId: string): unknown => ({ externalId, name: 'x', departmentExternalIds: [], state: 'active' });

  it('keeps the others when one cannot be read, and says which field', () => {
    const mapped = mapping((id) => {
      if (id === '2') throw new MapError('unknown state 9', '/state');
      if (id === '3') throw new TypeError('x of undefined');
      return id === '4' ? { ...(good(id) as object), state: 'asleep' } : good(id);
    }).map('members', records);
    expect(mapped.map(({ problem }) => problem?.message ?? 'landed')).toEqual([
      'landed',
      'unknown state 9 (/state)',
      'the plugin threw TypeError: x of undefined',
      expect.stringMatching(/^map gave a record that is not canonical: .*\(\/state\)$/),
    ]);
  });

  it('ends an endless loop and goes on with the next record', () => {
    const mapped = mapping((id) => {
      while (id === '2');
      return good(id);
    }).map('members', records);
    expect(mapped.map(({ problem }) => problem?.message ?? 'landed')).toEqual([
      'landed',
      'the plugin did not read it within 2000 ms',
      'landed',
      'landed',
    ]);
  }, 20_000);
});

describe('a way into the vendor', () => {
  const input = { employeeNumber: 'E1', target: 'pc' as const };
  const sign: Connector['sign'] = (request, { secrets, token }) =>
    request.form ? { ...request, form: { ...request.form, signature: `${token} ${secrets['key']!.length}` } } : request;
  const entering = (open: NonNullable<Connector['entry']>['open'], logged: string[] = []): ReturnType<PlayedVendor['session']> =>
    new PlayedVendor([answer({ ticket: 'T-1' })]).session({
      manifest: { ...manifest, auth: { ...manifest.auth, codec: undefined }, entry: { targets: ['pc'] } } as never,
      connector: connector({ sign, entry: { open } }),
      log: (_, message) => void logged.push(message),
    });

  it('is a form with its whole address, signed without a token, and nothing of it is logged', async () => {
    const logged: string[] = [];
    const session = entering(async ({ http, log }, { employeeNumber }) => {
      const { json } = await http.request({ method: 'GET', path: '/sign-in-ticket' });
      log.warn(`${employeeNumber} goes in`);
      return { path: '/login', fields: { employeeNumber, ticket: (json as { ticket: string }).ticket } };
    }, logged);
    expect(await session.enter(input)).toEqual({
      url: 'https://api.example.com/v1/login',
      method: 'POST',
      fields: { employeeNumber: 'E1', ticket: 'T-1', signature: 'null 15' },
    });
    expect(logged).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['no form', null],
    ['a field that is no text', { path: '/login', fields: { age: 5 } }],
    ['a path that leaves the environment', { path: '//evil.example', fields: {} }],
    ['a service that is not there', { path: '/login', service: 'other', fields: {} }],
    ['a secret', { path: '/login', fields: { debug: 'key=very-secret-key' } }],
  ])('is refused when it has %s', async (_, form) => {
    await expect(entering(async () => form as never).enter(input)).rejects.toMatchObject({ code: 'PLUGIN_BROKE_CONTRACT' });
  });

  it('is there for the targets of the manifest only', async () => {
    const open = async (): Promise<never> => Promise.reject(new Error('never called'));
    await expect(entering(open).enter({ ...input, target: 'h5' })).rejects.toMatchObject({ code: 'PLUGIN_BROKE_CONTRACT' });
    await expect(new PlayedVendor([]).session().enter(input)).rejects.toMatchObject({ code: 'PLUGIN_BROKE_CONTRACT' });
  });
});

describe('people', () => {
  const someone = { employeeNumber: 'E1', name: '张三', phone: '1', email: 'z@x' };
  const people = { lookup: async () => someone };

  it('are known only as far as the scopes go', async () => {
    const open = (scopes: string[]): ReturnType<PlayedVendor['session']> =>
      new PlayedVendor([]).session({ people, manifest: { ...manifest, scopes } });
    expect(await open([]).context.people.lookup({ phone: '1' })).toBeNull();
    expect(await open(['people.lookup:phone', 'people.lookup:name']).context.people.lookup({ phone: '1' })).toEqual({
      name: '张三',
      phone: '1',
    });
  });

  it('that cannot be told of are our own failure, not the plugin’s', async () => {
    const lost = new RangeError('the database is away');
    const away = { lookup: () => Promise.reject(lost) };
    const asking = reading(async function* () {
      yield page('1', '2');
      await session.context.people.lookup({ phone: '1' });
    });
    const session = new PlayedVendor([]).session({
      connector: asking,
      people: away,
      manifest: { ...manifest, scopes: ['people.lookup:phone'] },
    });
    await expect(pagesOf(session.read('members', window))).rejects.toBe(lost);
  });

  it('are told of so many times a run', async () => {
    const known = scopedPeople(people, ['people.lookup:phone'], 2);
    await known.lookup({ phone: '1' });
    await known.lookup({ phone: '1' });
    await expect(known.lookup({ phone: '1' })).rejects.toMatchObject({ code: 'PLUGIN_FLOODED' });
  });
});

describe('a connector and its manifest', () => {
  it('agree', () => expect(connectorProblems(connector(), manifest)).toEqual([]));

  it('are held against each other', () => {
    const { members } = connector().streams;
    const wrong = connector({
      streams: { others: members! },
      actions: { disablePerson: async () => ({ externalId: '1', outcome: 'updated' }) },
      sign: (r) => r,
      entry: { open: async () => ({ path: '/', fields: {} }) },
    });
    expect(connectorProblems(wrong, { ...manifest, actions: ['upsertPerson'], hook: { title: manifest.name, maxBodyBytes: 1 } })).toEqual([
      'stream members of the manifest is not in the code',
      'stream others of the code is not in the manifest',
      'action upsertPerson of the manifest is not in the code',
      'action disablePerson of the code is not in the manifest',
      'a hook is either in both, the manifest and the code, or in neither',
      'an entry is either in both, the manifest and the code, or in neither',
      'the manifest names a codec, but the code has a `sign` of its own',
    ]);
    const ahead = connector({ streams: { members: { ...members!, readAhead: true } } });
    const queued = { ...manifest, streams: { members: { ...manifest.streams['members']!, delivery: 'messages' as const } } };
    expect(connectorProblems(ahead, queued)).toEqual([
      'stream members acknowledges messages, so its pages cannot be read ahead of their commit',
    ]);
    expect(connectorProblems(null as never, manifest)).toHaveLength(1);
  });
});
