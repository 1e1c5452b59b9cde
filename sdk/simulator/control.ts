import type { LedgerRow, WorldFacts } from './facts.js';
import { type FaultEngine, readFaultCommand } from './faults.js';
import type { RequestLog } from './request-log.js';
import type { CallbackCommand, ChangeCommand, GenerateCommand } from './simulator.js';
import type { VendorClock } from './vendor-clock.js';
import type { WorldStore } from './world-store.js';

/** What the control endpoints reach of a simulator. */
export interface Control {
  world: WorldStore;
  clock: VendorClock;
  faults: FaultEngine;
  log: RequestLog;
  /** What the vendor would bill, summed over its own records. */
  ledger(): LedgerRow[];
  /** Pushes order events; absent for a vendor that has none. */
  push?(command: CallbackCommand): Promise<unknown>;
  /** Told after control changed an order. */
  changed?(orderId: string): void;
  /** Forgets what the protocol keeps beside the world: tokens, members, confirmations. */
  reset(): void;
  /** Endpoints of this vendor alone, by name below `/_control/`. Throws RangeError for a command that is none. */
  more?: Record<string, (body: unknown) => unknown>;
  /** What can be asked (GET) of this vendor alone, by name below `/_control/`; answered as JSON. */
  reads?: Record<string, (query: Readonly<Record<string, string>>) => unknown>;
  /** Files a customer would download from the vendor's site, by name below `/_control/`. Throws RangeError for one it does not have. */
  files?: Record<string, (query: Record<string, string>) => ControlFile>;
}

/** A file, as its bytes. */
export interface ControlFile {
  name: string;
  bytes: Buffer;
}

/** An answer of a control endpoint: JSON, or a file to download. */
export interface ControlAnswer {
  status?: number;
  body: string | Buffer;
  headers?: Record<string, string>;
}

/** Answers a request below `/_control`. Commands that are none are refused with 400 and what is wrong with them. */
export async function controlAnswer(
  control: Control,
  method: string,
  path: string,
  query: Record<string, string>,
  body: Buffer,
): Promise<ControlAnswer> {
  try {
    const file = method === 'GET' ? control.files?.[path.slice(1)] : undefined;
    if (file) return download(file(query));
    const result = await run(control, `${method} ${path}`, query, body);
    return result === undefined ? { status: 404, body: '{"error":"no such control endpoint or order"}' } : { body: JSON.stringify(result) };
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError || error instanceof TypeError)) throw error;
    return { status: 400, body: JSON.stringify({ error: error.message }) };
  }
}

const download = ({ name, bytes }: ControlFile): ControlAnswer => ({
  body: bytes,
  headers: { 'content-type': 'application/octet-stream', 'content-disposition': `attachment; filename="${name}"` },
});

/** The answer, or undefined when there is nothing of this name. */
async function run(control: Control, endpoint: string, query: Record<string, string>, body: Buffer): Promise<unknown> {
  const json = <T>(): T => JSON.parse(body.length > 0 ? body.toString('utf8') : '{}') as T;
  const order = /^POST \/orders\/([^/]+)$/.exec(endpoint)?.[1];
  if (order !== undefined) {
    if (!control.world.change(order, json<ChangeCommand>(), control.clock.now())) return undefined;
    control.changed?.(order);
    return { changed: order };
  }
  switch (endpoint) {
    case 'POST /facts':
      return control.world.accept(json<WorldFacts>());
    case 'POST /generate': {
      const command = json<GenerateCommand>();
      control.world.generate(command);
      return { orders: command.orders };
    }
    case 'GET /ledger':
      return control.ledger();
    case 'GET /faults':
      return control.faults.list();
    case 'POST /faults':
      control.faults.add(readFaultCommand(json()));
      return control.faults.list();
    case 'DELETE /faults':
      control.faults.clear();
      return [];
    case 'GET /requests':
      return control.log.after(Number(query['after'] ?? 0));
    case 'POST /callbacks':
      return control.push?.(json<CallbackCommand>());
    case 'POST /clock': {
      const now = new Date(json<{ now: string }>().now);
      if (Number.isNaN(now.getTime())) throw new RangeError('now is no instant');
      control.clock.set(now);
      return { now: now.toISOString() };
    }
    case 'POST /reset':
      control.world.clear();
      control.faults.clear();
      control.log.clear();
      control.clock.reset();
      control.reset();
      return { reset: true };
    default: {
      const [, verb, name] = /^(GET|POST) \/(\w+)$/.exec(endpoint) ?? [];
      if (name === undefined) return undefined;
      return verb === 'GET' ? control.reads?.[name]?.(query) : control.more?.[name]?.(json());
    }
  }
}
