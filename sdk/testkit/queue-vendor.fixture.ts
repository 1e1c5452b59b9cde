import {
  MapError,
  textOf,
  vendorBug,
  type AnyStream,
  type Connector,
  type ConnectorContext,
  type Json,
  type JsonObject,
  type Manifest,
  type OrderRecord,
  type RawRecord,
  VendorError,
} from '../connector/index.js';
import { statusFault } from '../connector/index.js';
import {
  FaultEngine,
  LedgerSums,
  RequestLog,
  serveVendor,
  VendorClock,
  WorldStore,
  type Simulator,
  type VendorAnswer,
  type VendorCall,
  type WorldOrder,
  type WorldPerson,
} from '../simulator/index.js';

const texts = (text: string): { 'zh-CN': string; en: string } => ({ 'zh-CN': text, en: text });

/** A vendor that tells of its orders, and whose they are, in messages, and shows an order only to who names its eater's phone. */
export const queueManifest: Manifest = {
  manifest: 1,
  id: 'queue',
  version: '1.0.0',
  sdk: '1',
  name: texts('Queue'),
  description: texts('Orders by message'),
  category: 'example',
  auth: { kind: 'none', credentials: { type: 'object', properties: {} } },
  config: { type: 'object', properties: {} },
  environments: { production: { title: texts('Production'), baseUrl: 'https://queue.invalid', hosts: ['queue.invalid'] } },
  budget: { requestsPerSecond: 100, concurrency: 4, timeoutSeconds: 5, maxResponseBytes: 1_000_000 },
  timeOffset: '+08:00',
  streams: {
    orders: {
      kind: 'orders',
      title: texts('Orders'),
      delivery: 'messages',
      window: { maxDays: 366, overlapMinutes: 0 },
      everyMinutes: 5,
      deletion: 'never',
      refunds: 'in_place',
    },
  },
  scopes: ['people.lookup:phone'],
};

interface Message {
  id: string;
  order: string;
  /** The employee number of the eater. */
  eater: string;
}

/** What the vendor keeps: messages that wait, and messages it gave and nobody acknowledged yet. */
class Queue {
  private readonly known = new Set<string>();
  private waiting: Message[] = [];
  private given = new Map<string, Message>();
  private next = 1;

  constructor(private readonly world: WorldStore) {}

  tell(order: string): void {
    this.known.add(order);
    this.waiting.push({ id: `m${this.next++}`, order, eater: this.eaterOf(order)?.employeeNumber ?? '' });
  }

  take(most: number, now: number): Message[] {
    for (const { id, at } of this.orders()) if (at <= now && !this.known.has(id)) this.tell(id);
    if (this.waiting.length === 0) {
      this.waiting = [...this.given.values()];
      this.given.clear();
    }
    const taken = this.waiting.splice(0, most);
    for (const message of taken) this.given.set(message.id, message);
    return taken;
  }

  /** Whose order it is: a guest's is who booked it's. */
  eaterOf(order: string): WorldPerson | undefined {
    const handle = this.world.orders.handleOf(order);
    if (handle === undefined) return undefined;
    const { booker, traveller } = this.world.orders.order(handle);
    return this.world.people.get(typeof traveller === 'string' ? traveller : booker);
  }

  done(ids: readonly string[]): void {
    for (const id of ids) this.given.delete(id);
    this.waiting = this.waiting.filter(({ id }) => !ids.includes(id));
  }

  clear(): void {
    this.known.clear();
    this.waiting = [];
    this.given.clear();
  }

  private *orders(): Generator<{ id: string; at: number }> {
    for (const handle of this.world.orders.between('meal', 0, Number.MAX_SAFE_INTEGER)) {
      const { id, bookedAt } = this.world.orders.order(handle);
      yield { id, at: Date.parse(bookedAt) };
    }
  }
}

const sum = (order: WorldOrder, share: 'company' | 'personal'): string =>
  String(order.cash.reduce((total, movement) => total + BigInt(movement[share]), 0n));

/** Its server. */
export const queueSimulator: Simulator = {
  async start({ port, now, account = 'demo' } = {}) {
    const world = new WorldStore(['meal']);
    const clock = new VendorClock(now);
    const queue = new Queue(world);
    const answer = (call: VendorCall): VendorAnswer => {
      if (call.fault?.kind === 'vendor_error') return { status: 400, body: JSON.stringify({ code: call.fault.code }) };
      if (call.fault?.kind === 'unknown_enum') call.keepFault();
      const body = JSON.parse(call.body.toString('utf8') || '{}') as { ids?: string[] };
      if (call.path === '/take') return { body: JSON.stringify({ messages: queue.take(50, call.now) }) };
      if (call.path === '/done') {
        queue.done(body.ids!);
        return { body: '{}' };
      }
      const id = call.path.replace('/orders/', '');
      const handle = world.orders.handleOf(id);
      const order = handle === undefined ? undefined : world.orders.order(handle);
      if (!order || call.query['phone'] !== queue.eaterOf(id)?.phone) return { status: 404, body: '{"code":"NO_SUCH_ORDER"}' };
      call.records([id]);
      const facts = { company: sum(order, 'company'), personal: sum(order, 'personal'), at: order.bookedAt, place: order.to.name };
      return { body: JSON.stringify({ id, ...facts, eater: call.query['phone'] }) };
    };
    const ledger = () => {
      const sums = new LedgerSums();
      sums.addCash(world.orders, clock.now());
      return sums.rows();
    };
    const control = {
      world,
      clock,
      faults: new FaultEngine(),
      log: new RequestLog(),
      ledger,
      changed: (id: string) => queue.tell(id),
      reset: () => queue.clear(),
    };
    const { url, close } = await serveVendor({ answer }, control, port);
    return { url, close, credentials: {}, config: {}, externalAccount: account };
  },
};

const post = async (ctx: ConnectorContext, path: string, json: object): Promise<JsonObject> =>
  (await ctx.http.request({ method: 'POST', path, json, idempotent: true })).json as JsonObject;

/** Messages the queue gives now. */
export async function take(ctx: ConnectorContext): Promise<Message[]> {
  const { messages } = await post(ctx, '/take', {});
  if (!Array.isArray(messages)) throw vendorBug('NO_MESSAGES', 'the answer has no messages');
  return messages as unknown as Message[];
}

/** Acknowledges messages. */
export async function done(ctx: ConnectorContext, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await post(ctx, '/done', { ids });
}

/** An order as its eater's phone opens it; null when that is not known or does not. */
export async function openOrder(ctx: ConnectorContext, { order: id, eater }: Message): Promise<RawRecord | null> {
  const person = await ctx.people.lookup({ employeeNumber: eater });
  if (person?.phone === undefined) return null;
  try {
    const { json } = await ctx.http.request({ method: 'GET', path: `/orders/${id}`, query: { phone: person.phone } });
    return { externalId: id, data: json as JsonObject };
  } catch (error) {
    if (error instanceof VendorError && error.fault.class === 'not_found') return null;
    throw error;
  }
}

function mapOrder({ externalId, data }: RawRecord): OrderRecord {
  if (data['company'] === undefined) throw new MapError('the order could not be read', '/message');
  const [companyShare, personalShare] = [BigInt(textOf(data['company'])!), BigInt(textOf(data['personal'])!)];
  if (companyShare + personalShare === 0n) return { externalId, lines: [] };
  const money = { currency: 'CNY', amount: companyShare + personalShare, companyShare, personalShare };
  const occurredAt = new Date(textOf(data['at'])!);
  return { externalId, lines: [{ kind: 'meal', externalId, line: 'meal', lineType: 'charge', ...money, occurredAt }] };
}

/** The way a queue has to be read. What cannot be opened lands as its message alone, which `map` refuses, and is not acknowledged. */
export const queueOrders: Extract<AnyStream, { kind: 'orders' }> = {
  kind: 'orders',
  async *read(ctx) {
    const seen = new Set<string>();
    for (;;) {
      const messages = (await take(ctx)).filter(({ id }) => !seen.has(id));
      if (messages.length === 0) break;
      const records = new Map<string, RawRecord>();
      const read: string[] = [];
      for (const message of messages) {
        const { id, order } = message;
        seen.add(id);
        const record = await openOrder(ctx, message);
        records.set(order, record ?? { externalId: order, data: { message: { order } } });
        if (record) read.push(id);
      }
      yield { records: [...records.values()], cursor: { after: messages.at(-1)!.id } as Json };
      await done(ctx, read);
    }
    yield { records: [], cursor: null };
  },
  map: mapOrder,
};

/** Its connector. */
export const queueConnector: Connector = {
  streams: { orders: queueOrders },
  fault: statusFault,
  async check(ctx) {
    await done(ctx, ['none']);
  },
};
