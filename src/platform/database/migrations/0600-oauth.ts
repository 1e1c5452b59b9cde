import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `oauth`. */
export class Oauth1764000000600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
