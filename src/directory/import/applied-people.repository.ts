import { Injectable } from '@nestjs/common';
import type { BusinessDate, Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';

/** What an import may make of a person. */
export type PersonChange = 'joiner' | 'mover' | 'leaver' | 'changed';

/** SQL that turns an import's changes of people into people and positions. All methods belong into one unit of work, in this order. */
@Injectable()
export class AppliedPeopleRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Adds new people and corrects known ones. Their positions come later: they need the departments, whose leaders need the people. */
  async putPeople(companyId: Id, importId: Id, on: BusinessDate): Promise<void> {
    await this.run(
      companyId,
      `CREATE TEMPORARY TABLE applied_people (
      person_id uuid NOT NULL, kind text NOT NULL, is_new boolean NOT NULL, employee_number text NOT NULL, name text NOT NULL, email text, mobile text,
      department_code text COLLATE "C", title text, manager_number text COLLATE "C", cost_centre_code text COLLATE "C", legal_entity_code text COLLATE "C",
      hired_on date, left_on date, old_left_on date, moves boolean NOT NULL, starts_on date, ends_on date
    ) ON COMMIT DROP`,
    );
    await this.run(
      companyId,
      `INSERT INTO applied_people
       SELECT c.subject_id, c.kind, c.before IS NULL, c.key, a.name, a.email, a.mobile, a."departmentCode", a.title, a."managerEmployeeNumber", a."costCentreCode",
         a."legalEntityCode", a."hiredOn", a."leftOn", (c.before->>'leftOn')::date,
         c.kind = 'joiner' OR (c.before - '{name,email,mobile,hiredOn,leftOn}'::text[]) <> (c.after - '{name,email,mobile,hiredOn,leftOn}'::text[])
       FROM directory_import_changes c, jsonb_to_record(c.after) AS a(name text, email text, mobile text, "departmentCode" text, title text,
         "managerEmployeeNumber" text, "costCentreCode" text, "legalEntityCode" text, "hiredOn" date, "leftOn" date)
       WHERE c.company_id = $1 AND c.import_id = $2 AND c.kind IN ('joiner', 'mover', 'leaver', 'changed')`,
      [companyId, importId],
    );
    await this.run(companyId, 'ANALYZE applied_people');
    await this.run(
      companyId,
      `INSERT INTO people (company_id, id, employee_number, name, email, mobile, hired_on, left_on, facts_on)
       SELECT $1, person_id, employee_number, name, email, mobile, hired_on, left_on, $2 FROM applied_people ORDER BY employee_number
       ON CONFLICT (company_id, id) DO UPDATE SET name = excluded.name, email = excluded.email, mobile = excluded.mobile, hired_on = excluded.hired_on,
         left_on = excluded.left_on, facts_on = greatest(people.facts_on, excluded.facts_on)`,
      [companyId, on],
    );
  }

  /**
   * Writes the positions. A position holds from the import's day until the next one that is known; an earlier day's import thus leaves later history alone.
   * Who is new begins on the first working day, also when the import is late, but not before the department did.
   */
  async putPositions(companyId: Id, on: BusinessDate): Promise<void> {
    await this.run(
      companyId,
      `UPDATE applied_people a SET starts_on = CASE
         WHEN a.kind <> 'joiner' THEN $2::date
         WHEN a.hired_on > $2::date THEN a.hired_on
         WHEN a.is_new THEN greatest(coalesce(a.hired_on, CASE WHEN a.left_on < $2::date THEN d.since ELSE $2::date END), d.since)
         WHEN a.hired_on > a.old_left_on THEN greatest(a.hired_on, d.since)
         ELSE $2::date END
       FROM (SELECT code, min(valid_from) AS since FROM department_versions WHERE company_id = $1 GROUP BY code) d
       WHERE d.code = a.department_code AND a.moves`,
      [companyId, on],
    );
    // Who leaves later than was known, or not at all: the last position goes on.
    await this.run(
      companyId,
      `UPDATE positions po SET valid_to = a.left_on + 1 FROM applied_people a
       WHERE po.company_id = $1 AND po.person_id = a.person_id AND a.kind <> 'joiner' AND po.valid_to = a.old_left_on + 1
         AND (a.left_on IS NULL OR a.left_on > a.old_left_on)`,
      [companyId],
    );
    await this.insertPositions(companyId);
    await this.cutPositions(companyId);
  }

  private async insertPositions(companyId: Id): Promise<void> {
    // A statement of its own: while it inserts, it must not look through what it has inserted.
    await this.run(
      companyId,
      `UPDATE applied_people a SET ends_on = CASE WHEN known.covered THEN known.covered_to ELSE known.next_from END
       FROM (
         SELECT f.person_id, bool_or(po.valid_from <= f.starts_on) AS covered, max(po.valid_to) FILTER (WHERE po.valid_from <= f.starts_on) AS covered_to,
           min(po.valid_from) FILTER (WHERE po.valid_from > f.starts_on) AS next_from
         FROM applied_people f
         JOIN positions po ON po.company_id = $1 AND po.person_id = f.person_id AND po.slot = 0 AND (po.valid_to IS NULL OR po.valid_to > f.starts_on)
         WHERE f.moves AND NOT f.is_new GROUP BY f.person_id
       ) known
       WHERE known.person_id = a.person_id`,
      [companyId],
    );
    await this.run(
      companyId,
      `INSERT INTO positions (company_id, person_id, slot, valid_from, valid_to, department_id, title, manager_id, cost_centre_id, legal_entity_id)
       SELECT $1, a.person_id, 0, a.starts_on, least(a.ends_on, a.left_on + 1), d.id, a.title, m.id, cc.id, le.id
       FROM applied_people a
       JOIN departments d ON d.company_id = $1 AND d.code = a.department_code
       LEFT JOIN people m ON m.company_id = $1 AND m.employee_number = a.manager_number
       LEFT JOIN cost_centres cc ON cc.company_id = $1 AND cc.code = a.cost_centre_code
       LEFT JOIN legal_entities le ON le.company_id = $1 AND le.code = a.legal_entity_code
       WHERE a.moves AND a.starts_on IS NOT NULL AND (a.left_on IS NULL OR a.left_on >= a.starts_on)
       ON CONFLICT (company_id, person_id, slot, valid_from) DO UPDATE SET department_id = excluded.department_id, title = excluded.title,
         manager_id = excluded.manager_id, cost_centre_id = excluded.cost_centre_id, legal_entity_id = excluded.legal_entity_id`,
      [companyId],
    );
  }

  /** Ends what a new position takes the place of, and what lies behind a last day. */
  private async cutPositions(companyId: Id): Promise<void> {
    await this.run(
      companyId,
      `UPDATE positions po SET valid_to = a.starts_on FROM applied_people a
       WHERE NOT a.is_new AND a.moves AND (a.left_on IS NULL OR a.left_on >= a.starts_on)
         AND po.company_id = $1 AND po.person_id = a.person_id AND po.slot = 0
         AND po.valid_from < a.starts_on AND (po.valid_to IS NULL OR po.valid_to > a.starts_on)`,
      [companyId],
    );
    await this.run(
      companyId,
      `DELETE FROM positions po USING applied_people a
       WHERE po.company_id = $1 AND po.person_id = a.person_id AND NOT a.is_new AND po.valid_from > a.left_on`,
      [companyId],
    );
    await this.run(
      companyId,
      `UPDATE positions po SET valid_to = a.left_on + 1 FROM applied_people a
       WHERE po.company_id = $1 AND po.person_id = a.person_id AND NOT a.is_new AND (po.valid_to IS NULL OR po.valid_to > a.left_on + 1)`,
      [companyId],
    );
  }

  /** Ids of those who joined, moved, left, or changed otherwise, each in the order of the file. */
  async ids(companyId: Id): Promise<Record<PersonChange, Id[]>> {
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ kind: PersonChange; ids: Id[] }>('SELECT kind, array_agg(person_id::text) AS ids FROM applied_people GROUP BY kind'),
      { company: companyId },
    );
    return { joiner: [], mover: [], leaver: [], changed: [], ...Object.fromEntries(rows.map((row) => [row.kind, row.ids])) };
  }

  /** Tells the planner of what was written. */
  async analyze(companyId: Id): Promise<void> {
    await this.run(companyId, 'SELECT analyze_directory()');
  }

  /** Ids by number of some people. */
  async idsByNumber(companyId: Id, employeeNumbers: readonly string[]): Promise<Map<string, Id>> {
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ employee_number: string; id: Id }>(
          'SELECT employee_number, id FROM people WHERE company_id = $1 AND employee_number = ANY($2)',
          [companyId, employeeNumbers],
        ),
      { company: companyId },
    );
    return new Map(rows.map((row) => [row.employee_number, row.id]));
  }

  /** Of some mail addresses, those that exactly one present person has. */
  async idsByEmail(companyId: Id, emails: readonly string[], today: BusinessDate): Promise<{ personId: Id; email: string }[]> {
    return this.unitOfWork.run(
      (tx) =>
        tx.query<{ personId: Id; email: string }>(
          `SELECT email, min(id::text) AS "personId" FROM people
           WHERE company_id = $1 AND email = ANY($2) AND (left_on IS NULL OR left_on >= $3) GROUP BY email HAVING count(*) = 1`,
          [companyId, emails, today],
        ),
      { company: companyId },
    );
  }

  private async run(companyId: Id, sql: string, params: readonly unknown[] = []): Promise<void> {
    await this.unitOfWork.run((tx) => tx.query(sql, params), { company: companyId });
  }
}
