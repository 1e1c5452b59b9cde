import type { DynamicModule } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { Client } from 'pg';
import { CreateConnection, type NewConnection, type StreamKey, type VendorConnection } from '../connections/index.js';
import { TestPlatform } from '../connections/platform.fixture.js';
import { testCatalogue, TestVendor } from '../connections/vendor.fixture.js';
import { ConnectorCatalogue } from '../connectors/index.js';
import { MovingClock, newId, withContext, type Id } from '../kernel/index.js';
import type { TestDatabase } from '../platform/database/test-database.js';
import { PlanStream } from './plan-stream.js';
import { RECORD_SINKS } from './record-sink.js';
import { RunWindow } from './run-window.js';
import { TestSink } from './sink.fixture.js';
import { SyncModule } from './sync.module.js';
import { SyncRunRepository } from './sync-run.repository.js';
import type { SyncRun } from './sync-run.js';
import type { SyncRunState } from './sync-run.states.js';

export const HOUR = 3_600_000;
/** Where the clock of every test begins: three days and a bit of history lie behind it. */
export const START = new Date('2026-10-04T00:00:00Z');
export const never = new AbortController().signal;

/** The room on a test's database, with a vendor in memory and sinks that write to a table: one process, one company. */
export class TestSync {
  vendor = new TestVendor();
  clock = new MovingClock(START);
  company!: Id;
  module!: TestingModule;
  orders!: TestSink<'orders'>;
  readonly log: string[] = [];

  constructor(readonly db: TestDatabase) {}

  /** A new vendor, clock, process and company. */
  async begin(): Promise<void> {
    this.vendor = new TestVendor();
    this.clock = new MovingClock(START);
    await this.start();
    this.company = await this.db.company();
  }

  /** Another process on the same rows. @param options `readAhead`: pages may share commits; `doors`: modules that lead into the room */
  async start(options: { readAhead?: boolean; doors?: DynamicModule[] } = {}): Promise<void> {
    this.orders = new TestSink('orders', this.db.uow);
    const { doors = [], ...reading } = options;
    const catalogue = testCatalogue(this.vendor, reading);
    const sinks = { provide: RECORD_SINKS, useValue: [this.orders, new TestSink('settlements', this.db.uow)] };
    const platform = TestPlatform.on(this.db.uow, { clock: this.clock, log: this.log, providers: [sinks] });
    this.module = await Test.createTestingModule({ imports: [platform, SyncModule, ...doors] })
      .overrideProvider(ConnectorCatalogue)
      .useValue(catalogue)
      .compile();
  }

  get<Provider>(token: abstract new (...args: never[]) => Provider): Provider {
    return this.module.get<Provider>(token as never);
  }

  as<Result>(work: () => Promise<Result>, companyId = this.company): Promise<Result> {
    return withContext({ traceId: newId(), actor: { kind: 'system', name: 'test', companyId }, ip: null }, work);
  }

  sql<Row extends Record<string, unknown>>(text: string, params: unknown[] = [], companyId = this.company): Promise<Row[]> {
    return this.db.uow.read<Row>(text, params, { company: companyId });
  }

  /** Runs SQL as a superuser: to look behind the wall, and to break things. */
  async admin(text: string, params: unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: this.db.adminUrl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, params)).rows;
    } finally {
      await client.end();
    }
  }

  async connect(more: Partial<NewConnection> = {}): Promise<VendorConnection> {
    const account = { connectorId: 'test', environment: 'production', externalAccount: 'A', since: '2026-10-01' };
    const input = { ...account, config: { account: 'A' }, credentials: { key: 'right' }, ...more };
    const result = await this.as(() => this.get(CreateConnection).create(input));
    if (!('created' in result)) throw new Error(JSON.stringify(result));
    return result.created;
  }

  key(connection: Pick<VendorConnection, 'id'>, stream = 'orders'): StreamKey {
    return { companyId: this.company, connectionId: connection.id, stream };
  }

  plan(connection: Pick<VendorConnection, 'id'>, stream = 'orders'): Promise<Id[]> {
    return this.get(PlanStream).plan(this.key(connection, stream));
  }

  execute(runId: Id, signal = never): Promise<SyncRunState | null> {
    return this.get(RunWindow).execute(runId, signal, this.company);
  }

  async run(id: Id): Promise<SyncRun> {
    return (await this.get(SyncRunRepository).byIds(this.company, [id]))[0]!;
  }

  /** Plans what is due of a stream and reads it. @returns the last run */
  async read(connection: Pick<VendorConnection, 'id'>, stream = 'orders'): Promise<SyncRun> {
    const ids = await this.plan(connection, stream);
    for (const id of ids) await this.execute(id);
    return this.run(ids.at(-1)!);
  }

  /** What the sinks hold. */
  landed(): Promise<Record<string, unknown>[]> {
    return this.sql('SELECT external_id AS id, raw_version AS version, share::int AS share FROM landed ORDER BY external_id');
  }

  /** Every raw version, as `<id> <version>`. */
  async versions(): Promise<string[]> {
    const rows = await this.sql<{ v: string }>(`SELECT external_id || ' ' || version AS v FROM raw_records ORDER BY external_id, version`);
    return rows.map((row) => row.v);
  }

  /** Lets the leases of readers that were killed run out. */
  async leasesEnd(): Promise<void> {
    await this.admin(`UPDATE sync_runs SET lease_until = clock_timestamp() - interval '1 second' WHERE state = 'running'`);
  }

  /** Ends the connections of transactions that are open, as the crash of their process would. */
  async killTransactions(): Promise<void> {
    await this.admin(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND usename = 'interline_app' AND state LIKE 'idle in transaction%'`,
    );
  }
}

/** A promise with its ends in hand. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
