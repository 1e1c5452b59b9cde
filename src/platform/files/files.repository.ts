import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { UnitOfWork } from '../database/index.js';
import type { StoredFile } from './stored-file.js';

interface FileRow {
  id: Id;
  name: string;
  content_type: string;
  size: string;
  sha256: string;
  purpose: string;
  created_by: Id | null;
  created_at: Date;
  expires_at: Date | null;
}

/** Rows of `files`. Row security keeps each statement inside the company of the running request. */
@Injectable()
export class FilesRepository {
  constructor(private readonly uow: UnitOfWork) {}

  async insert(companyId: Id, file: StoredFile): Promise<void> {
    await this.uow.run((tx) =>
      tx.query(
        `INSERT INTO files (company_id, id, name, content_type, size, sha256, purpose, created_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          companyId,
          file.id,
          file.name,
          file.contentType,
          file.size,
          file.sha256,
          file.purpose,
          file.createdBy,
          file.createdAt,
          file.expiresAt,
        ],
      ),
    );
  }

  async find(id: Id, at: Date): Promise<StoredFile | null> {
    const [row] = await this.uow.read<FileRow>(
      `SELECT id, name, content_type, size, sha256, purpose, created_by, created_at, expires_at
       FROM files WHERE id = $1 AND (expires_at IS NULL OR expires_at > $2)`,
      [id, at],
    );
    if (!row) return null;
    return {
      id: row.id,
      name: row.name,
      contentType: row.content_type,
      size: Number(row.size),
      sha256: row.sha256,
      purpose: row.purpose,
      createdBy: row.created_by,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    };
  }

  /** Sets when a file expires; null keeps it. @returns whether there is one at that time */
  async expire(id: Id, expiresAt: Date | null, at: Date): Promise<boolean> {
    const rows = await this.uow.run((tx) =>
      tx.query('UPDATE files SET expires_at = $2 WHERE id = $1 AND (expires_at IS NULL OR expires_at > $3) RETURNING id', [
        id,
        expiresAt,
        at,
      ]),
    );
    return rows.length > 0;
  }

  async expired(at: Date, limit: number): Promise<Id[]> {
    const rows = await this.uow.read<{ id: Id }>('SELECT id FROM files WHERE expires_at <= $1 ORDER BY id LIMIT $2', [at, limit]);
    return rows.map((row) => row.id);
  }

  async delete(ids: readonly Id[]): Promise<void> {
    await this.uow.run((tx) => tx.query('DELETE FROM files WHERE id = ANY($1::uuid[])', [ids]));
  }
}
