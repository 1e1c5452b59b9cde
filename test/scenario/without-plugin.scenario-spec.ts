import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Installation } from '../installation.js';
import { copyTree, runIn } from '../tree.js';
import { Company } from './company.js';

jest.setTimeout(300_000);

const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const REGISTRY = 'src/connectors/registry.generated.ts';

/** What Jest says of a run, as far as it is looked at. */
interface Report {
  numFailedTests: number;
  numFailedTestSuites: number;
  numPassedTests: number;
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
}

describe('a tree whose folder plugins/didi was deleted', () => {
  let home: string;
  let tree: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'interline-without-'));
    tree = join(home, 'tree');
    await copyTree(tree, { without: ['plugins/didi'] });
    await runIn(tree, ['scripts/build.mjs']);
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  /** Runs some suites of the tree. */
  async function suites(...args: string[]): Promise<Report> {
    const report = join(home, 'report.json');
    await runIn(tree, [...JEST, '--maxWorkers', '1', '--json', '--outputFile', report, ...args]);
    return JSON.parse(await readFile(report, 'utf8')) as Report;
  }

  it('is built, and its registry knows the plugins that are left', async () => {
    const registry = await readFile(join(tree, REGISTRY), 'utf8');
    expect(registry).not.toMatch(/didi/i);
    for (const plugin of await readdir(join(tree, 'plugins'))) expect(registry).toContain(`"id": "${plugin}"`);
    expect(existsSync(join(tree, 'dist/main.js'))).toBe(true);
  });

  it('has no generated file that would have to change', async () => {
    for (const args of [
      ['init', '--quiet'],
      ['add', '--all'],
    ])
      expect(spawnSync('git', args, { cwd: tree }).status).toBe(0);
    await runIn(tree, ['scripts/stale.mjs']);
  });

  it('starts, and offers a company no Didi', async () => {
    const installation = await Installation.make({}, { tree, dataDir: join(home, 'data') });
    try {
      const server = installation.start(['all']);
      const { owner } = await Company.found(installation, (await server.ready())!, 'without');
      const { connectors } = await owner.get<{ connectors: { id: string }[] }>('{ connectors { id } }');
      expect(connectors.map(({ id }) => id)).not.toContain('didi');
      expect(await server.stop()).toBe(0);
    } finally {
      await installation.close();
    }
  });

  it('passes the tests of its kit, its examples and the rooms that run them', async () => {
    const report = await suites('src/connectors', 'plugins/_', 'sdk', '--selectProjects', 'unit', 'contract');
    expect(report).toMatchObject({ numFailedTests: 0, numFailedTestSuites: 0 });
    expect(report.numPassedTests).toBeGreaterThan(200);
  });

  it('passes those of the other vendors and of the company that buys from them', async () => {
    // Contract suites and whole years know one vendor alone and take minutes; they run in the tree that has all.
    const year = ['--testPathIgnorePatterns', 'demo-world', 'demo/world', 'volume', 'node_modules'];
    const report = await suites('plugins/[^_]', 'demo/', '--selectProjects', 'unit', ...year);
    expect(report).toMatchObject({ numFailedTests: 0, numFailedTestSuites: 0 });
    expect(report.numPassedTests).toBeGreaterThan(300);
  });

  it('skips the scenarios that read from Didi, and says why in the name of each', async () => {
    const report = await suites('scenario/demo', 'kill', 'faults', 'recount', 'year', '--selectProjects', 'scenario');
    const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
    expect(tests.length).toBeGreaterThan(20);
    for (const { status, fullName } of tests) {
      expect({ status, fullName }).toEqual({
        status: 'pending',
        fullName: expect.stringContaining('(skipped: plugins/didi is not in this tree)'),
      });
    }
  });
});
