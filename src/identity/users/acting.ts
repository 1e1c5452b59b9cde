import { currentContext, newId, withContext, type Actor, type Id, type RequestContext } from '../../kernel/index.js';

/** Runs work as another actor than the request came with: as the user who just signed in, or as the command line. Trace and address stay the request's. */
export function actingAs<Result>(actor: Actor, work: () => Result): Result {
  const { traceId, ip }: Omit<RequestContext, 'actor'> = currentContext() ?? { traceId: newId(), ip: null };
  return withContext({ traceId, ip, actor }, work);
}

/** Runs work of the command line for one company, or for none. */
export function actingAsCommandLine<Result>(companyId: Id | null, work: () => Result): Result {
  return actingAs({ kind: 'system', name: 'command line', companyId }, work);
}
