import { constants } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { embeddedErrors } from './embedded.errors.js';

/** The user the server runs as when we are root, because PostgreSQL refuses to be root. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

/** In order of preference. `interline` is nobody's default: an operator who creates it gives the server a user of its own. */
const CANDIDATES = ['interline', 'postgres', 'nobody'];

/**
 * Chooses the server's user.
 * @param owner uid that owns existing data; it wins over the preference, since the data cannot change hands silently
 * @returns null when this process is not root (or the platform has no such thing): the server then runs as ourselves
 * @throws EMBEDDED_USER when no candidate has an account, or when we are a plain user without one and nothing is created yet
 */
export async function chooseServerUser(owner?: number): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) {
    if (owner === undefined) requireAccount();
    return null;
  }
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const found =
    owner === undefined
      ? CANDIDATES.map((name) => accounts.find((account) => account.name === name))
      : [accounts.find((account) => account.uid === owner)];
  const user = found.find((account) => account !== undefined && account.uid !== 0);
  if (!user) {
    const wanted =
      owner === undefined ? `none of ${CANDIDATES.join(', ')} has an account` : `the uid ${owner} that owns its data has no account`;
    throw embeddedErrors.EMBEDDED_USER(
      `PostgreSQL does not run as root and ${wanted}. Create one (useradd --system interline), run Interline as a plain user, or set DATABASE_URL.`,
    );
  }
  return user;
}

/** initdb looks its user up; containers often run under a bare number. */
function requireAccount(): void {
  try {
    userInfo();
  } catch (cause) {
    throw embeddedErrors.EMBEDDED_USER(
      `PostgreSQL creates no database for the uid ${process.getuid?.()}, which has no account. Give it a line in /etc/passwd, run as another user, or set DATABASE_URL.`,
      { cause },
    );
  }
}

function parseAccounts(passwd: string): ServerUser[] {
  return passwd
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }));
}

/** Whether a user may pass through every directory above a path. Access lists are not looked at: at worst we copy without need. */
export async function canReach(path: string, user: ServerUser): Promise<boolean> {
  let at = dirname(await realpath(path));
  for (;;) {
    if (!allows(await stat(at), user, constants.S_IXUSR)) return false;
    const above = dirname(at);
    if (above === at) return true;
    at = above;
  }
}

/** Whether a user may read and run a file, reached or not. */
export async function canRun(path: string, user: ServerUser): Promise<boolean> {
  return allows(await stat(path), user, constants.S_IRUSR | constants.S_IXUSR);
}

function allows(file: { mode: number; uid: number; gid: number }, user: ServerUser, ownerBits: number): boolean {
  const shift = file.uid === user.uid ? 0 : file.gid === user.gid ? 3 : 6;
  const bits = ownerBits >> shift;
  return (file.mode & bits) === bits;
}
