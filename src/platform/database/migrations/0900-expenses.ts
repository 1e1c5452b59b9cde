import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `expenses`. */
export class Expenses1764000000900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
