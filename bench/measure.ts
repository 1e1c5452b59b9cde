import { cpus } from 'node:os';

/** One line of a benchmark's result. */
export interface BenchResult {
  bench: string;
  /** What ours and the other side did per second, each the median of its rounds. */
  ours: number;
  against: number;
  ratio: number;
  unit: string;
  /** What `ratio` must reach; null when the figure is printed only. */
  must: number | null;
  ok: boolean;
  machine: string;
}

/** What the figures were measured on, in a few words. */
export const MACHINE = `${cpus().length} × ${cpus()[0]?.model.replace(/\s+/g, ' ') ?? 'cpu'}, Node ${process.versions.node}`;

/** Measures one side once: how many units it does per second. */
export type Side = () => Promise<number>;

/**
 * Runs two sides in one run, in alternating order after a warm-up of each, and compares the medians: on a shared machine only that says something.
 * @param rounds at least 3
 */
export async function compare(
  name: string,
  sides: { ours: Side; against: Side },
  options: { unit: string; must: number | null; rounds?: number; log?: (line: string) => void },
): Promise<BenchResult> {
  const rounds = Math.max(options.rounds ?? 3, 3);
  const log = options.log ?? (() => undefined);
  await sides.ours();
  await sides.against();
  const ours: number[] = [];
  const against: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? (['ours', 'against'] as const) : (['against', 'ours'] as const)) {
      const figure = await sides[side]();
      (side === 'ours' ? ours : against).push(figure);
      log(`${name} ${side} round ${round + 1}: ${figure.toFixed(1)} ${options.unit}`);
    }
  }
  return result(name, median(ours), median(against), options.unit, options.must);
}

/** Puts two figures into a result. */
export function result(bench: string, ours: number, against: number, unit: string, must: number | null): BenchResult {
  const ratio = Number((ours / against).toFixed(3));
  return { bench, ours: round(ours), against: round(against), ratio, unit, must, ok: must === null || ratio >= must, machine: MACHINE };
}

/** The middle figure. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function round(figure: number): number {
  return figure >= 100 ? Math.round(figure) : Number(figure.toPrecision(3));
}
