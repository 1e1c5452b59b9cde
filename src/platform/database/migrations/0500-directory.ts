import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `directory`. */
export class Directory1764000000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
