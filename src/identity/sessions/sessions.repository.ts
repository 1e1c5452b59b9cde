import { Injectable } from '@nestjs/common';
import type { Id, Role } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';

/** A session as it is made. */
export interface NewSession {
  id: Id;
  companyId: Id;
  userId: Id;
  tokenHash: Buffer;
  createdAt: Date;
  expiresAt: Date;
  ip: string | null;
  userAgent: string | null;
}

/** A live session with whom it stands for. */
export interface LiveSession {
  id: Id;
  companyId: Id;
  userId: Id;
  personId: Id | null;
  roles: Role[];
  operator: boolean;
  createdAt: Date;
  seenAt: Date;
  expiresAt: Date;
}

interface Row {
  id: Id;
  user_id: Id;
  person_id: Id | null;
  roles: Role[];
  operator: boolean;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
}

/** SQL of sessions. */
@Injectable()
export class SessionsRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The session a token opens, or null when it has ended, or its user is no member any more. Whether it has expired is the caller's question. */
  async byToken(tokenHash: Buffer): Promise<LiveSession | null> {
    const [found] = await this.unitOfWork.read<{ company_id: Id; id: Id }>(
      'SELECT company_id, id FROM lookup.session_by_token($1)',
      [tokenHash],
      {
        company: null,
      },
    );
    if (!found) return null;
    const [row] = await this.unitOfWork.read<Row>(
      `SELECT s.id, s.user_id, m.person_id, m.roles, u.operator, s.created_at, s.seen_at, s.expires_at
       FROM sessions s
       JOIN memberships m ON m.company_id = s.company_id AND m.user_id = s.user_id AND m.ended_at IS NULL
       JOIN users u ON u.id = s.user_id
       WHERE s.company_id = $1 AND s.id = $2 AND s.ended_at IS NULL`,
      [found.company_id, found.id],
      { company: found.company_id },
    );
    if (!row) return null;
    return {
      id: row.id,
      companyId: found.company_id,
      userId: row.user_id,
      personId: row.person_id,
      roles: row.roles,
      operator: row.operator,
      createdAt: row.created_at,
      seenAt: row.seen_at,
      expiresAt: row.expires_at,
    };
  }

  async insert(session: NewSession): Promise<void> {
    await this.unitOfWork.run(
      async (tx) => {
        // What is left of long ended sessions goes when the user comes back.
        await tx.query(
          `DELETE FROM sessions WHERE company_id = $1 AND user_id = $2 AND expires_at < $3::timestamptz - interval '30 days'`,
          [session.companyId, session.userId, session.createdAt],
        );
        await tx.query(
          `INSERT INTO sessions (company_id, id, user_id, token_hash, created_at, seen_at, expires_at, ip, user_agent)
           VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)`,
          [
            session.companyId,
            session.id,
            session.userId,
            session.tokenHash,
            session.createdAt,
            session.expiresAt,
            session.ip,
            session.userAgent?.slice(0, 300) ?? null,
          ],
        );
      },
      { company: session.companyId },
    );
  }

  async seen(companyId: Id, id: Id, at: Date, expiresAt: Date): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query('UPDATE sessions SET seen_at = $3, expires_at = $4 WHERE company_id = $1 AND id = $2', [companyId, id, at, expiresAt]),
      { company: companyId, separate: true },
    );
  }

  async end(companyId: Id, id: Id, at: Date): Promise<void> {
    await this.unitOfWork.run(
      (tx) => tx.query('UPDATE sessions SET ended_at = $3 WHERE company_id = $1 AND id = $2 AND ended_at IS NULL', [companyId, id, at]),
      { company: companyId },
    );
  }

  /** Ends every session of a user in a company. */
  async endAll(companyId: Id, userId: Id, at: Date): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query('UPDATE sessions SET ended_at = $3 WHERE company_id = $1 AND user_id = $2 AND ended_at IS NULL', [companyId, userId, at]),
      { company: companyId },
    );
  }

  /** The newest session of a user in the company; ids sort by the time they were made. */
  async newest(companyId: Id, userId: Id): Promise<Id | null> {
    const [row] = await this.unitOfWork.read<{ id: Id }>(
      'SELECT id FROM sessions WHERE company_id = $1 AND user_id = $2 ORDER BY id DESC LIMIT 1',
      [companyId, userId],
      { company: companyId },
    );
    return row?.id ?? null;
  }
}
