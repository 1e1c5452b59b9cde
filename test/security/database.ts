import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { DATABASE } from '../../src/platform/database/embedded/index.js';
import type { Installation } from '../installation.js';

/** What `database.json` of an installation says; its passwords are secrets no log may show. */
export interface DatabaseRecord {
  port: number;
  passwords: { admin: string; owner: string; app: string; jobs: string };
}

/** Reads where an installation's embedded server is. */
export async function databaseOf({ dataDir }: Installation): Promise<DatabaseRecord> {
  return JSON.parse(await readFile(join(dataDir, 'database.json'), 'utf8')) as DatabaseRecord;
}

/** Runs one statement as the server's superuser, for what otherwise only time does: letting things expire. @returns how many rows it changed */
export async function change(installation: Installation, sql: string, values: unknown[]): Promise<number> {
  const { port, passwords } = await databaseOf(installation);
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', password: passwords.admin, database: DATABASE });
  await client.connect();
  try {
    return (await client.query(sql, values)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
