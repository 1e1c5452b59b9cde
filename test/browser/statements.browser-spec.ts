import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { suiteIf } from '../needs.js';
import { change } from '../security/database.js';
import { bankAccount, importRows } from '../security/statement-file.js';
import { twoCompanies, type TwoCompanies } from '../security/two-companies.js';
import { Browser, MISSING, PHONE, type Visit } from './browser.js';

jest.setTimeout(300_000);

const LANGUAGES = [
  {
    locale: 'en-US',
    download: 'Download',
    asSeen: 'As seen, CSV',
    column: { state: 'State', total: 'On statements' },
    payable: 'Payable',
    newAccount: '+ New account for files only',
    name: 'Name',
    create: 'Create',
    header: 'header in row 3',
    addRule: 'Add a rule',
    check: 'Dry run',
    refused: 'The amount is no number',
    write: 'Import',
    dateOrder: 'Dates like 05/07',
    days: 'Statement period',
    done: 'Done',
    changed: 'Against the version before',
    rows: 'Download these rows',
    differing: 'Differing',
    toMissing: 'Show what is missing',
    missing: 'Missing',
    withdraw: 'Withdraw the file’s statement',
    withdrawn: 'This statement is withdrawn',
    months: ['2026-02', '2026-03'],
  },
  {
    locale: 'zh-CN',
    download: '下载',
    asSeen: '当前所见 CSV',
    column: { state: '状态', total: '对账单金额' },
    payable: '应付',
    newAccount: '+ 新建仅收文件的账户',
    name: '名称',
    create: '新建',
    header: '表头在第 3 行',
    addRule: '添加规则',
    check: '试算',
    refused: '金额不是数字',
    write: '导入',
    dateOrder: '05/07 的日期',
    days: '账单期间',
    done: '完成',
    changed: '与上一版相比',
    rows: '下载这些行',
    differing: '有差异',
    toMissing: '查看缺失的对账单',
    missing: '缺失',
    withdraw: '撤回文件对账单',
    withdrawn: '这份对账单已撤回',
    months: ['2026-05', '2026-06'],
  },
];

/** A cell of the board, as the gateway gives it. */
interface Cell {
  period: string;
  state: string;
  statementTotal: { amount: string };
  vendorAccount: { id: string };
  legalEntity: { id: string };
}

/** A bank's statement of a month long past, with a refund, a total row and an amount that is none. */
function bankFile(amounts: readonly string[]): Buffer {
  const rows = amounts.map(
    (amount, index) =>
      `2026-03-0${index + 1},${amount.startsWith('-') ? '收入' : '支出'},${amount.replace('-', '')},样本 ${index + 1},N${index + 1}`,
  );
  return Buffer.from(['样本银行对账单', '', '交易日期,收/支,金额,摘要,流水号', ...rows, '合计,,,,'].join('\r\n'));
}

/** Types the first and the last day of a range. */
async function chooseDays(page: Page, label: string, from: string, to: string): Promise<void> {
  const inputs = page.getByLabel(label);
  for (const [at, value] of [from, to].entries()) {
    await inputs.nth(at).fill(value);
    await inputs.nth(at).press('Enter');
  }
}

suiteIf(MISSING.length === 0, `${MISSING.join(' and ')} missing`)('statements in a browser', () => {
  let both: TwoCompanies;
  let browser: Browser;
  let cells: Cell[];

  beforeAll(async () => {
    both = await twoCompanies();
    browser = await Browser.open(both.url);
    const { statementBoard: board } = await both.rich.app.get<{ statementBoard: { cells: Cell[] } }>(
      '{ statementBoard { cells { period state statementTotal { amount } vendorAccount { id } legalEntity { id } } } }',
    );
    cells = board.cells;
  });
  afterAll(async () => {
    await browser?.close();
    await both?.close();
  });

  const signedIn = (locale: string, size?: { width: number; height: number }): Promise<Visit> =>
    browser.signIn('owner@rich.example', 'a long enough password 1', locale, size);
  const grouped = (amount: string): string => amount.replace(/\B(?=(\d{3})+(?=\.))/g, ',');
  const pathOf = (cell: Cell): string => `/statements/${cell.period}/${cell.vendorAccount.id}/${cell.legalEntity.id}`;
  const billed = (): Cell => cells.find((cell) => cell.state === 'received' && cell.statementTotal.amount !== '0.00')!;

  it.each(LANGUAGES)(
    'shows each cell as the gateway has it, and as its file has it, in $locale',
    async ({ locale, download, asSeen, column }) => {
      const visit = await signedIn(locale);
      const { page } = visit;
      await page.goto(`${both.url}/statements`);
      const cell = billed();
      await page
        .locator(`main a[href="${pathOf(cell)}"]`)
        .getByText(grouped(cell.statementTotal.amount))
        .waitFor();
      expect(await visit.axe()).toEqual([]);
      const shown = await page.locator('main tbody a').count();
      await page.getByRole('button', { name: download }).click();
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByText(asSeen).click()]);
      const rows = parse(await readFile(await file.path()), { bom: true, columns: true }) as Record<string, string>[];
      expect(rows).toHaveLength(shown);
      expect(rows.map((row) => row[column.total])).toEqual(cells.slice(0, shown).map((each) => each.statementTotal.amount));
      expect(rows.every((row) => row[column.state])).toBe(true);
      expect(await visit.close()).toEqual([]);
    },
  );

  it.each(LANGUAGES)('opens a cell: the vendor’s header beside ours, and its parts, in $locale', async ({ locale, payable }) => {
    const visit = await signedIn(locale);
    const { page } = visit;
    const cell = billed();
    await page.goto(`${both.url}/statements`);
    await page.locator(`main a[href="${pathOf(cell)}"]`).click();
    await page.getByRole('row').filter({ hasText: payable }).first().waitFor();
    await page.getByText(grouped(cell.statementTotal.amount)).first().waitFor();
    expect(await visit.axe()).toEqual([]);
    await page.locator('main section a[href^="/statements/"]').first().click();
    await page.waitForURL(/\/statements\/[0-9a-f-]{36}$/);
    await page.locator('main tbody tr').first().waitFor();
    expect(await visit.axe()).toEqual([]);
    expect(await visit.close()).toEqual([]);
  });

  it.each(LANGUAGES)('imports a file: preview, rule, dry run, import, and what a second file changes, in $locale', async (words) => {
    const visit = await signedIn(words.locale);
    const { page } = visit;
    const account = `Bank ${words.locale}`;
    await page.goto(`${both.url}/statement-imports/new`);
    await page.getByRole('combobox').first().click();
    await page.getByText(words.newAccount).last().click();
    await page.getByRole('textbox', { name: words.name, exact: true }).fill(account);
    await page.getByRole('button', { name: spaced(words.create) }).click();
    await send(page, 'march.csv', bankFile(['100.00', '200.50', '-30.00', 'twelve']));
    await page.getByText(words.header).waitFor();
    expect(await visit.axe()).toEqual([]);
    await page.getByRole('button', { name: words.addRule }).click();
    await page.getByRole('button', { name: spaced(words.check) }).click();
    await page.getByText(words.refused).waitFor();
    await page.getByText('¥270.50').first().waitFor();
    expect(await visit.axe()).toEqual([]);
    await page.getByRole('combobox', { name: words.dateOrder }).waitFor();
    // Other days than were tried: there is nothing to import until they are.
    const write = page.getByRole('button', { name: spaced(words.write), exact: true });
    await chooseDays(page, words.days, '2026-03-01', '2026-03-31');
    await write.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: spaced(words.check) }).click();
    await write.click();
    await page.waitForURL(/\/statement-imports\/[0-9a-f-]{36}$/);
    await page.getByText(words.done, { exact: true }).waitFor();
    const [rejected] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: words.rows }).click()]);
    expect(await readFile(await rejected.path(), 'utf8')).toContain('twelve');

    await page.locator('a[href^="/statement-imports/new?account="]').click();
    await send(page, 'march again.csv', bankFile(['100.00', '210.50', '-30.00']));
    await page.getByText(words.header).waitFor();
    await page.getByRole('button', { name: spaced(words.check) }).click();
    await page.getByText('¥280.50').first().waitFor();
    await page.getByRole('button', { name: spaced(words.write), exact: true }).click();
    await page.waitForURL(/\/statement-imports\/[0-9a-f-]{36}$/);
    await page.getByText(words.changed).waitFor();
    const changes = page.getByRole('table', { name: words.changed });
    await changes.getByRole('row').filter({ hasText: '210.50' }).filter({ hasText: '200.50' }).waitFor();
    expect(await visit.axe()).toEqual([]);

    await page.goto(`${both.url}/statements?to=2026-04&show=differing`);
    const cell = page.getByRole('row').filter({ hasText: account }).getByRole('link').filter({ hasText: '280.50' });
    await cell.click();
    await page
      .getByRole('table', { name: words.locale === 'zh-CN' ? '有差异的行' : 'Lines that differ' })
      .getByRole('button')
      .first()
      .click();
    await page.getByRole('dialog').getByText('¥100.00').first().waitFor();
    expect(await visit.axe()).toEqual([]);
    expect(await visit.close()).toEqual([]);
  });

  it('fits a phone: no page scrolls sideways', async () => {
    const visit = await signedIn('zh-CN', PHONE);
    const { page } = visit;
    for (const path of ['/statements', pathOf(billed()), '/statement-imports', '/statement-imports/new']) {
      await page.goto(both.url + path);
      await page.locator('main section').first().waitFor();
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect([path, width]).toEqual([path, PHONE.width]);
      expect(await visit.axe()).toEqual([]);
    }
    expect(await visit.close()).toEqual([]);
  });

  it.each(LANGUAGES)('tells of what is missing and of what came twice, in $locale', async (words) => {
    const { app } = both.rich;
    const account = await bankAccount(app);
    const [first, second] = words.months as [string, string];
    const of = (month: string) => importRows(app, account, [`1,${month}-20,5`], { from: `${month}-01`, to: `${month}-28` });
    const [{ statementId }, later] = [await of(first), await of(second)];
    // As if a connection had read it: a simulator bills nothing that a file has billed before.
    await change(both.installation, `UPDATE statements SET stream = 'bills', from_date = $2 WHERE id = $1`, [
      later.statementId,
      `${first}-15`,
    ]);

    const visit = await signedIn(words.locale, PHONE);
    const { page } = visit;
    expect(await visit.axe()).toEqual([]);
    await page.getByRole('link', { name: words.toMissing }).click();
    await page.waitForURL(/show=missing/);
    await page.locator(`main a[href*="${account}"]`).first().waitFor();
    const cells = await page.locator('main a[href^="/statements/20"]').allTextContents();
    expect(cells.filter((text) => !text.includes(words.missing))).toEqual([]);
    expect(await visit.axe()).toEqual([]);
    await page.goto(`${both.url}/statements/${statementId}`);
    await page.getByRole('button', { name: words.withdraw }).waitFor();
    expect(await visit.axe()).toEqual([]);
    await page.getByRole('button', { name: words.withdraw }).click();
    await page.getByRole('dialog').getByRole('button', { name: words.withdraw }).click();
    await page.getByText(words.withdrawn).waitFor();
    expect(await visit.close()).toEqual([]);
  });
});

/** Buttons put a blank between two Chinese characters. */
function spaced(name: string): RegExp {
  return new RegExp(`^${[...name].join('\\s?')}$`);
}

/** Gives the page a file and waits until its first rows are shown. */
async function send(page: Page, name: string, buffer: Buffer): Promise<void> {
  const input = page.locator('input[type=file]');
  await input.waitFor({ state: 'attached' });
  await input.setInputFiles({ name, mimeType: 'text/csv', buffer });
  await page.getByText(name).waitFor();
}
