import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import { currentCompany, currentContext, kernelErrors, newId, type Clock, type Id } from '../../kernel/index.js';
import { CLOCK } from '../clock.js';
import { BLOBS, type BlobStore, type ByteRange } from './blob-store.js';
import type { FilePurpose } from './file-purpose.js';
import { FilesRepository } from './files.repository.js';
import type { StoredFile } from './stored-file.js';

/** A file to be kept. */
export interface NewFile {
  name: string;
  contentType: string;
  purpose: FilePurpose;
}

const DAY = 86_400_000;

/**
 * Files of companies: uploads and what the server makes. A file belongs to the company of the running request; ids of other companies, and expired files,
 * are not found.
 */
@Injectable()
export class FileStore {
  constructor(
    private readonly files: FilesRepository,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Keeps a file: the bytes first, then its row with the caller's unit of work.
   * @throws FILE_TOO_LARGE, STORAGE_FULL; nothing is kept then
   */
  async save(file: NewFile, body: Readable | Buffer | string): Promise<StoredFile> {
    const companyId = currentCompany();
    const id = newId();
    await this.removeExpired();
    const kept = await this.blobs.put(
      blobKey(companyId, id),
      body instanceof Readable ? body : Readable.from([body]),
      file.purpose.maxBytes,
    );
    const actor = currentContext()?.actor;
    const createdAt = this.clock.now();
    const { keepDays } = file.purpose;
    const stored: StoredFile = {
      id,
      name: safeName(file.name),
      contentType: file.contentType,
      ...kept,
      purpose: file.purpose.name,
      createdBy: actor?.kind === 'person' ? actor.userId : null,
      createdAt,
      expiresAt: keepDays === null ? null : daysFrom(createdAt, keepDays),
    };
    try {
      await this.files.insert(companyId, stored);
    } catch (error) {
      await this.blobs.remove(blobKey(companyId, id));
      throw error;
    }
    return stored;
  }

  /** A file by id, or null. */
  async find(id: Id): Promise<StoredFile | null> {
    return this.files.find(id, this.clock.now());
  }

  /** Opens a file for reading, whole or a part of it. @throws NOT_FOUND */
  async open(id: Id, range?: ByteRange): Promise<{ file: StoredFile; body: Readable }> {
    const file = await this.find(id);
    if (!file) throw kernelErrors.NOT_FOUND('there is no such file');
    return { file, body: this.blobs.open(blobKey(currentCompany(), id), range) };
  }

  /** Reads a file into memory; only for purposes whose size cap allows it. @throws NOT_FOUND */
  async read(id: Id): Promise<{ file: StoredFile; content: Buffer }> {
    const { file, body } = await this.open(id);
    return { file, content: await buffer(body) };
  }

  /** Keeps a file for ever, with the caller's unit of work: something stands on it. @throws NOT_FOUND */
  async keep(id: Id): Promise<void> {
    if (!(await this.files.expire(id, null, this.clock.now()))) throw kernelErrors.NOT_FOUND('there is no such file');
  }

  /** Lets a file go that was kept: it expires so many days from now. Unknown ids do nothing. */
  async letGo(id: Id, days: number): Promise<void> {
    const now = this.clock.now();
    await this.files.expire(id, daysFrom(now, days), now);
  }

  /** Forgets a file; unknown ids do nothing. */
  async delete(id: Id): Promise<void> {
    await this.files.delete([id]);
    await this.blobs.remove(blobKey(currentCompany(), id));
  }

  /** Deletes the company's expired files, a hundred at a time; each new file sweeps, so nothing has to be scheduled. @returns how many */
  async removeExpired(): Promise<number> {
    const ids = await this.files.expired(this.clock.now(), 100);
    if (ids.length === 0) return 0;
    await this.files.delete(ids);
    await Promise.all(ids.map((id) => this.blobs.remove(blobKey(currentCompany(), id))));
    return ids.length;
  }
}

function daysFrom(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY);
}

function blobKey(companyId: Id, id: Id): string {
  return `${companyId}/${id}`;
}

/** The last part of the name a client gave, without control characters: it only ever names a download. */
function safeName(name: string): string {
  const last = name
    .replace(/[\u0000-\u001f\u007f"]/g, '')
    .split(/[/\\]/)
    .at(-1)!;
  return last.trim().slice(-200) || 'file';
}
