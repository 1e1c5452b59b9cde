import { readFileSync, readdirSync } from 'node:fs';
import {
  buildASTSchema,
  concatAST,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
  parse,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

const folder = new URL('../../schema/graphql/', import.meta.url);

/** The gateway's public contract. */
export const contract: GraphQLSchema = buildASTSchema(
  concatAST(readdirSync(folder).map((file) => parse(readFileSync(new URL(file, folder), 'utf8')))),
);

/** A value for an input, with `id` wherever an ID is asked for and `text` for a text; days and months are plausible ones. */
export function valueFor(type: GraphQLInputType, id: string, text = 'x'): unknown {
  if (isNonNullType(type)) return valueFor(type.ofType, id, text);
  if (isListType(type)) return [valueFor(type.ofType, id, text)];
  if (isEnumType(type)) return type.getValues()[0]!.value;
  if (isInputObjectType(type)) {
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => field.name !== 'idempotencyKey')
        .map((field) => [field.name, valueFor(field.type, id, text)]),
    );
  }
  switch (getNamedType(type).name) {
    case 'ID':
      return id;
    case 'Int':
      return 5;
    case 'Boolean':
      return true;
    case 'Date':
      return '2026-06-01';
    case 'DateTime':
      return '2026-06-01T00:00:00Z';
    case 'Period':
      return '2026-06';
    case 'JSON':
      return {};
    default:
      return text;
  }
}

/** Selects every field without required arguments down to a depth; lists of a connection are walked through `nodes`. */
export function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isScalarType(named) || isEnumType(named)) return '';
  if (isUnionType(named))
    return `{ __typename ${named
      .getTypes()
      .map((each) => `... on ${each.name} ${selectionOf(each, depth)}`)
      .join(' ')} }`;
  if (!isObjectType(named)) return '{ __typename }';
  const parts = Object.values(named.getFields()).flatMap((field) => {
    if (field.args.some((argument) => isNonNullType(argument.type) && argument.defaultValue === undefined)) return [];
    if (['edges', 'pageInfo'].includes(field.name)) return [];
    const below = getNamedType(field.type);
    if (isScalarType(below) || isEnumType(below)) return [field.name];
    if (depth <= 0) return [];
    const args = field.args.some((argument) => argument.name === 'first') ? '(first: 3)' : '';
    return [`${field.name}${args} ${selectionOf(field.type, depth - 1)}`];
  });
  return `{ __typename ${parts.join(' ')} }`;
}

/** An operation that asks one root field with the given arguments. */
export function operationOf(kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>, depth: number): string {
  const variables = field.args.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const args = field.args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  return `${kind} ${variables ? `(${variables})` : ''} { ${field.name}${args ? `(${args})` : ''} ${selectionOf(field.type, depth)} }`;
}

/** Every `id` in an answer, by the type it was found on. */
export function idsIn(value: unknown, found = new Map<string, Set<string>>()): Map<string, Set<string>> {
  if (Array.isArray(value)) for (const each of value) idsIn(each, found);
  else if (typeof value === 'object' && value !== null) {
    const { __typename: type, id } = value as { __typename?: string; id?: unknown };
    if (type && typeof id === 'string') found.set(type, (found.get(type) ?? new Set<string>()).add(id));
    for (const each of Object.values(value)) idsIn(each, found);
  }
  return found;
}
