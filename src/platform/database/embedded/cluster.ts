import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { chmod, chown, link, mkdir, open, readFile, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { prepareBinaries, type Binaries } from './binaries.js';
import { embeddedErrors, failedToStart } from './embedded.errors.js';
import { canReach, chooseServerUser, type ServerUser } from './server-user.js';

/** Superuser of the embedded server. Used to provision roles and to hold the lease; the app never gets it. */
export const ADMIN_ROLE = 'postgres';

/** Where clusters go when we are root and the server's user cannot reach the data directory (a home of mode 0700). */
const FAR_HOME = '/var/lib/interline';

/** `<data dir>/database.json`, 0600: which cluster belongs to this data directory, and its passwords. */
const recordSchema = z.object({
  format: z.literal(1),
  /** Directory of the cluster: absolute when far away, else relative to the data directory, which may then be moved. */
  cluster: z.string().min(1),
  port: z.int().min(1024).max(65535),
  passwords: z.object({ admin: z.string().min(32), owner: z.string().min(32), app: z.string().min(32), jobs: z.string().min(32) }),
});
type ClusterRecord = z.infer<typeof recordSchema>;

/** A created cluster, ready to be started. */
export interface Cluster extends ClusterRecord {
  dataDir: string;
  /** PGDATA, absolute. */
  directory: string;
  user: ServerUser | null;
  binaries: Binaries;
}

/** The environment the server's programs get: nothing of ours, since secrets may be in it. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const system = process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot, PATH: process.env.PATH } : { PATH: '/usr/bin:/bin' };
  return { ...system, LC_ALL: 'C', TZ: 'UTC' };
}

/**
 * Opens the cluster of a data directory, creating it on first use. Several processes may come at once: each builds a cluster of its own, the first to link
 * its record wins, the others drop theirs.
 * @throws EMBEDDED_DATA when what is there cannot be used, EMBEDDED_START_FAILED when initdb fails
 */
export async function openCluster(dataDir: string): Promise<Cluster> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const home = await realpath(dataDir);
  return (await readCluster(home)) ?? (await createCluster(home));
}

/** Writes the port a cluster moved to because its old one was taken. */
export async function savePort(cluster: Cluster, port: number): Promise<void> {
  cluster.port = port;
  const { format, cluster: place, passwords } = cluster;
  const draft = await writeDraft(cluster.dataDir, { format, cluster: place, port, passwords });
  await rename(draft, recordPath(cluster.dataDir));
}

/** A loopback port out of the range systems use for outgoing connections, so that only another server can hold it. */
export function pickPort(): number {
  return randomInt(20_000, 32_000);
}

/** Stops nothing: removes the cluster of a data directory. The caller has made sure that no server runs. */
export async function dropCluster(dataDir: string): Promise<void> {
  const record = await readRecord(dataDir);
  if (!record) return;
  await rm(placeOf(record, dataDir), { recursive: true, force: true });
  await rm(recordPath(dataDir), { force: true });
}

const recordPath = (dataDir: string): string => join(dataDir, 'database.json');
const placeOf = (record: ClusterRecord, dataDir: string): string =>
  isAbsolute(record.cluster) ? record.cluster : join(dataDir, record.cluster);

async function readRecord(dataDir: string): Promise<ClusterRecord | null> {
  const path = recordPath(dataDir);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw embeddedErrors.EMBEDDED_DATA(`${path} cannot be read: ${error.message}`, { cause: error });
  });
  if (text === null) return null;
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw embeddedErrors.EMBEDDED_DATA(`${path} is damaged. Restore it from a backup: it holds the passwords of the embedded database.`, {
      cause,
    });
  }
}

async function readCluster(dataDir: string): Promise<Cluster | null> {
  const record = await readRecord(dataDir);
  if (!record) return null;
  const directory = placeOf(record, dataDir);
  const versionFile = join(directory, 'PG_VERSION');
  const version = await readFile(versionFile, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw embeddedErrors.EMBEDDED_DATA(
      `The embedded database of ${dataDir} should be in ${directory}, but ${versionFile} cannot be read: ${cause.message}`,
      { cause },
    );
  });
  const user = await chooseServerUser((await stat(directory)).uid);
  if (user && !(await canReach(directory, user))) {
    throw embeddedErrors.EMBEDDED_DATA(
      `${directory} was moved to where its user ${user.name} cannot reach it. Move ${dataDir} back, or let ${user.name} pass through every directory above it.`,
    );
  }
  await claim(record, directory, dataDir, user);
  const binaries = await prepareBinaries(user, await homeOfClusters(dataDir, user));
  if (Number.parseInt(version, 10) !== binaries.major) {
    throw embeddedErrors.EMBEDDED_DATA(
      `${directory} was written by PostgreSQL ${version.trim()}, this is ${binaries.major}. Dump it with the release that wrote it, then restore into a new data directory.`,
    );
  }
  return { ...record, dataDir, directory, user, binaries };
}

/** A far cluster names its data directory, so that a copied data directory does not end up on the original's data. */
async function claim(record: ClusterRecord, directory: string, dataDir: string, user: ServerUser | null): Promise<void> {
  if (!isAbsolute(record.cluster)) return;
  const path = join(directory, 'interline-data-dir');
  const claimed = await readFile(path, 'utf8').catch(() => dataDir);
  if (claimed === dataDir) return;
  const other = await readRecord(claimed).catch(() => null);
  if (other?.cluster === record.cluster) {
    throw embeddedErrors.EMBEDDED_DATA(
      `${dataDir} is a copy of ${claimed}, whose database lives in ${directory} and cannot serve both. Use backup and restore, or remove database.json from the copy.`,
    );
  }
  await writeFile(path, dataDir, { mode: 0o600 });
  if (user) await chown(path, user.uid, user.gid);
}

async function createCluster(dataDir: string): Promise<Cluster> {
  const user = await chooseServerUser();
  const home = await homeOfClusters(dataDir, user);
  await sweep(home);
  const binaries = await prepareBinaries(user, home);
  const password = (): string => randomBytes(32).toString('base64url');
  const id = randomBytes(6).toString('hex');
  const directory = join(home, id);
  const record: ClusterRecord = {
    format: 1,
    cluster: home.startsWith(dataDir) ? join('postgres', id) : directory,
    port: pickPort(),
    passwords: { admin: password(), owner: password(), app: password(), jobs: password() },
  };
  const draftMark = `${directory}.draft`;
  let kept = false;
  try {
    await writeFile(draftMark, String(process.pid), { mode: 0o600 });
    await initdb(binaries, directory, user, record.passwords.admin, dataDir);
    // before it is published: a mark that outlived us would have a finished cluster swept away
    await rm(draftMark, { force: true });
    kept = await publish(dataDir, record);
  } finally {
    if (!kept) await discard(directory);
  }
  if (!kept) return (await readCluster(dataDir))!;
  return { ...record, dataDir, directory, user, binaries };
}

/** @returns false when another process published its cluster first */
async function publish(dataDir: string, record: ClusterRecord): Promise<boolean> {
  const draft = await writeDraft(dataDir, record);
  try {
    await link(draft, recordPath(dataDir));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDraft(dataDir: string, record: ClusterRecord): Promise<string> {
  const draft = `${recordPath(dataDir)}.${randomBytes(4).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(record, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

/** Picks and prepares the directory that holds clusters and copied programs: beside our other data when the server's user can get there. */
async function homeOfClusters(dataDir: string, user: ServerUser | null): Promise<string> {
  const near = join(dataDir, 'postgres');
  if (!user) {
    await mkdir(near, { recursive: true, mode: 0o700 });
    return near;
  }
  const home = (await canReach(dataDir, user)) ? near : FAR_HOME;
  try {
    await mkdir(home, { recursive: true });
    // passing through is for the server's group only in our own directory; its other files stay ours
    if (home === near) {
      await chown(dataDir, (await stat(dataDir)).uid, user.gid);
      await chmod(dataDir, 0o710);
    }
    await chmod(home, 0o711);
  } catch (cause) {
    throw embeddedErrors.EMBEDDED_DATA(
      `The database's user ${user.name} cannot reach ${dataDir}, and ${home} cannot be used instead: ${(cause as Error).message}. Set INTERLINE_DATA_DIR to a directory it can reach.`,
      { cause },
    );
  }
  return home;
}

/** Removes what a killed creation left behind. */
async function sweep(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.endsWith('.draft')) continue;
    const mark = join(home, name);
    const pid = Number(await readFile(mark, 'utf8').catch(() => '0'));
    if (pid > 0 && isAlive(pid)) continue;
    await discard(mark.slice(0, -'.draft'.length));
  }
}

async function discard(directory: string): Promise<void> {
  for (const path of [directory, `${directory}.password`, `${directory}.draft`]) await rm(path, { recursive: true, force: true });
}

/** Whether a process of that id exists, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function initdb(binaries: Binaries, directory: string, user: ServerUser | null, password: string, dataDir: string): Promise<void> {
  await mkdir(directory, { mode: 0o700 });
  const passwordFile = `${directory}.password`;
  try {
    await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
    if (user) {
      await chown(directory, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    const args = ['-D', directory, '-U', ADMIN_ROLE, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
    // the built-in locale folds case for all of Unicode and sorts alike on every machine, whatever its C library
    args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions');
    const { code, complaints } = await run(binaries.initdb, args, directory, user);
    if (code !== 0) throw failedToStart(`The embedded database could not be created in ${directory}:\n${complaints}`);
    const claimFile = join(directory, 'interline-data-dir');
    await writeFile(claimFile, dataDir, { mode: 0o600 });
    if (user) await chown(claimFile, user.uid, user.gid);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function run(program: string, args: string[], cwd: string, user: ServerUser | null): Promise<{ code: number | null; complaints: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: cleanEnvironment(),
      // what it does step by step goes to its output and helps nobody
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(user && { uid: user.uid, gid: user.gid }),
    });
    let complaints = '';
    child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString('utf8')).slice(-4000)));
    child.on('error', (cause) =>
      reject(
        embeddedErrors.EMBEDDED_START_FAILED(`${program} could not be run${user ? ` as ${user.name}` : ''}: ${cause.message}`, { cause }),
      ),
    );
    child.on('close', (code) => resolve({ code, complaints: complaints.trim() }));
  });
}
