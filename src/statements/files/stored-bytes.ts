import type { Id } from '../../kernel/index.js';
import type { FileStore } from '../../platform/files/index.js';
import type { FileBytes } from './reading/file-row.js';

/** The bytes of a stored file, for readers that jump in it. */
export function storedBytes(files: FileStore, file: { id: Id; size: number }): FileBytes {
  return { size: file.size, open: async (range) => (await files.open(file.id, range)).body };
}
