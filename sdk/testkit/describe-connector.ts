import { fileURLToPath } from 'node:url';
import type { Connector } from '../connector/connector.js';
import type { JsonObject } from '../connector/json.js';
import { problemText, readPluginFolder } from '../host/index.js';
import type { Simulator, WorldFacts } from '../simulator/index.js';
import { DoesNotApply, type Check } from './check.js';
import { Lab } from './lab.js';
import { bypassOf, plannedChecks, runCheck, type PlannedCheck } from './suite.js';
import { NOW } from './world.js';

/** What is examined, and how. */
export interface ContractOptions<Config extends JsonObject = JsonObject> {
  /** The plugin's folder, with its manifest: `new URL('.', import.meta.url)`. */
  folder: string | URL;
  /** The default export of `src/index.ts`. */
  connector: Connector<Config>;
  /** The default export of `simulator/index.ts`. */
  simulator: Simulator;
  /** Settings beside those the simulator gives. */
  config?: JsonObject;
  /** Facts to play with beside the suite's own world. */
  facts?: WorldFacts;
  /** When the suite plays. */
  now?: Date;
  /** Checks that are left out, by id or by `<stream> <id>`, each with the reason. They are shown as skipped. */
  bypass?: Record<string, string>;
}

/** What a test runner puts into the global scope; Jest, Vitest and others agree on it. */
interface TestRunner {
  describe(title: string, body: () => void): void;
  it: { (title: string, body: () => Promise<void> | void, timeout?: number): void; skip(title: string, body: () => void): void };
  beforeAll(body: () => Promise<void>, timeout?: number): void;
  afterAll(body: () => Promise<void>): void;
}

const TIMEOUT = 60_000;

/**
 * The contract suite: proves a connector against its simulator, without the server, and reads as a checklist. What it says nothing about, such as
 * tokens of a vendor that has none, is listed behind it with the reason.
 */
export function describeConnector<Config extends JsonObject>(options: ContractOptions<Config>): void {
  const { describe, it, beforeAll, afterAll } = globalThis as unknown as TestRunner;
  const folder = (typeof options.folder === 'string' ? options.folder : fileURLToPath(options.folder)).replace(/[\\/]$/, '');
  const { id, manifest, problems } = readPluginFolder(folder);
  if (!manifest) {
    describe(`connector ${id}`, () => {
      it('has a manifest, a logo, a README and fixtures in order', () => {
        throw new Error(problems.map(problemText).join('\n'));
      });
    });
    return;
  }
  const { simulator, config, facts, now = NOW, bypass = {} } = options;
  const connector = options.connector as unknown as Connector;
  const planned = plannedChecks({ manifest, connector });
  const silent = planned.flatMap(({ check, stream, silent: why }) => (why === null ? [] : [line(check, stream, why)]));
  let lab: Lab;

  const register = (one: PlannedCheck): void => {
    const { check, stream } = one;
    const reason = bypassOf(one, bypass);
    if (reason !== undefined) return it.skip(`${check.title} [${check.id}; bypassed: ${reason}]`, () => undefined);
    const run = (): Promise<void> =>
      runCheck(one, lab).catch((error: unknown) => {
        if (!(error instanceof DoesNotApply)) throw error;
        silent.push(line(check, stream, error.reason));
      });
    it(`${check.title} [${check.id}]`, run, TIMEOUT);
  };
  const registerAll = (stream: string): void => planned.filter((one) => one.stream === stream && one.silent === null).forEach(register);

  describe(`connector ${id} ${manifest.version}`, () => {
    beforeAll(async () => {
      lab = await Lab.start({ manifest, connector, simulator, now, ...(config ? { config } : {}), ...(facts ? { facts } : {}) });
    }, TIMEOUT);
    afterAll(async () => {
      await lab?.close();
      if (silent.length > 0) console.info(`What the suite says nothing about at ${id}:\n  ${silent.join('\n  ')}`);
    });
    it('has a manifest, a logo, a README and fixtures in order [manifest]', () => undefined);
    registerAll('');
    for (const stream of Object.keys(manifest.streams)) describe(`stream ${stream}`, () => registerAll(stream));
  });
}

const line = (check: Check, stream: string, reason: string): string => `${stream ? `${stream}: ` : ''}${check.id}: ${reason}`;
