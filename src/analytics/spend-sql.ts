import { NIL_ID } from '../expenses/index.js';
import type { SpendDimension } from '../platform/graphql/index.js';
import type { SpendQuestion } from './spend-question.js';

/** A table that can answer, with the dimensions it knows. The narrowest that knows all of a question's answers it. */
interface Source {
  table: string;
  knows: readonly SpendDimension[];
  count: string;
}

const COMMON = ['month', 'kind', 'vendor', 'legal_entity'] as const;
const CUBE_COUNT = 'sum(s.expense_count)';
const SOURCES: readonly Source[] = [
  { table: 'spend_by_cost_centre', knows: [...COMMON, 'cost_centre'], count: CUBE_COUNT },
  { table: 'spend_by_department', knows: [...COMMON, 'department'], count: CUBE_COUNT },
  { table: 'expenses', knows: [...COMMON, 'department', 'cost_centre', 'person', 'city'], count: 'count(*) FILTER (WHERE NOT s.reversed)' },
];

/** A statement with its parameters. */
export interface Sql {
  text: string;
  params: unknown[];
}

/** How a dimension is read: its value, what names it, and what has to be joined for that. */
interface Dimension {
  id: string;
  label: string;
  join?: string;
}

const VERSION_JOIN: Record<SpendQuestion['tree'], string> = {
  as_was: 'LEFT JOIN department_versions dv ON dv.company_id = s.company_id AND dv.id = s.department_version_id',
  as_is: `LEFT JOIN LATERAL (
      SELECT v.department_id, v.path FROM department_versions v WHERE v.company_id = s.company_id AND v.department_id = s.department_id
      ORDER BY v.valid_from <= $4::date DESC, v.valid_from DESC LIMIT 1) dv ON true`,
};

/** The name a department has today, had last, or is going to have. */
const departmentName = (of: string): string =>
  `(SELECT v.name FROM department_versions v WHERE v.company_id = $1 AND v.department_id = ${of}
    ORDER BY v.valid_from <= $4::date DESC, v.valid_from DESC LIMIT 1)`;

function dimensionOf(name: SpendDimension, question: SpendQuestion): Dimension {
  switch (name) {
    case 'month':
      return { id: `to_char(s.business_date, 'YYYY-MM')`, label: 'g.id$' };
    case 'kind':
      return { id: 's.kind', label: 'g.id$' };
    case 'vendor':
      return {
        id: 'va.plugin_id',
        // Of a plugin that is no longer installed the names of its accounts are what is left.
        label: `(SELECT string_agg(DISTINCT a.name, ' · ') FROM vendor_accounts a WHERE a.company_id = $1 AND a.plugin_id = g.id$)`,
        join: 'JOIN vendor_accounts va ON va.company_id = s.company_id AND va.id = s.vendor_account_id',
      };
    case 'legal_entity':
      return {
        id: 's.legal_entity_id::text',
        label: `(SELECT e.name FROM legal_entities e WHERE e.company_id = $1 AND e.id = g.id$::uuid)`,
      };
    case 'cost_centre':
      return {
        id: `nullif(s.cost_centre_id, '${NIL_ID}')::text`,
        label: `(SELECT c.code || ' ' || c.name FROM cost_centres c WHERE c.company_id = $1 AND c.id = g.id$::uuid)`,
      };
    case 'person':
      return { id: 's.person_id::text', label: '(SELECT p.name FROM people p WHERE p.company_id = $1 AND p.id = g.id$::uuid)' };
    case 'city':
      return { id: 's.city', label: 'g.id$' };
    case 'department':
      return question.reach === 'own'
        ? { id: 'dv.department_id::text', label: departmentName('g.id$::uuid'), join: VERSION_JOIN[question.tree] }
        : {
            id: 'node.id::text',
            label: departmentName('g.id$::uuid'),
            // Each amount counts once for every department above it; an amount without a department keeps one row of its own.
            join: `${VERSION_JOIN[question.tree]} CROSS JOIN LATERAL unnest(coalesce(dv.path, ARRAY[NULL::uuid])) AS node(id)`,
          };
  }
}

function sourceOf(question: SpendQuestion): Source {
  const needed = new Set<SpendDimension>(question.by);
  if (question.departmentId || question.onlyDepartments) needed.add('department');
  if (question.costCentreId) needed.add('cost_centre');
  if (question.personId) needed.add('person');
  if (question.city) needed.add('city');
  return SOURCES.find((source) => [...needed].every((dimension) => source.knows.includes(dimension)))!;
}

/** The conditions of a question, and the joins they need beside those of its dimensions. */
function conditions(question: SpendQuestion): { where: string[]; joins: string[]; params: unknown[] } {
  const params: unknown[] = [question.companyId, question.from, question.to, question.today];
  // The day of today's tree is named here too, since a statement must use every parameter it is given.
  const where = ['s.company_id = $1', 's.business_date BETWEEN $2::date AND $3::date', '$4::date IS NOT NULL'];
  const joins: string[] = [];
  const add = (value: unknown, condition: (parameter: string) => string): void => {
    params.push(value);
    where.push(condition(`$${params.length}`));
  };
  if (question.kind) add(question.kind, (p) => `s.kind = ${p}`);
  if (question.legalEntityId) add(question.legalEntityId, (p) => `s.legal_entity_id = ${p}::uuid`);
  if (question.costCentreId) add(question.costCentreId, (p) => `s.cost_centre_id = ${p}::uuid`);
  if (question.personId) add(question.personId, (p) => `s.person_id = ${p}::uuid`);
  if (question.city) add(question.city, (p) => `s.city = ${p}`);
  if (question.connectorId) {
    add(
      question.connectorId,
      (p) => `s.vendor_account_id IN (SELECT a.id FROM vendor_accounts a WHERE a.company_id = $1 AND a.plugin_id = ${p})`,
    );
  }
  if (question.onlyDepartments) add(question.onlyDepartments, (p) => `s.department_id = ANY(${p}::uuid[])`);
  if (question.departmentId) {
    joins.push(VERSION_JOIN[question.tree]);
    add(question.departmentId, (p) => (question.reach === 'own' ? `dv.department_id = ${p}::uuid` : `${p}::uuid = ANY(dv.path)`));
  }
  return { where, joins, params };
}

/** Rows of an answer in one currency: `id0, label0, id1, …, company_share, personal_share, count`, the largest first when `top` asks, else in the order of the keys. */
export function rowsSql(question: SpendQuestion, currency: string): Sql {
  const source = sourceOf(question);
  const { where, joins, params } = conditions(question);
  const dimensions = question.by.map((name) => dimensionOf(name, question));
  const allJoins = new Set([...joins, ...dimensions.flatMap((dimension) => dimension.join ?? [])]);
  // The longer join of a subtree begins with the shorter one of the filter.
  const needed = [...allJoins].filter((join) => ![...allJoins].some((other) => other !== join && other.startsWith(join)));
  if (question.departmentId && question.by.includes('department') && question.reach === 'subtree') {
    // Departments above the one asked for hold more than was asked for.
    params.push(question.departmentId);
    where.push(`array_position(dv.path, node.id) >= array_position(dv.path, $${params.length}::uuid)`);
  }
  params.push(currency);
  where.push(`s.currency = $${params.length}`);
  const keys = dimensions.map((_dimension, index) => `g.id${index}`);
  const limit = question.top === null ? '' : `LIMIT ${question.top}`;
  return {
    params,
    text: `
      SELECT ${dimensions.map((dimension, index) => `g.id${index}, ${dimension.label.replaceAll('id$', `id${index}`)} AS label${index}`).join(', ')},
        g.company_share::text, g.personal_share::text, g.count::text
      FROM (
        SELECT ${dimensions.map((dimension, index) => `${dimension.id} AS id${index}`).join(', ')},
          sum(s.company_share) AS company_share, sum(s.personal_share) AS personal_share, ${source.count} AS count
        FROM ${source.table} s ${needed.join(' ')}
        WHERE ${where.join(' AND ')}
        GROUP BY ${dimensions.map((_dimension, index) => index + 1).join(', ')}
      ) g
      WHERE g.count > 0 OR g.company_share <> 0 OR g.personal_share <> 0
      ORDER BY ${question.top === null ? '' : 'abs(g.company_share) DESC, '}${keys.map((key) => `${key} NULLS LAST`).join(', ')}
      ${limit}`,
  };
}

/** Sums of a question over all rows, one row for each currency: `currency, company_share, count`. */
export function totalsSql(question: SpendQuestion): Sql {
  const source = sourceOf(question);
  const { where, joins, params } = conditions(question);
  return {
    params,
    text: `
      SELECT s.currency, sum(s.company_share)::text AS company_share, (${source.count})::text AS count
      FROM ${source.table} s ${joins.join(' ')} WHERE ${where.join(' AND ')} GROUP BY s.currency ORDER BY s.currency`,
  };
}
