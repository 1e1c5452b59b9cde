import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isPeriod } from '../../kernel/index.js';

const CALENDAR_DAY = /^\d{4}-\d{2}-\d{2}$/;

function refuse(what: string, value: unknown): GraphQLError {
  return new GraphQLError(`${JSON.stringify(value)} is not ${what}`, { extensions: { code: 'BAD_INPUT' } });
}

/** A scalar that travels as a text and is checked by `parse`. */
function textScalar<Value>(
  name: string,
  what: string,
  parse: (text: string) => Value | null,
  serialize: (value: unknown) => unknown = (value) => value,
): GraphQLScalarType {
  const read = (value: unknown): Value => {
    const parsed = typeof value === 'string' ? parse(value) : null;
    if (parsed === null) throw refuse(what, value);
    return parsed;
  };
  return new GraphQLScalarType({
    name,
    serialize,
    parseValue: read,
    parseLiteral: (node) => {
      if (node.kind !== Kind.STRING) throw refuse(what, node.kind);
      return read(node.value);
    },
  });
}

function realDay(text: string): string | null {
  const at = CALENDAR_DAY.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return at && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}

function realInstant(text: string): Date | null {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) ? new Date(text) : null;
  return at && !Number.isNaN(at.getTime()) && realDay(text.slice(0, 10)) ? at : null;
}

function literal(node: ValueNode, variables?: Record<string, unknown> | null): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((field) => [field.name.value, literal(field.value, variables)]));
    case Kind.LIST:
      return node.values.map((value) => literal(value, variables));
    case Kind.VARIABLE:
      return variables?.[node.name.value];
    case Kind.NULL:
      return null;
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    default:
      return node.value;
  }
}

/** Resolvers of the contract's own scalars. */
export const scalars = {
  DateTime: textScalar('DateTime', 'an ISO 8601 instant with a zone', realInstant, (value) =>
    value instanceof Date ? value.toISOString() : value,
  ),
  Date: textScalar('Date', 'a calendar day, YYYY-MM-DD', realDay),
  Period: textScalar('Period', 'a month, YYYY-MM', (text) => (isPeriod(text) ? text : null)),
  Decimal: textScalar('Decimal', 'a decimal number as a text', (text) => (/^-?\d+(\.\d+)?$/.test(text) ? text : null)),
  Currency: textScalar('Currency', 'an ISO 4217 code', (text) => (/^[A-Z]{3}$/.test(text) ? text : null)),
  JSON: new GraphQLScalarType({ name: 'JSON', serialize: (value) => value, parseValue: (value) => value, parseLiteral: literal }),
};
