import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tokens belong to a vendor account and the credentials they are asked for with, not to one connection: some vendors let only the last one in. */
export class VendorTokens1764000001110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE connection_tokens;

      -- The vendor's token, sealed, and the claim of whoever fetches the next one. Claims end by the server's clock, which all processes share.
      CREATE TABLE vendor_tokens (
        company_id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        -- A digest: names the credentials and says nothing of them.
        credentials text NOT NULL,
        sealed bytea,
        version integer NOT NULL DEFAULT 0,
        claimed_by text,
        claimed_until timestamptz,
        PRIMARY KEY (company_id, vendor_account_id, credentials),
        FOREIGN KEY (company_id, vendor_account_id) REFERENCES vendor_accounts (company_id, id)
      );
      CALL protect_tenant_table('vendor_tokens', 'SELECT, INSERT, UPDATE, DELETE');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
