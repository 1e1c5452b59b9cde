import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { suiteIf } from '../needs.js';
import { twoCompanies, type TwoCompanies } from '../security/two-companies.js';
import { Browser, MISSING, PHONE, type Visit } from './browser.js';

jest.setTimeout(300_000);

const LANGUAGES = [
  { locale: 'en-US', bills: 'Monthly bills', chart: 'Spend by month', download: 'Download', linesCsv: 'Lines as CSV', healthy: 'Healthy' },
  { locale: 'zh-CN', bills: '月度账单', chart: '每月支出', download: '下载', linesCsv: '账单行 CSV', healthy: '正常' },
];

/** What the gateway says of the month that is looked at. */
interface Month {
  period: string;
  statementTotal: { amount: string };
  lineCount: number;
  lines: { nodes: { orderId: string; companyShare: { amount: string }; travellerName: string | null }[] };
}

suiteIf(MISSING.length === 0, `${MISSING.join(' and ')} missing`)('the console in a browser', () => {
  let both: TwoCompanies;
  let browser: Browser;
  let month: Month;

  beforeAll(async () => {
    both = await twoCompanies();
    browser = await Browser.open(both.url);
    const { bills } = await both.rich.app.get<{ bills: Month[] }>(
      '{ bills { period lineCount statementTotal { amount } lines(first: 50) { nodes { orderId companyShare { amount } travellerName } } } }',
    );
    month = bills.find((each) => each.lineCount > 0)!;
  });
  afterAll(async () => {
    await browser?.close();
    await both?.close();
  });

  const signedIn = (locale: string, size?: { width: number; height: number }): Promise<Visit> =>
    browser.signIn('owner@rich.example', 'a long enough password 1', locale, size);
  const grouped = (amount: string): string => amount.replace(/\B(?=(\d{3})+(?=\.))/g, ',');

  it.each(LANGUAGES)('shows the year and the month whose total equals the gateway, in $locale', async ({ locale, bills, chart }) => {
    const visit = await signedIn(locale);
    const { page } = visit;
    await page.getByText(chart).first().waitFor();
    await page.locator('main svg path').nth(12).waitFor();
    expect(await visit.axe()).toEqual([]);
    await page.goto(`${both.url}/bills`);
    await page.getByRole('heading', { name: bills }).first().waitFor();
    await page.getByText(grouped(month.statementTotal.amount)).first().waitFor();
    expect(await visit.axe()).toEqual([]);
    expect(await visit.close()).toEqual([]);
  });

  it.each(LANGUAGES)('drills from the year to a line and to its masked record, in $locale', async ({ locale }) => {
    const visit = await signedIn(locale);
    const { page } = visit;
    await page.goto(`${both.url}/bills`);
    await page
      .locator('main tbody tr')
      .filter({ hasText: grouped(month.statementTotal.amount) })
      .getByRole('button')
      .first()
      .click();
    await page.waitForURL(new RegExp(`/bills/${month.period}`));
    await page.getByText(grouped(month.statementTotal.amount)).first().waitFor();
    const tabs = page.getByRole('tab');
    await tabs.nth(3).click();
    await page.waitForURL(/tab=lines/);
    await page.locator('main tbody tr').first().waitFor();
    const named = month.lines.nodes.find((line) => line.travellerName)!;
    await page.goto(`${page.url()}&q=${named.orderId}`);
    await page.locator('main tbody tr').first().waitFor();
    await page.locator('main tbody tr button').first().click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText(grouped(named.companyShare.amount)).first().waitFor();
    expect(await visit.axe()).toEqual([]);
    const raw = drawer.getByRole('button', { name: /record|原始记录/ }).first();
    await raw.click();
    await drawer.getByRole('group').filter({ hasText: '***' }).first().waitFor();
    expect(await visit.close()).toEqual([]);
  });

  it.each(LANGUAGES)('gives the lines as a file that equals the screen, in $locale', async ({ locale, download, linesCsv }) => {
    const visit = await signedIn(locale);
    const { page } = visit;
    await page.goto(`${both.url}/bills/${month.period}`);
    await page.getByRole('button', { name: download }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByText(linesCsv).click()]);
    const rows = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/);
    expect(rows).toHaveLength(month.lineCount + 1);
    expect(month.lines.nodes.every((line) => rows.some((row) => row.includes(line.orderId)))).toBe(true);
    expect(await visit.close()).toEqual([]);
  });

  it.each(LANGUAGES)('shows how far the connection has been read, in $locale', async ({ locale, healthy }) => {
    const visit = await signedIn(locale);
    const { page } = visit;
    await page.goto(`${both.url}/connections`);
    await page.getByText(healthy).first().waitFor();
    expect(await visit.axe()).toEqual([]);
    await page.locator('main a[href*="/connections/"]:not([href$="/new"])').first().click();
    await page.getByRole('table').first().waitFor();
    expect(await visit.axe()).toEqual([]);
    expect(await visit.close()).toEqual([]);
  });

  it('fits a phone: no page scrolls sideways', async () => {
    const visit = await signedIn('zh-CN', PHONE);
    const { page } = visit;
    for (const path of [
      '/',
      '/bills',
      `/bills/${month.period}`,
      '/expenses',
      '/spend',
      '/connections',
      '/directory',
      '/members',
      '/audit',
    ]) {
      await page.goto(both.url + path);
      await page.locator('h1').first().waitFor();
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect([path, width]).toEqual([path, PHONE.width]);
    }
    expect(await visit.close()).toEqual([]);
  });

  it('keeps the language that was chosen', async () => {
    const visit = await signedIn('en-US');
    const { page } = visit;
    await page.locator('aside button, nav ~ * button, button[aria-haspopup]').last().click();
    await page.getByText('简体中文').click();
    await page.getByRole('link', { name: '月度账单' }).click();
    await page.waitForURL(/\/bills/);
    await page.reload();
    await page.getByRole('heading', { name: '月度账单' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await visit.close()).toEqual([]);
  });

  it('leads a stranger to the sign-in page and back to where he wanted to go', async () => {
    const visit = await browser.visit('en-US');
    await visit.page.goto(`${both.url}/expenses`);
    await visit.enter('owner@rich.example', 'a long enough password 1');
    await visit.page.waitForURL(/\/expenses/);
    await visit.close();
  });
});
