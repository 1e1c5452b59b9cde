/** Who has to act on a failure. */
export type FailureOwner = 'user' | 'admin' | 'vendor' | 'interline';

/** What went wrong between the console and the server, by its stable code. `OFFLINE` when no answer came at all. */
export class GatewayFailure extends Error {
  readonly code: string;
  readonly owner: FailureOwner;
  readonly retryable: boolean;
  readonly traceId: string | undefined;

  constructor(message: string, facts: { code?: unknown; owner?: unknown; retryable?: unknown; traceId?: unknown }) {
    super(message);
    this.name = 'GatewayFailure';
    this.code = typeof facts.code === 'string' ? facts.code : 'INTERNAL';
    this.owner = facts.owner === 'user' || facts.owner === 'admin' || facts.owner === 'vendor' ? facts.owner : 'interline';
    this.retryable = facts.retryable === true;
    this.traceId = typeof facts.traceId === 'string' ? facts.traceId : undefined;
  }
}

/** Whether a failure means that nobody is signed in. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof GatewayFailure && error.code === 'UNAUTHENTICATED';
}

/** An expected refusal of a write: a member of its result union with a stable code. */
export interface Refusal {
  code: string;
  message: string;
  /** The input field that was not accepted. */
  field?: string | undefined;
  /** All of them, where there may be several. */
  problems?: { field: string; problem: string }[] | null | undefined;
  /** The vendor's own code. */
  vendorCode?: string | null | undefined;
}

/** A write that was refused, thrown so that forms and buttons show it like any other failure. */
export class Refused extends GatewayFailure {
  constructor(readonly refusal: Refusal) {
    super(refusal.message, { code: refusal.code, owner: 'user' });
    this.name = 'Refused';
  }
}

/**
 * The member of a result union that means success.
 * @throws Refused for any other member
 */
export function accepted<Result extends { __typename: string }, Name extends Result['__typename']>(
  result: Result,
  name: Name,
): Extract<Result, { __typename: Name }> {
  if (result.__typename === name) return result as Extract<Result, { __typename: Name }>;
  const { code, message, field, problems, vendorCode } = result as unknown as Refusal;
  throw new Refused({ code, message, field, problems, vendorCode });
}
