import type { Connector, VendorRequest } from '../connector/connector.js';
import { textOf, type Json, type JsonObject } from '../connector/json.js';
import type { Manifest } from '../connector/manifest.js';
import { statusFault } from '../connector/status-fault.js';
import { openSession, type SessionOptions } from './open-session.js';
import type { ConnectorSession } from './session.js';
import { TransportError, type Transport, type WireAnswer, type WireRequest } from './transport.js';

/** A manifest for tests of the host. */
export const manifest: Manifest = {
  manifest: 1,
  id: 'sample',
  version: '1.0.0',
  sdk: '1',
  name: { 'zh-CN': '示例', en: 'Sample' },
  description: { 'zh-CN': '示例', en: 'Sample' },
  category: 'example',
  auth: {
    kind: 'client_credentials',
    credentials: { type: 'object', properties: { id: { type: 'string' }, key: { type: 'string', secret: true } }, required: ['id', 'key'] },
    codec: { name: 'bearer' },
  },
  config: { type: 'object', properties: {} },
  environments: {
    production: { title: { 'zh-CN': '正式', en: 'Production' }, baseUrl: 'https://api.example.com/v1', hosts: ['api.example.com'] },
  },
  budget: { requestsPerSecond: 10, concurrency: 2, timeoutSeconds: 10, maxResponseBytes: 1_000_000 },
  timeOffset: '+08:00',
  streams: {
    members: {
      kind: 'people',
      title: { 'zh-CN': '成员', en: 'Members' },
      window: { maxDays: 31, overlapMinutes: 0 },
      everyMinutes: 60,
      deletion: 'never',
    },
  },
};

/** A connector for tests of the host: tokens from `/token`, one stream over pages of `/members`. */
export function connector(overrides: Partial<Connector> = {}): Connector {
  return {
    token: {
      request: () => ({ method: 'POST', path: '/token', json: { grant: 'client_credentials' } }),
      read: ({ json }) => ({ accessToken: textOf((json as JsonObject)['token']) ?? '', expiresInSeconds: 3600 }),
    },
    fault: statusFault,
    check: async ({ http }) => void (await http.request({ method: 'GET', path: '/ping' })),
    streams: {
      members: {
        kind: 'people',
        async *read({ http }, { cursor }) {
          for (let page: string | null = textOf(cursor) ?? '1'; page;) {
            const { json } = await http.request({ method: 'GET', path: '/members', query: { page } });
            const { ids, next } = json as { ids: Json[]; next: Json };
            page = textOf(next) ?? null;
            yield { records: ids.map((id) => ({ externalId: textOf(id)!, data: { id } })), cursor: page };
          }
        },
        map: ({ externalId }) => ({ externalId, name: `person ${externalId}`, departmentExternalIds: [], state: 'active' }),
      },
    },
    ...overrides,
  };
}

/** An answer with a JSON text. */
export function answer(json: unknown, status = 200, headers: Record<string, string> = {}): WireAnswer {
  const body = Buffer.from(typeof json === 'string' ? json : JSON.stringify(json), 'utf8');
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** What a played vendor does with a request: answer it, or break in some way. */
export type Move = WireAnswer | TransportError | ((request: WireRequest, signal: AbortSignal) => Promise<WireAnswer>);

/** A vendor that plays its moves in turn and then goes on with `default`; tokens are numbered. */
export class PlayedVendor implements Transport {
  readonly requests: WireRequest[] = [];
  readonly slept: number[] = [];
  tokens = 0;

  constructor(
    private readonly moves: Move[],
    private readonly after: Move = answer({ ids: [], next: null }),
  ) {}

  async send(request: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
    this.requests.push(request);
    if (request.url.endsWith('/token')) return answer({ token: `token-${++this.tokens}` });
    const move = this.moves.shift() ?? this.after;
    if (move instanceof TransportError) throw move;
    return typeof move === 'function' ? move(request, signal) : move;
  }

  /** The requests that were no requests for a token. */
  get calls(): WireRequest[] {
    return this.requests.filter(({ url }) => !url.endsWith('/token'));
  }

  /** A session at this vendor. Pauses are noted and take no time. */
  session(options: Partial<SessionOptions> = {}): ConnectorSession {
    return openSession({
      connector: connector(),
      manifest,
      baseUrl: manifest.environments['production']!.baseUrl,
      config: {},
      secrets: { id: 'client-1', key: 'very-secret-key' },
      transport: this,
      random: () => 1,
      sleep: async (milliseconds) => void this.slept.push(milliseconds),
      ...options,
    });
  }
}

/** A request that may be repeated. */
export const read: VendorRequest = { method: 'GET', path: '/members' };
