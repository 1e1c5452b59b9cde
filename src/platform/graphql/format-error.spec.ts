import { describe, expect, it } from '@jest/globals';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLError } from 'graphql';
import { kernelErrors } from '../../kernel/index.js';
import { formatError } from './format-error.js';
import { Operations, isErrors } from './operations.js';
import { scalars } from './scalars.js';

const schema = makeExecutableSchema({
  typeDefs: `scalar DateTime scalar Date scalar Period scalar Decimal scalar Currency scalar JSON
    type Query { known: String  unknown: String  zero: String  never: String!  on(day: Date!): String  in(period: Period!, n: Int): String }`,
  resolvers: {
    ...scalars,
    Query: {
      known: () => {
        throw kernelErrors.NOT_FOUND('no such thing', { extensions: { field: 'x' } });
      },
      unknown: () => {
        throw new Error('SELECT secret FROM users');
      },
      zero: () => {
        throw Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), { code: '22021' });
      },
      never: () => null,
      on: (_source: unknown, { day }: { day: string }) => day,
      in: (_source: unknown, { period }: { period: string }) => period,
    },
  },
});
const operations = new Operations(schema);

interface Shown {
  message: string;
  code: unknown;
  owner: unknown;
}

/** Runs a query as the gateway does; gives what the caller sees of its errors, and how much was logged. */
async function ask(query: string, variables: Record<string, unknown> = {}): Promise<{ data: unknown; errors: Shown[]; logged: number }> {
  let logged = 0;
  const log = { error: () => void logged++ };
  const prepared = operations.prepare(query, null, variables);
  const result = isErrors(prepared)
    ? { errors: prepared }
    : ((await prepared.run({}, {}, variables)) as { data?: unknown; errors?: GraphQLError[] });
  const errors = (result.errors ?? []).map((error) => formatError(error, log));
  return {
    data: 'data' in result ? result.data : undefined,
    errors: errors.map(({ message, extensions }) => ({ message, code: extensions['code'], owner: extensions['owner'] })),
    logged,
  };
}

describe('errors as callers see them', () => {
  it('shows our own with their code, and keeps them out of the log', async () => {
    expect(await ask('{ known }')).toEqual({
      data: { known: null },
      errors: [{ message: 'no such thing', code: 'NOT_FOUND', owner: 'user' }],
      logged: 0,
    });
  });

  it('shows nothing of an unexpected one, and logs it', async () => {
    const { errors, logged } = await ask('{ unknown }');
    expect(errors).toEqual([{ message: 'something failed on our side', code: 'INTERNAL', owner: 'interline' }]);
    expect(logged).toBe(1);
  });

  it('gives a text that the database cannot hold back to whoever sent it', async () => {
    const { errors, logged } = await ask('{ zero }');
    expect(errors).toEqual([{ message: 'a text holds a zero byte, which cannot be kept', code: 'BAD_INPUT', owner: 'user' }]);
    expect(logged).toBe(0);
  });

  it('counts a null where the contract promises a value as ours', async () => {
    expect((await ask('{ never }')).errors.map((error) => error.code)).toEqual(['INTERNAL']);
  });

  it.each([
    ['a text that is no document', '{ known', {}, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a day that is none', '{ on(day: "2026-02-30") }', {}, 'BAD_INPUT'],
    ['a day that is none, in a variable', 'query ($day: Date!) { on(day: $day) }', { day: '2026-02-30' }, 'BAD_INPUT'],
    ['a variable that is missing', 'query ($day: Date!) { on(day: $day) }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a number that is none', 'query ($n: Int) { in(period: "2026-01", n: $n) }', { n: 'x' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a document with two operations and no name', 'query A { known } query B { known }', {}, 'OPERATION_UNKNOWN'],
  ])('tells the caller of %s', async (_what, query, variables, code) => {
    const { errors, logged } = await ask(query, variables);
    expect(errors.map((error) => error.code)).toEqual([code]);
    expect(errors[0]!.owner).toBe('user');
    expect(logged).toBe(0);
  });
});
