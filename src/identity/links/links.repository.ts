import { Injectable } from '@nestjs/common';
import type { Id, Role } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';

/** What a link is good for. `owner` and `invite` make somebody a member, `reset` sets a new password. */
export type LinkKind = 'owner' | 'invite' | 'reset';

/** A one-time link without its token. */
export interface AccessLink {
  id: Id;
  companyId: Id;
  kind: LinkKind;
  email: string;
  roles: Role[];
  personId: Id | null;
  /** Whose password a reset sets. */
  userId: Id | null;
  createdAt: Date;
  expiresAt: Date;
}

interface Row {
  id: Id;
  kind: LinkKind;
  email: string;
  roles: Role[];
  person_id: Id | null;
  user_id: Id | null;
  created_at: Date;
  expires_at: Date;
}

const COLUMNS = 'id, kind, email, roles, person_id, user_id, created_at, expires_at';
const USABLE = 'used_at IS NULL AND withdrawn_at IS NULL';

/** SQL of one-time links. */
@Injectable()
export class LinksRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The link a token opens, or null when it is used, withdrawn or expired. */
  async byToken(tokenHash: Buffer, now: Date): Promise<AccessLink | null> {
    const [found] = await this.unitOfWork.read<{ company_id: Id; id: Id }>(
      'SELECT company_id, id FROM lookup.link_by_token($1)',
      [tokenHash],
      {
        company: null,
      },
    );
    if (!found) return null;
    const [row] = await this.unitOfWork.read<Row>(
      `SELECT ${COLUMNS} FROM access_links WHERE company_id = $1 AND id = $2 AND ${USABLE} AND expires_at > $3`,
      [found.company_id, found.id, now],
      { company: found.company_id },
    );
    return row ? toLink(found.company_id, row) : null;
  }

  /** Uses a link up. @returns false when somebody was faster, or it has expired */
  async use(companyId: Id, id: Id, now: Date): Promise<boolean> {
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query(`UPDATE access_links SET used_at = $3 WHERE company_id = $1 AND id = $2 AND ${USABLE} AND expires_at > $3 RETURNING id`, [
          companyId,
          id,
          now,
        ]),
      { company: companyId },
    );
    return rows.length === 1;
  }

  /** Adds a link and withdraws the open ones of the same kind for the same address: only the newest opens. */
  async insert(link: AccessLink, tokenHash: Buffer, createdBy: Id | null): Promise<void> {
    await this.unitOfWork.run(
      async (tx) => {
        await tx.query(`UPDATE access_links SET withdrawn_at = $4 WHERE company_id = $1 AND email = $2 AND kind = $3 AND ${USABLE}`, [
          link.companyId,
          link.email,
          link.kind,
          link.createdAt,
        ]);
        await tx.query(
          `INSERT INTO access_links (company_id, ${COLUMNS}, token_hash, created_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
          [
            link.companyId,
            link.id,
            link.kind,
            link.email,
            link.roles,
            link.personId,
            link.userId,
            link.createdAt,
            link.expiresAt,
            tokenHash,
            createdBy,
          ],
        );
      },
      { company: link.companyId },
    );
  }

  /** Withdraws every open link of an address. */
  async withdraw(companyId: Id, email: string, at: Date): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(`UPDATE access_links SET withdrawn_at = $3 WHERE company_id = $1 AND email = $2 AND ${USABLE}`, [companyId, email, at]),
      { company: companyId },
    );
  }

  /** Invitations nobody has accepted yet, newest first. */
  async invitations(companyId: Id, now: Date): Promise<AccessLink[]> {
    const rows = await this.unitOfWork.read<Row>(
      `SELECT ${COLUMNS} FROM access_links WHERE company_id = $1 AND kind <> 'reset' AND ${USABLE} AND expires_at > $2 ORDER BY id DESC`,
      [companyId, now],
      { company: companyId },
    );
    return rows.map((row) => toLink(companyId, row));
  }
}

function toLink(companyId: Id, row: Row): AccessLink {
  return {
    id: row.id,
    companyId,
    kind: row.kind,
    email: row.email,
    roles: row.roles,
    personId: row.person_id,
    userId: row.user_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
