import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Statement lines that only together make up their expenses. */
export class BundledLines1764000001020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The line that has the expenses of a bundle, on each of its lines; null for a line that stands by itself.
      ALTER TABLE statement_lines ADD COLUMN bundle_id uuid;
      CREATE INDEX statement_lines_bundles ON statement_lines (company_id, bundle_id) WHERE bundle_id IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
