/**
 * `ingest`: from the vendor's HTTP to everything committed: raw pages, raw records and heads, expenses, roll-ups, one event and the checkpoint.
 * Ours is the product as built: a worker that reads a simulator, both in processes of their own. The other side writes the same rows into the same tables by hand.
 */
import pg from 'pg';
import { startEmbedded } from '../../src/platform/database/embedded/index.js';
import { compare, MACHINE, type BenchResult } from '../measure.js';
import { BenchInstallation } from '../processes.js';
import { ByHand } from './by-hand.js';
import { CONNECTOR, foundCompany, type BenchCompany, type BenchSimulator } from './company.js';
import { inCompany } from './in-company.js';
import { peakMemory, Reading, type Read } from './reading.js';
import { demandSameRows } from './same-rows.js';

/** A side is measured for at least so long. */
const SECONDS = 5;
const MOST_MEMORY = 400;
const quiet = { info: () => undefined, warn: () => undefined };

export async function run(log: (line: string) => void, { full }: { full: boolean }): Promise<{ results: BenchResult[]; notes: string[] }> {
  const installation = await BenchInstallation.make();
  try {
    const product = await startProduct(installation);
    const { db, companyId, worker, url, reading } = product;
    const notes: string[] = [];
    const volume = async (orders: number, label: string): Promise<Read> => {
      const read = await reading.read(orders);
      notes.push(
        `ingest of ${label} records: ${Math.round(read.records / read.seconds)} records/s, worker's peak memory ${await peakMemory(worker)} MB`,
      );
      log(notes.at(-1)!);
      return read;
    };
    await volume(10_000, '10 k');
    const known = await volume(100_000, '100 k');
    const hand = await ByHand.load(url, companyId, known.runIds);
    const written = await hand.write();
    await demandSameRows(db, companyId, written.companyId, known.runIds);
    let rate = known.records / known.seconds;
    const ours = async (): Promise<number> => {
      const read = await reading.read(Math.ceil((rate * (SECONDS + 1)) / 2_000) * 2_000);
      return (rate = read.records / read.seconds);
    };
    const against = async (): Promise<number> => {
      let [records, seconds] = [0, 0];
      while (seconds < SECONDS) {
        seconds += (await hand.write()).seconds;
        records += hand.records;
      }
      return records / seconds;
    };
    const result = await compare('ingest', { ours, against }, { unit: 'records/s', must: 0.35, log });
    await hand.close();
    if (full) await volume(1_000_000, '1 M');
    const peak = await peakMemory(worker);
    await db.end();
    await product.stop();
    return { results: [result, memory(peak)], notes };
  } finally {
    await installation.close();
  }
}

/** How much of what a worker may need it needs: the ratio says how often its peak fits into that. */
function memory(peak: number): BenchResult {
  const ratio = Number((MOST_MEMORY / peak).toFixed(3));
  return { bench: 'ingest-memory', ours: peak, against: MOST_MEMORY, ratio, unit: 'MB', must: 1, ok: ratio >= 1, machine: MACHINE };
}

interface Product {
  db: pg.Client;
  /** Address of the database, as the app. */
  url: string;
  companyId: string;
  /** Process id. */
  worker: number;
  reading: Reading;
  stop(): Promise<void>;
}

/** A simulator, a gateway and a worker; a company that is connected and of which nothing is due but what is asked for. */
export async function startProduct(installation: BenchInstallation): Promise<Product> {
  const { said } = await installation.start(['bench/ingest/simulator.mjs'], { BENCH_CONNECTOR: CONNECTOR });
  const simulator = said as unknown as BenchSimulator;
  const told = ['--simulator', `${CONNECTOR}=${simulator.url}`];
  const gateway = await installation.start(['dist/main.js', 'serve', ...told]);
  const company: BenchCompany = await foundCompany(installation, gateway.url, simulator);
  const companyId = (await company.owner.get<{ company: { id: string } }>('{ company { id } }')).company.id;
  const server = await startEmbedded({ dataDir: installation.dataDir, log: quiet });
  const db = new pg.Client({ connectionString: server.appUrl, pipeline: true } as pg.ClientConfig);
  await db.connect();
  await inCompany(db, companyId, `UPDATE streams SET next_run_at = now() + interval '10 years' WHERE company_id = $1`, [companyId]);
  const worker = await installation.start(['dist/main.js', 'worker', ...told]);
  const reading = new Reading(db, companyId, company, simulator);
  return { db, url: server.appUrl, companyId, worker: worker.child.pid!, reading, stop: () => server.stop() };
}
