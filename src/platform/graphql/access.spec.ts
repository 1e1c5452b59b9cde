import { describe, expect, it } from '@jest/globals';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { graphql } from 'graphql';
import type { Actor, Role } from '../../kernel/index.js';
import { guardSchema } from './access.js';
import { LoaderCache, type GatewayContext } from './loaders.js';

const typeDefs = `
  directive @auth(scopes: [String!], roles: [Role!], public: Boolean) on FIELD_DEFINITION
  directive @scope(name: String!) on FIELD_DEFINITION
  enum Role { owner it finance }
  type Thing { name: String  phone: String @scope(name: "phone:read")  raw: String @auth(scopes: ["raw:read"], roles: [finance]) }
  type Query {
    open: Boolean @auth(public: true)
    both: Boolean @auth(scopes: ["a:read", "b:read"], roles: [owner, it])
    people: Boolean @auth(roles: [owner])
    thing: Thing @auth(scopes: [], roles: [owner, finance])
  }`;
const resolvers = { Query: { open: () => true, both: () => true, people: () => true, thing: () => ({ name: 'n', phone: '1', raw: 'r' }) } };
const schema = guardSchema(makeExecutableSchema({ typeDefs, resolvers }));

const anonymous: Actor = { kind: 'system', name: 'anonymous', companyId: null };
const person = (...roles: Role[]): Actor => ({
  kind: 'person',
  userId: 'u',
  sessionId: 's',
  companyId: 'c',
  personId: null,
  roles,
  operator: false,
});
const app = (...scopes: string[]): Actor => ({ kind: 'app', clientId: 'a', companyId: 'c', scopes });

async function ask(source: string, actor: Actor): Promise<{ data: unknown; codes: string[]; withheld: Record<string, string> }> {
  const contextValue: GatewayContext = { request: { traceId: 't', actor, ip: null }, loaders: new LoaderCache(), withheld: new Map() };
  const result = await graphql({ schema, source, contextValue });
  const codes = (result.errors ?? []).map((error) => (error.originalError as { code?: string } | undefined)?.code ?? error.message);
  return { data: result.data, codes, withheld: Object.fromEntries(contextValue.withheld) };
}

describe('who may ask', () => {
  it('does not build a schema with an unguarded root field', () => {
    const open = makeExecutableSchema({ typeDefs: `${typeDefs} extend type Query { forgotten: Int }`, resolvers });
    expect(() => guardSchema(open)).toThrow('Query.forgotten');
  });

  it('lets nobody in without credentials but through public fields', async () => {
    expect((await ask('{ open }', anonymous)).data).toEqual({ open: true });
    for (const field of ['both', 'people', 'thing { name }'])
      expect((await ask(`{ ${field} }`, anonymous)).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('asks every scope of an app and one role of a person', async () => {
    expect((await ask('{ both }', app('a:read'))).codes).toEqual(['FORBIDDEN']);
    expect((await ask('{ both }', app('a:read', 'b:read'))).data).toEqual({ both: true });
    expect((await ask('{ both }', person('finance'))).codes).toEqual(['FORBIDDEN']);
    expect((await ask('{ both }', person('finance', 'it'))).data).toEqual({ both: true });
  });

  it('closes a field without scopes to apps whatever they hold', async () => {
    expect((await ask('{ people }', app('a:read', 'people'))).codes).toEqual(['FORBIDDEN']);
  });

  it('leaves a field out whose scope an app lacks, and says so', async () => {
    const answer = await ask('{ thing { name phone } }', app());
    expect(answer.data).toEqual({ thing: { name: 'n', phone: null } });
    expect(answer.withheld).toEqual({ 'Thing.phone': 'phone:read' });
    expect((await ask('{ thing { phone } }', app('phone:read'))).data).toEqual({ thing: { phone: '1' } });
    expect((await ask('{ thing { phone } }', person('owner'))).data).toEqual({ thing: { phone: '1' } });
  });

  it('guards fields below the root too', async () => {
    expect(await ask('{ thing { name raw } }', person('owner'))).toMatchObject({
      data: { thing: { name: 'n', raw: null } },
      codes: ['FORBIDDEN'],
    });
    expect((await ask('{ thing { raw } }', person('finance'))).data).toEqual({ thing: { raw: 'r' } });
  });
});
