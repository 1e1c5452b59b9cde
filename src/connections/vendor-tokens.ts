import { Injectable } from '@nestjs/common';
import type { StoredToken, TokenStore } from '../connectors/index.js';
import type { Id } from '../kernel/index.js';
import { Vault } from '../platform/crypto/index.js';
import { UnitOfWork } from '../platform/database/index.js';

type SealedToken = Omit<StoredToken, 'version' | 'expiresAt'> & { expiresAt: string };

/** Keeps vendors' tokens in rows, sealed, for all processes. Who fetches the next one holds a claim; nobody holds a transaction meanwhile. */
@Injectable()
export class VendorTokens {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly vault: Vault,
  ) {}

  /** The store of all connections of a vendor account that ask with the same credentials. @param credentials names them; no secret */
  store(companyId: Id, vendorAccountId: Id, credentials: string): TokenStore {
    const key = [companyId, vendorAccountId, credentials];
    const place = `vendor_tokens/${vendorAccountId}/${credentials}`;
    const run = <Row extends object>(sql: string, params: unknown[]): Promise<Row[]> =>
      this.unitOfWork.run((tx) => tx.query<Row>(sql, params), { company: companyId });
    const release = async (holder: string): Promise<void> => {
      await run(
        'UPDATE vendor_tokens SET claimed_by = NULL WHERE company_id = $1 AND vendor_account_id = $2 AND credentials = $3 AND claimed_by = $4',
        [...key, holder],
      );
    };
    return {
      read: async () => {
        const [row] = await this.unitOfWork.read<{ sealed: Buffer | null; version: number }>(
          'SELECT sealed, version FROM vendor_tokens WHERE company_id = $1 AND vendor_account_id = $2 AND credentials = $3',
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
          `INSERT INTO vendor_tokens AS t (company_id, vendor_account_id, credentials, claimed_by, claimed_until)
           VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))
           ON CONFLICT (company_id, vendor_account_id, credentials) DO UPDATE SET claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until
             WHERE t.claimed_by IS NULL OR t.claimed_by = excluded.claimed_by OR t.claimed_until <= clock_timestamp()
           RETURNING version`,
          [...key, holder, milliseconds / 1000],
        );
        return rows.length === 1;
      },
      save: async (holder, token, after) => {
        const sealed = await this.vault.sealJson(companyId, token, place);
        const saved = await run(
          `UPDATE vendor_tokens SET sealed = $5, version = version + 1, claimed_by = nullif(claimed_by, $4)
           WHERE company_id = $1 AND vendor_account_id = $2 AND credentials = $3 AND version = $6 RETURNING version`,
          [...key, holder, sealed, after],
        );
        if (saved.length === 0) await release(holder);
        return saved.length === 1;
      },
      release,
    };
  }
}
