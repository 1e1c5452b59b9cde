import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the project stands. */
export const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** What a clone does not have. */
const MADE = new Set(['node_modules', 'dist', '.git', '.interline', 'coverage']);

/** A user of the system. */
export interface SystemUser {
  uid: number;
  gid: number;
}

/** As whom a program runs. */
export interface RunsAs {
  /** Absent: as ourselves. */
  user?: SystemUser | undefined;
  /** Absent: ours. */
  umask?: number | undefined;
}

/** Program, arguments and options for `spawn` that run Node as somebody. */
export function nodeAs({ user, umask }: RunsAs, args: readonly string[]): [string, string[], Partial<SystemUser>] {
  if (umask === undefined) return [process.execPath, [...args], user ?? {}];
  return ['/bin/sh', ['-c', `umask ${umask.toString(8)} && exec "$0" "$@"`, process.execPath, ...args], user ?? {}];
}

/** What to do differently from a plain clone. */
export interface CopyOptions {
  /** Paths that are left out, such as `plugins/acme`. */
  without?: readonly string[];
  /** Installed packages that are copied in full instead of linked, by name or scope; `all` where the copy's user cannot reach the ones here. */
  whole?: readonly string[] | 'all';
}

/**
 * Copies the project as a clone with installed packages would stand there: nothing that is built or generated but the console's pages, packages linked to the
 * ones here, the workspaces linked to the copy's own.
 */
export async function copyTree(folder: string, { without = [], whole = [] }: CopyOptions = {}): Promise<void> {
  const left = new Set(without.map((path) => join(ROOT, path)));
  await cp(ROOT, folder, {
    recursive: true,
    filter: (path) => !left.has(path) && !MADE.has(basename(path)) && !path.endsWith('.generated.ts'),
  });
  const pages = join(ROOT, 'web/dist');
  if (existsSync(pages)) await cp(pages, join(folder, 'web/dist'), { recursive: true });
  for (const owner of ['.', 'web']) await installInto(join(folder, owner), join(ROOT, owner, 'node_modules'), whole);
  const ours = join(folder, 'node_modules/@interline');
  await mkdir(ours);
  for (const path of ['sdk', 'demo', 'web']) await symlink(join('../..', path), join(ours, path));
}

async function installInto(folder: string, packages: string, whole: readonly string[] | 'all'): Promise<void> {
  if (!existsSync(packages)) return;
  const place = join(folder, 'node_modules');
  await mkdir(place);
  for (const name of await readdir(packages)) {
    if (name === '@interline') continue;
    if (whole === 'all' || whole.includes(name))
      await cp(join(packages, name), join(place, name), { recursive: true, verbatimSymlinks: true });
    else await symlink(join(packages, name), join(place, name));
  }
}

/** Hands a folder with all in it to a user, readable by him alone. Links stay whose they are. */
export async function giveTo(folder: string, user: SystemUser | undefined): Promise<void> {
  if (user) await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await giveTo(path, user);
    else if (entry.isFile()) {
      if (user) await chown(path, user.uid, user.gid);
      await chmod(path, entry.parentPath.endsWith('/bin') ? 0o700 : 0o600);
    }
  }
}

/** Runs a program of Node's in a tree. @returns what it printed @throws with the end of that when it does not end with 0 */
export async function runIn(folder: string, args: readonly string[], as: RunsAs = {}): Promise<string> {
  const [program, words, user] = nodeAs(as, args);
  const child = spawn(program, words, { cwd: folder, env: { PATH: process.env['PATH'], HOME: folder }, ...user });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${args.join(' ')} in ${folder} ended with ${code}:\n${said.slice(-4_000)}`);
  return said;
}
