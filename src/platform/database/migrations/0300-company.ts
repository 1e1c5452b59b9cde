import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `company`. */
export class Company1764000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
