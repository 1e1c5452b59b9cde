import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Statements that somebody was told are missing. */
export class StatementAlarms1764000001040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One row for each cell of the board that was ever missing: its event went out with the row, and goes out again when it is raised again.
      CREATE TABLE statement_alarms (
        company_id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        legal_entity_id uuid NOT NULL,
        period text NOT NULL CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        raised_at timestamptz NOT NULL,
        -- Since when it is not missing any more.
        cleared_at timestamptz,
        PRIMARY KEY (company_id, vendor_account_id, legal_entity_id, period)
      );
      CREATE INDEX statement_alarms_open ON statement_alarms (company_id, period) WHERE cleared_at IS NULL;
      CALL protect_tenant_table('statement_alarms', 'SELECT, INSERT, UPDATE');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
