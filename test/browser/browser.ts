import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser as Chromium, type BrowserContext, type Page } from 'playwright-core';
import { hasDidi } from '../needs.js';

const CHROMIUM = '/usr/bin/chromium';
const BUILT = new URL('../../web/dist/index.html', import.meta.url);
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

/** What is not here that browser tests need. */
export const MISSING = [
  ...(existsSync(CHROMIUM) ? [] : ['Chromium']),
  ...(existsSync(BUILT) ? [] : ['the built console (npm run build)']),
  ...(hasDidi ? [] : ['plugins/didi']),
];
export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** How many frames in a row nothing may move: between two steps of an animation there are frames without one. */
const QUIET_FRAMES = 4;

/** Waits until nothing is loading and nothing moves but what always does. */
const STILL = `new Promise((still) => {
  const moves = ({ playState, effect }) => playState === 'running' && effect.getComputedTiming().iterations !== Infinity;
  const restless = () => document.querySelector('[aria-busy=true]') !== null || document.getAnimations().some(moves);
  const look = (quiet) => (quiet === ${QUIET_FRAMES} ? still(null) : requestAnimationFrame(() => look(restless() ? 0 : quiet + 1)));
  look(0);
})`;

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

/** Somebody who looks at the console: with cookies and a language of their own. */
export class Visit {
  /** What the page complained of in the browser's console. */
  private readonly complaints: string[] = [];

  constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('console', (message) => void (message.type() === 'error' && this.complaints.push(message.text())));
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  /** Signs in on the page that is shown. */
  async enter(email: string, password: string): Promise<void> {
    await this.page.locator('input[type=email]').fill(email);
    await this.page.locator('input[type=password]').fill(password);
    await this.page.keyboard.press('Enter');
    await this.page.waitForURL((address) => address.pathname !== '/sign-in');
  }

  /** @returns what axe finds serious or critical on the page as it stands */
  async axe(): Promise<string[]> {
    // What is still fading in has no contrast yet.
    await this.page.evaluate(STILL);
    await this.page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const violations = await this.page.evaluate<Violation[]>('axe.run().then((found) => found.violations)');
    return violations
      .filter(({ impact }) => ['serious', 'critical'].includes(impact))
      .map(({ id, nodes }) => `${new URL(this.page.url()).pathname} ${id}: ${nodes[0]?.html}`);
  }

  /** @returns what the page complained of */
  async close(): Promise<string[]> {
    await this.context.close();
    return this.complaints;
  }
}

/** Chromium on one installation's console. */
export class Browser {
  private constructor(
    private readonly chromium: Chromium,
    private readonly url: string,
  ) {}

  static async open(url: string): Promise<Browser> {
    return new Browser(await chromium.launch({ executablePath: CHROMIUM, args: FLAGS }), url);
  }

  async visit(locale: string, viewport = DESKTOP): Promise<Visit> {
    const context = await this.chromium.newContext({ locale, viewport });
    return new Visit(context, await context.newPage());
  }

  async signIn(email: string, password: string, locale: string, viewport = DESKTOP): Promise<Visit> {
    const visit = await this.visit(locale, viewport);
    await visit.page.goto(this.url);
    await visit.enter(email, password);
    return visit;
  }

  close(): Promise<void> {
    return this.chromium.close();
  }
}
