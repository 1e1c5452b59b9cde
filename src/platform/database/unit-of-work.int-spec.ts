import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { newId } from '../../kernel/index.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

describe('unit of work', () => {
  let db: TestDatabase;
  const company = newId();
  const other = newId();
  const insert = `INSERT INTO outbox (company_id, id, type, data) VALUES ($1, $2, 'tested.v1', '{}')`;
  const count = async (of: string): Promise<number> =>
    Number((await db.uow.read<{ n: string }>('SELECT count(*) AS n FROM outbox', [], { company: of }))[0]!.n);

  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.close());

  it('commits, and events leave with the change', async () => {
    const order: string[] = [];
    await db.uow.run(
      async (tx) => {
        tx.emit({ type: 'tested.v1', data: { n: 1 } });
        tx.afterCommit(() => void order.push('after'));
        order.push('inside');
        return Promise.resolve();
      },
      { company },
    );
    expect(order).toEqual(['inside', 'after']);
    expect(await count(company)).toBe(1);
  });

  it('shows a company nothing of another, and lets it write nothing there', async () => {
    expect(await count(other)).toBe(0);
    expect(Number((await db.uow.read<{ n: string }>('SELECT count(*) AS n FROM outbox', [], { company: null }))[0]!.n)).toBe(0);
    await expect(db.uow.run((tx) => tx.query(insert, [company, newId()]), { company: other })).rejects.toThrow(/row-level security/);
  });

  it('joins nested calls: one failure undoes all of it', async () => {
    const before = await count(company);
    const attempt = db.uow.run(
      async (tx) => {
        await tx.query(insert, [company, newId()]);
        await db.uow.run((inner) => inner.query(insert, [company, newId()]), { company });
        throw new Error('no');
      },
      { company },
    );
    await expect(attempt).rejects.toThrow('no');
    expect(await count(company)).toBe(before);
  });

  it('refuses to join for another company', async () => {
    await expect(db.uow.run(() => db.uow.run(async () => undefined, { company: other }), { company })).rejects.toThrow(/another company/);
  });

  it('keeps what a separate transaction did', async () => {
    const before = await count(company);
    await expect(
      db.uow.run(
        async () => {
          await db.uow.run((tx) => tx.query(insert, [company, newId()]), { company, separate: true });
          throw new Error('no');
        },
        { company },
      ),
    ).rejects.toThrow('no');
    expect(await count(company)).toBe(before + 1);
  });

  it('says so when a swallowed failure makes the server roll back at COMMIT', async () => {
    const attempt = db.uow.run(
      async (tx) => {
        await tx.query('SELECT 1 / 0').catch(() => undefined);
      },
      { company },
    );
    await expect(attempt).rejects.toMatchObject({ code: 'COMMIT_FAILED' });
  });

  it('tells why statements that were sent side by side failed, whichever of them is heard of first', async () => {
    const attempt = db.uow.run(
      async (tx) => {
        const heardLate = tx.query('SELECT 1 / 0').catch(async (error: unknown) => {
          await Promise.resolve();
          throw error;
        });
        await Promise.all([heardLate, tx.query('SELECT 1')]);
      },
      { company },
    );
    await expect(attempt).rejects.toThrow('division by zero');
  });

  it('leaves the connection usable after a failed read', async () => {
    await expect(db.uow.read('SELECT 1 / 0', [], { company })).rejects.toThrow(/division by zero/);
    for (let i = 0; i < 20; i++) expect(await db.uow.read('SELECT 1 AS one', [], { company })).toEqual([{ one: 1 }]);
  });

  it('answers LOCK_TIMEOUT instead of waiting for ever', async () => {
    const blocker = new Client({ connectionString: db.adminUrl });
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE');
    await expect(db.uow.run((tx) => tx.query('SELECT FROM outbox'), { company, lockTimeout: 50 })).rejects.toMatchObject({
      code: 'LOCK_TIMEOUT',
    });
    await blocker.query('ROLLBACK');
    await blocker.end();
  });

  it('plans the statements of a transaction for the tables as they are by now', async () => {
    const mode = (): Promise<unknown> => db.uow.run((tx) => tx.query('SHOW plan_cache_mode'), { company });
    expect(await mode()).toEqual([{ plan_cache_mode: 'force_custom_plan' }]);
    expect(await db.uow.read('SHOW plan_cache_mode', [], { company })).toEqual([{ plan_cache_mode: 'auto' }]);
  });

  it('answers DATABASE_UNAVAILABLE when the server ends its connection, and works again after', async () => {
    const killer = new Client({ connectionString: db.adminUrl });
    await killer.connect();
    const attempt = db.uow.run(
      async (tx) => {
        const [me] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        await killer.query('SELECT pg_terminate_backend($1)', [me!.pid]);
        await tx.query('SELECT 1');
      },
      { company },
    );
    await expect(attempt).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await killer.end();
    expect(await db.uow.read('SELECT 1 AS one', [], { company })).toEqual([{ one: 1 }]);
  });

  it('gives the app no more than it needs', async () => {
    await expect(db.uow.run((tx) => tx.query('CREATE TABLE sneaky (a int)'), { company })).rejects.toThrow(/permission denied/);
    await expect(db.uow.run((tx) => tx.query('DELETE FROM outbox'), { company })).rejects.toThrow(/permission denied/);
    await expect(db.uow.run((tx) => tx.query('SELECT * FROM outbox_202601'), { company })).rejects.toThrow();
  });
});
