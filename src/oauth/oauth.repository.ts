import { Injectable } from '@nestjs/common';
import type { Id } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { AccessToken, OAuthClient } from './oauth-client.js';

interface ClientRow {
  id: Id;
  client_id: string;
  name: string;
  scopes: string[];
  created_at: Date;
  revoked_at: Date | null;
}

const COLUMNS = 'id, client_id, name, scopes, created_at, revoked_at';

/** SQL of apps and their tokens. */
@Injectable()
export class OAuthRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Newest first, revoked ones too. */
  async clients(companyId: Id): Promise<OAuthClient[]> {
    const rows = await this.unitOfWork.read<ClientRow>(
      `SELECT ${COLUMNS} FROM oauth_clients WHERE company_id = $1 ORDER BY created_at DESC, id DESC`,
      [companyId],
      {
        company: companyId,
      },
    );
    return rows.map(toClient);
  }

  async insertClient(companyId: Id, client: OAuthClient, secretHash: Buffer, createdBy: Id | null): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `INSERT INTO oauth_clients (company_id, id, client_id, name, secret_hash, scopes, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [companyId, client.id, client.clientId, client.name, secretHash, client.scopes, client.createdAt, createdBy],
        ),
      { company: companyId },
    );
  }

  /** Revokes an app with all its tokens. @returns null when there is no such app; an app revoked before keeps its time */
  async revokeClient(companyId: Id, id: Id, at: Date): Promise<OAuthClient | null> {
    return this.unitOfWork.run(
      async (tx) => {
        const [row] = await tx.query<ClientRow>(
          `UPDATE oauth_clients SET revoked_at = coalesce(revoked_at, $3) WHERE company_id = $1 AND id = $2 RETURNING ${COLUMNS}`,
          [companyId, id, at],
        );
        await tx.query('DELETE FROM oauth_tokens WHERE company_id = $1 AND oauth_client_id = $2', [companyId, id]);
        return row ? toClient(row) : null;
      },
      { company: companyId },
    );
  }

  /** The app of a client id with what is kept of its secret; null when there is none or it was revoked. */
  async clientForToken(clientId: string): Promise<(OAuthClient & { companyId: Id; secretHash: Buffer }) | null> {
    const [found] = await this.unitOfWork.read<{ company: Id | null }>('SELECT lookup.company_of_oauth_client($1) AS company', [clientId], {
      company: null,
    });
    if (!found?.company) return null;
    const [row] = await this.unitOfWork.read<ClientRow & { secret_hash: Buffer }>(
      `SELECT ${COLUMNS}, secret_hash FROM oauth_clients WHERE company_id = $1 AND client_id = $2 AND revoked_at IS NULL`,
      [found.company, clientId],
      { company: found.company },
    );
    return row ? { ...toClient(row), companyId: found.company, secretHash: row.secret_hash } : null;
  }

  /** Keeps a token, and sweeps expired ones of the same app away. Refuses silently when the app was revoked meanwhile. @returns whether it was kept */
  async insertToken(
    companyId: Id,
    oauthClientId: Id,
    token: { hash: Buffer; scopes: string[]; createdAt: Date; expiresAt: Date },
  ): Promise<boolean> {
    const rows = await this.unitOfWork.run(
      async (tx) => {
        void tx
          .query('DELETE FROM oauth_tokens WHERE company_id = $1 AND oauth_client_id = $2 AND expires_at < $3', [
            companyId,
            oauthClientId,
            token.createdAt,
          ])
          .catch(() => undefined);
        return tx.query(
          `INSERT INTO oauth_tokens (company_id, token_hash, oauth_client_id, scopes, created_at, expires_at)
           SELECT $1, $2, c.id, $4, $5, $6 FROM oauth_clients c WHERE c.company_id = $1 AND c.id = $3 AND c.revoked_at IS NULL
           RETURNING 1`,
          [companyId, token.hash, oauthClientId, token.scopes, token.createdAt, token.expiresAt],
        );
      },
      { company: companyId },
    );
    return rows.length === 1;
  }

  /** A token by its hash, with its app's name; expired ones too. */
  async token(hash: Buffer): Promise<AccessToken | null> {
    const [found] = await this.unitOfWork.read<{ company: Id | null }>('SELECT lookup.company_of_access_token($1) AS company', [hash], {
      company: null,
    });
    if (!found?.company) return null;
    const [row] = await this.unitOfWork.read<{ client_id: string; scopes: string[]; expires_at: Date }>(
      `SELECT c.client_id, t.scopes, t.expires_at
       FROM oauth_tokens t JOIN oauth_clients c ON c.company_id = t.company_id AND c.id = t.oauth_client_id
       WHERE t.company_id = $1 AND t.token_hash = $2 AND c.revoked_at IS NULL`,
      [found.company, hash],
      { company: found.company },
    );
    return row ? { companyId: found.company, clientId: row.client_id, scopes: row.scopes, expiresAt: row.expires_at } : null;
  }
}

function toClient(row: ClientRow): OAuthClient {
  return { id: row.id, clientId: row.client_id, name: row.name, scopes: row.scopes, createdAt: row.created_at, revokedAt: row.revoked_at };
}
