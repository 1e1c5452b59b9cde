import { Injectable } from '@nestjs/common';
import type { BusinessDate, Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { CostCentreNode, DepartmentNode } from './person.js';

interface Row {
  id: Id;
  department_id: Id;
  code: string;
  name: string;
  parent_id: Id | null;
  path: Id[];
  leader_id: Id | null;
  legal_entity_id: Id | null;
  cost_centre_id: Id | null;
  valid_from: BusinessDate;
  valid_to: BusinessDate | null;
}

const COLUMNS =
  'v.id, v.department_id, v.code, v.name, v.parent_id, v.path, v.leader_id, v.legal_entity_id, v.cost_centre_id, v.valid_from::text, v.valid_to::text';
const HOLDS = 'v.valid_from <= $2::date AND (v.valid_to IS NULL OR v.valid_to > $2::date)';

/** SQL that reads the department tree as on a day. */
@Injectable()
export class TreeRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Departments at the top, by code. */
  async roots(companyId: Id, on: BusinessDate): Promise<DepartmentNode[]> {
    const rows = await this.read(
      companyId,
      `SELECT ${COLUMNS} FROM department_versions v WHERE v.company_id = $1 AND cardinality(v.path) = 1 AND ${HOLDS} ORDER BY v.code`,
      [companyId, on],
    );
    return rows.map((row) => toNode(row, on));
  }

  /** The departments right below some others, by code. */
  async children(companyId: Id, parents: readonly Id[], on: BusinessDate): Promise<DepartmentNode[][]> {
    const rows = await this.read(
      companyId,
      `SELECT ${COLUMNS} FROM department_versions v WHERE v.company_id = $1 AND v.parent_id = ANY($3) AND ${HOLDS} ORDER BY v.code`,
      [companyId, on, parents],
    );
    const byParent = new Map<Id, DepartmentNode[]>(parents.map((parent) => [parent, []]));
    for (const row of rows) byParent.get(row.parent_id!)!.push(toNode(row, on));
    return parents.map((parent) => byParent.get(parent)!);
  }

  /** Departments as on a day; one that is closed by then as it last was, one that comes later as it will be. */
  async byIds(companyId: Id, ids: readonly Id[], on: BusinessDate): Promise<(DepartmentNode | null)[]> {
    const rows = await this.read(
      companyId,
      `SELECT DISTINCT ON (v.department_id) ${COLUMNS} FROM department_versions v WHERE v.company_id = $1 AND v.department_id = ANY($3)
         AND v.valid_to IS DISTINCT FROM v.valid_from
       ORDER BY v.department_id, v.valid_from <= $2::date DESC, abs(v.valid_from - $2::date)`,
      [companyId, on, ids],
    );
    const byId = new Map(rows.map((row) => [row.department_id, toNode(row, on)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Departments as a version of them says. */
  async byVersions(companyId: Id, versionIds: readonly Id[]): Promise<(DepartmentNode | null)[]> {
    const rows = await this.read(companyId, `SELECT ${COLUMNS} FROM department_versions v WHERE v.company_id = $1 AND v.id = ANY($2)`, [
      companyId,
      versionIds,
    ]);
    const byId = new Map(rows.map((row) => [row.id, toNode(row, row.valid_from)]));
    return versionIds.map((id) => byId.get(id) ?? null);
  }

  /** Ids of some departments and all below them on a day. */
  async subtree(companyId: Id, ids: readonly Id[], on: BusinessDate): Promise<Id[]> {
    const rows = await this.unitOfWork.read<{ department_id: Id }>(
      `SELECT v.department_id FROM department_versions v WHERE v.company_id = $1 AND ${HOLDS} AND v.path && $3::uuid[]`,
      [companyId, on, ids],
      { company: companyId },
    );
    return rows.map((row) => row.department_id);
  }

  /** Ids of the departments a person leads on a day. */
  async ledBy(companyId: Id, personId: Id, on: BusinessDate): Promise<Id[]> {
    const rows = await this.unitOfWork.read<{ department_id: Id }>(
      `SELECT v.department_id FROM department_versions v WHERE v.company_id = $1 AND v.leader_id = $3 AND ${HOLDS}`,
      [companyId, on, personId],
      { company: companyId },
    );
    return rows.map((row) => row.department_id);
  }

  /** By code. */
  async costCentres(companyId: Id): Promise<CostCentreNode[]> {
    return this.unitOfWork.read<{ id: Id; code: string; name: string }>(
      'SELECT id, code, name FROM cost_centres WHERE company_id = $1 ORDER BY code',
      [companyId],
      { company: companyId },
    );
  }

  async costCentresById(companyId: Id, ids: readonly Id[]): Promise<(CostCentreNode | null)[]> {
    const rows = await this.unitOfWork.read<{ id: Id; code: string; name: string }>(
      'SELECT id, code, name FROM cost_centres WHERE company_id = $1 AND id = ANY($2)',
      [companyId, ids],
      { company: companyId },
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  private read(companyId: Id, sql: string, params: readonly unknown[]): Promise<Row[]> {
    return this.unitOfWork.read<Row>(sql, params, { company: companyId });
  }
}

function toNode(row: Row, on: BusinessDate): DepartmentNode {
  return {
    id: row.department_id,
    code: row.code,
    name: row.name,
    on,
    versionId: row.id,
    parentId: row.parent_id,
    pathIds: row.path,
    leaderId: row.leader_id,
    legalEntityId: row.legal_entity_id,
    costCentreId: row.cost_centre_id,
    validFrom: row.valid_from,
    validTo: row.valid_to,
  };
}
