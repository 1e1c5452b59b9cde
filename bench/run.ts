/**
 * `npm run bench`                     every benchmark; writes bench/RESULTS.md; exits 1 on a missed `must`
 * `npm run bench -- <name> [--json]`  one; `--json` ends with one line per result; `--full` also measures what takes long
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchResult } from './measure.js';

/** What a benchmark gives: its results, and lines worth reading beside them. */
export interface Bench {
  results: BenchResult[];
  notes?: string[];
}

const benches: Record<string, () => Promise<{ run: (log: (line: string) => void, options: { full: boolean }) => Promise<Bench> }>> = {
  gateway: () => import('./gateway/gateway.js'),
  boot: () => import('./boot/boot.js'),
  files: () => import('./files/files.js'),
  ingest: () => import('./ingest/ingest.js'),
  'ingest-vendors': () => import('./ingest/ingest-vendors.js'),
  demo: () => import('./demo/demo.js'),
};

const words = process.argv.slice(2);
const json = words.includes('--json');
const names = words.filter((word) => !word.startsWith('--'));
// The longest measurements belong into the run whose results are kept.
const full = names.length === 0 || words.includes('--full');
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`no such benchmark: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}`);
  process.exit(64);
}

const all: Bench[] = [];
for (const name of names.length > 0 ? names : Object.keys(benches)) {
  const bench = await measured(name);
  all.push(bench);
  for (const line of bench.notes ?? []) console.error(`${name}: ${line}`);
  for (const result of bench.results) console.log(json ? JSON.stringify(result) : describe(result));
  // After each of them: a run takes half an hour, and what was measured is not lost with what was not.
  if (names.length === 0) writeFileSync(join(import.meta.dirname, 'RESULTS.md'), report(all));
}
process.exit(all.every(({ results }) => results.length > 0 && results.every((result) => result.ok)) ? 0 : 1);

/** One that breaks off has no results: the others' are not lost, and the run fails. */
async function measured(name: string): Promise<Bench> {
  try {
    return await (await benches[name]!()).run((line) => console.error(line), { full });
  } catch (error) {
    console.error(error);
    return { results: [], notes: [`${name} broke off: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

function describe(result: BenchResult): string {
  const wanted = result.must === null ? '' : `, must ${result.must}: ${result.ok ? 'met' : 'MISSED'}`;
  return `${result.bench}: ${result.ours} against ${result.against} ${result.unit} = ${result.ratio}${wanted}`;
}

function report(benches: Bench[]): string {
  const rows = benches
    .flatMap((bench) => bench.results)
    .map(
      (r) => `| \`${r.bench}\` | ${r.ours} | ${r.against} | ${r.unit} | ${r.ratio} | ${r.must ?? 'printed'} | ${r.ok ? 'yes' : '**no**'} |`,
    );
  const notes = benches.flatMap((bench) => bench.notes ?? []).map((note) => `- ${note}`);
  return [
    '# Benchmarks',
    '',
    `Measured on ${benches[0]?.results[0]?.machine ?? 'no machine'}, ${new Date().toISOString().slice(0, 10)}. Both sides ran in the same run, in alternating order, medians of at least three rounds.`,
    'The machine was shared, so only ratios say something. What each benchmark compares stands at the top of its file.',
    '',
    '| bench | ours | the other side | unit | ratio | must | met |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
    ...(notes.length > 0 ? ['Beside the ratios:', '', ...notes, ''] : []),
  ].join('\n');
}
