import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports of statement files that are given up at last; accounts stand behind imports and mappings. */
export class StatementImports1764000001035 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Runs since it last got on that neither came to an end nor were handed back: their process died, or something failed on our side.
      ALTER TABLE statement_imports ADD COLUMN attempts int NOT NULL DEFAULT 0;
      ALTER TABLE statement_mappings ADD FOREIGN KEY (company_id, vendor_account_id) REFERENCES vendor_accounts (company_id, id);
      ALTER TABLE statement_imports ADD FOREIGN KEY (company_id, vendor_account_id) REFERENCES vendor_accounts (company_id, id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
