import { Injectable } from '@nestjs/common';
import { newId, type BusinessDate, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { PlacedRow } from './plan-departments.js';
import type { PersonRow } from './rows.js';

/** Columns a source may lack; the bit says that it has it, so that an empty cell can be told from a missing column. */
const OPTIONAL = ['email', 'mobile', 'title', 'managerEmployeeNumber', 'costCentreCode', 'legalEntityCode', 'hiredOn', 'leftOn'] as const;
const bit = (column: (typeof OPTIONAL)[number]): number => 1 << OPTIONAL.indexOf(column);
/** SQL that is true when the staged row has the column. */
const has = (column: (typeof OPTIONAL)[number]): string => `s.given & ${bit(column)} <> 0`;

/** The facts of a person as the JSON of changes names them. */
const JSON_KEYS = {
  name: 'name',
  email: 'email',
  mobile: 'mobile',
  departmentCode: 'department_code',
  title: 'title',
  managerEmployeeNumber: 'manager_number',
  costCentreCode: 'cost_centre_code',
  legalEntityCode: 'legal_entity_code',
  hiredOn: 'hired_on',
  leftOn: 'left_on',
} as const;

const factsJson = (prefix: 'old_' | 'new_'): string =>
  `jsonb_build_object('employeeNumber', employee_number, ${Object.entries(JSON_KEYS)
    .map(([key, column]) => `'${key}', ${prefix}${column}`)
    .join(', ')})`;

/** The main position that covers a day. */
const COVERING = 'po.slot = 0 AND po.valid_from <= $2::date AND (po.valid_to IS NULL OR po.valid_to > $2::date)';

/**
 * SQL that compares the people of an import with the directory. Rows are staged in a temporary table, since there is no row security there and it needs no
 * log; all methods belong into one unit of work.
 */
@Injectable()
export class StagedPeopleRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async open(companyId: Id): Promise<void> {
    await this.run(
      companyId,
      `CREATE TEMPORARY TABLE staged_people (
      line int NOT NULL, new_id uuid NOT NULL, given int NOT NULL, employee_number text COLLATE "C" NOT NULL, name text, email text, mobile text,
      department_code text, title text, manager_number text COLLATE "C", cost_centre_code text, legal_entity_code text, hired_on date, left_on date
    ) ON COMMIT DROP`,
    );
  }

  async add(companyId: Id, placed: readonly PlacedRow<PersonRow>[]): Promise<void> {
    const rows = placed.map((entry) => entry.row);
    const column = (key: keyof PersonRow): (string | null)[] => rows.map((row) => row[key] ?? null);
    await this.run(
      companyId,
      `INSERT INTO staged_people
       SELECT * FROM unnest($1::int[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
         $12::text[], $13::date[], $14::date[])`,
      [
        placed.map((entry) => entry.line),
        rows.map(() => newId()),
        rows.map((row) => OPTIONAL.reduce((bits, key) => (row[key] === undefined ? bits : bits | bit(key)), 0)),
        column('employeeNumber'),
        column('name'),
        column('email'),
        column('mobile'),
        column('departmentCode'),
        column('title'),
        column('managerEmployeeNumber'),
        column('costCentreCode'),
        column('legalEntityCode'),
        column('hiredOn'),
        column('leftOn'),
      ],
    );
  }

  /** Lets the planner know how many rows there are. */
  async close(companyId: Id): Promise<void> {
    await this.run(companyId, 'CREATE INDEX ON staged_people (employee_number)');
    await this.run(companyId, 'ANALYZE staged_people');
  }

  /** Rows as they were staged, for the file of problems. */
  async rows(companyId: Id, employeeNumbers: readonly string[]): Promise<PlacedRow<Record<string, string | null>>[]> {
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query<Record<string, string | null> & { line: number }>(
          `SELECT line, employee_number AS "employeeNumber", name, email, mobile, department_code AS "departmentCode", title,
             manager_number AS "managerEmployeeNumber", cost_centre_code AS "costCentreCode", legal_entity_code AS "legalEntityCode",
             hired_on::text AS "hiredOn", left_on::text AS "leftOn"
           FROM staged_people WHERE employee_number = ANY($1) ORDER BY line`,
          [employeeNumbers],
        ),
      { company: companyId },
    );
    return rows.map(({ line, ...row }) => ({ line, row }));
  }

  /** Leaves these people's managers as they are. */
  async keepManagers(companyId: Id, employeeNumbers: readonly string[]): Promise<void> {
    await this.run(companyId, `UPDATE staged_people SET given = given & ~${bit('managerEmployeeNumber')} WHERE employee_number = ANY($1)`, [
      employeeNumbers,
    ]);
  }

  /** Managers on a day of the people with these numbers; people that do not exist are absent. */
  async managersOf(companyId: Id, employeeNumbers: readonly string[], on: BusinessDate): Promise<Map<string, string | null>> {
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ employee_number: string; manager: string | null }>(
          `SELECT p.employee_number, m.employee_number AS manager
           FROM people p
           LEFT JOIN positions po ON po.company_id = $1 AND po.person_id = p.id AND ${COVERING}
           LEFT JOIN people m ON m.company_id = $1 AND m.id = po.manager_id
           WHERE p.company_id = $1 AND p.employee_number = ANY($3)`,
          [companyId, on, employeeNumbers],
        ),
      { company: companyId },
    );
    return new Map(rows.map((row) => [row.employee_number, row.manager]));
  }

  /**
   * Writes down what becomes of each staged person, and counts who stays as they are.
   * Nothing is said of people that are not staged; see `writeMissing`.
   */
  async writeChanges(companyId: Id, importId: Id, on: BusinessDate): Promise<number> {
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ unchanged: string }>(
          `WITH compared AS MATERIALIZED (
             SELECT s.line AS ordinal, coalesce(p.id, s.new_id) AS person_id, s.employee_number, p.id IS NOT NULL AS known, po.person_id IS NOT NULL AS employed,
               p.name AS old_name, p.email AS old_email, p.mobile AS old_mobile, p.hired_on AS old_hired_on, p.left_on AS old_left_on,
               d.code AS old_department_code, po.title AS old_title, m.employee_number AS old_manager_number, cc.code AS old_cost_centre_code,
               le.code AS old_legal_entity_code,
               CASE WHEN p.facts_on > $2::date THEN p.name ELSE s.name END AS new_name,
               CASE WHEN ${has('email')} AND (p.id IS NULL OR p.facts_on <= $2::date) THEN s.email ELSE p.email END AS new_email,
               CASE WHEN ${has('mobile')} AND (p.id IS NULL OR p.facts_on <= $2::date) THEN s.mobile ELSE p.mobile END AS new_mobile,
               s.department_code AS new_department_code,
               CASE WHEN ${has('title')} THEN s.title ELSE po.title END AS new_title,
               CASE WHEN ${has('managerEmployeeNumber')} THEN s.manager_number ELSE m.employee_number END AS new_manager_number,
               CASE WHEN ${has('costCentreCode')} THEN s.cost_centre_code ELSE cc.code END AS new_cost_centre_code,
               CASE WHEN ${has('legalEntityCode')} THEN s.legal_entity_code ELSE le.code END AS new_legal_entity_code,
               CASE WHEN ${has('hiredOn')} THEN s.hired_on ELSE p.hired_on END AS new_hired_on,
               -- Somebody who had left and stands in the file without a last day is back.
               CASE WHEN ${has('leftOn')} OR p.left_on < $2::date THEN s.left_on ELSE p.left_on END AS new_left_on
             FROM staged_people s
             LEFT JOIN people p ON p.company_id = $1 AND p.employee_number = s.employee_number
             LEFT JOIN positions po ON po.company_id = $1 AND po.person_id = p.id AND ${COVERING}
             LEFT JOIN departments d ON d.company_id = $1 AND d.id = po.department_id
             LEFT JOIN people m ON m.company_id = $1 AND m.id = po.manager_id
             LEFT JOIN cost_centres cc ON cc.company_id = $1 AND cc.id = po.cost_centre_id
             LEFT JOIN legal_entities le ON le.company_id = $1 AND le.id = po.legal_entity_id
           ), judged AS (
             SELECT *, CASE
               WHEN NOT known THEN 'joiner'
               WHEN new_left_on IS NOT NULL AND old_left_on IS NULL THEN 'leaver'
               WHEN NOT employed AND (new_left_on IS NULL OR new_left_on >= $2::date) THEN 'joiner'
               WHEN employed AND old_department_code <> new_department_code THEN 'mover'
               WHEN (old_name, old_email, old_mobile, old_hired_on, old_left_on) IS DISTINCT FROM (new_name, new_email, new_mobile, new_hired_on, new_left_on)
                 THEN 'changed'
               WHEN employed AND (old_title, old_manager_number, old_cost_centre_code, old_legal_entity_code)
                 IS DISTINCT FROM (new_title, new_manager_number, new_cost_centre_code, new_legal_entity_code) THEN 'changed'
               END AS kind
             FROM compared
           ), written AS (
             INSERT INTO directory_import_changes (company_id, import_id, kind, ordinal, subject_id, key, name, before, after)
             SELECT $1, $3, kind, ordinal, person_id, employee_number, new_name, CASE WHEN known THEN ${factsJson('old_')} END, ${factsJson('new_')}
             FROM judged WHERE kind IS NOT NULL
           )
           SELECT count(*) FILTER (WHERE kind IS NULL) AS unchanged FROM judged`,
          [companyId, on, importId],
        ),
      { company: companyId },
    );
    return Number(rows[0]!.unchanged);
  }

  /**
   * Writes down that people left who are employed on the day and neither staged nor among the unread rows. Somebody of whom a later day is known is left
   * alone: an import of an earlier day does not know better.
   */
  async writeMissing(companyId: Id, importId: Id, on: BusinessDate, unread: readonly string[]): Promise<void> {
    await this.run(
      companyId,
      `INSERT INTO directory_import_changes (company_id, import_id, kind, ordinal, subject_id, key, name, before, after)
       SELECT $1, $3, 'leaver', 1000000000 + row_number() OVER (ORDER BY employee_number), person_id, employee_number, old_name, ${factsJson('old_')},
         ${factsJson('old_')} || jsonb_build_object('leftOn', $2::date - 1)
       FROM (
         SELECT p.id AS person_id, p.employee_number, p.name AS old_name, p.email AS old_email, p.mobile AS old_mobile, p.hired_on AS old_hired_on,
           p.left_on AS old_left_on, d.code AS old_department_code, po.title AS old_title, m.employee_number AS old_manager_number,
           cc.code AS old_cost_centre_code, le.code AS old_legal_entity_code
         FROM people p
         JOIN positions po ON po.company_id = $1 AND po.person_id = p.id AND ${COVERING}
         JOIN departments d ON d.company_id = $1 AND d.id = po.department_id
         LEFT JOIN people m ON m.company_id = $1 AND m.id = po.manager_id
         LEFT JOIN cost_centres cc ON cc.company_id = $1 AND cc.id = po.cost_centre_id
         LEFT JOIN legal_entities le ON le.company_id = $1 AND le.id = po.legal_entity_id
         WHERE p.company_id = $1 AND NOT p.employee_number = ANY($4)
           AND NOT EXISTS (SELECT FROM staged_people s WHERE s.employee_number = p.employee_number)
           AND NOT EXISTS (SELECT FROM positions later WHERE later.company_id = $1 AND later.person_id = p.id AND later.slot = 0 AND later.valid_from > $2::date)
       ) missing`,
      [companyId, on, importId, unread],
    );
  }

  /** Codes of departments in which somebody remains on the day after the import's changes. */
  async departmentsInUse(companyId: Id, importId: Id, on: BusinessDate, codes: readonly string[]): Promise<string[]> {
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ code: string }>(
          `SELECT d.code FROM departments d
           WHERE d.company_id = $1 AND d.code = ANY($4) AND EXISTS (
             SELECT FROM positions po WHERE po.company_id = $1 AND po.department_id = d.id AND ${COVERING}
               AND NOT EXISTS (
                 SELECT FROM directory_import_changes c
                 WHERE c.company_id = $1 AND c.import_id = $3 AND c.kind IN ('mover', 'leaver') AND c.subject_id = po.person_id))`,
          [companyId, on, importId, codes],
        ),
      { company: companyId },
    );
    return rows.map((row) => row.code);
  }

  private async run(companyId: Id, sql: string, params: readonly unknown[] = []): Promise<void> {
    await this.unitOfWork.run((tx) => tx.query(sql, params), { company: companyId });
  }
}
