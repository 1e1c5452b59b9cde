import { strict as assert } from 'node:assert';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HookDelivery, Page } from '../../connector/connector.js';
import type { Check, Plugin } from '../check.js';
import type { Lab } from '../lab.js';
import { linesOf, orderStreams } from './reading.js';

const notForHookless = ({ connector }: Plugin): string | null => (connector.hook ? null : 'the vendor pushes nothing');

/** Listens where the vendor pushes to, and answers as the connector says. */
class Postbox {
  readonly deliveries: HookDelivery[] = [];
  private readonly server: Server;

  constructor(private readonly lab: Lab) {
    const session = lab.session();
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { searchParams } = new URL(request.url ?? '/', 'http://here');
        const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
        const delivery = {
          method: request.method ?? 'POST',
          query: Object.fromEntries(searchParams),
          headers,
          body: new Uint8Array(Buffer.concat(chunks)),
        };
        this.deliveries.push(delivery);
        const received = session.receive(delivery);
        response.writeHead(received?.reply.status ?? 403, received?.reply.headers ?? {}).end(received?.reply.body ?? '');
      });
    });
  }

  /** Has the vendor push news of some orders, and gives what came. */
  async collect(orderIds: string[], more: object = {}): Promise<HookDelivery[]> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = this.server.address() as AddressInfo;
      const pushed = await this.lab.tryControl('POST', '/callbacks', { url: `http://127.0.0.1:${port}/hooks/suite`, orderIds, ...more });
      assert.ok(pushed !== null, 'the connector has a hook, but its simulator pushes nothing');
      return this.deliveries;
    } finally {
      this.server.closeAllConnections();
      this.server.close();
    }
  }
}

async function someOrders(lab: Lab): Promise<string[]> {
  const carried = await Promise.all(orderStreams(lab).map(async (stream) => [...linesOf(await lab.truth(stream)).keys()].slice(0, 2)));
  return carried.flat();
}

/** Every way a delivery can be tampered with in one place. */
function* forgeries(delivery: HookDelivery): Generator<[what: string, forged: HookDelivery]> {
  const { body } = delivery;
  // Single bytes at a few places, and whole parts of it.
  for (const share of [0.25, 0.5, 0.75]) {
    const at = Math.floor(body.length * share);
    const digit = body.findIndex((byte, place) => place >= at && byte >= 0x30 && byte <= 0x39);
    if (digit < 0) continue;
    const changed = Uint8Array.from(body);
    changed[digit] = changed[digit] === 0x39 ? 0x30 : changed[digit]! + 1;
    yield [`with another digit at byte ${digit}`, { ...delivery, body: changed }];
  }
  yield ['without its body', { ...delivery, body: new Uint8Array() }];
  yield ['with half its body', { ...delivery, body: body.slice(0, Math.floor(body.length / 2)) }];
  yield ['of random bytes', { ...delivery, body: Uint8Array.from({ length: 200 }, (_, at) => (at * 37) % 256) }];
  for (const name of Object.keys(delivery.query))
    yield [`with another ${name} in its query`, { ...delivery, query: { ...delivery.query, [name]: `${delivery.query[name]}0` } }];
}

/** The vendor's pushes. */
export const hookChecks: Check[] = [
  {
    id: 'hook.genuine',
    title: "the vendor's pushes are taken for genuine, name records of known streams, and are answered as the vendor wants",
    of: 'connector',
    notFor: notForHookless,
    async run(lab) {
      const orders = await someOrders(lab);
      const deliveries = await new Postbox(lab).collect(orders, { repeat: 2 });
      assert.ok(deliveries.length >= orders.length * 2, `${deliveries.length} deliveries for ${orders.length} orders, twice each`);
      const session = lab.session();
      const named = new Set<string>();
      for (const delivery of deliveries) {
        const received = session.receive(delivery);
        assert.ok(received, "a push of the vendor's own was taken for forged");
        assert.ok(
          received.reply.status >= 200 && received.reply.status < 300,
          `the answer has status ${received.reply.status}: the vendor would push again`,
        );
        for (const { externalIds } of received.changes) for (const id of externalIds) named.add(id);
      }
      assert.deepEqual(
        orders.filter((id) => !named.has(id)),
        [],
        'orders nobody was told about',
      );
    },
  },
  {
    id: 'hook.forged',
    title: 'a push that was tampered with anywhere, or signed with another secret, is refused without an exception',
    of: 'connector',
    notFor: notForHookless,
    async run(lab) {
      const [delivery] = await new Postbox(lab).collect((await someOrders(lab)).slice(0, 1));
      for (const [what, forged] of forgeries(delivery!))
        assert.equal(lab.session().receive(forged), null, `a push ${what} was taken for genuine`);
      const secrets = Object.fromEntries(Object.keys(lab.running.credentials).map((name) => [name, 'another-secret-0123456789']));
      assert.equal(lab.session({ secrets }).receive(delivery!), null, 'a push signed with another secret was taken for genuine');
      const none = Object.fromEntries(Object.keys(lab.running.credentials).map((name) => [name, '']));
      assert.equal(lab.session({ secrets: none }).receive(delivery!), null, 'without a secret everything is taken for genuine');
    },
  },
  {
    id: 'hook.fetch',
    title: 'what a push names can be read alone, and is the same order',
    of: 'connector',
    notFor: notForHookless,
    async run(lab) {
      const session = lab.session();
      for (const delivery of await new Postbox(lab).collect(await someOrders(lab))) {
        for (const { stream, externalIds } of session.receive(delivery)!.changes) {
          const pages = session.fetch(stream, externalIds);
          if (pages === null) continue;
          const records: Page['records'] = [];
          for await (const page of pages) records.push(...page.records);
          const truth = linesOf(await lab.truth(stream));
          for (const { record, canonical, problem } of session.map(stream, records)) {
            if (problem) throw problem;
            const lines = truth.get(record.externalId) ?? [];
            const fetched = 'lines' in canonical! ? canonical.lines : [];
            assert.deepEqual(money(fetched), money(lines), `order ${record.externalId} read alone`);
          }
        }
      }
    },
  },
];

const money = (lines: readonly { line: string; lineType: string; companyShare: bigint; personalShare: bigint }[]): string[] =>
  lines.map(({ line, lineType, companyShare, personalShare }) => `${line} ${lineType} ${companyShare} ${personalShare}`).sort();
