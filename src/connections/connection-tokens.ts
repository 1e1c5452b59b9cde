import { Injectable } from '@nestjs/common';
import type { StoredToken, TokenStore } from '../connectors/index.js';
import type { Id } from '../kernel/index.js';
import { Vault } from '../platform/crypto/index.js';
import { UnitOfWork } from '../platform/database/index.js';

type SealedToken = Omit<StoredToken, 'version' | 'expiresAt'> & { expiresAt: string };

/** Keeps vendors' tokens in rows, sealed, for all processes. Who fetches the next one holds a claim; nobody holds a transaction meanwhile. */
@Injectable()
export class ConnectionTokens {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly vault: Vault,
  ) {}

  /** The store of one connection. */
  store(companyId: Id, connectionId: Id): TokenStore {
    const key = [companyId, connectionId];
    const place = `connection_tokens/${connectionId}`;
    const run = <Row extends object>(sql: string, params: unknown[]): Promise<Row[]> =>
      this.unitOfWork.run((tx) => tx.query<Row>(sql, params), { company: companyId });
    const release = async (holder: string): Promise<void> => {
      await run('UPDATE connection_tokens SET claimed_by = NULL WHERE company_id = $1 AND connection_id = $2 AND claimed_by = $3', [
        ...key,
        holder,
      ]);
    };
    return {
      read: async () => {
        const [row] = await this.unitOfWork.read<{ sealed: Buffer | null; version: number }>(
          'SELECT sealed, version FROM connection_tokens WHERE company_id = $1 AND connection_id = $2',
          key,
          { company: companyId },
        );
        if (!row?.sealed) return null;
        const token = await this.vault.openJson<SealedToken>(companyId, row.sealed, place);
        return { ...token, expiresAt: new Date(token.expiresAt), version: row.version };
      },
      // The server's clock counts, since processes may disagree about the time.
      claim: async (holder, milliseconds) => {
        const rows = await run(
          `INSERT INTO connection_tokens AS t (company_id, connection_id, claimed_by, claimed_until)
           VALUES ($1, $2, $3, clock_timestamp() + make_interval(secs => $4))
           ON CONFLICT (company_id, connection_id) DO UPDATE SET claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until
             WHERE t.claimed_by IS NULL OR t.claimed_by = excluded.claimed_by OR t.claimed_until <= clock_timestamp()
           RETURNING version`,
          [...key, holder, milliseconds / 1000],
        );
        return rows.length === 1;
      },
      save: async (holder, token, after) => {
        const sealed = await this.vault.sealJson(companyId, token, place);
        const saved = await run(
          `UPDATE connection_tokens SET sealed = $4, version = version + 1, claimed_by = nullif(claimed_by, $3)
           WHERE company_id = $1 AND connection_id = $2 AND version = $5 RETURNING version`,
          [...key, holder, sealed, after],
        );
        if (saved.length === 0) await release(holder);
        return saved.length === 1;
      },
      release,
    };
  }
}
