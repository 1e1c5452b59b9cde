import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import type { GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';
import { Client } from 'pg';
import { as, asMember, asSystem } from '../audit/test-platform.fixture.js';
import { MovingClock, newId, type Connection, type Id, type Role } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { LoaderCache, type GatewayContext } from '../platform/graphql/loaders.js';
import { TestDirectory } from './directory.fixture.js';
import { DepartmentResolver } from './reading/department.resolver.js';
import type { PersonNode } from './reading/person.js';
import { PersonResolver } from './reading/person.resolver.js';

let db: TestDatabase;
let directory: TestDirectory;
let company: Id;
let other: Id;
const clock = new MovingClock(new Date('2026-11-23T08:00:00Z'));

beforeAll(async () => {
  db = await createTestDatabase();
  directory = await TestDirectory.on(db, clock);
  company = await db.company();
  other = await db.company();
  const input = {
    effectiveOn: '2026-01-01',
    legalEntities: [{ code: 'BJ', name: 'Beijing' }],
    costCentres: [{ code: 'CC1', name: 'One' }],
    departments: [
      { code: 'R', name: '总部', leaderEmployeeNumber: 'E001' },
      { code: 'S', name: '销售', parentCode: 'R', leaderEmployeeNumber: 'E002', costCentreCode: 'CC1', legalEntityCode: 'BJ' },
      { code: 'S1', name: '华北', parentCode: 'S' },
      { code: 'T', name: '技术', parentCode: 'R' },
    ],
    people: [
      { employeeNumber: 'E001', name: '王总', departmentCode: 'R', title: 'CEO', email: 'ceo@acme.cn' },
      { employeeNumber: 'E002', name: '李经理', departmentCode: 'S', managerEmployeeNumber: 'E001', mobile: '13800000002' },
      {
        employeeNumber: 'E003',
        name: '张伟',
        departmentCode: 'S1',
        managerEmployeeNumber: 'E002',
        costCentreCode: 'CC1',
        email: 'zw@acme.cn',
      },
      { employeeNumber: 'E004', name: '张伟丽', departmentCode: 'T', managerEmployeeNumber: 'E001' },
      { employeeNumber: 'E005', name: '赵六', departmentCode: 'T', leftOn: '2026-03-31' },
      { employeeNumber: 'X999', name: 'O%neil_', departmentCode: 'T' },
    ],
  };
  await directory.import(company, input);
  await directory.import(other, input);
  await directory.import(company, {
    effectiveOn: '2026-07-01',
    complete: false,
    departments: [{ code: 'S1', name: '华北区', parentCode: 'T' }],
  });
});
afterAll(async () => {
  await directory.module.close();
  await db.close();
});

/** What a resolver is told of the query it answers. */
function infoOf(selection: string): GraphQLResolveInfo {
  const document = parse(`{ people ${selection} }`);
  const operation = document.definitions[0] as OperationDefinitionNode;
  return { fieldNodes: operation.selectionSet.selections, fragments: {} } as unknown as GraphQLResolveInfo;
}
const ALL = '{ nodes { id department { id } manager { id title department { id } } } }';
const context = (): GatewayContext => ({
  loaders: new LoaderCache(),
  withheld: new Map(),
  request: { traceId: newId(), ip: null, actor: { kind: 'system', name: 't', companyId: company } },
});
const people = (args: object, selection = ALL, companyId = company): Promise<Connection<PersonNode>> =>
  asSystem(companyId, () => directory.module.get(PersonResolver).people(args, infoOf(selection)));
const numbers = async (filter: object): Promise<string[]> => (await people({ filter })).nodes.map((person) => person.employeeNumber);
const idOf = async (number: string, companyId = company): Promise<Id> =>
  (await people({ filter: { search: number } }, ALL, companyId)).nodes.find((person) => person.employeeNumber === number)!.id;
const departmentId = async (code: string, companyId = company): Promise<Id> =>
  (await db.uow.read<{ id: Id }>('SELECT id FROM departments WHERE code = $1', [code], { company: companyId }))[0]!.id;

describe('the list of people', () => {
  it('comes with department and manager in one statement', async () => {
    const statements: string[] = [];
    const read = db.uow.read.bind(db.uow);
    const counted = directory.module.get(PersonResolver);
    await people({});
    db.uow.read = ((sql: string, ...rest: [unknown[], object]) => {
      statements.push(sql);
      return read(sql, ...rest);
    }) as typeof db.uow.read;
    try {
      const page = await asSystem(company, () => counted.people({ first: 50 }, infoOf(ALL)));
      const third = page.nodes[2]!;
      expect(third).toMatchObject({
        employeeNumber: 'E003',
        name: '张伟',
        state: 'active',
        department: { code: 'S1', name: '华北区', validFrom: '2026-07-01' },
        manager: { employeeNumber: 'E002', name: '李经理', departmentId: expect.any(String) },
      });
      expect(counted.department(third, {}, context())).toBe(third.department);
      expect(counted.manager(third, {}, context())).toBe(third.manager);
      expect(page.nodes[4]).toMatchObject({ employeeNumber: 'E005', state: 'left', department: null, manager: null });
    } finally {
      db.uow.read = read;
    }
    expect(statements).toHaveLength(1);
  });

  it('joins only what is asked for', async () => {
    const [plain] = (await people({}, '{ nodes { id name } }')).nodes;
    expect(plain).not.toHaveProperty('department');
    expect(plain).not.toHaveProperty('manager');
    const [edges] = (await people({ first: 1 }, '{ edges { node { ... on Person { department { name } } } } }')).nodes;
    expect(edges).toHaveProperty('department');
    expect(edges).not.toHaveProperty('manager');
  });

  it('pages by number without a gap or a repetition', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Connection<PersonNode> = await people({ first: 2, after });
      seen.push(...page.nodes.map((person) => person.employeeNumber));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(['E001', 'E002', 'E003', 'E004', 'E005', 'X999']);
    await expect(people({ after: 'forged' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(people({ first: 201 })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('searches parts of names and numbers, whatever signs they hold', async () => {
    expect(await numbers({ search: '张伟' })).toEqual(['E003', 'E004']);
    expect(await numbers({ search: ' 伟丽 ' })).toEqual(['E004']);
    expect(await numbers({ search: '00' })).toEqual(['E001', 'E002', 'E003', 'E004', 'E005']);
    expect(await numbers({ search: 'x99' })).toEqual(['X999']);
    expect(await numbers({ search: '%' })).toEqual(['X999']);
    expect(await numbers({ search: 'o%NEIL_' })).toEqual(['X999']);
    expect(await numbers({ search: "'; DROP TABLE people" })).toEqual([]);
    const first = await people({ filter: { search: '张' }, first: 1 });
    const rest = await people({ filter: { search: '张' }, first: 5, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes].map((person) => person.employeeNumber)).toEqual(['E003', 'E004']);
  });

  it('searches inside the index, without reading the table for what does not match', async () => {
    const admin = new Client({ connectionString: db.appUrl });
    await admin.connect();
    try {
      await admin.query('BEGIN');
      await admin.query(
        `SELECT set_config('app.company_id', $1, true), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`,
        [company],
      );
      const { rows } = await admin.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN SELECT s.id FROM people s WHERE s.company_id = '${company}' AND position('x' IN s.search) > 0 AND s.employee_number > 'E' ORDER BY s.employee_number LIMIT 51`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toContain('Index Only Scan using people_number');
      expect(plan).toMatch(/Index Cond: \(\(company_id = .*employee_number > /);
      expect(plan).not.toContain('Sort');
    } finally {
      await admin.end();
    }
  });

  it('can be cut to a department, its subtree, and to who is here or has left', async () => {
    const [root, sales, tech] = await Promise.all([departmentId('R'), departmentId('S'), departmentId('T')]);
    expect(await numbers({ departmentId: root })).toEqual(['E001']);
    expect(await numbers({ departmentId: root, subtree: true })).toEqual(['E001', 'E002', 'E003', 'E004', 'X999']);
    expect(await numbers({ departmentId: sales, subtree: true })).toEqual(['E002']);
    expect(await numbers({ departmentId: tech, subtree: true, search: '张伟', state: 'active' })).toEqual(['E003', 'E004']);
    expect(await numbers({ state: 'left' })).toEqual(['E005']);
    expect(await numbers({ state: 'active', search: '赵' })).toEqual([]);
    expect(await numbers({ departmentId: 'x' })).toEqual([]);
  });
});

describe('mail and mobile', () => {
  const contactsFor = (roles: Role[], personId: Id | null = null): Promise<(string | null)[]> =>
    asMember({ companyId: company, roles, personId }, async () => {
      const page = await directory.module.get(PersonResolver).people({}, infoOf('{ nodes { manager { mobile } } }'));
      return [page.nodes[0]!.email, page.nodes[1]!.mobile, page.nodes[2]!.email, page.nodes[2]!.manager!.mobile];
    });

  it('are for owners, IT and oneself; an app is asked for a scope by the gateway', async () => {
    const all = ['ceo@acme.cn', '13800000002', 'zw@acme.cn', '13800000002'];
    expect(await contactsFor(['owner'])).toEqual(all);
    expect(await contactsFor(['it', 'employee'])).toEqual(all);
    for (const role of ['finance', 'manager', 'employee', 'auditor'] as const)
      expect(await contactsFor([role])).toEqual([null, null, null, null]);
    expect(await contactsFor(['employee'], await idOf('E002'))).toEqual([null, '13800000002', null, '13800000002']);
    const app = { kind: 'app', clientId: 'a', companyId: company, scopes: [] } as const;
    const [person] = await as(app, async () => directory.reader.peopleById([await idOf('E001')]));
    expect(person!.email).toBe('ceo@acme.cn');
  });
});

describe('the tree', () => {
  it('is as it was on any day', async () => {
    const resolver = directory.module.get(DepartmentResolver);
    const on = (day: string): Promise<unknown> =>
      asSystem(company, async () => {
        const gateway = context();
        const walk = async (departments: Awaited<ReturnType<typeof resolver.departments>>): Promise<object> =>
          Object.fromEntries(
            await Promise.all(
              departments.map(async (department) => [department.name, await walk(await resolver.children(department, {}, gateway))]),
            ),
          );
        return walk(await resolver.departments({ on: day }));
      });
    expect(await on('2026-06-30')).toEqual({ 总部: { 销售: { 华北: {} }, 技术: {} } });
    expect(await on('2026-07-01')).toEqual({ 总部: { 销售: {}, 技术: { 华北区: {} } } });
    expect(await on('2025-12-31')).toEqual({});
  });

  it('gives each department its way up, leader, cost centre, legal entity and people of that day', async () => {
    const resolver = directory.module.get(DepartmentResolver);
    await asSystem(company, async () => {
      const gateway = context();
      const id = await departmentId('S1');
      const before = (await resolver.department({ id, on: '2026-06-30' }))!;
      const after = (await resolver.department({ id }))!;
      expect(await resolver.path(before, {}, gateway)).toEqual(['总部', '销售', '华北']);
      expect(await resolver.path(after, {}, gateway)).toEqual(['总部', '技术', '华北区']);
      expect(await resolver.parent(before, {}, gateway)).toMatchObject({ name: '销售' });
      const sales = (await resolver.parent(before, {}, gateway))!;
      expect(await resolver.leader(sales, {}, gateway)).toMatchObject({ employeeNumber: 'E002' });
      expect(await resolver.costCentre(sales, {}, gateway)).toMatchObject({ code: 'CC1' });
      expect(await resolver.legalEntity(sales, {}, gateway)).toMatchObject({ code: 'BJ' });
      const tech = (await resolver.department({ id: await departmentId('T'), on: '2026-02-01' }))!;
      const there = await resolver.people(tech, { first: 10 }, gateway, infoOf('{ nodes { id } }'));
      expect(there.nodes.map((person) => person.employeeNumber)).toEqual(['E004', 'E005', 'X999']);
    });
  });

  it('knows what somebody leads', async () => {
    const led = async (number: string): Promise<number> =>
      (await directory.reader.departmentsLedBy(await idOf(number), undefined, company)).length;
    expect([await led('E001'), await led('E002'), await led('E003')]).toEqual([4, 1, 0]);
  });

  it('shows a person’s positions with the departments as they were', async () => {
    const resolver = directory.module.get(PersonResolver);
    await directory.import(company, {
      effectiveOn: '2026-09-01',
      complete: false,
      people: [{ employeeNumber: 'E002', name: '李经理', departmentCode: 'T', title: '总监' }],
    });
    await asSystem(company, async () => {
      const person = (await resolver.person(await idOf('E002')))!;
      const positions = await resolver.positions(person, {}, context());
      expect(positions).toEqual([
        expect.objectContaining({ title: '总监', isMain: true, isLeader: false, validFrom: '2026-09-01', validTo: null }),
        expect.objectContaining({ title: null, isMain: true, isLeader: true, validFrom: '2026-01-01', validTo: '2026-09-01' }),
      ]);
    });
  });
});

describe('the snapshot', () => {
  it('is the same object until the directory changes, and learns members with the commit', async () => {
    const [account, person] = [newId(), await idOf('E004', other)];
    const first = await directory.reader.snapshot(other);
    expect(await directory.reader.snapshot(other)).toBe(first);
    expect(first.resolve({ employeeNumber: 'E003' }, '2026-03-01')).toMatchObject({ departmentId: await departmentId('S1', other) });
    const member = { vendorAccountId: account, memberId: 'm1', personId: person };
    await db.uow
      .run(
        async () => {
          await directory.reader.learnMembers([member], other);
          throw new Error('undone');
        },
        { company: other },
      )
      .catch(() => undefined);
    expect(first.resolve({ memberId: 'm1' }, '2026-03-01', account)).toBeNull();
    await db.uow.run(() => directory.reader.learnMembers([member, { ...member, memberId: 'm2' }], other), { company: other });
    await directory.reader.learnMembers([{ ...member, personId: await idOf('E001', other) }], other);
    expect(first.resolve({ memberId: 'm1' }, '2026-03-01', account)).toMatchObject({ personId: person });
    await directory.import(other, {
      effectiveOn: '2026-08-01',
      complete: false,
      people: [{ employeeNumber: 'E003', name: '张伟', departmentCode: 'T' }],
    });
    const second = await directory.reader.snapshot(other);
    expect(second).not.toBe(first);
    expect(second.version).toBeGreaterThan(first.version);
    expect(second.resolve({ memberId: 'm2' }, '2026-03-01', account)).toMatchObject({ personId: person });
    expect(second.resolve({ employeeNumber: 'E003' }, '2026-08-01')).toMatchObject({ departmentId: await departmentId('T', other) });
  });

  it('refuses a member of a person of another company', async () => {
    const foreign = { vendorAccountId: newId(), memberId: 'm', personId: await idOf('E001', company) };
    await expect(directory.reader.learnMembers([foreign], other)).rejects.toThrow(/foreign key/);
  });
});

describe('another company', () => {
  it('sees nothing: people, departments and what hangs on them', async () => {
    const resolver = directory.module.get(DepartmentResolver);
    const [person, department] = [await idOf('E001'), await departmentId('S')];
    await asSystem(other, async () => {
      expect(await directory.module.get(PersonResolver).person(person)).toBeNull();
      expect(await directory.module.get(PersonResolver).person('x')).toBeNull();
      expect(await resolver.department({ id: department })).toBeNull();
      expect(await resolver.department({ id: 'x' })).toBeNull();
      expect(await directory.reader.departmentSubtree(department)).toEqual([]);
      expect(await directory.reader.positionsOf([person])).toEqual([[]]);
      expect(await directory.reader.departmentVersionsById([department])).toEqual([null]);
      expect(await directory.reader.costCentresById([newId()])).toEqual([null]);
    });
    expect((await people({ filter: { departmentId: department, subtree: true } }, ALL, other)).nodes).toEqual([]);
    for (const table of [
      'people',
      'positions',
      'departments',
      'department_versions',
      'cost_centres',
      'directory_imports',
      'directory_import_changes',
    ]) {
      expect(await db.uow.read(`SELECT 1 FROM ${table} WHERE company_id = $1`, [company], { company: other })).toEqual([]);
    }
  });
});
