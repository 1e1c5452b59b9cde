import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { formatMinor } from '@interline/sdk/canonical';
import { CompanyReader, type Company } from '../company/index.js';
import { ConnectionsReader } from '../connections/index.js';
import { isId, kernelErrors, newId, withContext, type Id } from '../kernel/index.js';
import {
  ErasePersonal,
  ExportRaw,
  Recount,
  RebuildStream,
  RequestSync,
  RunWindow,
  type FactDifference,
  type SyncRun,
  SyncRuns,
} from '../sync/index.js';
import type { Cli, CommandApplication } from './cli.types.js';

/** What `sync run` was asked for. */
export interface RunChoice {
  company: string;
  connection?: string;
  stream?: string;
  from?: Date;
  to?: Date;
}

/** What `sync rebuild` was asked for. */
export interface RebuildChoice {
  company: string;
  account: string;
  stream: string;
  apply: boolean;
}

/** Something that was looked at is not as it should be. */
const FAILED = 1;

/** `interline sync run` */
export async function runSync(cli: Cli, choice: RunChoice): Promise<void> {
  await asCompany(cli, choice.company, async (application, company) => {
    const stop = stopOnSignal();
    const connections = (await application.get(ConnectionsReader).allConnections()).filter(({ id, state }) =>
      choice.connection ? id === choice.connection : state === 'active',
    );
    if (connections.length === 0)
      throw kernelErrors.NOT_FOUND(choice.connection ? 'there is no such connection' : 'the company has no active connection');
    const { stream = null, from = null, to = null } = choice;
    for (const { id: connectionId } of connections) {
      const asked = await application.get(RequestSync).request({ connectionId, stream, from, to });
      if ('field' in asked) throw kernelErrors.BAD_INPUT(`${asked.field} ${asked.problem}`);
      if ('problem' in asked) throw asked.problem;
      await readAll(cli, application, asked.runs, stop, company.id);
    }
  });
}

/** Reads runs one after the other. Where a stream does not go on, its later windows wait for a worker. */
async function readAll(
  cli: Cli,
  application: CommandApplication,
  runs: readonly SyncRun[],
  stop: AbortSignal,
  companyId: Id,
): Promise<void> {
  const stuck = new Set<string>();
  for (const { id, stream } of runs) {
    if (stop.aborted) return;
    if (stuck.has(stream)) continue;
    await application.get(RunWindow).execute(id, stop, companyId);
    const run = (await application.get(SyncRuns).get(id))!;
    cli.print(runLine(run));
    if (run.state !== 'complete') cli.exit(FAILED);
    if (run.state !== 'complete' && run.state !== 'incomplete') stuck.add(stream);
  }
}

/** `interline sync recount` */
export async function recount(cli: Cli, slug: string): Promise<void> {
  await asCompany(cli, slug, async (application, company) => {
    const money = (minor: bigint): string => formatMinor(minor, company.baseCurrency);
    for await (const count of application.get(Recount).count(company.id)) {
      const { stream, vendorAccountId, records, gone, quarantined, uncountable, damaged, share, landedShare } = count;
      const agrees = damaged === 0 && share === landedShare;
      const doubts = damaged > 0 ? `, ${damaged} DAMAGED` : share === landedShare ? '' : `, but ${money(landedShare)} LANDED`;
      cli.print(
        `${vendorAccountId} ${stream}: ${records} records, ${money(share)} ${company.baseCurrency}${doubts} ` +
          `(${gone} gone, ${quarantined} quarantined, ${uncountable} not countable)`,
      );
      if (!agrees) cli.exit(FAILED);
    }
  });
}

/** `interline sync rebuild` */
export async function rebuild(cli: Cli, { company: slug, account, stream, apply }: RebuildChoice): Promise<void> {
  if (!isId(account)) throw kernelErrors.NOT_FOUND('there is no such vendor account');
  await asCompany(cli, slug, async (application, company) => {
    const source = { companyId: company.id, vendorAccountId: account, stream };
    const report = await application.get(RebuildStream).rebuild(source, { apply });
    for (const difference of report.differences) cli.print(differenceLine(difference));
    const { records, unreadable, same, changed } = report;
    cli.print(
      `${records} records stand for ${same + changed} entries: ${same} stay as they are, ${changed} ${apply ? 'were changed' : 'would change'}; ${unreadable} records cannot be read.`,
    );
    if (!apply && changed > 0) cli.print('Nothing was changed. Add --apply to change it.');
  });
}

/** `interline sync export-raw` */
export async function exportRaw(cli: Cli, slug: string, to: string): Promise<void> {
  await asCompany(cli, slug, async (application, company) => {
    // Personal data lies in it: for this user only, and never over something that is there.
    const handle = await open(to, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      throw kernelErrors.BAD_INPUT(`${to} cannot be made: ${error.code === 'EEXIST' ? 'it is there already' : error.message}`);
    });
    const file = createWriteStream(to, { fd: handle.fd, autoClose: false });
    try {
      const records = await application.get(ExportRaw).export(company.id, async (lines) => {
        if (!file.write(lines)) await once(file, 'drain');
      });
      file.end();
      await once(file, 'finish');
      cli.print(`${records} records are in ${to}`);
    } finally {
      await handle.close();
    }
  });
}

/** `interline sync erase` */
export async function erasePerson(cli: Cli, slug: string): Promise<void> {
  const keys: string[] = [];
  for await (const line of createInterface({ input: process.stdin })) if (line.trim()) keys.push(line);
  await asCompany(cli, slug, async (application) => {
    cli.print(`${await application.get(ErasePersonal).erase(keys)} versions were erased`);
  });
}

async function asCompany(
  cli: Cli,
  slug: string,
  work: (application: CommandApplication, company: Company) => Promise<void>,
): Promise<void> {
  await cli.withApplication(async (application) => {
    const company = await application.get(CompanyReader).bySlug(slug);
    const actor = { kind: 'system', name: 'command', companyId: company.id } as const;
    await withContext({ traceId: newId(), actor, ip: null }, () => work(application, company));
  });
}

/** Hands back what is being read when the command is told to stop; a second time ends it at once. */
function stopOnSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Error('the command is stopping')));
  return stop.signal;
}

function runLine(run: SyncRun): string {
  const { stream, windowFrom, windowTo, state, records, changed, quarantined, trouble } = run;
  const window = `${windowFrom.toISOString().slice(0, 16)}Z to ${windowTo.toISOString().slice(0, 16)}Z`;
  return `${stream} ${window}: ${state}, ${records} records, ${changed} new or changed, ${quarantined} quarantined${trouble ? `; ${trouble.code}: ${trouble.message}` : ''}`;
}

function differenceLine({ externalId, key, id, before, after }: FactDifference): string {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (name) => before?.[name] !== after?.[name],
  );
  const changes = names.map((name) => `${name} ${before?.[name] ?? 'nothing'} → ${after?.[name] ?? 'nothing'}`);
  return `${externalId}${key ? ` ${key}` : ''} (${id}): ${changes.join(', ')}`;
}
