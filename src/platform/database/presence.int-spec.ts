import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { Database } from './database.js';
import { Presence, PRESENCE_LOCK } from './presence.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

let db: TestDatabase;
let admin: Client;
let process: Database;
let presence: Presence;

beforeAll(async () => {
  db = await createTestDatabase();
  admin = new Client({ connectionString: db.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await db.close();
});

async function start(): Promise<void> {
  process = await Database.connect({ url: db.appUrl, poolSize: 2 });
  presence = new Presence(process);
  await presence.begin();
}
afterEach(async () => {
  presence.onModuleDestroy();
  await process.close();
});

/** Numbers that stand in the lock table of this database, with the server's process behind each. */
async function standing(): Promise<{ number: number; pid: number }[]> {
  const { rows } = await admin.query<{ number: string; pid: number }>(
    `SELECT objid::text AS number, pid FROM pg_locks
     WHERE locktype = 'advisory' AND classid = $1 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [PRESENCE_LOCK],
  );
  return rows.map(({ number, pid }) => ({ number: Number(number), pid }));
}
const lives = async (number: number | null): Promise<boolean> => {
  const { rows } = await admin.query<{ lives: boolean }>(`SELECT reader_lives(now() + interval '1 minute', $1) AS lives`, [number]);
  return rows[0]!.lives;
};

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20);
}

describe('presence', () => {
  it('stands in the lock table for as long as the process does', async () => {
    await start();
    const { number } = presence;
    expect((await standing()).map((each) => each.number)).toEqual([number]);
    expect(await lives(number)).toBe(true);
    presence.onModuleDestroy();
    expect(presence.number).toBeNull();
    await until(async () => (await standing()).length === 0);
    expect(await lives(number)).toBe(false);
  });

  it('stands under another number after its connection was lost: what it held before is let go', async () => {
    await start();
    const before = presence.number;
    await admin.query('SELECT pg_terminate_backend($1)', [(await standing())[0]!.pid]);
    await until(() => presence.number !== before);
    await until(() => presence.number !== null);
    expect((await standing()).map((each) => each.number)).toEqual([presence.number]);
    expect(await lives(before)).toBe(false);
    expect(await lives(presence.number)).toBe(true);
  });

  it('leaves a reader without a number to its lease', async () => {
    await start();
    expect(await lives(null)).toBe(true);
    const { rows } = await admin.query<{ lives: boolean }>(`SELECT reader_lives(now() - interval '1 second', $1) AS lives`, [
      presence.number,
    ]);
    expect(rows[0]!.lives).toBe(false);
  });
});
