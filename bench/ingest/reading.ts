import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { inCompany } from './in-company.js';
import { control, STREAM, type BenchCompany, type BenchSimulator } from './company.js';

/** Orders of one window: what a large company's staff ride in a few days. */
const WINDOW = 20_000;
const WINDOW_MS = 30 * 60_000;
/** Orders are paid from here on, later ones with each reading. Their refunds come nine days later and so lie behind every window. */
const FIRST = Math.floor(Date.now() / 86_400_000 - 40) * 86_400_000;
const PATIENCE = 30 * 60_000;

/** What one reading brought. */
export interface Read {
  runIds: string[];
  records: number;
  seconds: number;
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
  private next = FIRST;
  private block = 0;

  constructor(
    private readonly db: pg.Client,
    private readonly companyId: string,
    private readonly company: BenchCompany,
    private readonly simulator: BenchSimulator,
  ) {}

  /** Reads so many orders that nobody has read before. @returns what was read in which time, from the start of the first run to the end of the last */
  async read(orders: number): Promise<Read> {
    const windows: { from: Date; to: Date }[] = [];
    for (let left = orders; left > 0; left -= WINDOW) {
      const [from, to] = [new Date(this.next), new Date(this.next + WINDOW_MS)];
      // A second is left free at the end, so that no payment lies on the edge of two windows.
      const command = { orders: Math.min(left, WINDOW), from, to: new Date(to.getTime() - 1000), seed: ++this.block, kinds: ['ride'] };
      await control(this.simulator, '/generate', command);
      windows.push({ from, to });
      this.next += WINDOW_MS;
    }
    const runIds: string[] = [];
    for (const window of windows) runIds.push(...(await this.request(window)));
    const runs = await this.finished(runIds);
    const records = runs.reduce((sum, run) => sum + Number(run.changed), 0);
    if (records !== orders) throw new Error(`${orders} orders were made, ${records} records came`);
    const began = Math.min(...runs.map((run) => run.started_at!.getTime()));
    const ended = Math.max(...runs.map((run) => run.finished_at!.getTime()));
    return { runIds, records, seconds: (ended - began) / 1000 };
  }

  private async request({ from, to }: { from: Date; to: Date }): Promise<string[]> {
    const { requestSync: answer } = await this.company.owner.get<{ requestSync: { runs?: { id: string }[]; message?: string } }>(
      `mutation ($input: RequestSyncInput!) { requestSync(input: $input) { ... on SyncRequested { runs { id } } ... on StateProblem { message } ... on InputProblem { message } } }`,
      { input: { connectionId: this.company.connectionId, stream: STREAM, from: from.toISOString(), to: to.toISOString() } },
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

/** The most memory a process ever had, in MB. */
export async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(status)![1]) / 1024);
}
