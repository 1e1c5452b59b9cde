/** Who has to act on an error: the one who sent the request, the company's admin, the vendor, or us. */
export type ErrorOwner = 'user' | 'admin' | 'vendor' | 'interline';

/** What is fixed about an error code. Rooms declare theirs with {@link defineErrors}; the error reference is generated from them. */
export interface ErrorKind {
  /** Who has to act. */
  owner: ErrorOwner;
  /** Whether the same call may succeed later without a change. */
  retryable: boolean;
  /** HTTP status where the error reaches a caller outside GraphQL. */
  status: number;
  /** One sentence for the reference: the cause and what to do. */
  help: string;
}

const registry = new Map<string, ErrorKind>();

/** An error with a stable code. Its message is safe to show; `detail` is for the log and never leaves the process. */
export class InterlineError extends Error {
  readonly owner: ErrorOwner;
  readonly retryable: boolean;
  readonly status: number;

  constructor(
    readonly code: string,
    message: string,
    readonly options: { extensions?: Record<string, unknown>; detail?: unknown; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'InterlineError';
    const kind = registry.get(code);
    if (!kind) throw new TypeError(`error code ${code} is not declared`);
    this.owner = kind.owner;
    this.retryable = kind.retryable;
    this.status = kind.status;
  }
}

/** Makes an error of one declared code. */
export type ErrorFactory = (
  message: string,
  options?: { extensions?: Record<string, unknown>; detail?: unknown; cause?: unknown },
) => InterlineError;

/**
 * Declares a room's error codes, in its `<room>.errors.ts`.
 * @returns one factory per code: `throw directoryErrors.PERSON_UNKNOWN('no such person')`
 */
export function defineErrors<const Codes extends Record<string, ErrorKind>>(codes: Codes): { [Code in keyof Codes]: ErrorFactory } {
  const factories = {} as { [Code in keyof Codes]: ErrorFactory };
  for (const code of Object.keys(codes) as (keyof Codes & string)[]) {
    if (registry.has(code)) throw new TypeError(`error code ${code} is declared twice`);
    registry.set(code, codes[code]!);
    factories[code] = (message, options) => new InterlineError(code, message, options);
  }
  return factories;
}

/** Every declared code, for the generated reference. Complete once all rooms are loaded. */
export function declaredErrors(): ReadonlyMap<string, ErrorKind> {
  return registry;
}

/** Codes any room may use. */
export const kernelErrors = defineErrors({
  BAD_INPUT: {
    owner: 'user',
    retryable: false,
    status: 400,
    help: 'A value is missing or malformed. `extensions.problems` names each field.',
  },
  NOT_FOUND: {
    owner: 'user',
    retryable: false,
    status: 404,
    help: 'There is no such thing in your company. Ids of other companies answer the same.',
  },
  CONFLICT: {
    owner: 'user',
    retryable: false,
    status: 409,
    help: 'The thing is in a state that does not allow this. Read it again, then decide.',
  },
  UNAUTHENTICATED: {
    owner: 'user',
    retryable: false,
    status: 401,
    help: 'No valid session or access token came with the request. Sign in or fetch a new token.',
  },
  FORBIDDEN: {
    owner: 'admin',
    retryable: false,
    status: 403,
    help: 'The role or the scopes of the caller do not allow this. Ask an owner of the company for them.',
  },
  INTERNAL: {
    owner: 'interline',
    retryable: true,
    status: 500,
    help: 'Something failed on our side. Report the `traceId`; the log has the cause under it.',
  },
});
