import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `audit`. */
export class Audit1764000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Append-only: the app may neither change nor remove a row. Each entry's hash covers the one before it, per company.
      CREATE TABLE audit_entries (
        company_id uuid NOT NULL,
        sequence bigint NOT NULL CHECK (sequence > 0),
        at timestamptz NOT NULL,
        actor text NOT NULL,
        user_id uuid,
        action text NOT NULL,
        target text,
        detail jsonb NOT NULL,
        ip text,
        trace_id text,
        prev_hash bytea NOT NULL,
        hash bytea NOT NULL,
        PRIMARY KEY (company_id, sequence, at)
      ) PARTITION BY RANGE (at);
      CREATE INDEX audit_entries_action ON audit_entries (company_id, action, sequence);
      CALL partition_by_month('audit_entries');
      CALL protect_tenant_table('audit_entries', 'SELECT, INSERT');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
