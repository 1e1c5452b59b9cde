import type { Readable } from 'node:stream';

/** A part of a file; both ends inclusive, as in HTTP. */
export interface ByteRange {
  start: number;
  end: number;
}

/** What is known of bytes once they are kept. */
export interface KeptBytes {
  size: number;
  /** Lower-case hex. */
  sha256: string;
}

/**
 * Where the bytes of files lie: a disk today, an object store later. It knows keys only; who may see a file is `FileStore`'s business.
 * A key is made of parts that are ids, so it never needs escaping.
 */
export interface BlobStore {
  /**
   * Keeps a stream under a new key, whole or not at all.
   * @throws FILE_TOO_LARGE beyond `maxBytes`, STORAGE_FULL
   */
  put(key: string, body: Readable, maxBytes: number): Promise<KeptBytes>;
  /** Reads bytes that were kept. The stream fails when the key is unknown. */
  open(key: string, range?: ByteRange): Readable;
  /** Forgets a key; unknown ones too. */
  remove(key: string): Promise<void>;
}

/** Injection token of the `BlobStore`. */
export const BLOBS = Symbol('BLOBS');
