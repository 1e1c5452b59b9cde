import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  buildASTSchema,
  concatAST,
  getIntrospectionQuery,
  getOperationAST,
  isInputObjectType,
  isNonNullType,
  parse,
  type GraphQLSchema,
} from 'graphql';
import { LIMITS, checkMeasure, measureOperation, type Measure } from './limits.js';

const folder = new URL('../../../schema/graphql/', import.meta.url);
const schema: GraphQLSchema = buildASTSchema(
  concatAST(readdirSync(folder).map((file) => parse(readFileSync(new URL(file, folder), 'utf8')))),
);

function measure(query: string, variables: Record<string, unknown> = {}): Measure {
  const document = parse(query);
  return measureOperation(schema, document, getOperationAST(document)!, variables);
}

const codes = (measured: Measure): string[] => checkMeasure(measured).map((error) => error.code);

describe('the limits of an operation', () => {
  it('lets an ordinary page through', () => {
    const page = measure('{ people(first: 50) { nodes { name department { name } manager { name } } pageInfo { endCursor } } }');
    expect(page.depth).toBe(4);
    expect(codes(page)).toEqual([]);
  });

  it('multiplies by page sizes, given in the text or by a variable', () => {
    const small = measure('{ people(first: 1) { nodes { department { name } } } }').cost;
    const large = measure('{ people(first: 100) { nodes { department { name } } } }').cost;
    const variable = measure('query ($n: Int) { people(first: $n) { nodes { department { name } } } }', { n: 100 }).cost;
    expect(large).toBeGreaterThan(50 * (small - 1));
    expect(variable).toBe(large);
  });

  it('refuses nested lists that would read the company several times over', () => {
    const nested = measure('{ people(first: 200) { nodes { department { people(first: 200) { nodes { manager { name } } } } } } }');
    expect(codes(nested)).toContain('OPERATION_TOO_COSTLY');
  });

  it('refuses depth, also when fragments hide it', () => {
    const deep = (levels: number): string => '{ departments { ' + 'parent { '.repeat(levels) + 'name' + ' }'.repeat(levels) + ' } }';
    expect(codes(measure(deep(5)))).toEqual([]);
    expect(codes(measure(deep(LIMITS.depth)))).toContain('OPERATION_TOO_DEEP');
    const hidden = `query { departments { ...A } }
      fragment A on Department { parent { parent { parent { parent { ...B } } } } }
      fragment B on Department { parent { parent { parent { parent { parent { parent { parent { name } } } } } } } }`;
    expect(codes(measure(hidden))).toContain('OPERATION_TOO_DEEP');
  });

  it('counts aliases, those of __typename too', () => {
    const many = Array.from({ length: LIMITS.aliases + 1 }, (_, i) => `a${i}: __typename`).join(' ');
    expect(codes(measure(`{ ${many} }`))).toEqual(['OPERATION_TOO_MANY_ALIASES']);
  });

  it('counts aliases inside introspection, which costs nothing else', () => {
    expect(measure(getIntrospectionQuery())).toMatchObject({ depth: 1, cost: 0, aliases: 0 });
    const many = Array.from({ length: LIMITS.aliases }, (_, i) => `a${i}: name`).join(' ');
    expect(codes(measure(`{ __schema { types { fields { ${many} } } } }`))).toEqual([]);
    expect(codes(measure(`{ __schema { types { one: name fields { ${many} } } } }`))).toEqual(['OPERATION_TOO_MANY_ALIASES']);
    expect(codes(measure(`{ __schema { types { ...T } queryType { ...T } } } fragment T on __Type { ${many} }`))).toEqual([
      'OPERATION_TOO_MANY_ALIASES',
    ]);
  });

  it('measures a document whose fragments double at every level without doubling the work', () => {
    const levels = 60;
    const fragments = Array.from(
      { length: levels },
      (_, i) => `fragment F${i} on Department { ${i + 1 < levels ? `...F${i + 1} ...F${i + 1}` : 'name'} }`,
    );
    const measured = measure(`{ departments { ...F0 } }\n${fragments.join('\n')}`);
    expect(measured.depth).toBe(2);
  });
});

describe('the contract', () => {
  it('gives no default to a required input field: compiled execution would ask callers for it all the same', () => {
    const wrong = Object.values(schema.getTypeMap()).flatMap((type) =>
      isInputObjectType(type)
        ? Object.values(type.getFields())
            .filter((field) => isNonNullType(field.type) && field.defaultValue !== undefined)
            .map((field) => `${type.name}.${field.name}`)
        : [],
    );
    expect(wrong).toEqual([]);
  });
});
