import type { Id } from '../../kernel/index.js';

/** A file of the running request's company. */
export interface StoredFile {
  id: Id;
  name: string;
  contentType: string;
  /** Bytes. */
  size: number;
  /** Lower-case hex of the whole content. */
  sha256: string;
  /** Name of the `FilePurpose`. */
  purpose: string;
  createdBy: Id | null;
  createdAt: Date;
  /** From then on the file is gone; null keeps it. */
  expiresAt: Date | null;
}
