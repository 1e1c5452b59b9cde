import { Injectable } from '@nestjs/common';
import { newId, type BusinessDate, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { DepartmentVersion } from './department-timeline.js';
import type { DepartmentSpan } from './plan-departments.js';

interface VersionRow {
  id: Id;
  department_id: Id;
  code: string;
  name: string;
  parent_id: Id | null;
  path: Id[];
  leader_id: Id | null;
  legal_entity_id: Id | null;
  cost_centre_id: Id | null;
  own: boolean;
  valid_from: BusinessDate;
  valid_to: BusinessDate | null;
}

/** SQL with which imports read and write departments and cost centres. */
@Injectable()
export class DepartmentsRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The whole history in the codes of files. */
  async spans(companyId: Id): Promise<DepartmentSpan[]> {
    return this.read<DepartmentSpan>(
      companyId,
      `SELECT v.code, v.name, parent.code AS "parentCode", leader.employee_number AS "leaderEmployeeNumber", le.code AS "legalEntityCode",
         cc.code AS "costCentreCode", v.valid_from::text AS "from", v.valid_to::text AS "to"
       FROM department_versions v
       LEFT JOIN departments parent ON parent.company_id = $1 AND parent.id = v.parent_id
       LEFT JOIN people leader ON leader.company_id = $1 AND leader.id = v.leader_id
       LEFT JOIN legal_entities le ON le.company_id = $1 AND le.id = v.legal_entity_id
       LEFT JOIN cost_centres cc ON cc.company_id = $1 AND cc.id = v.cost_centre_id
       WHERE v.company_id = $1`,
      [companyId],
    );
  }

  /** Codes of the departments that are open on a day. */
  async openCodes(companyId: Id, on: BusinessDate): Promise<string[]> {
    const rows = await this.read<{ code: string }>(
      companyId,
      'SELECT code FROM department_versions WHERE company_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)',
      [companyId, on],
    );
    return rows.map((row) => row.code);
  }

  /** The whole history in ids. */
  async versions(companyId: Id): Promise<DepartmentVersion[]> {
    const rows = await this.read<VersionRow>(
      companyId,
      `SELECT id, department_id, code, name, parent_id, path, leader_id, legal_entity_id, cost_centre_id, own, valid_from::text,
         valid_to::text
       FROM department_versions WHERE company_id = $1`,
      [companyId],
    );
    return rows.map((row) => ({
      id: row.id,
      departmentId: row.department_id,
      code: row.code,
      name: row.name,
      parentId: row.parent_id,
      path: row.path,
      leaderId: row.leader_id,
      legalEntityId: row.legal_entity_id,
      costCentreId: row.cost_centre_id,
      own: row.own,
      from: row.valid_from,
      to: row.valid_to,
    }));
  }

  /** Ids by code of every department there ever was. */
  async idsByCode(companyId: Id): Promise<Map<string, Id>> {
    const rows = await this.read<{ code: string; id: Id }>(companyId, 'SELECT code, id FROM departments WHERE company_id = $1', [
      companyId,
    ]);
    return new Map(rows.map((row) => [row.code, row.id]));
  }

  async insert(companyId: Id, departments: readonly { id: Id; code: string }[], at: Date): Promise<void> {
    await this.run(
      companyId,
      `INSERT INTO departments (company_id, id, code, created_at)
       SELECT $1, given.id, given.code, $2 FROM unnest($3::uuid[], $4::text[]) AS given(id, code) ON CONFLICT DO NOTHING`,
      [companyId, at, departments.map((department) => department.id), departments.map((department) => department.code)],
    );
  }

  /** Writes versions: new ones, and new ends or corrected facts of known ones. */
  async put(companyId: Id, versions: readonly DepartmentVersion[]): Promise<void> {
    if (versions.length === 0) return;
    await this.run(
      companyId,
      `INSERT INTO department_versions
         (company_id, id, department_id, code, name, parent_id, path, leader_id, legal_entity_id, cost_centre_id, own, valid_from, valid_to)
       SELECT $1, id, "departmentId", code, name, "parentId", path, "leaderId", "legalEntityId", "costCentreId", own, "from", "to"
       FROM jsonb_to_recordset($2::jsonb) AS version(id uuid, "departmentId" uuid, code text, name text, "parentId" uuid, path uuid[], "leaderId" uuid,
         "legalEntityId" uuid, "costCentreId" uuid, own boolean, "from" date, "to" date)
       ON CONFLICT (company_id, id) DO UPDATE SET name = excluded.name, parent_id = excluded.parent_id, path = excluded.path,
         leader_id = excluded.leader_id, legal_entity_id = excluded.legal_entity_id, cost_centre_id = excluded.cost_centre_id, own = excluded.own, valid_to = excluded.valid_to`,
      [companyId, JSON.stringify(versions)],
    );
  }

  /** Codes and ids of the cost centres. */
  async costCentres(companyId: Id): Promise<Map<string, Id>> {
    const rows = await this.read<{ code: string; id: Id }>(companyId, 'SELECT code, id FROM cost_centres WHERE company_id = $1', [
      companyId,
    ]);
    return new Map(rows.map((row) => [row.code, row.id]));
  }

  /** Adds cost centres or corrects their names, by code. */
  async putCostCentres(companyId: Id, costCentres: readonly { code: string; name: string }[], at: Date): Promise<void> {
    if (costCentres.length === 0) return;
    await this.run(
      companyId,
      `INSERT INTO cost_centres (company_id, id, code, name, created_at)
       SELECT $1, given.id, given.code, given.name, $2 FROM unnest($3::uuid[], $4::text[], $5::text[]) AS given(id, code, name)
       ON CONFLICT (company_id, code) DO UPDATE SET name = excluded.name`,
      [companyId, at, costCentres.map(() => newId()), costCentres.map((entry) => entry.code), costCentres.map((entry) => entry.name)],
    );
  }

  private read<Row extends object>(companyId: Id, sql: string, params: readonly unknown[]): Promise<Row[]> {
    return this.unitOfWork.read<Row>(sql, params, { company: companyId });
  }

  private async run(companyId: Id, sql: string, params: readonly unknown[]): Promise<void> {
    await this.unitOfWork.run((tx) => tx.query(sql, params), { company: companyId });
  }
}
