/**
 * `files`: a statement file of 100,000 rows, uploaded and imported through the public API: read to its end, checked, mapped, written as lines with checkpoints;
 * with `--full` one of a million rows of each kind besides, for the time it takes and the memory. The other sides: for CSV, `COPY` of the very same lines from a
 * file into a table like `statement_lines` with all of its indexes and no policies; for XLSX, the bare reader of workbooks, which gives every row to nobody.
 */
import { createReadStream, createWriteStream, readFileSync, statSync, type ReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@interline/demo';
import pg from 'pg';
import { startEmbedded } from '../../src/platform/database/embedded/index.js';
import { openXlsx } from '../../src/statements/files/reading/read-xlsx.js';
import { compare, type BenchResult } from '../measure.js';
import { memory, peakMemory } from '../memory.js';
import { BenchInstallation } from '../processes.js';
import { csvFile, MAPPING, xlsxFile } from './rows.js';

const FULL_ROWS = 1_000_000;
const QUICK_ROWS = 100_000;
const LOOK_MS = 250;
const quiet = { info: () => undefined, warn: () => undefined };

export async function run(log: (line: string) => void, { full }: { full: boolean }): Promise<{ results: BenchResult[]; notes: string[] }> {
  const installation = await BenchInstallation.make();
  try {
    const product = await startProduct(installation);
    const server = await startEmbedded({ dataDir: installation.dataDir, log: quiet });
    const admin = new pg.Client({ connectionString: inDatabase(server.adminUrl, server.appUrl) });
    await admin.connect();
    const files = await writeFiles(installation.dataDir, QUICK_ROWS);
    const notes: string[] = [];
    const importing = (path: string) => async (): Promise<number> => QUICK_ROWS / (await product.import(path)).seconds;
    await product.import(files.csv);
    const copy = await copyOf(admin);
    const options = { unit: 'rows/s', log };
    const results = [
      await compare('files-csv', { ours: importing(files.csv), against: copy }, { ...options, must: 0.25 }),
      await compare('files-xlsx', { ours: importing(files.xlsx), against: () => bareRows(files.xlsx) }, { ...options, must: 0.5 }),
    ];
    if (full) {
      const long = await writeFiles(installation.dataDir, FULL_ROWS);
      for (const path of [long.csv, long.xlsx]) {
        const { seconds, lines } = await product.import(path);
        const size = Math.round(statSync(path).size / 2 ** 20);
        notes.push(`files: ${FULL_ROWS} rows of ${path.split('.').at(-1)} (${size} MB) in ${seconds.toFixed(0)} s, ${lines} lines`);
      }
    }
    const peaks = product.peaks();
    results.push(memory('files-memory', peaks.worker), memory('files-preview-memory', peaks.gateway));
    await admin.end();
    await server.stop();
    return { results, notes };
  } finally {
    await installation.close();
  }
}

/** The superuser, in the database of the app. */
function inDatabase(adminUrl: string, appUrl: string): string {
  const url = new URL(adminUrl);
  url.pathname = new URL(appUrl).pathname;
  return url.href;
}

interface Product {
  /** Imports a file into an account of its own, after a look at its beginning that is not counted. */
  import(path: string): Promise<{ seconds: number; lines: number }>;
  /** The most memory the worker has had, and the gateway, which takes the files in and previews them; in megabytes. */
  peaks(): { worker: number; gateway: number };
}

async function startProduct(installation: BenchInstallation): Promise<Product> {
  const gateway = await installation.start(['dist/main.js', 'serve']);
  const words = [
    '--name',
    'Bench',
    '--slug',
    'bench',
    '--time-zone',
    'Asia/Shanghai',
    '--currency',
    'CNY',
    '--owner-email',
    'o@bench.example',
  ];
  const said = await installation.run(['dist/main.js', 'company', 'create', ...words]);
  const owner = new Client(gateway.url);
  await owner.acceptLink(/https?:\/\/\S+\/links\/\S+/.exec(said)![0], 'Owner', 'a long enough password 1');
  const worker = await installation.start(['dist/main.js', 'worker']);
  let accounts = 0;
  return {
    async import(path) {
      const account = await makeAccount(owner, `account ${(accounts += 1)}`);
      const fileId = await owner.upload('statement', 'rows', readFileSync(path));
      await previewFile(owner, account, fileId);
      const began = performance.now();
      const lines = await importFile(owner, account, fileId);
      return { seconds: (performance.now() - began) / 1000, lines };
    },
    peaks: () => ({ worker: peakMemory(worker.child.pid!), gateway: peakMemory(gateway.child.pid!) }),
  };
}

async function makeAccount(owner: Client, name: string): Promise<string> {
  const { createFileAccount: account } = await owner.get<{ createFileAccount: { id: string } }>(
    'mutation ($input: CreateFileAccountInput!) { createFileAccount(input: $input) { ... on VendorAccount { id } } }',
    { input: { name, externalAccount: name } },
  );
  await owner.get('mutation ($input: SaveStatementMappingInput!) { saveStatementMapping(input: $input) { __typename } }', {
    input: { vendorAccountId: account.id, mapping: MAPPING },
  });
  return account.id;
}

async function previewFile(owner: Client, vendorAccountId: string, fileId: string): Promise<void> {
  const { previewStatementFile: preview } = await owner.get<{
    previewStatementFile: { rows?: { outcome: string | null }[]; message?: string };
  }>(
    `query ($input: StatementFileInput!) { previewStatementFile(input: $input) {
       ... on StatementFilePreview { rows { outcome } } ... on InputProblem { message } ... on StateProblem { message } } }`,
    { input: { vendorAccountId, fileId } },
  );
  if (!preview.rows?.some(({ outcome }) => outcome === 'line')) throw new Error(`no line is previewed: ${preview.message}`);
}

async function importFile(owner: Client, vendorAccountId: string, fileId: string): Promise<number> {
  const { importStatementFile: asked } = await owner.get<{ importStatementFile: { id: string } }>(
    'mutation ($input: ImportStatementFileInput!) { importStatementFile(input: $input) { ... on StatementImport { id } } }',
    { input: { vendorAccountId, fileId } },
  );
  for (;;) {
    const { statementImport: entry } = await owner.get<{
      statementImport: {
        state: string;
        linesDone: number;
        problem: { message: string } | null;
        report: { lines: number; controls: { agrees: boolean | null }[] };
      };
    }>('query ($id: ID!) { statementImport(id: $id) { state linesDone problem { message } report { lines controls { agrees } } } }', {
      id: asked.id,
    });
    if (entry.state === 'failed') throw new Error(entry.problem?.message);
    if (entry.state === 'done') {
      // No figure counts unless every line is there.
      if (entry.linesDone !== entry.report.lines || entry.report.controls[0]?.agrees === false) throw new Error(JSON.stringify(entry));
      return entry.linesDone;
    }
    await delay(LOOK_MS);
  }
}

async function writeFiles(folder: string, rows: number): Promise<{ csv: string; xlsx: string }> {
  const [csv, xlsx] = [join(folder, `${rows}.csv`), join(folder, `${rows}.xlsx`)];
  await pipeline(csvFile(rows), createWriteStream(csv));
  await pipeline(xlsxFile(rows), createWriteStream(xlsx));
  return { csv, xlsx };
}

/** Copies the lines that the product has made to a file the server reads, and gives what loads that again. */
async function copyOf(admin: pg.Client): Promise<() => Promise<number>> {
  await admin.query('CREATE TABLE bench_lines (LIKE statement_lines INCLUDING ALL)');
  const { rows } = await admin.query<{ name: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS name FROM pg_attribute
     WHERE attrelid = 'statement_lines'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
  );
  const columns = rows[0]!.name;
  const file = await serverFile(admin);
  await admin.query(`COPY (SELECT ${columns} FROM statement_lines ORDER BY id) TO '${file}'`);
  return async () => {
    await admin.query('TRUNCATE bench_lines');
    const began = performance.now();
    const { rowCount } = await admin.query(`COPY bench_lines (${columns}) FROM '${file}'`);
    return rowCount! / ((performance.now() - began) / 1000);
  };
}

/** A file in the server's own folder: its user reaches no other for certain. */
async function serverFile(admin: pg.Client): Promise<string> {
  const { rows } = await admin.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
  return `${rows[0]!.folder}/bench-lines.copy`;
}

/** How many rows a second the reader of workbooks gives when nobody does anything with them. */
async function bareRows(path: string): Promise<number> {
  const began = performance.now();
  const open = async (range?: { start: number; end: number }): Promise<ReadStream> => createReadStream(path, range);
  const workbook = await openXlsx({ size: statSync(path).size, open });
  let rows = 0;
  for await (const batch of workbook.rows(workbook.sheets[0]!)) rows += batch.length;
  return rows / ((performance.now() - began) / 1000);
}
