import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the statements of a vendor account are expected. */
export class StatementDueDays1764000001030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Days after a month's end within which its statement comes; null where none is expected.
      ALTER TABLE vendor_accounts ADD COLUMN statement_due_days int DEFAULT 10 CHECK (statement_due_days BETWEEN 0 AND 90);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
