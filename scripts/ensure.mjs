// What a fresh clone lacks: packages of npm, and the programs of Debian that some tests drive.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Installs npm packages when they are missing or older than the lock file. Exits with npm's code when that fails. */
export function ensureInstalled(root) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Interline needs Node 20.19 or newer; this is ${process.version}.`);
    process.exit(78);
  }
  const marker = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log('Installing packages …');
  // What builds the project are development packages; an environment of NODE_ENV=production would leave them out.
  const { status } = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

const PROGRAMS = [
  { package: 'chromium', path: '/usr/bin/chromium', what: 'the browser tests' },
  { package: 'fonts-noto-cjk', path: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', what: 'Chinese text in screenshots' },
  { package: 'redis-server', path: '/usr/bin/redis-server', what: 'the tests of the queue on Redis' },
  { package: 'postgresql-15', path: '/usr/lib/postgresql/15/bin/postgres', what: 'the integration run on PostgreSQL 15' },
];

/** Installs Chromium, Redis and PostgreSQL 15 from Debian when that is possible; says what will be skipped otherwise. */
export function ensureDebianPackages(wanted) {
  const missing = PROGRAMS.filter((program) => !existsSync(program.path));
  if (!wanted || missing.length === 0) return;
  const names = missing.map((program) => program.package);
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (canInstall) {
    console.log(`Installing ${names.join(', ')} from Debian …`);
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    // Debian starts a cluster of its own after the install; the tests make theirs.
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold', ...names], quiet);
  }
  for (const program of missing.filter((each) => !existsSync(each.path))) {
    console.log(`${program.package} is not installed: ${program.what} will be skipped. On Debian: apt-get install ${program.package}`);
  }
}
