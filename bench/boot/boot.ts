/**
 * `boot`: from the second start of everything in one process (gateway, worker, embedded database) to ready, on a data directory that is there.
 * The other side: a Nest application without rooms on an embedded database of its own. Judged is the time itself; the ratio is printed.
 */
import { MACHINE, median, type BenchResult } from '../measure.js';
import { BenchInstallation } from '../processes.js';

const ROUNDS = 5;
const MOST_SECONDS = 6;
const OURS = ['dist/main.js', 'all'];
const BARE = ['bench/boot/bare.mjs'];

export async function run(log: (line: string) => void): Promise<{ results: BenchResult[]; notes: string[] }> {
  const [ours, bare] = [await BenchInstallation.make(), await BenchInstallation.make()];
  try {
    const first = [await start(ours, OURS), await start(bare, BARE)];
    const seconds = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const side of round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
        const took = await (side === 'ours' ? start(ours, OURS) : start(bare, BARE));
        seconds[side].push(took);
        log(`boot ${side} round ${round + 1}: ${took.toFixed(2)} s`);
      }
    }
    const [mine, theirs] = [median(seconds.ours), median(seconds.bare)];
    const result: BenchResult = {
      bench: 'boot',
      ours: Number(mine.toFixed(2)),
      against: Number(theirs.toFixed(2)),
      ratio: Number((theirs / mine).toFixed(3)),
      unit: 's to ready',
      must: null,
      ok: mine <= MOST_SECONDS,
      machine: MACHINE,
    };
    const notes = [
      `boot is ready after ${mine.toFixed(2)} s, of ${MOST_SECONDS} s that it may take; the very first start, which makes the database, after ${first[0]!.toFixed(2)} s (${first[1]!.toFixed(2)} s without rooms)`,
    ];
    return { results: [result], notes };
  } finally {
    await Promise.all([ours.close(), bare.close()]);
  }
}

/** Starts a program, waits until it is ready, and stops it again. @returns the seconds to ready */
async function start(installation: BenchInstallation, args: string[]): Promise<number> {
  const { child, readyMs } = await installation.start(args);
  await installation.stop(child);
  return readyMs / 1000;
}
