import { AsyncLocalStorage } from 'node:async_hooks';
import type { Id } from './ids.js';
import { kernelErrors } from './errors.js';

/** A company's own roles. `operator` is no company's role: the platform's operator is granted by the command line. */
export const ROLES = ['owner', 'it', 'finance', 'manager', 'employee', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** Who acts. A session or token acts for exactly one company. */
export type Actor =
  | { kind: 'person'; userId: Id; sessionId: Id; companyId: Id; personId: Id | null; roles: readonly Role[]; operator: boolean }
  | { kind: 'app'; clientId: string; companyId: Id; scopes: readonly string[] }
  | { kind: 'system'; name: string; companyId: Id | null };

/** What travels with a request or a job through every call below it. */
export interface RequestContext {
  traceId: string;
  actor: Actor;
  /** The caller's network address, for the audit. */
  ip: string | null;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` with a context; everything awaited inside sees it. */
export function withContext<Result>(context: RequestContext, work: () => Result): Result {
  return storage.run(context, work);
}

/** The context of the running request or job, or null outside of one. */
export function currentContext(): RequestContext | null {
  return storage.getStore() ?? null;
}

/** The company the running request or job acts for. @throws UNAUTHENTICATED outside of one */
export function currentCompany(): Id {
  const companyId = storage.getStore()?.actor.companyId;
  if (!companyId) throw kernelErrors.UNAUTHENTICATED('this needs a session or a token of a company');
  return companyId;
}
