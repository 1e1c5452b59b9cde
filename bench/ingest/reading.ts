import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { inCompany } from './in-company.js';
import type { Client } from '@interline/demo';
import { control, type BenchSimulator, type BenchVendor } from './company.js';

/** Orders of one window at most: what a large company's staff ride in a few days. */
const WINDOW = 20_000;
const PATIENCE = 30 * 60_000;
const HOUR = 3_600_000;
/** A day begins at this hour of UTC where the vendors are: those that list by day are read by whole ones. */
const MIDNIGHT = 16 * HOUR;

/** Where and how long the windows are. Refunds of generated orders come nine days after them, and have to lie behind every window. */
export interface Span {
  /** The first window begins so many days ago. */
  daysAgo: number;
  windowMs: number;
}

/** What one reading brought, and when it did, in milliseconds. */
export interface Read {
  runIds: string[];
  records: number;
  began: number;
  ended: number;
}

/** Records per second over some readings that ran side by side. */
export function rateOf(reads: readonly Read[]): number {
  const records = reads.reduce((sum, read) => sum + read.records, 0);
  const seconds = (Math.max(...reads.map((read) => read.ended)) - Math.min(...reads.map((read) => read.began))) / 1000;
  return records / seconds;
}

interface RunRow {
  state: string;
  records: string;
  changed: string;
  trouble_message: string | null;
  started_at: Date | null;
  finished_at: Date | null;
}

/** Lets the vendor have new orders and the worker read them. */
export class Reading {
  private next: number;
  private block = 0;

  constructor(
    private readonly db: pg.Client,
    private readonly companyId: string,
    private readonly owner: Client,
    private readonly connectionId: string,
    private readonly simulator: BenchSimulator & { vendor: BenchVendor },
    private readonly span: Span,
  ) {
    this.next = (Math.floor(Date.now() / (24 * HOUR)) - span.daysAgo) * 24 * HOUR + MIDNIGHT;
  }

  /** Reads so many orders that nobody has read before. @returns what was read in which time, from the start of the first run to the end of the last */
  async read(orders: number): Promise<Read> {
    const windows: { from: Date; to: Date }[] = [];
    for (let left = orders; left > 0; left -= WINDOW) {
      const { windowMs } = this.span;
      const [from, to] = [new Date(this.next), new Date(this.next + windowMs)];
      // A second is left free at the end, so that no payment lies on the edge of two windows.
      const command = { orders: Math.min(left, WINDOW), from, to: new Date(to.getTime() - 1000), seed: ++this.block };
      await control(this.simulator, '/generate', { ...command, kinds: this.simulator.vendor.kinds });
      windows.push({ from, to });
      this.next += windowMs;
    }
    const runIds: string[] = [];
    for (const window of windows) runIds.push(...(await this.request(window)));
    const runs = await this.finished(runIds);
    const records = runs.reduce((sum, run) => sum + Number(run.changed), 0);
    if (records !== orders) throw new Error(`${orders} orders were made, ${records} records came`);
    const began = Math.min(...runs.map((run) => run.started_at!.getTime()));
    const ended = Math.max(...runs.map((run) => run.finished_at!.getTime()));
    return { runIds, records, began, ended };
  }

  private async request({ from, to }: { from: Date; to: Date }): Promise<string[]> {
    const { requestSync: answer } = await this.owner.get<{ requestSync: { runs?: { id: string }[]; message?: string } }>(
      `mutation ($input: RequestSyncInput!) { requestSync(input: $input) { ... on SyncRequested { runs { id } } ... on StateProblem { message } ... on InputProblem { message } } }`,
      { input: { connectionId: this.connectionId, stream: this.simulator.vendor.stream, from: from.toISOString(), to: to.toISOString() } },
    );
    if (!answer.runs) throw new Error(`nothing is read: ${answer.message}`);
    return answer.runs.map((run) => run.id);
  }

  private async finished(runIds: string[]): Promise<RunRow[]> {
    const patience = performance.now() + PATIENCE;
    for (;;) {
      const runs = await inCompany<RunRow>(
        this.db,
        this.companyId,
        'SELECT state, records, changed, trouble_message, started_at, finished_at FROM sync_runs WHERE company_id = $1 AND id = ANY($2)',
        [this.companyId, runIds],
      );
      const bad = runs.find((run) => !['waiting', 'running', 'complete'].includes(run.state));
      if (bad || performance.now() > patience) throw new Error(`a reading is ${bad?.state ?? 'late'}: ${bad?.trouble_message}`);
      if (runs.length === runIds.length && runs.every((run) => run.state === 'complete')) return runs;
      await delay(250);
    }
  }
}
