import {
  LosslessNumber,
  MapError,
  textOf,
  VendorError,
  type Connector,
  type FaultClass,
  type HookDelivery,
  type Json,
  type JsonObject,
  type Manifest,
  type OrderRecord,
  type Page,
  type ReadWindow,
  type Settlement,
  type StreamManifest,
} from '@interline/sdk';
import { ConnectorCatalogue } from '../connectors/index.js';

/** One record of the test vendor. */
export interface TestRecord {
  id: string;
  at: Date;
  data: JsonObject;
}

/** A call the vendor answered: a page it gave, by stream and offset. */
export interface TestCall {
  stream: string;
  offset: number;
  ids: string[];
}

const DAY = 86_400_000;
const texts = (text: string): { 'zh-CN': string; en: string } => ({ 'zh-CN': text, en: text });

const window: StreamManifest['window'] = { maxDays: 7, overlapMinutes: 60 };
const streams: Record<string, StreamManifest> = {
  orders: {
    kind: 'orders',
    title: texts('orders'),
    window,
    everyMinutes: 15,
    deletion: 'never',
    volatile: ['/asked_at'],
    personal: [
      { path: '/who/name', class: 'name' },
      { path: '/who/phone', class: 'phone' },
      { path: '/stops/*/address', class: 'address' },
    ],
    control: ['count', 'sum'],
  },
  rows: {
    kind: 'settlements',
    title: texts('rows'),
    window: { ...window, overlapMinutes: 10_080 },
    everyMinutes: 60,
    deletion: 'vanishes',
  },
};

/** The manifest of {@link TestVendor}. */
export const testManifest: Manifest = {
  manifest: 1,
  id: 'test',
  version: '1.0.0',
  sdk: '1',
  name: texts('Test'),
  description: texts('A vendor in memory'),
  category: 'example',
  auth: {
    kind: 'api_key',
    credentials: { type: 'object', required: ['key'], properties: { key: { type: 'string', minLength: 3, secret: true } } },
  },
  config: {
    type: 'object',
    required: ['account'],
    properties: {
      account: { type: 'string' },
      grade: { type: 'string', enum: ['a', 'b'], default: 'a' },
      pin: { type: 'string', secret: true },
    },
  },
  environments: {
    production: { title: texts('Production'), baseUrl: 'https://vendor.invalid', hosts: ['vendor.invalid'] },
    sandbox: { title: texts('Sandbox'), baseUrl: 'https://sandbox.invalid', hosts: ['sandbox.invalid'] },
  },
  budget: { requestsPerSecond: 100, concurrency: 4, timeoutSeconds: 5, maxResponseBytes: 1_000_000 },
  timeOffset: '+08:00',
  streams,
  hook: { title: texts('Changes'), maxBodyBytes: 1_000 },
};

/** A vendor in memory, with the plugin that reads it. Faults are told to it; what it answered stands in `calls`. */
export class TestVendor {
  readonly records: Record<string, TestRecord[]> = { orders: [], rows: [] };
  readonly calls: TestCall[] = [];
  readonly manifest: Manifest = structuredClone(testManifest);
  pageSize = 2;
  /** The key it accepts. */
  key = 'right';
  /** Whether it says what a window holds. */
  controls = true;
  /** Called before each page is given: throws what the vendor answers instead. */
  beforePage: (call: TestCall) => void | Promise<void> = () => undefined;
  /** Told of each acknowledgement: code after a `yield`. */
  onAcknowledge: (call: TestCall) => void | Promise<void> = () => undefined;
  /** Changes what a page holds: to repeat or shift it. */
  bend: (call: TestCall, page: Page) => Page = (_call, page) => page;

  /** Why a record cannot be read. */
  reason: (id: string) => string = () => 'the amount is no amount';
  /** Which records a delivery names. */
  named: (body: string) => string[] = (body) => body.split(',').filter(Boolean);

  /** Puts a record of one line into stream `orders`, or replaces it. @param yuan in main units, as the vendor writes it */
  order(id: string, yuan: string, day = 0, more: JsonObject = {}): void {
    const data = { id: new LosslessNumber(id), yuan: new LosslessNumber(yuan), ...more };
    this.put('orders', { id, at: new Date(Date.UTC(2026, 9, 1) + day * DAY), data });
  }

  /** Puts a row into stream `rows`, or replaces it. */
  row(id: string, yuan: string, day = 0): void {
    this.put('rows', { id, at: new Date(Date.UTC(2026, 9, 1) + day * DAY), data: { id, yuan: new LosslessNumber(yuan) } });
  }

  remove(stream: string, id: string): void {
    this.records[stream] = this.records[stream]!.filter((record) => record.id !== id);
  }

  /** The plugin. @param options `readAhead` lets its pages share commits */
  connector(options: { readAhead?: boolean } = {}): Connector {
    const check = async (config: JsonObject): Promise<void> => {
      if (textOf(config['account']) === 'unknown') throw fault('config', 'no_account', 'there is no such account');
      await this.beforePage({ stream: 'check', offset: 0, ids: [] });
    };
    return {
      streams: {
        orders: {
          kind: 'orders',
          ...options,
          read: ({ signal }, asked) => this.read('orders', asked, signal),
          fetch: (_context, ids) => this.fetch('orders', ids),
          map: ({ externalId, data }) => mapOrder(externalId, data, this.reason),
        },
        rows: {
          kind: 'settlements',
          ...options,
          read: ({ signal }, asked) => this.read('rows', asked, signal),
          map: ({ externalId, data }) => mapRow(externalId, data),
        },
      },
      sign: (request) => request,
      fault: () => null,
      check: ({ config }) => check(config),
      hook: {
        verify: (delivery, secrets) => delivery.query['key'] === secrets['key'],
        read: (delivery) => [{ stream: 'orders', externalIds: this.named(bodyOf(delivery)) }],
        reply: () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' }),
      },
    };
  }

  private put(stream: string, record: TestRecord): void {
    this.remove(stream, record.id);
    this.records[stream]!.push(record);
  }

  private async *read(stream: string, { from, to, cursor }: ReadWindow, signal: AbortSignal): AsyncGenerator<Page> {
    const inside = this.records[stream]!.filter(({ at }) => at >= from && at < to).sort(
      (one, other) => one.at.getTime() - other.at.getTime(),
    );
    let offset = cursor === null ? 0 : Number(textOf((cursor as JsonObject)['offset']));
    for (;;) {
      signal.throwIfAborted();
      const some = inside.slice(offset, offset + this.pageSize);
      const call = { stream, offset, ids: some.map(({ id }) => id) };
      await this.beforePage(call);
      offset += this.pageSize;
      const last = offset >= inside.length;
      const next: Json = last ? null : { offset: new LosslessNumber(String(offset)) };
      this.calls.push(call);
      const control = this.controls
        ? { control: { count: inside.length, sum: inside.reduce((sum, { data }) => sum + fen(data), 0n) } }
        : {};
      yield this.bend(call, { records: some.map(({ id, data }) => ({ externalId: id, data })), cursor: next, ...control });
      await this.onAcknowledge(call);
      if (last) return;
    }
  }

  private async *fetch(stream: string, ids: string[]): AsyncGenerator<Page> {
    const call = { stream: `${stream} by id`, offset: 0, ids };
    await this.beforePage(call);
    this.calls.push(call);
    const found = this.records[stream]!.filter(({ id }) => ids.includes(id));
    yield { records: found.map(({ id, data }) => ({ externalId: id, data })), cursor: null };
  }
}

/** What the vendor answers when something is wrong. */
export function fault(kind: FaultClass, code: string, message = 'no', retryAfter?: number): VendorError {
  return new VendorError({ class: kind, code, message, ...(retryAfter === undefined ? {} : { retryAfter }) });
}

function fen(data: JsonObject): bigint {
  const [whole = '', part = ''] = (textOf(data['yuan']) ?? '').split('.');
  return /^-?\d+$/.test(whole) ? BigInt(whole + part.padEnd(2, '0')) : 0n;
}

function mapOrder(externalId: string, data: JsonObject, reason: (id: string) => string): OrderRecord {
  if (!/^-?\d+(\.\d{1,2})?$/.test(textOf(data['yuan']) ?? '')) throw new MapError(reason(externalId), '/yuan');
  const share = fen(data);
  const money = { currency: 'CNY', amount: share, companyShare: share, personalShare: 0n };
  const line = {
    kind: 'ride',
    externalId,
    line: 'charge',
    lineType: 'charge',
    ...money,
    occurredAt: new Date(Date.UTC(2026, 9, 1)),
  } as const;
  return { externalId, lines: [line] };
}

function mapRow(externalId: string, data: JsonObject): Settlement {
  const share = fen(data);
  return { externalId, kind: 'ride', lineType: 'charge', currency: 'CNY', amount: share, companyShare: share, personalShare: 0n };
}

function bodyOf(delivery: HookDelivery): string {
  return Buffer.from(delivery.body).toString('utf8');
}

/** The catalogue with the test vendor as its only plugin. */
export function testCatalogue(vendor: TestVendor, options: { readAhead?: boolean } = {}): ConnectorCatalogue {
  const entry = { id: 'test', manifest: vendor.manifest, logo: null, problem: null };
  return new ConnectorCatalogue([entry], async () => vendor.connector(options));
}
