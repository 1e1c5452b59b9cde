import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobStore, ByteRange, KeptBytes } from './blob-store.js';
import { filesErrors } from './files.errors.js';

/** Behind the name of bytes that are still coming. */
const UNFINISHED = '.part';
/** No upload takes so long, in milliseconds: what is unfinished and older was left by a process that died. */
const ABANDONED_MS = 86_400_000;

/** Bytes on a disk under one folder, readable by the process's own user only. */
export class DiskBlobs implements BlobStore {
  /** @param folder made when it is missing */
  constructor(private readonly folder: string) {}

  async put(key: string, body: Readable, maxBytes: number): Promise<KeptBytes> {
    const path = this.path(key);
    const part = `${path}${UNFINISHED}`;
    const hash = createHash('sha256');
    let size = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        if (size > maxBytes) return done(filesErrors.FILE_TOO_LARGE('the file is too large', { extensions: { limit: maxBytes } }));
        hash.update(chunk);
        done(null, chunk);
      },
    });
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await removeAbandoned(dirname(path));
      await pipeline(body, measure, createWriteStream(part, { mode: 0o600 }));
      await flush(part);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw isFull(error) ? filesErrors.STORAGE_FULL('there is no room left to keep the file', { cause: error }) : error;
    }
    return { size, sha256: hash.digest('hex') };
  }

  open(key: string, range?: ByteRange): Readable {
    return createReadStream(this.path(key), range);
  }

  async remove(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  private path(key: string): string {
    if (!/^[0-9a-f-]+(\/[0-9a-f-]+)*$/.test(key)) throw new TypeError(`not a key: ${key}`);
    return join(this.folder, key);
  }
}

/** Removes what uploads left that were cut off with their process: nobody knows of it. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(UNFINISHED)) continue;
    const path = join(folder, name);
    // Another process may be removing it too, or may just have finished it.
    const known = await lstat(path).catch(() => null);
    if (known && Date.now() - known.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
  }
}

/** A row must never point at bytes that a power cut can take back. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function isFull(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
