import { MapperKind, getDirective, mapSchema } from '@graphql-tools/utils';
import { defaultFieldResolver, type GraphQLFieldConfig, type GraphQLSchema } from 'graphql';
import { kernelErrors, type Actor, type Role } from '../../kernel/index.js';
import type { GatewayContext } from './loaders.js';

interface AuthDirective {
  scopes?: readonly string[];
  roles?: readonly Role[];
  public?: boolean;
}

/**
 * Puts `@auth` and `@scope` in front of the resolvers. Refuses to build a schema whose root fields do not all say who may ask.
 * @throws TypeError naming every root field without `@auth`
 */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  const unguarded: string[] = [];
  const guarded = mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (config: GraphQLFieldConfig<unknown, GatewayContext>, fieldName, typeName) => {
      const auth = getDirective(schema, config, 'auth')?.[0] as AuthDirective | undefined;
      const scope = (getDirective(schema, config, 'scope')?.[0] as { name: string } | undefined)?.name;
      const isRoot = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].some(
        (type) => type?.name === typeName,
      );
      if (isRoot && !auth) unguarded.push(`${typeName}.${fieldName}`);
      const resolve = config.resolve ?? defaultFieldResolver;
      if (auth && !auth.public) {
        const check = checkerOf(auth, `${typeName}.${fieldName}`);
        config.resolve = (source, args, context, info) => {
          check(context.request.actor);
          return resolve(source, args, context, info);
        };
      } else if (scope) {
        config.resolve = (source, args, context, info) => {
          const { actor } = context.request;
          if (actor.kind !== 'app' || actor.scopes.includes(scope)) return resolve(source, args, context, info);
          context.withheld.set(`${typeName}.${fieldName}`, scope);
          return null;
        };
      }
      return config;
    },
  });
  if (unguarded.length > 0) throw new TypeError(`root fields without @auth: ${unguarded.join(', ')}`);
  return guarded;
}

function checkerOf(auth: AuthDirective, field: string): (actor: Actor) => void {
  return (actor) => {
    if (actor.kind === 'system') throw kernelErrors.UNAUTHENTICATED('sign in, or send an access token');
    if (actor.kind === 'person') {
      if (!auth.roles?.some((role) => actor.roles.includes(role)))
        throw kernelErrors.FORBIDDEN(`your role does not open ${field}`, { extensions: { roles: auth.roles ?? [] } });
      return;
    }
    const missing = auth.scopes?.filter((scope) => !actor.scopes.includes(scope));
    if (!missing) throw kernelErrors.FORBIDDEN(`${field} is closed to apps`);
    if (missing.length > 0)
      throw kernelErrors.FORBIDDEN(`the access token lacks ${missing.join(' ')}`, { extensions: { scopes: missing } });
  };
}
