import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `sync`. */
export class Sync1764000000800 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
