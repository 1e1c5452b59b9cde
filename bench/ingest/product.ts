import pg from 'pg';
import { startEmbedded } from '../../src/platform/database/embedded/index.js';
import type { BenchInstallation } from '../processes.js';
import type { ByHand } from './by-hand.js';
import { foundCompany, type BenchSimulator, type BenchVendor } from './company.js';
import { inCompany } from './in-company.js';
import { Reading, type Span } from './reading.js';

/** A side is measured for at least so long. */
export const SECONDS = 5;
const quiet = { info: () => undefined, warn: () => undefined };

/** What is measured: processes of the product as built, and a company to read for. */
export interface Product {
  db: pg.Client;
  /** Address of the database, as the app. */
  url: string;
  companyId: string;
  /** Process id. */
  worker: number;
  /** One for each vendor. */
  readings: Reading[];
  stop(): Promise<void>;
}

/** Simulators, a gateway and a worker; a company that is connected and of which nothing is due but what is asked for. */
export async function startProduct(installation: BenchInstallation, vendors: readonly BenchVendor[], span: Span): Promise<Product> {
  const simulators: (BenchSimulator & { vendor: BenchVendor })[] = [];
  for (const vendor of vendors) {
    const { said } = await installation.start(['bench/ingest/simulator.mjs'], { BENCH_CONNECTOR: vendor.connector });
    simulators.push({ ...(said as unknown as BenchSimulator), vendor });
  }
  const told = simulators.flatMap(({ vendor, url }) => ['--simulator', `${vendor.connector}=${url}`]);
  const gateway = await installation.start(['dist/main.js', 'serve', ...told]);
  const { owner, connectionIds } = await foundCompany(installation, gateway.url, simulators);
  const companyId = (await owner.get<{ company: { id: string } }>('{ company { id } }')).company.id;
  const server = await startEmbedded({ dataDir: installation.dataDir, log: quiet });
  const db = new pg.Client({ connectionString: server.appUrl, pipeline: true } as pg.ClientConfig);
  await db.connect();
  await inCompany(db, companyId, `UPDATE streams SET next_run_at = now() + interval '10 years' WHERE company_id = $1`, [companyId]);
  const worker = await installation.start(['dist/main.js', 'worker', ...told]);
  const readings = simulators.map((simulator, index) => new Reading(db, companyId, owner, connectionIds[index]!, simulator, span));
  return { db, url: server.appUrl, companyId, worker: worker.child.pid!, readings, stop: () => server.stop() };
}

/** The other side: the same rows again and again for at least so long. @returns records per second */
export async function writing(hands: readonly ByHand[]): Promise<number> {
  let [records, seconds] = [0, 0];
  while (seconds < SECONDS) {
    for (const hand of hands) {
      seconds += (await hand.write()).seconds;
      records += hand.records;
    }
  }
  return records / seconds;
}
