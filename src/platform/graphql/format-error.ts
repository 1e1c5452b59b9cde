import { GraphQLError } from 'graphql';
import { InterlineError, currentContext, kernelErrors } from '../../kernel/index.js';
import { isUnkeepableText } from '../database/index.js';
import { graphqlErrors } from './graphql.errors.js';

/** The part of a logger this needs. */
export interface ErrorLog {
  error(fields: object, message: string): void;
}

/**
 * Shapes an error for the caller: our own carry code, owner, whether to retry and the trace id; anything unexpected becomes INTERNAL
 * and goes to the log whole. No stack and no SQL leaves the process.
 */
export function formatError(error: Readonly<GraphQLError | Error>, log: ErrorLog): GraphQLError {
  const known = interlineErrorOf(error);
  const traceId = currentContext()?.traceId ?? null;
  if (!known || known.options.detail !== undefined || known.code === 'INTERNAL')
    log.error({ err: originalOf(error), traceId }, 'operation failed');
  const shown = known ?? kernelErrors.INTERNAL('something failed on our side');
  const { nodes, source, positions, path } = error instanceof GraphQLError ? error : {};
  return new GraphQLError(shown.message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions: { ...shown.options.extensions, code: shown.code, owner: shown.owner, retryable: shown.retryable, traceId },
  });
}

function originalOf(error: Readonly<GraphQLError | Error>): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error;
}

function interlineErrorOf(error: Readonly<GraphQLError | Error>): InterlineError | null {
  const original = originalOf(error);
  if (original instanceof InterlineError) return original;
  if (isUnkeepableText(original)) return kernelErrors.BAD_INPUT('a text holds a zero byte, which cannot be kept');
  // What is no GraphQL error at this point is graphql-http's: the request was malformed before there was a document.
  if (!(error instanceof GraphQLError)) return kernelErrors.BAD_INPUT(error.message);
  if (!(original instanceof GraphQLError)) return null;
  // Errors that the compiled code makes itself have no extensions at all.
  if ((original.extensions as Record<string, unknown> | undefined)?.['code'] === 'BAD_INPUT')
    return kernelErrors.BAD_INPUT(original.message);
  // Errors of a document or of its variables belong to no field of the answer.
  return original.path ? null : graphqlErrors.GRAPHQL_VALIDATION_FAILED(original.message);
}
