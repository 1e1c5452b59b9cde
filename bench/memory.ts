import { readFileSync } from 'node:fs';
import { MACHINE, type BenchResult } from './measure.js';

/** What a process may need, in megabytes. */
const MOST_MEMORY = 400;

/** The most memory a process ever had, in megabytes. */
export function peakMemory(pid: number): number {
  return Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024);
}

/** How much of what a process may need it needed: the ratio says how often its peak fits into that. */
export function memory(bench: string, peak: number): BenchResult {
  const ratio = Number((MOST_MEMORY / peak).toFixed(3));
  return { bench, ours: peak, against: MOST_MEMORY, ratio, unit: 'MB', must: 1, ok: ratio >= 1, machine: MACHINE };
}
