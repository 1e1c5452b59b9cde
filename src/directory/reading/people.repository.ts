import { Injectable } from '@nestjs/common';
import type { BusinessDate, Id, Keyset } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { contactRule, type DepartmentNode, type PersonNode, type PositionNode } from './person.js';

/** Which people a list shows. */
export interface PeopleFilter {
  /** Part of the name or number. */
  search: string | null;
  /** People whose main position is in one of these on the day. */
  departments: { ids: readonly Id[]; on: BusinessDate } | null;
  state: PersonNode['state'] | null;
}

/** What a list's query asks of each person beyond their own facts; only that is joined. */
export interface PeopleJoins {
  department: boolean;
  manager: boolean;
  /** The manager's main position too: title, department and what else follows from it. */
  managerPosition: boolean;
}

/** `[id, employee_number, name, email, mobile, hired_on, left_on]` under a prefix. */
const personColumns = (alias: string, as: string): string =>
  ['id', 'employee_number', 'name', 'email', 'mobile', 'hired_on', 'left_on']
    .map((column) => `${alias}.${column}${column.endsWith('_on') ? '::text' : ''} AS ${as}${column}`)
    .join(', ');

const positionColumns = (alias: string, as: string): string =>
  ['title', 'department_id', 'manager_id', 'cost_centre_id', 'legal_entity_id']
    .map((column) => `${alias}.${column} AS ${as}${column}`)
    .join(', ');

const holds = (alias: string): string => `${alias}.valid_from <= $2::date AND (${alias}.valid_to IS NULL OR ${alias}.valid_to > $2::date)`;

const mainPosition = (alias: string, person: string): string =>
  `LEFT JOIN positions ${alias} ON ${alias}.company_id = $1 AND ${alias}.person_id = ${person} AND ${alias}.slot = 0 AND ${holds(alias)}`;

const DEPARTMENT_COLUMNS = [
  'id',
  'department_id',
  'code',
  'name',
  'parent_id',
  'leader_id',
  'legal_entity_id',
  'cost_centre_id',
  'valid_from',
  'valid_to',
]
  .map((column) => `dv.${column}${column.startsWith('valid') ? '::text' : ''} AS d_${column}`)
  .join(', ');

type Row = Record<string, string | null>;

/** SQL that reads people. `$1` is the company, `$2` today in its zone. */
@Injectable()
export class PeopleRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** A page of people in the order of their numbers, in one statement. */
  async page(companyId: Id, today: BusinessDate, filter: PeopleFilter, joins: PeopleJoins, keyset: Keyset): Promise<PersonNode[]> {
    const params: unknown[] = [companyId, today];
    const given = (value: unknown): string => `$${params.push(value)}`;
    const conditions = ['p.company_id = $1'];
    if (keyset.after) conditions.push(`p.employee_number > ${given(keyset.after[0])}`);
    if (filter.state === 'active') conditions.push('(p.left_on IS NULL OR p.left_on >= $2::date)');
    if (filter.state === 'left') conditions.push('p.left_on < $2::date');
    if (filter.search) conditions.push(`p.id IN (${this.searchSql(given, filter, keyset)})`);
    if (filter.departments) {
      const [ids, on] = [given(filter.departments.ids), given(filter.departments.on)];
      conditions.push(`EXISTS (SELECT FROM positions f WHERE f.company_id = $1 AND f.person_id = p.id AND f.slot = 0 AND f.department_id = ANY(${ids}::uuid[])
        AND f.valid_from <= ${on}::date AND (f.valid_to IS NULL OR f.valid_to > ${on}::date))`);
    }
    const limit = given(keyset.limit + 1);
    const rows = await this.unitOfWork.read<Row>(
      `SELECT ${personColumns('p', '')}, ${positionColumns('po', '')}
         ${joins.department ? `, ${DEPARTMENT_COLUMNS}` : ''}
         ${joins.manager ? `, ${personColumns('m', 'm_')}` : ''}${joins.managerPosition ? `, ${positionColumns('mp', 'm_')}` : ''}
       FROM (SELECT p.* FROM people p WHERE ${conditions.join(' AND ')} ORDER BY p.employee_number LIMIT ${limit}) p
       ${mainPosition('po', 'p.id')}
       ${joins.department ? `LEFT JOIN department_versions dv ON dv.company_id = $1 AND dv.department_id = po.department_id AND ${holds('dv')}` : ''}
       ${joins.manager ? 'LEFT JOIN people m ON m.company_id = $1 AND m.id = po.manager_id' : ''}
       ${joins.managerPosition ? mainPosition('mp', 'm.id') : ''}
       ORDER BY p.employee_number`,
      params,
      { company: companyId },
    );
    const maySee = contactRule();
    return rows.map((row) => toListed(row, today, joins, maySee));
  }

  async byIds(companyId: Id, today: BusinessDate, ids: readonly Id[]): Promise<(PersonNode | null)[]> {
    const rows = await this.unitOfWork.read<Row>(
      `SELECT ${personColumns('p', '')}, ${positionColumns('po', '')} FROM people p ${mainPosition('po', 'p.id')} WHERE p.company_id = $1 AND p.id = ANY($3)`,
      [companyId, today, ids],
      { company: companyId },
    );
    const maySee = contactRule();
    const byId = new Map(rows.map((row) => [row['id']!, toPerson(row, '', today, maySee)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  async numbersByName(companyId: Id, names: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await this.unitOfWork.read<{ name: string; numbers: string[] }>(
      'SELECT name, array_agg(employee_number ORDER BY employee_number) AS numbers FROM people WHERE company_id = $1 AND name = ANY($2::text[]) GROUP BY name',
      [companyId, names],
      { company: companyId },
    );
    return new Map(rows.map(({ name, numbers }) => [name, numbers]));
  }

  /** Positions of some people, each person's newest first. */
  async positions(companyId: Id, ids: readonly Id[]): Promise<PositionNode[][]> {
    const rows = await this.unitOfWork.read<Row & { slot: number; is_leader: boolean }>(
      `SELECT po.person_id, po.department_id, po.title, po.slot, po.cost_centre_id, po.valid_from::text, po.valid_to::text,
         EXISTS (SELECT FROM department_versions v WHERE v.company_id = $1 AND v.department_id = po.department_id AND v.leader_id = po.person_id
           AND v.valid_from < coalesce(po.valid_to, 'infinity') AND coalesce(v.valid_to, 'infinity') > po.valid_from) AS is_leader
       FROM positions po WHERE po.company_id = $1 AND po.person_id = ANY($2) ORDER BY po.valid_from DESC, po.slot`,
      [companyId, ids],
      { company: companyId },
    );
    const byPerson = new Map<string, PositionNode[]>(ids.map((id) => [id, []]));
    for (const row of rows) {
      byPerson.get(row['person_id']!)!.push({
        departmentId: row['department_id']!,
        title: row['title'] ?? null,
        isMain: row.slot === 0,
        isLeader: row.is_leader,
        costCentreId: row['cost_centre_id'] ?? null,
        validFrom: row['valid_from']!,
        validTo: row['valid_to'] ?? null,
      });
    }
    return ids.map((id) => byPerson.get(id)!);
  }

  /** The only person present on a day with a mail address. */
  async idByEmail(companyId: Id, email: string, today: BusinessDate): Promise<Id | null> {
    const rows = await this.unitOfWork.read<{ id: Id }>(
      'SELECT id FROM people WHERE company_id = $1 AND email = $2 AND (left_on IS NULL OR left_on >= $3) LIMIT 2',
      [companyId, email, today],
      { company: companyId },
    );
    return rows.length === 1 ? rows[0]!.id : null;
  }

  async exists(companyId: Id, id: Id): Promise<boolean> {
    const rows = await this.unitOfWork.read('SELECT 1 FROM people WHERE company_id = $1 AND id = $2', [companyId, id], {
      company: companyId,
    });
    return rows.length === 1;
  }

  /**
   * Finds by part of name or number inside the index `people_number` alone: it carries the search text, so that no row of the table is read for those that
   * do not match. With no other condition the page's size ends the walk early.
   */
  private searchSql(given: (value: unknown) => string, filter: PeopleFilter, keyset: Keyset): string {
    const term = given(filter.search!.toLowerCase());
    const after = keyset.after ? `AND s.employee_number > ${given(keyset.after[0])}` : '';
    const only = filter.state === null && filter.departments === null ? `ORDER BY s.employee_number LIMIT ${given(keyset.limit + 1)}` : '';
    return `SELECT s.id FROM people s WHERE s.company_id = $1 AND position(${term} IN s.search) > 0 ${after} ${only}`;
  }
}

function toListed(row: Row, today: BusinessDate, joins: PeopleJoins, maySee: (personId: Id) => boolean): PersonNode {
  const person = toPerson(row, '', today, maySee);
  if (joins.department) person.department = row['d_id'] ? toDepartment(row, today) : null;
  if (joins.manager) person.manager = row['m_id'] ? toPerson(row, 'm_', today, maySee) : null;
  return person;
}

function toPerson(row: Row, prefix: string, today: BusinessDate, maySee: (personId: Id) => boolean): PersonNode {
  const value = (column: string): string | null => row[prefix + column] ?? null;
  const id = value('id')!;
  const leftOn = value('left_on');
  const contact = maySee(id);
  return {
    id,
    employeeNumber: value('employee_number')!,
    name: value('name')!,
    email: contact ? value('email') : null,
    mobile: contact ? value('mobile') : null,
    state: leftOn !== null && leftOn < today ? 'left' : 'active',
    hiredOn: value('hired_on'),
    leftOn,
    title: value('title'),
    departmentId: value('department_id'),
    managerId: value('manager_id'),
    costCentreId: value('cost_centre_id'),
    legalEntityId: value('legal_entity_id'),
  };
}

function toDepartment(row: Row, on: BusinessDate): DepartmentNode {
  return {
    id: row['d_department_id']!,
    code: row['d_code']!,
    name: row['d_name']!,
    on,
    versionId: row['d_id']!,
    parentId: row['d_parent_id'] ?? null,
    pathIds: null,
    leaderId: row['d_leader_id'] ?? null,
    legalEntityId: row['d_legal_entity_id'] ?? null,
    costCentreId: row['d_cost_centre_id'] ?? null,
    validFrom: row['d_valid_from']!,
    validTo: row['d_valid_to'] ?? null,
  };
}
