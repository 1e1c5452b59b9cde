import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { getDirective } from '@graphql-tools/utils';
import { buildASTSchema, concatAST, getNamedType, isObjectType, parse, type GraphQLField, type GraphQLObjectType } from 'graphql';
import type { Role } from '../../kernel/index.js';

const folder = new URL('../../../schema/graphql/', import.meta.url);
const schema = buildASTSchema(concatAST(readdirSync(folder).map((file) => parse(readFileSync(new URL(file, folder), 'utf8')))));

type Caller = { role: Role } | { scopes: readonly string[] };

function opens(field: GraphQLField<unknown, unknown>, caller: Caller): boolean {
  const auth = getDirective(schema, field, 'auth')?.[0] as { scopes?: string[]; roles?: Role[]; public?: boolean } | undefined;
  const scope = (getDirective(schema, field, 'scope')?.[0] as { name: string } | undefined)?.name;
  if ('role' in caller) return !auth || auth.public === true || (auth.roles?.includes(caller.role) ?? false);
  if (scope !== undefined && !caller.scopes.includes(scope)) return false;
  return !auth || auth.public === true || (auth.scopes?.every((each) => caller.scopes.includes(each)) ?? false);
}

/** Everything a caller comes to from an object by any path, as `Type: its open fields`. What only wraps pages is left out. */
function reachFrom(start: string, caller: Caller): string[] {
  const found = new Map<string, string[]>();
  const waiting = [schema.getType(start) as GraphQLObjectType];
  for (let type = waiting.pop(); type; type = waiting.pop()) {
    if (found.has(type.name)) continue;
    const open = Object.values(type.getFields()).filter((field) => opens(field, caller));
    found.set(
      type.name,
      open.map((field) => field.name),
    );
    waiting.push(...open.map((field) => getNamedType(field.type)).filter(isObjectType));
  }
  return [...found]
    .filter(([name]) => !/(Connection|Edge)$|^PageInfo$/.test(name) || name === 'VendorConnection')
    .map(([name, fields]) => `${name}: ${fields.join(' ')}`)
    .sort();
}

/** What a vendor is called, and the account at it; nothing of connections, credentials, runs, settings. */
const BOUGHT_AT = ['Connector: id version name description category logo', 'VendorAccount: id connector name legalEntity'];
const NAMES = ['CostCentre: id code name', 'LegalEntity: id code name taxNumber isDefault', 'Money: amount currency'];
const EXPENSE = [
  'Expense: id vendorAccount kind orderId line lineType product description amount companyShare personalShare occurredAt businessDate period vendorBillingDate person unresolved travellerName guest department costCentre legalEntity city from to startAt endAt detail origin followUps version reversed versions',
  'ExpenseVersion: version amount companyShare personalShare businessDate period reversed rawVersion pluginVersion recordedAt',
];

// Each list has been looked through line by line. A field that comes new says in the contract who may see it, or joins here for a reason.
describe('what is come to by the way', () => {
  it('from his own expenses an employee comes to the directory, which is open to him anyway, and to no room but that', () => {
    expect(reachFrom('Expense', { role: 'employee' })).toEqual(
      [
        ...EXPENSE,
        ...BOUGHT_AT,
        ...NAMES,
        'Department: id code name path parent children leader legalEntity costCentre validFrom validTo people',
        'Person: id employeeNumber name email mobile state hiredOn leftOn title department manager costCentre legalEntity positions',
        'Position: department title isMain isLeader costCentre validFrom validTo',
      ].sort(),
    );
  });

  it('from expenses an app that may read only them comes to whom they are booked on, not to the rest of the company', () => {
    expect(reachFrom('Expense', { scopes: ['expenses:read'] })).toEqual(
      [
        ...EXPENSE,
        ...BOUGHT_AT,
        ...NAMES,
        'Department: id code name path parent leader legalEntity costCentre validFrom validTo',
        'Person: id employeeNumber name state hiredOn leftOn title department manager costCentre legalEntity',
      ].sort(),
    );
  });

  it('from bills an app that may read only them comes to the statements they are made of, not to expenses, people or records', () => {
    expect(reachFrom('Bill', { scopes: ['bills:read'] })).toEqual(
      [
        ...BOUGHT_AT,
        ...NAMES.slice(1),
        'Bill: id legalEntity period state statementTotal expenseTotal difference accrual announced lineCount accrualCount differingLineCount otherCurrencies byKind byDepartment byVendor statements lines files',
        'BillFile: format content url',
        'BillPart: key label statementTotal expenseTotal difference accrual lineCount',
        'BillSums: currency statementTotal expenseTotal difference accrual lineCount accrualCount',
        'Statement: id vendorAccount legalEntity externalId title from to period state derived totals ourTotals lineCount lineSum controlCount controlSum agrees fromFile withdrawn overlaps parent children version lines',
        'StatementLine: id statement externalId kind lineType orderId amount companyShare personalShare occurredAt vendorBillingDate currentTerm travellerName departmentName city description detail expenseShare difference bundledWith',
        'StatementTotals: consumption refund priorPeriodRefund adjustment payable',
      ].sort(),
    );
  });

  it('connections, runs, records, apps, members and the audit are behind a door of their own, wherever one comes from', () => {
    const closed = ['VendorConnection', 'StreamStatus', 'SyncRun', 'QuarantinedRecord', 'RawRecord', 'OAuthClient', 'Member', 'AuditEntry'];
    const isClosed = (type: string): boolean => closed.includes(type) || closed.includes(type.replace(/(Connection|Edge)$/, ''));
    const open = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && !isClosed(type.name))
      .flatMap((type) => Object.values((type as GraphQLObjectType).getFields()).map((field) => ({ type, field })))
      .filter(({ field }) => isClosed(getNamedType(field.type).name) && !getDirective(schema, field, 'auth'));
    // Only answers of mutations, which say who may ask themselves.
    expect(open.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual(['OAuthClientCreated.client', 'SyncRequested.runs']);
  });
});
