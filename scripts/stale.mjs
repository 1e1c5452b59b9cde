// Fails when a generated file that is committed differs from what its generator writes now.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const generators = [
  ['npm', ['run', '--silent', 'codegen']],
  ['npm', ['run', '--silent', 'codegen', '-w', 'web']],
  ['npm', ['run', '--silent', 'schema']],
  ['npm', ['run', '--silent', 'docs']],
];
const outputs = ['src/platform/graphql/generated', 'web/src/generated', 'docs/reference', 'schema', 'plugins/*/REFERENCE.md'];

const snapshot = () => spawnSync('git', ['hash-object', '--stdin-paths'], { cwd: root, input: files().join('\n') }).stdout.toString();
const files = () =>
  spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...outputs], { cwd: root })
    .stdout.toString()
    .split('\n')
    // The page of a plugin whose folder was deleted is still known to git.
    .filter((file) => file && existsSync(join(root, file)));

const names = files();
const before = snapshot();
for (const [command, args] of generators) {
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (result.status !== 0) process.exit(result.status ?? 1);
}
if (before !== snapshot() || names.join() !== files().join()) {
  console.error('Generated files were stale; they are fresh now: look at git diff and commit them.');
  process.exit(1);
}
