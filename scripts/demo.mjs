// From a fresh clone to a company one can look at: installs what is missing, builds what is stale, runs `interline demo`.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './ensure.mjs';

const root = join(import.meta.dirname, '..');
ensureInstalled(root);

/** The newest change below some folders, generated ones left out. */
function newest(folders) {
  let time = 0;
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || /(^|\/)(node_modules|dist)(\/|$)/.test(entry.parentPath)) continue;
      time = Math.max(time, statSync(join(entry.parentPath, entry.name)).mtimeMs);
    }
  }
  return time;
}

function run(...args) {
  const { status } = spawnSync('npm', ['run', '--silent', ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run('build:server');
const page = join(root, 'web/dist/index.html');
if (!existsSync(page) || statSync(page).mtimeMs < newest(['web/src', 'web/public'])) {
  console.log('Building the console …');
  run('build', '-w', 'web');
}

const demo = spawn(process.execPath, [join(root, 'dist/main.js'), 'demo', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
// The demo stops by itself on these; this process waits for it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => demo.kill(signal));
demo.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
