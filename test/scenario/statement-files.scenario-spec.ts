import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Installation, type Process } from '../installation.js';
import { ROOT } from '../tree.js';
import { bankMappings } from './bank-mappings.js';
import { bankSamples, missingEntries, readLedger } from './bank-ledgers.js';
import { Company } from './company.js';
import { FORMULAS, LYING_MAPPING, lyingFiles } from './lying-files.js';
import { StatementDesk, type SeenImport } from './statement-desk.js';
import { admin } from './table-lock.js';

jest.setTimeout(120_000);

const DATA = join(ROOT, '../shared/data');
const BANKS = [DATA, join(ROOT, '../../shared/data')].map((path) => join(path, 'cn-bills/example')).find(existsSync) ?? DATA;
const CARDS = join(BANKS, '../../birmingham-purchase-cards');
/** Statements others published are no part of the repository; where they lie beside it they are read, through the public API alone. */
const present = existsSync(BANKS) ? describe : describe.skip;

let installation: Installation;
let server: Process;
let url: string;
let desk: StatementDesk;

beforeAll(async () => {
  installation = await Installation.make();
  server = installation.start(['all']);
  url = (await server.ready())!;
  desk = new StatementDesk((await Company.found(installation, url, 'files')).owner);
});
afterAll(() => installation.close());

const imported = (account: string, path: string): Promise<SeenImport> => desk.imported(account, basename(path), readFileSync(path));
/** Row, outcome, code and reason of the rows that made no line. */
const otherRows = async (entry: SeenImport): Promise<string[][]> => (await desk.otherRows(entry)).slice(1).map((row) => row.slice(0, 4));

const controls = ({ report }: SeenImport): string[] =>
  report!.controls.map(({ name, agrees, statedCount, statedSum, count, sum }) =>
    [name, agrees, `${statedCount ?? '-'}/${count}`, `${statedSum?.amount ?? '-'}/${sum.amount}`].join(' '),
  );

present('exports of wallets, shops and banks', () => {
  const known: Record<string, SeenImport> = {};

  it.each(bankSamples)('of $folder give every entry of the ledger beside them; every other row has its reason', async (sample) => {
    const account = await desk.account(sample.folder, bankMappings[sample.folder]!);
    const done = await imported(account, join(BANKS, sample.file));
    known[sample.folder] = done;
    const lines = await desk.linesOf(done);
    const entries = readLedger(join(BANKS, sample.ledger), sample.own);
    expect([done.state, missingEntries(entries, lines), lines.length]).toEqual(['done', [], entries.length]);
    expect(done.statements.every(({ agrees }) => agrees)).toBe(true);
    const others = await otherRows(done);
    expect(others.every(([row, outcome, , reason]) => Number(row) > 0 && outcome !== 'refused' && reason !== '')).toBe(true);
    expect(new Set([...lines.map(({ row }) => row), ...others.map(([row]) => Number(row))]).size).toBe(lines.length + others.length);
    expect(done.report!.rows).toBe(lines.length + others.filter(([, outcome]) => outcome === 'ignored').length);
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
    const account = await desk.account('workbook', bankMappings['wechat']!);
    const done = await imported(account, join(BANKS, 'wechat/example-wechat-records.xlsx'));
    const same = async (entry: SeenImport): Promise<string[]> =>
      (await desk.linesOf(entry)).map(({ day, amount }) => `${day} ${amount}`).sort();
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
    const done = await imported(await desk.account(name, cards), join(CARDS, name));
    expect([done.state, done.report!.rows, done.report!.lines, done.report!.refused]).toEqual(['done', count, count, []]);
    expect(done.report!.sums.map(({ payable }) => payable)).toEqual([{ amount: sum, currency: 'GBP' }]);
    expect(done.statements).toMatchObject([{ agrees: true, lineCount: count, lineSum: { amount: sum } }]);
    expect((await desk.linesOf(done)).filter(({ amount }) => amount < 0n)).toHaveLength(refunds);
  });
});

describe('files that lie', () => {
  /** What lies on the disk, and what is known of it. */
  async function kept(): Promise<{ onDisk: number; known: number; rowFiles: number }> {
    const client = await admin(installation);
    const { rows } = await client.query<{ known: number; rowFiles: number }>(
      `SELECT count(*)::int AS known, count(*) FILTER (WHERE purpose = 'statement_rows')::int AS "rowFiles" FROM files`,
    );
    await client.end();
    const folders = await readdir(join(installation.dataDir, 'files'), { recursive: true, withFileTypes: true }).catch(() => []);
    return { onDisk: folders.filter((entry) => entry.isFile()).length, ...rows[0]! };
  }
  /** The most memory the server has held, in MB; 0 where the system does not tell. */
  const mostMemory = (): number => {
    const status = existsSync('/proc/self/status') ? readFileSync(`/proc/${server.child.pid}/status`, 'utf8') : '';
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) >> 10;
  };

  it('fail with what is wrong with them, and leave nothing but themselves', async () => {
    const account = await desk.account('liar', LYING_MAPPING);
    const before = await kept();
    const memory = mostMemory();
    const files = lyingFiles();
    const asked: string[] = [];
    for (const { name, content } of files) asked.push(await desk.ask(account, name, content));
    const ended = await Promise.all(asked.map((id) => desk.ended(id)));
    expect(ended.map(({ problem, statements, rowsFileUrl }, at) => [files[at]!.name, problem?.code, statements, rowsFileUrl])).toEqual(
      files.map(({ name, code }) => [name, code, [], null]),
    );
    const after = await kept();
    expect(after).toEqual({ onDisk: after.known, known: before.known + files.length, rowFiles: before.rowFiles });
    expect(mostMemory() - memory).toBeLessThan(250);
  });

  it('with formulas give the numbers that are numbers, and texts that are none when they go out', async () => {
    const done = await desk.imported(await desk.account('formulas', LYING_MAPPING), 'formulas.csv', FORMULAS);
    expect((await desk.linesOf(done)).map(({ amount, description }) => [amount, description])).toEqual([
      [-1_250n, '=HYPERLINK("http://x","y")'],
      [725n, "=cmd|' /C calc'!A0"],
    ]);
    const [header, ...rows] = await desk.otherRows(done);
    expect(header!.at(-2)).toBe("'=cmd|' /C calc'!A0");
    expect(rows.map((row) => [row[0], row[2], ...row.slice(6, -1)])).toEqual([
      ['5', 'AMOUNT_INVALID', "'=SUM(1,2)", 'a sum', "'@SUM(A1)"],
      ['6', 'AMOUNT_INVALID', "'=cmd|' /C calc'!A0", 'a program', "'-2+3"],
      ['7', 'AMOUNT_INVALID', "'@SUM(1)", 'at', ''],
    ]);
  });

  it('that never end are cut off where their purpose does, unread and unkept', async () => {
    const [before, memory] = [await kept(), mostMemory()];
    const piece = Buffer.alloc(1 << 20, 'a');
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        if ((sent += 1) > 2_048) controller.close();
        else controller.enqueue(piece);
      },
    });
    await expect(desk.client.upload('statement', 'endless.csv', endless)).rejects.toThrow(/413.*FILE_TOO_LARGE/);
    expect(sent).toBeLessThan(600);
    expect(mostMemory() - memory).toBeLessThan(100);
    expect(await kept()).toEqual(before);
  });

  it('of another company, its accounts and readings, are not there', async () => {
    const theirs = await desk.account('theirs', LYING_MAPPING);
    const fileId = await desk.client.upload('statement', 'theirs.csv', FORMULAS);
    const reading = await desk.imported(theirs, 'theirs.csv', FORMULAS);
    const other = new StatementDesk((await Company.found(installation, url, 'others')).owner);
    const own = await other.account('own', LYING_MAPPING);
    const ask = (input: object): Promise<unknown> =>
      other.client
        .get<{ importStatementFile: object }>(
          `mutation ($input: ImportStatementFileInput!) { importStatementFile(input: $input) { __typename ... on InputProblem { problems { field } } } }`,
          { input },
        )
        .then(({ importStatementFile }) => importStatementFile);
    const refused = (field: string): object => ({ __typename: 'InputProblem', problems: [{ field }] });
    expect(await ask({ fileId, vendorAccountId: own })).toEqual(refused('fileId'));
    const ownFile = await other.client.upload('statement', 'own.csv', FORMULAS);
    expect(await ask({ fileId: ownFile, vendorAccountId: theirs })).toEqual(refused('vendorAccountId'));
    expect(await other.reading(reading.id)).toBeNull();
    for (const path of [`/files/${fileId}`, reading.rowsFileUrl!]) expect((await other.client.request('GET', path)).status).toBe(404);
    const { saveStatementMapping } = await other.client.get<{ saveStatementMapping: object }>(
      `mutation ($input: SaveStatementMappingInput!) { saveStatementMapping(input: $input) { __typename } }`,
      { input: { vendorAccountId: theirs, mapping: LYING_MAPPING } },
    );
    expect(saveStatementMapping).toEqual({ __typename: 'InputProblem' });
  });
});
