import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { VerifyAudit } from '../audit/index.js';
import { asSystem } from '../audit/test-platform.fixture.js';
import { MovingClock, type Id, type InterlineError } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { FileStore } from '../platform/files/index.js';
import type { PersonRow } from '../platform/graphql/index.js';
import { TestDirectory, withoutZeros } from './directory.fixture.js';

let db: TestDatabase;
let directory: TestDirectory;
let company: Id;
const clock = new MovingClock(new Date('2026-11-23T08:00:00Z'));

beforeAll(async () => {
  db = await createTestDatabase();
  directory = await TestDirectory.on(db, clock);
});
afterAll(async () => {
  await directory.module.close();
  await db.close();
});
beforeEach(async () => {
  company = await db.company();
});

const tree = [
  { code: 'R', name: 'Acme', parentCode: null },
  { code: 'S', name: 'Sales', parentCode: 'R', leaderEmployeeNumber: 'E1' },
  { code: 'T', name: 'Tech', parentCode: 'R' },
];
const person = (employeeNumber: string, departmentCode: string, more: Partial<PersonRow> = {}): PersonRow => ({
  employeeNumber,
  name: `Name ${employeeNumber}`,
  departmentCode,
  ...more,
});
const staff = [
  person('E1', 'S', { email: 'E1@acme.cn', title: 'Head' }),
  person('E2', 'S', { managerEmployeeNumber: 'E1', mobile: '138 0000 0002' }),
  person('E3', 'T', { managerEmployeeNumber: 'E1' }),
];
const start = { effectiveOn: '2026-01-01', departments: tree, people: staff };

interface PositionRow {
  number: string;
  department: string;
  title: string | null;
  manager: string | null;
  from: string;
  to: string | null;
}
const positions = (number: string): Promise<PositionRow[]> =>
  db.uow.read<PositionRow & Record<string, unknown>>(
    `SELECT p.employee_number AS number, d.code AS department, po.title, m.employee_number AS manager, po.valid_from::text AS "from", po.valid_to::text AS "to"
     FROM positions po JOIN people p ON p.id = po.person_id JOIN departments d ON d.id = po.department_id LEFT JOIN people m ON m.id = po.manager_id
     WHERE p.employee_number = $1 ORDER BY po.valid_from`,
    [number],
    { company },
  );
const spans = async (number: string): Promise<string[]> =>
  (await positions(number)).map((position) => `${position.department} ${position.from} ${position.to ?? ''}`.trim());
const problemsOf = async (id: Id): Promise<string[]> =>
  (await directory.problems(company, id)).map((problem) => `${problem.file}:${problem.line} ${problem.code}`);
const events = (): Promise<{ type: string; count: number }[]> =>
  db.uow.read(`SELECT type, sum(jsonb_array_length(data->'ids'))::int AS count FROM outbox GROUP BY type ORDER BY type`, [], { company });

describe('an import', () => {
  it('shows first, then does what it showed, and tells the other rooms', async () => {
    const preview = await directory.preview(company, {
      ...start,
      costCentres: [{ code: 'CC1', name: 'Centre' }],
      legalEntities: [{ code: 'BJ', name: 'Beijing' }],
    });
    expect(withoutZeros(preview.summary)).toEqual({ joiners: 3, departmentsAdded: 3 });
    expect(await asSystem(company, () => directory.reader.peopleById([]))).toEqual([]);
    expect(await db.uow.read('SELECT 1 FROM people', [], { company })).toEqual([]);
    expect((await directory.changes(company, preview.id)).map((change) => `${change.kind} ${change.key}`)).toEqual([
      'department_added R',
      'department_added S',
      'department_added T',
      'joiner E1',
      'joiner E2',
      'joiner E3',
    ]);
    expect(await directory.apply(company, preview.id)).toMatchObject({ state: 'applied', appliedAt: clock.now() });
    expect(await positions('E2')).toEqual([{ number: 'E2', department: 'S', title: null, manager: 'E1', from: '2026-01-01', to: null }]);
    expect(await db.uow.read('SELECT email, mobile FROM people ORDER BY employee_number', [], { company })).toEqual([
      { email: 'e1@acme.cn', mobile: null },
      { email: null, mobile: '13800000002' },
      { email: null, mobile: null },
    ]);
    expect(await events()).toEqual([
      { type: 'department.changed.v1', count: 3 },
      { type: 'person.joined.v1', count: 3 },
    ]);
    expect(await directory.module.get(VerifyAudit, { strict: false }).verify(company)).toMatchObject({ entries: 1, broken: null });
  });

  it('tells joiners, movers, leavers and the changed apart', async () => {
    await directory.import(company, start);
    const next = await directory.preview(company, {
      effectiveOn: '2026-06-01',
      people: [person('E1', 'S', { email: 'new@acme.cn' }), person('E2', 'T'), person('E4', 'T', { hiredOn: '2026-05-20' })],
    });
    expect(withoutZeros(next.summary)).toEqual({ joiners: 1, movers: 1, leavers: 1, changed: 1 });
    const changes = await directory.changes(company, next.id);
    expect(changes.find((change) => change.kind === 'mover')).toMatchObject({
      key: 'E2',
      before: { departmentCode: 'S', managerEmployeeNumber: 'E1', mobile: '13800000002' },
      // a list row that does not name a field leaves it
      after: { departmentCode: 'T', managerEmployeeNumber: 'E1', mobile: '13800000002' },
    });
    expect(changes.find((change) => change.kind === 'leaver')).toMatchObject({
      key: 'E3',
      before: { leftOn: null },
      after: { leftOn: '2026-05-31' },
    });
    await directory.apply(company, next.id);
    expect(await spans('E1')).toEqual(['S 2026-01-01']);
    expect(await spans('E2')).toEqual(['S 2026-01-01 2026-06-01', 'T 2026-06-01']);
    expect(await spans('E3')).toEqual(['T 2026-01-01 2026-06-01']);
    // hired before the import came: the position begins with the work
    expect(await spans('E4')).toEqual(['T 2026-05-20']);
    expect(await events()).toEqual([
      { type: 'department.changed.v1', count: 3 },
      { type: 'person.changed.v1', count: 1 },
      { type: 'person.joined.v1', count: 4 },
      { type: 'person.left.v1', count: 1 },
      { type: 'person.moved.v1', count: 1 },
    ]);
  });

  it('changes nothing when it comes again', async () => {
    await directory.import(company, start);
    expect(await directory.import(company, start)).toEqual({ unchanged: 3 });
    expect(await directory.import(company, { ...start, effectiveOn: '2026-08-01' })).toEqual({ unchanged: 3 });
    expect(await spans('E2')).toEqual(['S 2026-01-01']);
  });

  it('takes a part of the company without saying that the rest left', async () => {
    await directory.import(company, start);
    expect(await directory.import(company, { effectiveOn: '2026-06-01', complete: false, people: [person('E2', 'T')] })).toEqual({
      movers: 1,
    });
    expect(
      await directory.import(company, {
        effectiveOn: '2026-06-01',
        complete: false,
        departments: [{ code: 'N', name: 'New', parentCode: 'R' }],
      }),
    ).toEqual({
      departmentsAdded: 1,
    });
  });

  it('lets people leave on a day they say, stay longer, and come back', async () => {
    await directory.import(company, start);
    const one = (on: string, more: Partial<PersonRow>): Promise<object> =>
      directory.import(company, { effectiveOn: on, complete: false, people: [person('E2', 'S', more)] });
    expect(await one('2026-03-01', { leftOn: '2026-04-30' })).toEqual({ leavers: 1 });
    expect(await spans('E2')).toEqual(['S 2026-01-01 2026-05-01']);
    expect(await one('2026-03-02', { leftOn: '2026-05-31' })).toEqual({ changed: 1 });
    expect(await spans('E2')).toEqual(['S 2026-01-01 2026-06-01']);
    expect(await one('2026-03-03', { leftOn: null })).toEqual({ changed: 1 });
    expect(await spans('E2')).toEqual(['S 2026-01-01']);
    expect(await one('2026-06-15', { leftOn: '2026-05-31' })).toEqual({ leavers: 1 });
    expect(await spans('E2')).toEqual(['S 2026-01-01 2026-06-01']);
    expect(await one('2026-09-01', {})).toEqual({ joiners: 1 });
    expect(await spans('E2')).toEqual(['S 2026-01-01 2026-06-01', 'S 2026-09-01']);
    expect(await db.uow.read(`SELECT left_on FROM people WHERE employee_number = 'E2'`, [], { company })).toEqual([{ left_on: null }]);
  });

  it('works a late file in and leaves later history, mails and leavers as they are', async () => {
    await directory.import(company, start);
    await directory.import(company, {
      effectiveOn: '2026-09-01',
      people: [person('E1', 'S', { email: 'late@acme.cn' }), person('E2', 'T', { title: 'Lead' }), person('E3', 'T'), person('E5', 'T')],
    });
    // of May, but it comes now: E2 was in R then; E5 was not there yet, E4 was
    const late = await directory.preview(company, {
      effectiveOn: '2026-05-01',
      people: [
        person('E1', 'S', { email: 'old@acme.cn' }),
        person('E2', 'R'),
        person('E3', 'T'),
        person('E4', 'T', { leftOn: '2026-06-30' }),
      ],
    });
    expect(withoutZeros(late.summary)).toEqual({ joiners: 1, movers: 1, unchanged: 2 });
    await directory.apply(company, late.id);
    expect(await spans('E2')).toEqual(['S 2026-01-01 2026-05-01', 'R 2026-05-01 2026-09-01', 'T 2026-09-01']);
    expect(await spans('E4')).toEqual(['T 2026-05-01 2026-07-01']);
    expect(await spans('E5')).toEqual(['T 2026-09-01']);
    expect(await db.uow.read(`SELECT email FROM people WHERE employee_number = 'E1'`, [], { company })).toEqual([
      { email: 'late@acme.cn' },
    ]);
  });

  it('does not take somebody of whom a later day is known for a leaver', async () => {
    await directory.import(company, start);
    await directory.import(company, { effectiveOn: '2026-09-01', complete: false, people: [person('E2', 'T')] });
    const late = await directory.preview(company, { effectiveOn: '2026-05-01', people: [person('E1', 'S')] });
    expect((await directory.changes(company, late.id)).map((change) => `${change.kind} ${change.key}`)).toEqual(['leaver E3']);
  });

  it('moves a whole branch and keeps what was', async () => {
    await directory.import(company, { ...start, departments: [...tree, { code: 'T1', name: 'Core', parentCode: 'T' }] });
    const [t1] = await db.uow.read<{ id: Id }>(`SELECT id FROM departments WHERE code = 'T1'`, [], { company });
    expect(
      await directory.import(company, {
        effectiveOn: '2026-07-01',
        complete: false,
        departments: [{ code: 'T', name: 'Technology', parentCode: 'S' }],
      }),
    ).toEqual({
      departmentsChanged: 1,
    });
    const at = async (on: string): Promise<object> => {
      const [department] = await asSystem(company, () => directory.reader.departmentsById([t1!.id], on));
      return { ...department, depth: department!.pathIds!.length };
    };
    expect(await at('2026-06-30')).toMatchObject({ name: 'Core', validFrom: '2026-01-01', validTo: '2026-07-01', depth: 3 });
    expect(await at('2026-07-01')).toMatchObject({ name: 'Core', validFrom: '2026-07-01', validTo: null, depth: 4 });
    expect(await at('2025-01-01')).toMatchObject({ validFrom: '2026-01-01' });
  });

  it('closes departments that are missing, but not those people remain in', async () => {
    await directory.import(company, start);
    const input = { effectiveOn: '2026-07-01', departments: [tree[0]!, tree[1]!] };
    const kept = await directory.preview(company, input);
    expect(withoutZeros(kept.summary)).toEqual({});
    expect(await problemsOf(kept.id)).toEqual(['departments:0 DEPARTMENT_IN_USE']);
    const moved = await directory.preview(company, { ...input, people: [person('E1', 'S'), person('E2', 'S')] });
    expect(withoutZeros(moved.summary)).toEqual({ leavers: 1, departmentsClosed: 1, unchanged: 2 });
    await directory.apply(company, moved.id);
    expect((await asSystem(company, () => directory.reader.departmentRoots('2026-07-01'))).map((root) => root.code)).toEqual(['R']);
    const roots = await asSystem(company, () => directory.reader.departmentRoots('2026-07-01'));
    const [children] = await asSystem(company, () => directory.reader.departmentChildren([roots[0]!.id], '2026-07-01'));
    expect(children!.map((child) => child.code)).toEqual(['S']);
  });

  it('links members to people with their mail address', async () => {
    const userId = await db.uow.run(
      async (tx) => {
        const [user] = await tx.query<{ id: Id }>(`SELECT set_config('app.user_id', gen_random_uuid()::text, true) AS id`);
        await tx.query(`INSERT INTO users (id, email, name, created_at) VALUES ($1, 'e1@acme.cn', 'E1', now())`, [user!.id]);
        await tx.query(
          `INSERT INTO memberships (company_id, id, user_id, roles, since) VALUES ($1, gen_random_uuid(), $2, '{employee}', now())`,
          [company, user!.id],
        );
        return user!.id;
      },
      { company },
    );
    await directory.import(company, start);
    const [row] = await db.uow.read(
      'SELECT p.employee_number FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.user_id = $1',
      [userId],
      { company },
    );
    expect(row).toEqual({ employee_number: 'E1' });
  });
});

describe('files with bad rows', () => {
  const header = '工号,姓名,邮箱,手机,部门编码,职务,直属上级工号,成本中心,法人主体,入职日期,离职日期';

  it('land with their good rows and give the bad ones back, with file, line and reason, to be corrected', async () => {
    await directory.import(company, { ...start, complete: false, people: [] });
    const lines = [
      header,
      'E1,张伟,zhang@acme.cn,+8613800000001,S,总监,,,,2020-01-01,',
      'E2,,a@acme.cn,,S,,,,,,',
      'E3,李娜,,,X9,,,,,,',
      'E1,重复,,,S,,,,,,',
      'E5,王芳,,,S,,,,,2020-02-30,',
      'E6,赵敏,,,S,,,,,2020-02-02,2020-02-01',
      `E7,${'长'.repeat(101)},,,S,,,,,,`,
      'E8,"=HYPERLINK(""http://x"")",,,S,=1+1,,,,,',
      'E9,钱进,no-mail,,S,,,,,,',
      'E10,孙丽,,1.38E+10,S,,,,,,',
      'E11,周杰,,,S,,E99,,,,',
      'E12,"吴"勇,,,S,,,,,,',
      'E13,郑华,,,S,,,CC9,,,',
      'E14,冯强,,,S,,E15,,,,',
      'E15,陈静,,,S,,E14,,,,',
      'E16,褚亮,,,S,,E1,,SH,,',
      ',无号,,,S,,,,,,',
    ];
    const file = await directory.upload(company, iconv.encode(lines.join('\r\n'), 'gb18030'), '员工 11月.csv');
    const preview = await directory.preview(company, { effectiveOn: '2026-11-01', peopleFileId: file });
    expect(withoutZeros(preview.summary)).toEqual({ joiners: 5, refused: 12 });
    expect(await problemsOf(preview.id)).toEqual([
      '员工 11月.csv:3 ROW_FIELD_MISSING',
      '员工 11月.csv:4 DEPARTMENT_UNKNOWN',
      '员工 11月.csv:5 ROW_DUPLICATE',
      '员工 11月.csv:6 ROW_DATE_MALFORMED',
      '员工 11月.csv:7 ROW_DATES_REVERSED',
      '员工 11月.csv:8 ROW_FIELD_TOO_LONG',
      '员工 11月.csv:10 ROW_FIELD_MALFORMED',
      '员工 11月.csv:11 ROW_FIELD_MALFORMED',
      '员工 11月.csv:12 MANAGER_UNKNOWN',
      '员工 11月.csv:13 ROW_BROKEN',
      '员工 11月.csv:14 COST_CENTRE_UNKNOWN',
      '员工 11月.csv:15 MANAGER_CYCLE',
      '员工 11月.csv:16 MANAGER_CYCLE',
      '员工 11月.csv:17 LEGAL_ENTITY_UNKNOWN',
      '员工 11月.csv:18 ROW_FIELD_MISSING',
    ]);
    await directory.apply(company, preview.id);
    expect(
      await db.uow.read('SELECT employee_number AS n, name FROM people ORDER BY length(employee_number), employee_number', [], { company }),
    ).toEqual([
      { n: 'E1', name: '张伟' },
      { n: 'E8', name: '=HYPERLINK("http://x")' },
      { n: 'E11', name: '周杰' },
      { n: 'E14', name: '冯强' },
      { n: 'E15', name: '陈静' },
    ]);
    expect(await positions('E8')).toMatchObject([{ title: '=1+1' }]);
    expect(await positions('E14')).toMatchObject([{ manager: null }]);

    const { content } = await asSystem(company, () => directory.module.get(FileStore, { strict: false }).read(preview.problemFileId!));
    const text = content.toString('utf8');
    expect(text.startsWith('\ufeffemployee_number,name,')).toBe(true);
    expect(text).toContain('E3,李娜,,,X9,');
    expect(text).toContain('DEPARTMENT_UNKNOWN');
    // corrected and sent again, in its own columns
    const corrected = text
      .replaceAll('X9', 'T')
      .replace('2020-02-30', '2020-02-28')
      .replace('no-mail', 'qian@acme.cn')
      .replace('1.38E+10', '13800000010');
    const again = await directory.upload(company, corrected, 'problems.csv');
    const second = await directory.preview(company, { effectiveOn: '2026-11-01', complete: false, peopleFileId: again });
    expect(withoutZeros(second.summary)).toMatchObject({ joiners: 4 });
  });

  it('do not take people whose row is bad for leavers', async () => {
    await directory.import(company, start);
    const file = await directory.upload(company, `${header}\nE1,张伟,,,S,,,,,,\nE2,,,,S,,,,,,\nE3,李娜,,,X9,,,,,,\n`);
    const preview = await directory.preview(company, { effectiveOn: '2026-11-01', peopleFileId: file });
    expect(withoutZeros(preview.summary)).toEqual({ changed: 1, refused: 2 });
  });

  it('say nothing of anybody when no row is good', async () => {
    await directory.import(company, start);
    const file = await directory.upload(company, `${header}\nE9,王芳,,,X9,,,,,,\n`);
    expect(withoutZeros((await directory.preview(company, { effectiveOn: '2026-11-01', peopleFileId: file })).summary)).toEqual({
      refused: 1,
    });
    expect(withoutZeros((await directory.preview(company, { effectiveOn: '2026-11-01', people: [], departments: [] })).summary)).toEqual(
      {},
    );
  });

  it('of departments come back too: cycles, duplicates, unknown parents and leaders', async () => {
    const departments = await directory.upload(
      company,
      [
        'code,name,parent_code,leader_employee_number',
        'R,Root,,',
        'A,A,B,',
        'B,B,A,',
        'C,C,nowhere,',
        'R,Again,,',
        'D,D,R,E77',
        'E,E,A,',
      ].join('\n'),
      'departments.csv',
    );
    const people = await directory.upload(company, `${header}\nE1,张伟,,,D,,,,,,\nE2,李娜,,,A,,,,,,\n`);
    const preview = await directory.preview(company, { effectiveOn: '2026-11-01', departmentsFileId: departments, peopleFileId: people });
    expect(withoutZeros(preview.summary)).toEqual({ joiners: 1, departmentsAdded: 2, refused: 6 });
    expect(await problemsOf(preview.id)).toEqual([
      'people.csv:3 DEPARTMENT_UNKNOWN',
      'departments.csv:3 DEPARTMENT_CYCLE',
      'departments.csv:4 DEPARTMENT_CYCLE',
      'departments.csv:5 DEPARTMENT_UNKNOWN',
      'departments.csv:6 ROW_DUPLICATE',
      'departments.csv:7 LEADER_UNKNOWN',
      'departments.csv:8 DEPARTMENT_UNKNOWN',
    ]);
    await directory.apply(company, preview.id);
    // rows of both files in one, each read for its own section
    const { content } = await asSystem(company, () => directory.module.get(FileStore, { strict: false }).read(preview.problemFileId!));
    const both = await directory.upload(
      company,
      content.toString('utf8').replace(',B,A,', ',B,R,').replaceAll('nowhere', 'R'),
      'problems.csv',
    );
    const again = await directory.preview(company, {
      effectiveOn: '2026-11-01',
      complete: false,
      departmentsFileId: both,
      peopleFileId: both,
    });
    expect(withoutZeros(again.summary)).toEqual({ joiners: 1, departmentsAdded: 4, departmentsChanged: 1 });
  });

  it('are refused whole only when nothing can be read', async () => {
    const other = await db.company();
    const foreign = await directory.upload(other, `${header}\nE1,张伟,,,S,,,,,,\n`);
    const empty = await directory.upload(company, '');
    const refused = (input: object): Promise<unknown> => directory.preview(company, input).catch((error: Error) => error.message);
    expect(await refused({ peopleFileId: foreign })).toMatch(/^peopleFileId: there is no such file/);
    expect(await refused({ peopleFileId: 'x' })).toMatch(/^peopleFileId: there is no such file/);
    expect(await refused({ peopleFileId: empty })).toBe('peopleFileId: the file is empty');
    expect(await refused({ people: [], peopleFileId: empty })).toMatch(/not both/);
    expect(await refused({})).toBe('people: the import holds no rows');
    expect(await refused({ effectiveOn: '2026-02-30', people: [] })).toBe('effectiveOn: this is no day');
  });
});

describe('applying', () => {
  const code = async (id: Id, of = company): Promise<string> =>
    directory.apply(of, id).then(
      (result) => ('code' in result ? result.code : result.state),
      (error: InterlineError) => error.code,
    );

  it('happens once', async () => {
    const preview = await directory.preview(company, start);
    expect(await code(preview.id)).toBe('applied');
    expect(await code(preview.id)).toBe('IMPORT_DONE');
  });

  it('is refused when the directory has changed since, and then changes nothing', async () => {
    const first = await directory.preview(company, start);
    const second = await directory.preview(company, { ...start, people: [staff[0]!] });
    expect(await code(first.id)).toBe('applied');
    expect(await code(second.id)).toBe('IMPORT_STALE');
    expect(await spans('E2')).toEqual(['S 2026-01-01']);
    // a refusal is no change either: what was previewed before it can still be applied
    const third = await directory.preview(company, { ...start, effectiveOn: '2026-02-01', people: [staff[0]!] });
    expect(await code(second.id)).toBe('IMPORT_STALE');
    expect(await code(third.id)).toBe('applied');
  });

  it('of one preview by two at the same time is done once', async () => {
    const preview = await directory.preview(company, start);
    expect((await Promise.all([code(preview.id), code(preview.id), code(preview.id)])).sort()).toEqual([
      'IMPORT_DONE',
      'IMPORT_DONE',
      'applied',
    ]);
  });

  it('does not find the import of another company', async () => {
    const preview = await directory.preview(company, start);
    const other = await db.company();
    expect(await code(preview.id, other)).toBe('NOT_FOUND');
    expect(await code('no-id', other)).toBe('NOT_FOUND');
    expect(await directory.changes(other, preview.id)).toEqual([]);
  });

  it('is not possible with a preview nobody wanted for a week', async () => {
    const preview = await directory.preview(company, start);
    clock.moveBy(8 * 86_400_000);
    await directory.preview(company, start);
    expect(await code(preview.id)).toBe('IMPORT_DONE');
    expect(await directory.changes(company, preview.id)).toEqual([]);
  });
});
