import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `audit`. */
export class Audit1764000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
