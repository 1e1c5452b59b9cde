// The whole of Interline from its sources, reloaded while you edit: server and plugins restart, the console is Vite's.
//   npm run dev            gateway and worker in one process, console on its own port
//   npm run dev -- serve   another command of the server
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './ensure.mjs';

const root = join(import.meta.dirname, '..');
ensureInstalled(root);
const words = process.argv.slice(2);
const command = words.length > 0 ? words : ['all'];
const watched = ['src', 'sdk', 'plugins', 'demo', 'schema'];
const QUIET_MS = 200;

let server = null;
let leaving = false;
let wanted = false;
let timer = null;

function startServer() {
  wanted = false;
  // what the plugins' manifests say is read from there
  spawnSync(process.execPath, ['scripts/build.mjs', 'registry'], { cwd: root, stdio: 'inherit' });
  server = spawn(process.execPath, ['--import', './scripts/typescript.mjs', 'src/main.ts', ...command], { cwd: root, stdio: 'inherit' });
  server.on('exit', (code) => {
    server = null;
    if (leaving) return;
    if (wanted) startServer();
    else console.log(`The server ended (exit ${code}). It starts again when a file changes.`);
  });
}

/** Editors write a file several times and formatters follow; one restart is enough for all of it. */
function changed(name) {
  if (!name || /(^|\/)(dist|node_modules|\.[^/]+)(\/|$)|\.([a-z]+-)?spec\.ts$|\.generated\.ts$|\.tmp$|~$/.test(name.replaceAll('\\', '/')))
    return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    console.log(`${name} changed, restarting`);
    if (!server) startServer();
    else {
      wanted = true;
      server.kill('SIGTERM');
    }
  }, QUIET_MS);
}

for (const folder of watched.filter((each) => existsSync(join(root, each)))) {
  watch(join(root, folder), { recursive: true }, (_event, name) => changed(name));
}
startServer();
const consoleEnv = { INTERLINE_SERVER: `http://127.0.0.1:${process.env.PORT || 4000}`, ...process.env };
const consolePage = existsSync(join(root, 'web/vite.config.ts'))
  ? // not through npm, which ends at a signal and leaves the console running
    spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js')], { cwd: join(root, 'web'), stdio: 'inherit', env: consoleEnv })
  : null;

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    leaving = true;
    // at a terminal the children got the signal themselves; a second one would cut their stop short
    if (signal === 'SIGTERM') {
      server?.kill(signal);
      consolePage?.kill(signal);
    }
    const children = [server, consolePage].filter((child) => child && child.exitCode === null);
    let left = children.length;
    if (left === 0) process.exit(0);
    for (const child of children) child.on('exit', () => --left === 0 && process.exit(0));
  });
}
