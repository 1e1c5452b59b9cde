import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLObjectType } from 'graphql';
import { AREAS, mayUse, type Area } from './areas.js';

const folder = new URL('../../../../schema/graphql/', import.meta.url);
const schema = buildSchema(
  readdirSync(folder)
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n'),
);

/** The roles that the contract's `@auth` lets use a field. */
function rolesOf(type: string, field: string): string[] {
  const node = (schema.getType(type) as GraphQLObjectType).getFields()[field]?.astNode;
  const roles = node?.directives
    ?.find((directive) => directive.name.value === 'auth')
    ?.arguments?.find((argument) => argument.name.value === 'roles')?.value;
  if (roles?.kind !== 'ListValue') throw new Error(`${type}.${field} names no roles`);
  return roles.values.map((value) => (value.kind === 'EnumValue' ? value.value : ''));
}

/** The field without which an area would be empty or its buttons useless. */
const NEEDS: Record<Area, [type: string, field: string]> = {
  overview: ['Query', 'spend'],
  bills: ['Query', 'bills'],
  statements: ['Query', 'statementBoard'],
  importStatements: ['Mutation', 'importStatementFile'],
  lockPeriod: ['Mutation', 'lockPeriod'],
  expenses: ['Query', 'expenses'],
  raw: ['Expense', 'raw'],
  spend: ['Query', 'spend'],
  directory: ['Query', 'departments'],
  importDirectory: ['Mutation', 'previewDirectoryImport'],
  connections: ['Query', 'connections'],
  changeConnections: ['Mutation', 'createConnection'],
  setDueDays: ['Mutation', 'setStatementDueDays'],
  apps: ['Query', 'oauthClients'],
  changeApps: ['Mutation', 'createOAuthClient'],
  members: ['Query', 'members'],
  changeMembers: ['Mutation', 'removeMember'],
  audit: ['Query', 'auditEntries'],
};

describe('what a role is shown', () => {
  it.each(Object.entries(NEEDS))('%s is shown to exactly those whom the gateway lets in', (area, [type, field]) => {
    expect([...AREAS[area as Area]].sort()).toEqual(rolesOf(type, field).sort());
  });

  it('lets somebody in by any of their roles', () => {
    expect(mayUse(['employee', 'it'], 'connections')).toBe(true);
    expect(mayUse(['employee'], 'connections')).toBe(false);
    expect(mayUse([], 'directory')).toBe(false);
  });
});
