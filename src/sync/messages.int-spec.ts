import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LosslessNumber, MapError, type Connector, type JsonObject, type Page, type RawRecord } from '@interline/sdk';
import { fault, TestVendor } from '../connections/vendor.fixture.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { makeLanded } from './sink.fixture.js';
import { HOUR, TestSync } from './sync.fixture.js';

/** A vendor whose orders are told by messages, one a page; an order without an amount cannot be opened yet. */
class QueueVendor extends TestVendor {
  readonly queue: { message: string; order: string }[] = [];
  readonly yuan = new Map<string, string>();
  /** Called before a message is acknowledged. */
  onConfirm: (message: string) => void = () => undefined;

  constructor() {
    super();
    Object.assign(this.manifest.streams['orders']!, { delivery: 'messages', control: [] });
    this.manifest.streams['orders']!.window.overlapMinutes = 0;
  }

  tell(message: string, order: string, yuan?: string): void {
    this.queue.push({ message, order });
    if (yuan !== undefined) this.yuan.set(order, yuan);
  }

  override connector(): Connector {
    const connector = super.connector();
    const { orders } = connector.streams;
    const map = orders!.map as (record: RawRecord, config: JsonObject) => never;
    const unopened = ({ data }: RawRecord): boolean => data['yuan'] === undefined;
    return {
      ...connector,
      streams: {
        ...connector.streams,
        orders: {
          kind: 'orders',
          read: () => this.drain(),
          map: (record, config) => {
            if (unopened(record)) throw new MapError('nobody opens it', '/message');
            return map(record, config);
          },
        },
      },
    };
  }

  private async *drain(): AsyncGenerator<Page> {
    const seen = new Set<string>();
    for (;;) {
      const next = this.queue.find(({ message }) => !seen.has(message));
      if (!next) break;
      const { message, order } = next;
      seen.add(message);
      const yuan = this.yuan.get(order);
      const data: JsonObject = yuan === undefined ? { message: order } : { id: order, yuan: new LosslessNumber(yuan) };
      yield { records: [{ externalId: order, data }], cursor: { after: message } };
      if (yuan === undefined) continue;
      this.onConfirm(message);
      this.queue.splice(this.queue.indexOf(next), 1);
    }
    yield { records: [], cursor: null };
  }
}

let db: TestDatabase;
let sync: TestSync;
let vendor: QueueVendor;

beforeAll(async () => {
  db = await createTestDatabase();
  await makeLanded(db.ownerUrl);
  sync = new TestSync(db);
}, 60_000);
afterAll(() => db.close());
beforeEach(async () => {
  await sync.begin();
  sync.vendor = vendor = new QueueVendor();
  await sync.start();
});

const waiting = (): string[] => vendor.queue.map(({ message }) => message);
const quarantined = (): Promise<Record<string, unknown>[]> =>
  sync.sql(`SELECT external_id AS id, reason FROM quarantine WHERE resolved_at IS NULL`);

describe('a stream that is fed by messages', () => {
  it('gives each message back after a crash between its commit and its acknowledgement, and doubles nothing', async () => {
    vendor.tell('m1', '1', '10');
    vendor.tell('m2', '2', '20');
    vendor.onConfirm = (message) => {
      if (message === 'm2') throw fault('transient', 'E1');
    };
    const connection = await sync.connect();
    const [run] = await sync.plan(connection);
    expect(await sync.execute(run!)).toBe('waiting');
    expect(waiting()).toEqual(['m2']);
    expect(await sync.landed()).toHaveLength(2);
    vendor.onConfirm = () => undefined;
    sync.clock.moveTo((await sync.run(run!)).dueAt!);
    expect(await sync.execute(run!)).toBe('complete');
    expect(waiting()).toEqual([]);
    expect(await sync.versions()).toEqual(['1 1', '2 1']);
    expect(await sync.landed()).toMatchObject([
      { id: '1', share: 1000 },
      { id: '2', share: 2000 },
    ]);
  });

  it('takes a change of an order for a new version of it, however many messages tell of it', async () => {
    vendor.tell('m1', '1', '10');
    const connection = await sync.connect();
    await sync.read(connection);
    vendor.tell('m2', '1', '7');
    vendor.tell('m3', '1');
    sync.clock.moveBy(HOUR);
    expect(await sync.read(connection)).toMatchObject({ state: 'complete', records: 2, repeated: 1 });
    expect(await sync.versions()).toEqual(['1 1', '1 2']);
    expect(await sync.landed()).toMatchObject([{ id: '1', version: 2, share: 700 }]);
  });

  it('shows an order that cannot be opened in quarantine, once, lands the others, and settles it when it can', async () => {
    vendor.tell('m1', '1');
    vendor.tell('m2', '2', '20');
    const connection = await sync.connect();
    expect(await sync.read(connection)).toMatchObject({ state: 'complete', quarantined: 1 });
    expect(await quarantined()).toEqual([{ id: '1', reason: 'nobody opens it' }]);
    expect(waiting()).toEqual(['m1']);
    expect((await sync.landed())[0]!['id']).toBe('2');
    sync.clock.moveBy(HOUR);
    expect(await sync.read(connection)).toMatchObject({ state: 'complete', changed: 0 });
    vendor.yuan.set('1', '30');
    sync.clock.moveBy(HOUR);
    await sync.read(connection);
    expect(await quarantined()).toEqual([]);
    expect(waiting()).toEqual([]);
    expect(await sync.versions()).toEqual(['1 1', '1 2', '2 1']);
    expect(await sync.landed()).toMatchObject([
      { id: '1', share: 3000 },
      { id: '2', share: 2000 },
    ]);
  });
});
