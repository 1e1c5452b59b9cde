import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Client } from '@interline/demo';
import { parseMoney } from '@interline/sdk/canonical';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { Installation, until } from '../installation.js';
import { ROOT } from '../tree.js';
import { bankMappings } from './bank-mappings.js';
import { bankSamples, missingEntries, readLedger } from './bank-ledgers.js';

jest.setTimeout(120_000);

const DATA = join(ROOT, '../shared/data');
const BANKS = [DATA, join(ROOT, '../../shared/data')].map((path) => join(path, 'cn-bills/example')).find(existsSync) ?? DATA;
const CARDS = join(BANKS, '../../birmingham-purchase-cards');
/** Statements others published are no part of the repository; where they lie beside it they are read, through the public API alone. */
const present = existsSync(BANKS) ? describe : describe.skip;

const FIELDS = `id state dryRun added changed removed rowsFileUrl problem { code message }
  report { rows lines unresolved from to ignored { reason rows } refused { reason rows }
    sums { lines consumption { amount } refund { amount } payable { amount currency } }
    controls { name statedCount statedSum { amount } count sum { amount } agrees } }
  statements { id version agrees lineCount lineSum { amount } }`;

interface Imported {
  id: string;
  state: string;
  rowsFileUrl: string | null;
  report: {
    rows: number;
    lines: number;
    ignored: { reason: string; rows: number }[];
    refused: { reason: string; rows: number }[];
    sums: { payable: { amount: string; currency: string } }[];
    controls: {
      name: string;
      statedCount: number | null;
      statedSum: { amount: string } | null;
      count: number;
      sum: { amount: string };
      agrees: boolean | null;
    }[];
  };
  statements: { id: string; agrees: boolean; lineCount: number }[];
}

interface Line {
  companyShare: { amount: string; currency: string };
  vendorBillingDate: string;
  fileRow: number;
}

interface LinePage {
  statement: { lines: { nodes: Line[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
}

let installation: Installation;
let finance: Client;

beforeAll(async () => {
  installation = await Installation.make();
  const url = (await installation.start(['all']).ready())!;
  const words = [
    '--name',
    'Files',
    '--slug',
    'files',
    '--time-zone',
    'Asia/Shanghai',
    '--currency',
    'CNY',
    '--owner-email',
    'o@files.example',
  ];
  const said = await installation.run(['company', 'create', ...words], { PUBLIC_URL: url });
  finance = new Client(url);
  await finance.acceptLink(/https?:\/\/\S+\/links\/\S+/.exec(said)![0], 'Owner', 'a long enough password 1');
});
afterAll(() => installation.close());

/** Makes an account that gets files only, with a mapping. */
async function accountWith(name: string, mapping: object): Promise<string> {
  const { createFileAccount: account } = await finance.get<{ createFileAccount: { id: string } }>(
    'mutation ($input: CreateFileAccountInput!) { createFileAccount(input: $input) { ... on VendorAccount { id connector { name } } ... on InputProblem { message } } }',
    { input: { name, externalAccount: name } },
  );
  const { saveStatementMapping: saved } = await finance.get<{ saveStatementMapping: object }>(
    'mutation ($input: SaveStatementMappingInput!) { saveStatementMapping(input: $input) { ... on StatementMapping { version } ... on InputProblem { message } } }',
    { input: { vendorAccountId: account.id, mapping } },
  );
  expect(saved).toEqual({ version: 1 });
  return account.id;
}

/** Uploads a file and has it imported to its end. */
async function imported(vendorAccountId: string, path: string, more: object = {}): Promise<Imported> {
  const fileId = await finance.upload('statement', basename(path), readFileSync(path));
  const { importStatementFile: asked } = await finance.get<{ importStatementFile: Imported }>(
    `mutation ($input: ImportStatementFileInput!) { importStatementFile(input: $input) { ... on StatementImport { id } ... on InputProblem { message } ... on StateProblem { message } } }`,
    { input: { fileId, vendorAccountId, ...more } },
  );
  return until(`${path} to be read`, async () => {
    const { statementImport: entry } = await finance.get<{ statementImport: Imported }>(
      `query ($id: ID!) { statementImport(id: $id) { ${FIELDS} } }`,
      { id: asked.id },
    );
    return ['done', 'failed'].includes(entry.state) ? entry : null;
  });
}

async function linesOf({ statements }: Imported): Promise<{ day: string; currency: string; amount: bigint; row: number }[]> {
  const all: Line[] = [];
  for (const { id } of statements) {
    for (let after: string | null = null, more = true; more;) {
      const { statement }: LinePage = await finance.get<LinePage>(
        `query ($id: ID!, $after: String) { statement(id: $id) { lines(first: 200, after: $after) {
           nodes { companyShare { amount currency } vendorBillingDate fileRow } pageInfo { hasNextPage endCursor } } } }`,
        { id, after },
      );
      all.push(...statement.lines.nodes);
      [after, more] = [statement.lines.pageInfo.endCursor, statement.lines.pageInfo.hasNextPage];
    }
  }
  return all.map(({ companyShare: { amount, currency }, vendorBillingDate, fileRow }) => ({
    day: vendorBillingDate,
    currency,
    amount: parseMoney(amount, currency).minor,
    row: fileRow,
  }));
}

/** The rows a file made no line of: row, outcome, code, reason. */
async function otherRows({ rowsFileUrl }: Imported): Promise<string[][]> {
  if (!rowsFileUrl) return [];
  const text = await (await finance.request('GET', rowsFileUrl)).text();
  return parse(text, { bom: true, relax_column_count: true, from_line: 2 }).map((row: string[]) => row.slice(0, 4));
}

const controls = ({ report }: Imported): string[] =>
  report.controls.map(({ name, agrees, statedCount, statedSum, count, sum }) =>
    [name, agrees, `${statedCount ?? '-'}/${count}`, `${statedSum?.amount ?? '-'}/${sum.amount}`].join(' '),
  );

present('exports of wallets, shops and banks', () => {
  const known: Record<string, Imported> = {};

  it.each(bankSamples)('of $folder give every entry of the ledger beside them; every other row has its reason', async (sample) => {
    const account = await accountWith(sample.folder, bankMappings[sample.folder]!);
    const done = await imported(account, join(BANKS, sample.file));
    known[sample.folder] = done;
    const lines = await linesOf(done);
    const entries = readLedger(join(BANKS, sample.ledger), sample.own);
    expect([done.state, missingEntries(entries, lines), lines.length]).toEqual(['done', [], entries.length]);
    expect(done.statements.every(({ agrees }) => agrees)).toBe(true);
    const others = await otherRows(done);
    expect(others.every(([row, outcome, , reason]) => Number(row) > 0 && outcome !== 'refused' && reason !== '')).toBe(true);
    expect(new Set([...lines.map(({ row }) => row), ...others.map(([row]) => Number(row))]).size).toBe(lines.length + others.length);
    expect(done.report.rows).toBe(lines.length + others.filter(([, outcome]) => outcome === 'ignored').length);
  });

  it('tell where a file says something else of itself than its rows do', () => {
    const found = Object.fromEntries(Object.entries(known).map(([folder, done]) => [folder, controls(done)]));
    expect(found).toMatchObject({
      alipay: ['rows false 66/10 -/222687.51', 'in false 1/1 28.50/222228.50', 'out false 63/5 16.54/211.64'],
      wechat: ['rows false 43/27 -/29033.91', 'in false 1/5 0.35/28.49'],
      jd: ['rows true 26/26 -/3879.22', 'out true 16/16 1648.43/1648.43', 'neutral false 10/10 1097.59/1601.52'],
      mt: ['rows true 29/29 -/1433.53', 'out false 23/23 1175.68/1223.80', 'in true 6/6 209.73/209.73'],
      'icbc/debit-v1': ['in false -/5 1234.56/2841.74', 'out false -/6 9876.54/4241.08'],
    });
  });

  it('are the same as a workbook', async () => {
    const account = await accountWith('workbook', bankMappings['wechat']!);
    const done = await imported(account, join(BANKS, 'wechat/example-wechat-records.xlsx'));
    const same = async (entry: Imported): Promise<string[]> => (await linesOf(entry)).map(({ day, amount }) => `${day} ${amount}`).sort();
    expect(await same(done)).toEqual(await same(known['wechat']!));
  });
});

present('statements of corporate cards', () => {
  const cards = {
    currency: 'GBP',
    zone: '+00:00',
    columns: {
      date: ['TRANS DATE'],
      amount: { column: 'ORIGINAL GROSS AMT' },
      description: ['MERCHANT NAME'],
      department: 'Directorate',
      detail: { card: 'CARD NUMBER' },
    },
  };

  it.each([
    ['purchasecardtransactionsapril2014.xls', 2690, '526760.25', 41],
    ['publishspendpurchasecardsmarch.xls', 4586, '480584.29', 85],
    ['publishspendpurchasecardsmarch.converted.xlsx', 4586, '480584.29', 85],
  ])('%s gives its rows and its sum, equal rows too', async (name, count, sum, refunds) => {
    const done = await imported(await accountWith(name, cards), join(CARDS, name));
    expect([done.state, done.report.rows, done.report.lines, done.report.refused]).toEqual(['done', count, count, []]);
    expect(done.report.sums.map(({ payable }) => payable)).toEqual([{ amount: sum, currency: 'GBP' }]);
    expect(done.statements).toMatchObject([{ agrees: true, lineCount: count, lineSum: { amount: sum } }]);
    expect((await linesOf(done)).filter(({ amount }) => amount < 0n)).toHaveLength(refunds);
  });
});
