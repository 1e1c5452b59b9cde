import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { Client } from 'pg';
import { MovingClock, newId, type Id } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { AuditModule } from './audit.module.js';
import { AuditResolver } from './audit.resolver.js';
import { AuditTrail } from './audit-trail.js';
import { as, asMember, asSystem, TestPlatform } from './test-platform.fixture.js';
import { VerifyAudit } from './verify-audit.js';

let db: TestDatabase;
let module: TestingModule;
let trail: AuditTrail;
let verifier: VerifyAudit;
const clock = new MovingClock(new Date('2026-11-23T08:00:00Z'));

beforeAll(async () => {
  db = await createTestDatabase();
  module = await Test.createTestingModule({ imports: [TestPlatform.on(db, clock), AuditModule] }).compile();
  trail = module.get(AuditTrail);
  verifier = module.get(VerifyAudit);
});
afterAll(async () => {
  await module.close();
  await db.close();
});

async function asAdmin(sql: string, params: unknown[]): Promise<void> {
  const admin = new Client({ connectionString: db.adminUrl });
  await admin.connect();
  try {
    await admin.query(sql, params);
  } finally {
    await admin.end();
  }
}

const record = (companyId: Id, action = 'test.done', detail: Record<string, unknown> = {}): Promise<void> =>
  asSystem(companyId, () => trail.record({ action, detail }));

describe('the audit', () => {
  it('says who, what, when and from where, newest first, per company', async () => {
    const [company, other] = [await db.company(), await db.company()];
    const userId = newId();
    await asMember({ companyId: company, userId, roles: ['owner'] }, () =>
      trail.record({ action: 'a.one', target: 'thing:1', detail: { amount: 5n } }),
    );
    clock.moveBy(1_000);
    await as({ kind: 'app', clientId: 'app_x', companyId: company, scopes: [] }, () => trail.record({ action: 'a.two' }));
    await record(other, 'a.other');
    const page = await asSystem(company, () => module.get(AuditResolver).auditEntries({ first: 1 }));
    expect(page.nodes).toEqual([expect.objectContaining({ sequence: 2, actor: 'app:app_x', action: 'a.two', userId: null })]);
    expect(page.pageInfo.hasNextPage).toBe(true);
    const rest = await asSystem(company, () => module.get(AuditResolver).auditEntries({ first: 5, after: page.pageInfo.endCursor }));
    expect(rest.nodes).toEqual([
      expect.objectContaining({
        sequence: 1,
        actor: `person:${userId}`,
        userId,
        target: 'thing:1',
        detail: { amount: '5' },
        ip: '198.51.100.7',
      }),
    ]);
    const filtered = await asSystem(company, () => module.get(AuditResolver).auditEntries({ action: 'a.one' }));
    expect(filtered.nodes.map((node) => node.action)).toEqual(['a.one']);
  });

  it('stands exactly when the change it is about stands', async () => {
    const company = await db.company();
    await expect(
      asSystem(company, () =>
        db.uow.run(async () => {
          await trail.record({ action: 'never.happened' });
          throw new Error('rolled back');
        }),
      ),
    ).rejects.toThrow('rolled back');
    expect(await verifier.verify(company)).toMatchObject({ entries: 0, broken: null });
  });

  it('chains entries that come at the same time without a gap', async () => {
    const company = await db.company();
    await Promise.all(Array.from({ length: 20 }, (_, index) => record(company, 'test.parallel', { index, text: '\0 日本 ’' })));
    expect(await verifier.verify(company)).toMatchObject({ entries: 20, head: { sequence: 20 }, broken: null });
  });

  it('lets the app neither change nor remove an entry', async () => {
    const company = await db.company();
    await record(company);
    for (const sql of [`UPDATE audit_entries SET action = 'x'`, 'DELETE FROM audit_entries', 'TRUNCATE audit_entries']) {
      await expect(db.uow.run((tx) => tx.query(sql), { company })).rejects.toThrow(/permission denied/);
    }
  });

  it('shows what somebody with the keys to the server changed, removed or cut off', async () => {
    const company = await db.company();
    for (let index = 0; index < 5; index += 1) await record(company, 'test.done', { index });
    const { head } = await verifier.verify(company);
    expect(await verifier.verify(company, head)).toMatchObject({ broken: null });
    await asAdmin('DELETE FROM audit_entries WHERE company_id = $1 AND sequence = 5', [company]);
    expect(await verifier.verify(company)).toMatchObject({ broken: null });
    expect(await verifier.verify(company, head)).toMatchObject({ broken: { sequence: 5, reason: 'missing' } });
    await record(company, 'test.other');
    expect(await verifier.verify(company, head)).toMatchObject({ broken: { sequence: 5, reason: 'anchor' } });
    await asAdmin(`UPDATE audit_entries SET detail = '{"index": 7}' WHERE company_id = $1 AND sequence = 3`, [company]);
    expect(await verifier.verify(company)).toMatchObject({ entries: 2, broken: { sequence: 3, reason: 'altered' } });
    await asAdmin('DELETE FROM audit_entries WHERE company_id = $1 AND sequence = 2', [company]);
    expect(await verifier.verify(company)).toMatchObject({ entries: 1, broken: { sequence: 2, reason: 'missing' } });
  });
});
