import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BYTES = 32;

const keyPath = (dataDir: string): string => join(dataDir, 'master.key');

/** Reads a key of 32 bytes from 64 hex digits or base64 (also its URL form, with or without padding); null when it is neither. */
export function parseMasterKey(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const key = Buffer.from(text, 'base64');
  return key.length === BYTES ? key : null;
}

/** Whether a data directory has a key of its own. */
export function keepsMasterKey(dataDir: string): boolean {
  return existsSync(keyPath(dataDir));
}

/** Reads the key of a data directory. @throws with a message for its owner when it cannot be read or is no key */
export function readMasterKey(dataDir: string): Buffer {
  const path = keyPath(dataDir);
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const key = parseMasterKey(text);
  if (!key) throw new Error(`${path} holds no key of 32 bytes. Put it back from your backup.`);
  return key;
}

/** Makes the key of a data directory, 0600; of two processes that come at once, both get the first one's. */
export function createMasterKey(dataDir: string): Buffer {
  const path = keyPath(dataDir);
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(draft, `${randomBytes(BYTES).toString('base64')}\n`, { flag: 'wx', mode: 0o600, flush: true });
    chmodSync(draft, 0o600);
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readMasterKey(dataDir);
}

/** Tells keys apart in logs and support requests without giving them away. */
export function keyFingerprint(key: Uint8Array): string {
  return createHmac('sha256', key).update('interline key fingerprint').digest('hex').slice(0, 16);
}

/** A secret for one purpose, made from the master key: whoever has the key needs no second secret. 43 characters. */
export function derivedSecret(key: Uint8Array, purpose: string): string {
  return createHmac('sha256', key).update(`interline derived secret: ${purpose}`).digest('base64url');
}
