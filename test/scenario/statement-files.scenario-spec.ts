import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Installation } from '../installation.js';
import { ROOT } from '../tree.js';
import { bankMappings } from './bank-mappings.js';
import { bankSamples, missingEntries, readLedger } from './bank-ledgers.js';
import { Company } from './company.js';
import { StatementDesk, type SeenImport } from './statement-desk.js';

jest.setTimeout(120_000);

const DATA = join(ROOT, '../shared/data');
const BANKS = [DATA, join(ROOT, '../../shared/data')].map((path) => join(path, 'cn-bills/example')).find(existsSync) ?? DATA;
const CARDS = join(BANKS, '../../birmingham-purchase-cards');
/** Statements others published are no part of the repository; where they lie beside it they are read, through the public API alone. */
const present = existsSync(BANKS) ? describe : describe.skip;

let installation: Installation;
let desk: StatementDesk;

beforeAll(async () => {
  installation = await Installation.make();
  const url = (await installation.start(['all']).ready())!;
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
