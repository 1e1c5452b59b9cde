import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { twoCompanies, type TwoCompanies } from '../security/two-companies.js';

jest.setTimeout(300_000);

const CHROMIUM = '/usr/bin/chromium';
const BUILT = new URL('../../web/dist/index.html', import.meta.url);
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const missing = [...(existsSync(CHROMIUM) ? [] : ['Chromium']), ...(existsSync(BUILT) ? [] : ['the built console (npm run build)'])];
if (missing.length > 0) console.log(`The browser tests are skipped: ${missing.join(' and ')} missing.`);

(missing.length > 0 ? describe.skip : describe)('the console in a browser', () => {
  let both: TwoCompanies;
  let browser: Browser;
  let month: { period: string; total: string };

  beforeAll(async () => {
    both = await twoCompanies();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    const { bills } = await both.rich.app.get<{ bills: { period: string; lineCount: number; statementTotal: { amount: string } }[] }>(
      '{ bills { period lineCount statementTotal { amount } } }',
    );
    const bill = bills.find((each) => each.lineCount > 0)!;
    month = { period: bill.period, total: bill.statementTotal.amount };
  });
  afterAll(async () => {
    await browser?.close();
    await both?.close();
  });

  /** Signs in as the owner of the rich company; gives the page and what its console complained of. */
  async function signedIn(locale: string, phone = false): Promise<{ page: Page; context: BrowserContext; complaints: string[] }> {
    const context = await browser.newContext({ locale, viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(both.url);
    await page.fill('input[type=email], input[name=email], #email', 'owner@rich.example');
    await page.fill('input[type=password]', 'a long enough password 1');
    await page.keyboard.press('Enter');
    await page.waitForSelector('canvas', { timeout: 60_000 });
    return { page, context, complaints };
  }

  const grouped = (amount: string): string => amount.replace(/\B(?=(\d{3})+(?=\.))/g, ',');

  /** Violations that are serious, as axe counts them. */
  async function axe(page: Page): Promise<string[]> {
    await page.evaluate(AXE);
    const found = await page.evaluate(async () => {
      const run = (
        globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }
      ).axe;
      return (await run.run()).violations;
    });
    return found.filter((each) => ['serious', 'critical'].includes(each.impact)).map((each) => `${each.id}: ${each.nodes[0]?.html}`);
  }

  it.each([
    ['en-US', 'Monthly bills'],
    ['zh-CN', '月度账单'],
  ])('shows the year, then the month whose total equals the gateway, in %s', async (locale, heading) => {
    const { page, context, complaints } = await signedIn(locale);
    expect(await axe(page)).toEqual([]);
    await page.goto(`${both.url}/bills`);
    await page.getByRole('heading', { name: heading }).first().waitFor();
    await page.getByText(grouped(month.total)).first().waitFor();
    expect(await axe(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('drills from a month to its lines', async () => {
    const { page, context, complaints } = await signedIn('en-US');
    await page.goto(`${both.url}/bills`);
    await page.locator(`a[href*="${month.period}"]`).first().click();
    await page.waitForURL(new RegExp(month.period));
    await page.getByText(grouped(month.total)).first().waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('shows how far the connection has been read', async () => {
    const { page, context } = await signedIn('en-US');
    await page.goto(`${both.url}/connections`);
    await page.getByText('Healthy').first().waitFor();
    expect(await axe(page)).toEqual([]);
    await context.close();
  });

  it('fits a phone: no page scrolls sideways', async () => {
    const { page, context } = await signedIn('zh-CN', true);
    for (const path of ['/', '/bills', '/expenses', '/spend', '/connections', '/directory']) {
      await page.goto(both.url + path);
      await page.locator('main h1, h1').first().waitFor();
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect([path, width]).toEqual([path, 390]);
    }
    await context.close();
  });

  it('leads a stranger to the sign-in page and back to where he wanted to go', async () => {
    const context = await browser.newContext({ locale: 'en-US' });
    const page = await context.newPage();
    await page.goto(`${both.url}/expenses`);
    await page.waitForSelector('input[type=password]');
    await page.fill('input[type=email], input[name=email], #email', 'owner@rich.example');
    await page.fill('input[type=password]', 'a long enough password 1');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/expenses/);
    await context.close();
  });
});
