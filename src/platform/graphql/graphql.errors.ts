import { defineErrors } from '../../kernel/index.js';

/** What the gateway refuses before anything is executed, and how repeated writes are answered. */
export const graphqlErrors = defineErrors({
  GRAPHQL_PARSE_FAILED: {
    owner: 'user',
    retryable: false,
    status: 400,
    help: 'The text is no GraphQL document, or has more than 2,000 tokens.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    owner: 'user',
    retryable: false,
    status: 400,
    help: 'The document does not fit the schema. The message names the field.',
  },
  OPERATION_TOO_DEEP: {
    owner: 'user',
    retryable: false,
    status: 400,
    help: 'Fields are nested deeper than allowed. Ask in several operations.',
  },
  OPERATION_TOO_COSTLY: {
    owner: 'user',
    retryable: false,
    status: 400,
    help: 'The operation would cost more than allowed. Ask for smaller pages or fewer nested lists; `extensions.cost` shows what it costs.',
  },
  OPERATION_TOO_MANY_ALIASES: { owner: 'user', retryable: false, status: 400, help: 'The document repeats fields under too many aliases.' },
  OPERATION_UNKNOWN: {
    owner: 'user',
    retryable: false,
    status: 400,
    help: '`operationName` names no operation of the document, or is missing where the document has several; or the gateway has no operations of this kind.',
  },
  IDEMPOTENCY_CONFLICT: {
    owner: 'user',
    retryable: false,
    status: 409,
    help: 'The idempotency key was used with another request. Use a new key for a new request.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    owner: 'user',
    retryable: true,
    status: 409,
    help: 'The first request with this idempotency key is still running. Repeat it in a moment.',
  },
  IDEMPOTENCY_SECRET: {
    owner: 'user',
    retryable: false,
    status: 409,
    help: 'The request was done before; its answer carried a secret and is not shown again.',
  },
});
