/**
 * `ingest`: from the vendor's HTTP to everything committed: raw pages, raw records and heads, expenses, roll-ups, one event and the checkpoint.
 * Ours is the product as built: a worker that reads a simulator, both in processes of their own. The other side writes the same rows into the same tables by hand.
 */
import { compare, type BenchResult } from '../measure.js';
import { memory, peakMemory } from '../memory.js';
import { BenchInstallation } from '../processes.js';
import { ByHand } from './by-hand.js';
import { VENDORS } from './company.js';
import { SECONDS, startProduct, writing } from './product.js';
import { rateOf, type Read } from './reading.js';
import { demandSameRows } from './same-rows.js';

export async function run(log: (line: string) => void, { full }: { full: boolean }): Promise<{ results: BenchResult[]; notes: string[] }> {
  const installation = await BenchInstallation.make();
  try {
    const product = await startProduct(installation, [VENDORS[0]], { daysAgo: 40, windowMs: 30 * 60_000 });
    const { db, companyId, worker, url } = product;
    const reading = product.readings[0]!;
    const notes: string[] = [];
    const volume = async (orders: number, label: string): Promise<Read> => {
      const read = await reading.read(orders);
      notes.push(`ingest of ${label} records: ${Math.round(rateOf([read]))} records/s, worker's peak memory ${peakMemory(worker)} MB`);
      log(notes.at(-1)!);
      return read;
    };
    await volume(10_000, '10 k');
    const known = await volume(100_000, '100 k');
    const hand = await ByHand.load(url, companyId, known.runIds);
    const written = await hand.write();
    await demandSameRows(db, companyId, written.companyId, known.runIds);
    let rate = rateOf([known]);
    const ours = async (): Promise<number> => (rate = rateOf([await reading.read(Math.ceil((rate * (SECONDS + 1)) / 2_000) * 2_000)]));
    const result = await compare('ingest', { ours, against: () => writing([hand]) }, { unit: 'records/s', must: 0.35, log });
    await hand.close();
    if (full) await volume(1_000_000, '1 M');
    const peak = peakMemory(worker);
    await db.end();
    await product.stop();
    return { results: [result, memory('ingest-memory', peak)], notes };
  } finally {
    await installation.close();
  }
}
