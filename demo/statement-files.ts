import { setTimeout as delay } from 'node:timers/promises';
import type { RunningSimulator } from '@interline/sdk/simulator';

import type { Client } from './client.js';
import type { Progress } from './setup.js';

/** A vendor that is connected, with the simulator that may have its statements as files. */
export interface StatementVendor {
  connectorId: string;
  externalAccount: string;
  simulator: Pick<RunningSimulator, 'url'>;
}

/** What finance brings in. */
export interface StatementFilesOptions {
  /** Signed in as somebody of finance. */
  finance: Client;
  vendors: readonly StatementVendor[];
  /** Months that are over, `YYYY-MM`. */
  months: readonly string[];
  progress?: Progress;
}

/** An import of a file, as far as it is looked at. */
interface Import {
  id: string;
  dryRun: boolean;
  state: string;
  fileName: string;
  report: { from: string } | null;
  problem: { code: string; message: string } | null;
}

/** What was asked for of one vendor account. */
interface Asked {
  accountId: string;
  ids: string[];
}

/** Looked at in one go. */
const IMPORTS = `query ($accountId: ID!) { statementImports(vendorAccountId: $accountId, first: 200) {
  nodes { id dryRun state fileName report { from } problem { code message } } } }`;
/** How often to look, in milliseconds of real time. */
const LOOK_MS = 200;
/** A month in which nothing was bought is no problem. */
const NOTHING_BILLED = 'NO_LINES';

/**
 * Brings in the statements of vendors that give them as files, the way finance does: a mapping made once, then a file for each month. Which vendors those are,
 * their simulators are asked: they tell how their file is read (`GET /_control/statementMapping`), and have one a month (`GET /_control/statement?period=`).
 * Months that were imported before are left out. All are read at once.
 * @returns what went wrong, in words
 */
export async function importStatementFiles({ finance, vendors, months, progress }: StatementFilesOptions): Promise<string[]> {
  const accounts = await accountsOf(finance);
  const asked = await Promise.all(
    vendors.map(async ({ connectorId, externalAccount, simulator: { url } }): Promise<Asked[]> => {
      const accountId = accounts.get(`${connectorId} ${externalAccount}`);
      const mapping = accountId === undefined ? null : await mappingTold(url);
      if (accountId === undefined || mapping === null) return [];
      const missing = await monthsMissing(finance, accountId, months);
      if (missing.length > 0) await keepMapping(finance, accountId, mapping);
      return [{ accountId, ids: await Promise.all(missing.map((month) => askFor(finance, accountId, url, month))) }];
    }),
  );
  return settled(finance, asked.flat(), progress);
}

/** The vendor accounts of the company's connections, by connector and the account's own name. */
async function accountsOf(finance: Client): Promise<Map<string, string>> {
  const { connections } = await finance.get<{
    connections: { vendorAccount: { id: string; externalAccount: string; connector: { id: string } } }[];
  }>('{ connections { vendorAccount { id externalAccount connector { id } } } }');
  return new Map(connections.map(({ vendorAccount: { id, externalAccount, connector } }) => [`${connector.id} ${externalAccount}`, id]));
}

/** How a vendor's file is read; null where it gives none. */
async function mappingTold(url: string): Promise<object | null> {
  const answer = await fetch(`${url}/_control/statementMapping`);
  return answer.ok ? ((await answer.json()) as object) : null;
}

async function importsOf(finance: Client, accountId: string): Promise<Import[]> {
  const { statementImports } = await finance.get<{ statementImports: { nodes: Import[] } }>(IMPORTS, { accountId });
  return statementImports.nodes;
}

/** Months of which no file was read. What a start that was killed has asked for is waited for, not asked for again. */
async function monthsMissing(finance: Client, accountId: string, months: readonly string[]): Promise<string[]> {
  let imports = await importsOf(finance, accountId);
  for (; !imports.every(hasEnded); imports = await importsOf(finance, accountId)) await delay(LOOK_MS);
  const there = new Set(imports.filter(({ dryRun, state }) => !dryRun && state === 'done').map(({ report }) => report?.from));
  return months.filter((month) => !there.has(`${month}-01`));
}

const hasEnded = ({ state }: Import): boolean => state === 'done' || state === 'failed';

/** Saves a mapping, unless the account has one: somebody may have made it better. */
async function keepMapping(finance: Client, vendorAccountId: string, mapping: object): Promise<void> {
  const { statementMappings } = await finance.get<{ statementMappings: unknown[] }>(
    'query ($id: ID!) { statementMappings(vendorAccountId: $id) { version } }',
    { id: vendorAccountId },
  );
  if (statementMappings.length > 0) return;
  const { saveStatementMapping: saved } = await finance.get<{ saveStatementMapping: { version?: number; problems?: unknown[] } }>(
    `mutation ($input: SaveStatementMappingInput!) { saveStatementMapping(input: $input) {
       ... on StatementMapping { version } ... on InputProblem { problems { field problem } } } }`,
    { input: { vendorAccountId, mapping } },
  );
  if (saved.version === undefined) throw new Error(`a mapping was refused: ${JSON.stringify(saved.problems)}`);
}

/** Takes a month's file from its vendor to Interline. @returns the import of it */
async function askFor(finance: Client, vendorAccountId: string, url: string, month: string): Promise<string> {
  const file = await fetch(`${url}/_control/statement?period=${month}`);
  if (!file.ok) throw new Error(`no statement of ${month}: ${await file.text()}`);
  const name = /filename="([^"]+)"/.exec(file.headers.get('content-disposition') ?? '')?.[1] ?? month;
  const fileId = await finance.upload('statement', name, new Uint8Array(await file.arrayBuffer()));
  const { importStatementFile: asked } = await finance.get<{ importStatementFile: { id?: string; message?: string } }>(
    `mutation ($input: ImportStatementFileInput!) { importStatementFile(input: $input) {
       ... on StatementImport { id } ... on InputProblem { message } ... on StateProblem { message } } }`,
    { input: { fileId, vendorAccountId } },
  );
  if (asked.id === undefined) throw new Error(`${name} was refused: ${asked.message}`);
  return asked.id;
}

/** Waits until everything asked for came to an end. @returns what failed */
async function settled(finance: Client, asked: readonly Asked[], progress?: Progress): Promise<string[]> {
  const ids = new Set(asked.flatMap((each) => each.ids));
  for (;;) {
    const imports = (await Promise.all(asked.map(({ accountId }) => importsOf(finance, accountId)))).flat();
    const ended = imports.filter((each) => ids.has(each.id) && hasEnded(each));
    progress?.('statement files', ended.length, ids.size);
    if (ended.length === ids.size)
      return ended
        .filter(({ problem }) => problem !== null && problem.code !== NOTHING_BILLED)
        .map(({ fileName, problem }) => `${fileName}: ${problem!.message}`);
    await delay(LOOK_MS);
  }
}
