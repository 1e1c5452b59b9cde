/**
 * `ingest-vendors`: as `ingest`, with all bundled vendors at once and as many orders of each. Most of them are asked for each order by itself, or for every few.
 */
import { compare, type BenchResult } from '../measure.js';
import { memory, peakMemory } from '../memory.js';
import { BenchInstallation } from '../processes.js';
import { ByHand } from './by-hand.js';
import { VENDORS } from './company.js';
import { startProduct, writing } from './product.js';
import { rateOf } from './reading.js';

const HOUR = 3_600_000;
/** Orders of each vendor in one reading. */
const EACH = 3_000;

export async function run(log: (line: string) => void): Promise<{ results: BenchResult[]; notes: string[] }> {
  const installation = await BenchInstallation.make();
  try {
    const product = await startProduct(installation, VENDORS, { daysAgo: 60, windowMs: 24 * HOUR });
    const { db, url, companyId, worker, readings } = product;
    const notes: string[] = [];
    const hands: ByHand[] = [];
    for (const [index, { connector }] of VENDORS.entries()) {
      const read = await readings[index]!.read(EACH);
      notes.push(`ingest of ${EACH} records of ${connector} alone: ${Math.round(rateOf([read]))} records/s`);
      log(notes.at(-1)!);
      hands.push(await ByHand.load(url, companyId, read.runIds));
    }
    const ours = async (): Promise<number> => rateOf(await Promise.all(readings.map((reading) => reading.read(EACH))));
    const result = await compare('ingest-vendors', { ours, against: () => writing(hands) }, { unit: 'records/s', must: 0.35, log });
    for (const hand of hands) await hand.close();
    const peak = peakMemory(worker);
    await db.end();
    await product.stop();
    return { results: [result, memory('ingest-vendors-memory', peak)], notes };
  } finally {
    await installation.close();
  }
}
