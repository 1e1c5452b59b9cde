import { strict as assert } from 'node:assert';
import type { Connector, Page, ReadWindow } from '../connector/connector.js';
import { VendorError } from '../connector/errors.js';
import { parseJson, stringifyJson, type Json, type JsonObject } from '../connector/json.js';
import { hasQueue, type Manifest, type StreamManifest } from '../connector/manifest.js';
import { openSession, type ConnectorSession, type Exchange, type Mapped, type SessionOptions } from '../host/index.js';
import type { FaultCommand, LedgerRow, LoggedRequest, RunningSimulator, Simulator, WorldFacts, WorldOrder } from '../simulator/index.js';
import { loopbackTransport } from './loopback-transport.js';
import { busyDays, KINDS, suiteWorld } from './world.js';
import { worldPeople } from './world-people.js';

/** What is examined. */
export interface Subject {
  manifest: Manifest;
  connector: Connector;
  simulator: Simulator;
  /** Adds to the simulator's own settings. */
  config?: JsonObject;
  /** Facts to play with beside the suite's own world. */
  facts?: WorldFacts;
  now: Date;
  /** How long one answer may take, in milliseconds, where no fault is played: a year of a company takes longer than the suite's world. Default: {@link PATIENCE}. */
  patience?: number;
}

/** What came of reading. */
export interface Reading {
  pages: Page[];
  /** Records of all pages, in order. */
  records: Page['records'];
  /** The last thing the vendor said about the whole window. */
  control: Page['control'];
  /** The fault the reading ended in; null when it came to its end. */
  fault: VendorError | null;
}

/** A span to read. */
export type Span = Pick<ReadWindow, 'from' | 'to'>;

const DAY = 86_400_000;
/** The suite's patience with one answer, in milliseconds. Its faults are slower. */
export const PATIENCE = 400;

/** A running simulator, the clock both sides read, and a host around the connector whose pauses take no time. */
export class Lab {
  readonly manifest: Manifest;
  readonly connector: Connector;
  readonly exchanges: Exchange[] = [];
  readonly slept: number[] = [];
  readonly logged: string[] = [];
  facts: WorldFacts = {};
  kinds: WorldOrder['kind'][] = [];
  private readonly transport: ReturnType<typeof loopbackTransport>;
  private readonly truths = new Map<string, Promise<Truth>>();

  private constructor(
    readonly subject: Subject,
    readonly running: RunningSimulator,
    private readonly clock: { at: number },
  ) {
    this.manifest = subject.manifest;
    this.connector = subject.connector;
    this.transport = loopbackTransport(subject.patience ?? PATIENCE);
  }

  /** Starts the simulator and tells it the suite's world. */
  static async start(subject: Subject): Promise<Lab> {
    const clock = { at: subject.now.getTime() };
    const running = await subject.simulator.start({ now: () => new Date(clock.at), limits: 'open', account: 'suite' });
    const lab = new Lab(subject, running, clock);
    try {
      for (const kind of KINDS) if (await lab.sells(kind)) lab.kinds.push(kind);
      const { orders = [], people = [], ...more } = subject.facts ?? {};
      const world = suiteWorld(lab.kinds, subject.now);
      lab.facts = { ...world, ...more, orders: [...world.orders!, ...orders], people: [...world.people!, ...people] };
      await lab.reset();
      return lab;
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  /** The same lab with another connector: for proving that a check notices a mistake. */
  with(connector: Connector): Lab {
    const lab = new Lab({ ...this.subject, connector }, this.running, this.clock);
    lab.facts = this.facts;
    lab.kinds = this.kinds;
    return lab;
  }

  async close(): Promise<void> {
    this.transport.close();
    await this.running.close();
  }

  get now(): Date {
    return new Date(this.clock.at);
  }

  /** Lets time pass, for both sides. */
  pass(milliseconds: number): void {
    this.clock.at += milliseconds;
  }

  /** Everything as it was at the start. */
  async reset(): Promise<void> {
    this.clock.at = this.subject.now.getTime();
    this.exchanges.length = 0;
    this.slept.length = 0;
    await this.control('POST', '/reset');
    await this.control('POST', '/facts', this.facts);
  }

  /** Speaks with the simulator's control endpoints. @throws when it refuses */
  async control<Answer>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
    const answer = await this.tryControl<Answer>(method, path, body);
    assert.ok(answer !== null, `the simulator has no ${method} /_control${path}, or not of this`);
    return answer;
  }

  /** As `control`, but null when there is no such endpoint or thing. */
  async tryControl<Answer>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Answer | null> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const { status, body: bytes } = await loopbackSend(`${this.running.url}/_control${path}`, method, sent.body);
    if (status === 404) return null;
    const text = Buffer.from(bytes).toString('utf8');
    assert.equal(status, 200, `${method} /_control${path}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as Answer;
  }

  /** Sets a simulator otherwise. @returns false where it has no such settings */
  async trySettings(settings: Record<string, unknown>): Promise<boolean> {
    const { status } = await loopbackSend(`${this.running.url}/_control/settings`, 'POST', JSON.stringify(settings));
    return status === 200;
  }

  /** Arms faults. */
  async fault(...commands: FaultCommand[]): Promise<void> {
    for (const command of commands) await this.control('POST', '/faults', command);
  }

  /** Whether an armed fault was played to its end. */
  async played(): Promise<boolean> {
    return (await this.control<FaultCommand[]>('GET', '/faults')).length === 0;
  }

  /** What the simulator was asked since a sequence number. */
  asked(after = 0): Promise<LoggedRequest[]> {
    return this.control<LoggedRequest[]>('GET', `/requests?after=${after}`);
  }

  ledger(): Promise<LedgerRow[]> {
    return this.control<LedgerRow[]>('GET', '/ledger');
  }

  /** A host around the connector, as the server has one. */
  session(options: Partial<SessionOptions> = {}): ConnectorSession {
    return openSession({
      connector: this.connector,
      manifest: this.manifest,
      baseUrl: this.running.url,
      config: { ...(this.running.config as JsonObject), ...this.subject.config },
      secrets: this.running.credentials,
      transport: this.transport,
      now: () => this.now,
      random: () => 0.5,
      observe: (exchange) => void this.exchanges.push(exchange),
      log: (level, message, fields) => void this.logged.push(`${level} ${message} ${JSON.stringify(fields)}`),
      sleep: async (milliseconds) => {
        this.slept.push(milliseconds);
        this.pass(milliseconds);
      },
      people: worldPeople(this.facts.people ?? []),
      limits: { pageMilliseconds: 60_000 },
      ...options,
    });
  }

  stream(id: string): StreamManifest {
    return this.manifest.streams[id]!;
  }

  /** The windows the host would cut a span into for a stream. */
  windows(stream: string, span: Span = this.everything()): Span[] {
    const { maxDays, settleSeconds = 0 } = this.stream(stream).window;
    const end = Math.min(span.to.getTime(), this.subject.now.getTime() - settleSeconds * 1000);
    const windows: Span[] = [];
    for (let from = span.from.getTime(); from < end; from += maxDays * DAY) {
      windows.push({ from: new Date(from), to: new Date(Math.min(end, from + maxDays * DAY)) });
    }
    return windows;
  }

  /** A span that holds the whole world. */
  everything(): Span {
    return { from: new Date(this.subject.now.getTime() - 92 * DAY), to: this.subject.now };
  }

  /** The busy days of the world. */
  busy(): Span {
    return busyDays(this.subject.now);
  }

  /** Reads one window to its end, or to the fault it ends in. Anything else that is thrown is the plugin's doing and fails the check. */
  async read(stream: string, window: Span & { cursor?: Json }, session = this.session()): Promise<Reading> {
    const reading: Reading = { pages: [], records: [], control: undefined, fault: null };
    try {
      for await (const page of session.read(stream, { cursor: null, ...window })) {
        reading.pages.push(page);
        reading.records.push(...page.records);
        reading.control = page.control ?? reading.control;
        assert.ok(reading.pages.length < 2_000, 'the reading does not come to an end');
      }
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      reading.fault = error;
    }
    return reading;
  }

  /** Reads all windows of a span. @throws the fault a window ends in */
  async readAll(stream: string, span?: Span, session = this.session()): Promise<Reading[]> {
    const readings: Reading[] = [];
    for (const window of this.windows(stream, span)) {
      const reading = await this.read(stream, window, session);
      if (reading.fault) throw reading.fault;
      readings.push(reading);
    }
    return readings;
  }

  /** What a stream gives when nothing is wrong; read once, in a fresh lab. */
  truth(stream: string): Promise<Truth> {
    let truth = this.truths.get(stream);
    if (!truth) this.truths.set(stream, (truth = this.readTruth(stream)));
    return truth;
  }

  private async readTruth(stream: string): Promise<Truth> {
    await this.reset();
    const session = this.session();
    const readings = await this.readAll(stream, undefined, session);
    const records = readings.flatMap((reading) => reading.records);
    const windows = this.windows(stream);
    const busiest = readings.reduce((most, reading, at) => (reading.records.length > readings[most]!.records.length ? at : most), 0);
    // A queue gives nothing twice: what it gave is there again only in a fresh lab.
    const queue = hasQueue(this.stream(stream));
    if (queue) await this.reset();
    const last = (await this.asked()).at(-1)?.seq ?? 0;
    const window = windows[busiest]!;
    const reading = await this.read(stream, window);
    const requests = await this.asked(last);
    const path = requests.find(({ recordIds }) => recordIds.length > 0)?.path ?? requests.at(-1)?.path ?? '/';
    const settled = queue ? await this.read(stream, window) : reading;
    return { records, mapped: session.map(stream, records), window, reading, settled, path, requests: requests.length };
  }

  private async sells(kind: WorldOrder['kind']): Promise<boolean> {
    const { ignored } = await this.control<{ ignored: number }>('POST', '/facts', {
      orders: suiteWorld([kind], this.subject.now).orders!.slice(0, 1),
    });
    return ignored === 0;
  }
}

/** What a stream gives when nothing is wrong. */
export interface Truth {
  /** Of all windows. */
  records: Page['records'];
  mapped: Mapped[];
  /** The window with the most records. */
  window: Span;
  /** That window, read alone. */
  reading: Reading;
  /** That window, read once more: the same, but for what came out of a queue. */
  settled: Reading;
  /** Where its records come from: the path faults are aimed at. */
  path: string;
  /** How many requests it took. */
  requests: number;
}

/** What is stored and read again is the same JSON. */
export const stored = (cursor: Json): Json => parseJson(stringifyJson(cursor));

async function loopbackSend(url: string, method: string, body?: string): Promise<{ status: number; body: Uint8Array }> {
  const transport = loopbackTransport(30_000);
  try {
    return await transport.send(
      { method, url, headers: { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body }) },
      new AbortController().signal,
    );
  } finally {
    transport.close();
  }
}
