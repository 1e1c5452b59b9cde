// Runs every suite and sums what they say. Needs nothing but Node and npm: what is missing it installs, or says so.
//   npm test                       everything
//   npm test -- unit lint          only these steps
//   npm test -- --ci               a skip that is not on .ci/allowed-skips.txt fails
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { allowedSkips } from './allowed-skips.mjs';
import { ensureDebianPackages, ensureInstalled } from './ensure.mjs';

const root = join(import.meta.dirname, '..');
const words = process.argv.slice(2);
const ci = words.includes('--ci');
const only = words.filter((word) => !word.startsWith('--'));
const total = { passed: 0, failed: 0 };
const skipped = [];
const failures = [];
const files = [];

const run = (command, args, options = {}) => spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
const bin = (name) => join(root, 'node_modules', '.bin', name);

/** A step that passes or fails as a whole. What it says is shown when it has ended: others may run beside it. */
async function check(name, command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const code = await new Promise((resolve) => child.on('error', () => resolve(1)).on('close', resolve));
  process.stdout.write(said);
  total[code === 0 ? 'passed' : 'failed'] += 1;
  if (code !== 0) failures.push(name);
}

/** A Jest project, whose tests are counted one by one. */
function suite(project, workers) {
  const folder = mkdtempSync(join(tmpdir(), 'interline-test-report-'));
  const report = join(folder, 'report.json');
  const args = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join('node_modules', 'jest', 'bin', 'jest.js')];
  args.push(
    '--selectProjects',
    project,
    '--maxWorkers',
    String(workers),
    '--passWithNoTests',
    '--json',
    '--outputFile',
    report,
    '--reporters',
    'default',
  );
  const result = run(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (!existsSync(report)) {
    total.failed += 1;
    failures.push(`${project}: did not report (exit ${result.status})`);
  } else {
    for (const file of JSON.parse(readFileSync(report, 'utf8')).testResults) {
      files.push({ name: `${project}: ${relative(root, file.name)}`, seconds: (file.endTime - file.startTime) / 1000 });
      if (file.assertionResults.length === 0 && file.status === 'failed') {
        total.failed += 1;
        failures.push(`${project}: ${file.name}`);
      }
      for (const test of file.assertionResults) {
        if (test.status === 'passed') total.passed += 1;
        else if (test.status === 'failed') {
          total.failed += 1;
          failures.push(`${project}: ${test.fullName}`);
        } else skipped.push(`${project}: ${test.fullName}`);
      }
    }
  }
  rmSync(folder, { recursive: true, force: true });
}

/** Every step, in order: the quick ones first. */
const steps = {
  build: () => check('build', 'npm', ['run', '--silent', 'build']),
  stale: () => check('generated files are fresh', process.execPath, ['scripts/stale.mjs']),
  lint: () => check('lint', 'npm', ['run', '--silent', 'lint']),
  types: () => check('types', bin('tsc'), ['-p', 'tsconfig.json', '--noEmit']),
  'web-types': () => check('types of the console', 'npm', ['run', '--silent', 'typecheck', '-w', 'web']),
  unit: () => suite('unit', 2),
  web: () => suite('web', 2),
  integration: () => suite('integration', 2),
  contract: () => suite('contract', 2),
  // Two at once: these start processes and wait for them.
  scenario: () => suite('scenario', 2),
  security: () => suite('security', 2),
  browser: () => suite('browser', 1),
};

const unknown = only.filter((word) => !(word in steps));
if (unknown.length > 0) {
  console.error(`no such step: ${unknown.join(', ')}. Steps: ${Object.keys(steps).join(', ')}`);
  process.exit(64);
}
ensureInstalled(root);
ensureDebianPackages(only.length === 0 || ['browser', 'integration', 'scenario'].some((name) => only.includes(name)));

/** Of one thread each, so that they run beside one another. */
const BESIDE = ['lint', 'types', 'web-types'];
const wanted = Object.keys(steps).filter((name) => only.length === 0 || only.includes(name));
const groups = [
  ...new Set(wanted.map((name) => (BESIDE.includes(name) ? BESIDE.filter((each) => wanted.includes(each)).join(' ') : name))),
];
for (const group of groups) {
  const started = Date.now();
  console.log(`\n── ${group}`);
  await Promise.all(group.split(' ').map((name) => steps[name]()));
  console.log(`── ${group}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

const isAllowed = allowedSkips(readFileSync(join(root, '.ci/allowed-skips.txt'), 'utf8'));
const slowest = files.sort((one, other) => other.seconds - one.seconds).slice(0, 10);
if (slowest.length > 1) console.log(`\nslowest:\n  ${slowest.map(({ name, seconds }) => `${seconds.toFixed(1)} s ${name}`).join('\n  ')}`);
if (skipped.length > 0) console.log(`\nskipped:\n  ${skipped.join('\n  ')}`);
const forbidden = ci ? skipped.filter((name) => !isAllowed(name)) : [];
if (forbidden.length > 0) failures.push(...forbidden.map((name) => `skipped, and not on .ci/allowed-skips.txt: ${name}`));
if (failures.length > 0) console.log(`\nfailed:\n  ${failures.join('\n  ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${skipped.length} skipped`);
process.exit(failures.length > 0 ? 1 : 0);
