/**
 * `demo`: `npm run demo` as a newcomer types it, in a data directory of its own: from the first start, in which a company's year is read from the simulators of
 * all vendors, to ready, and then from a second one. Packages are installed already. Without `--full` the company has one month instead of twelve. Judged are
 * the seconds: the other side is what a start may take.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from '@interline/demo';
import type { LedgerRow } from '@interline/sdk/simulator';
import { MACHINE, type BenchResult } from '../measure.js';
import { BenchInstallation } from '../processes.js';

/** What a start may take, in seconds: the very first, and each later one. */
const MOST = { first: 600, again: 10 };
const ROOT = join(import.meta.dirname, '../..');

/** The parts of `demo.json` that are looked at. */
interface Summary {
  url: string;
  clients: { clientId: string; clientSecret: string }[];
  simulators: Record<string, string>;
  periods: string[];
}

export async function run(log: (line: string) => void, { full }: { full: boolean }): Promise<{ results: BenchResult[]; notes: string[] }> {
  const installation = await BenchInstallation.make();
  const words = full ? [] : ['--', '--months', '1'];
  const notes: string[] = [];
  try {
    const first = await demo(installation, words, async (said) => {
      const { vendors, months } = await demandLedgers(await summaryOf(installation));
      notes.push(
        ...said.filter((line) => / people, \d+ orders /.test(line)),
        `${months} months of ${vendors.join(', ')}, each equal to its vendor's ledger`,
      );
    });
    log(`demo, first start: ${first.toFixed(1)} s`);
    const again = await demo(installation, words, async () => void (await demandLedgers(await summaryOf(installation))));
    log(`demo, second start: ${again.toFixed(1)} s`);
    return { results: [within('demo', first, MOST.first), within('demo-again', again, MOST.again)], notes };
  } finally {
    await installation.close();
  }
}

/** Whether seconds are within what they may be: the ratio says how often they fit in. */
function within(bench: string, seconds: number, most: number): BenchResult {
  const ratio = Number((most / seconds).toFixed(3));
  return { bench, ours: Number(seconds.toFixed(2)), against: most, ratio, unit: 's to ready', must: 1, ok: ratio >= 1, machine: MACHINE };
}

/** Runs the demo until it is ready, looks at it, and stops it. @returns the seconds to ready @throws when it ends by itself or badly */
async function demo(installation: BenchInstallation, words: string[], look: (said: string[]) => Promise<void>): Promise<number> {
  const began = performance.now();
  // A newcomer's environment says nothing of production.
  const { NODE_ENV: _, ...env } = installation.env;
  const child = spawn('npm', ['run', '--silent', 'demo', ...words], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const said: string[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      void ended.then(([code, signal]) => reject(new Error(`the demo ended with ${code ?? signal}: ${said.join('\n')}`)));
      createInterface(child.stdout).on('line', (line) => {
        said.push(line);
        if (line.startsWith('Ready after')) resolve();
      });
    });
    const seconds = (performance.now() - began) / 1000;
    await look(said);
    return seconds;
  } finally {
    // To all of them, as a terminal does with Ctrl-C: npm's shell keeps a signal to itself. The last to go closes what it prints to.
    if (child.exitCode === null) process.kill(-child.pid!, 'SIGINT');
    await ended;
  }
}

async function summaryOf({ dataDir }: BenchInstallation): Promise<Summary> {
  return JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as Summary;
}

/** No figure counts unless the company holds what every vendor says of every month. @throws when it holds anything else */
async function demandLedgers({ url, clients, simulators, periods }: Summary): Promise<{ vendors: string[]; months: number }> {
  const client = new Client(url);
  await client.authorize(clients[0]!.clientId, clients[0]!.clientSecret);
  for (const [connectorId, address] of Object.entries(simulators)) {
    const ledger = (await (await fetch(`${address}/_control/ledger`)).json()) as LedgerRow[];
    const told = ledger.filter(({ orders }) => orders > 0).map(({ period, kind, companyShare }) => `${period} ${kind} ${companyShare}`);
    const { spend } = await client.get<{ spend: { rows: { keys: { id: string }[]; companyShare: { amount: string } }[] } }>(
      `query ($filter: SpendFilter!) { spend(by: [month, kind], filter: $filter) { rows { keys { id } companyShare { amount } } } }`,
      { filter: { from: periods[0], to: periods.at(-1), connectorId } },
    );
    const held = spend.rows.map(
      ({ keys: [month, kind], companyShare }) => `${month!.id} ${kind!.id} ${BigInt(companyShare.amount.replace('.', ''))}`,
    );
    if (told.sort().join('\n') !== held.sort().join('\n'))
      throw new Error(`${connectorId} told\n${told.join('\n')}\nheld\n${held.join('\n')}`);
  }
  return { vendors: Object.keys(simulators), months: periods.length };
}
