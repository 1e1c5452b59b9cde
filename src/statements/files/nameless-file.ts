import { randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file on the disk without a name, to write and to read: it is gone with the process, however that ends. */
export async function namelessFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `interline-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  return handle;
}
