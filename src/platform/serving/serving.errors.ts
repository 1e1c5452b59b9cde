import { defineErrors } from '../../kernel/index.js';

/** What the HTTP server itself refuses. */
export const servingErrors = defineErrors({
  BODY_TOO_LARGE: {
    owner: 'user',
    retryable: false,
    status: 413,
    help: 'The body is larger than the route takes. Files go through /files.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    owner: 'user',
    retryable: false,
    status: 415,
    help: 'The route does not take a body of this media type. GraphQL and sessions take application/json, /oauth/token a form.',
  },
  NOT_READY: {
    owner: 'interline',
    retryable: true,
    status: 503,
    help: 'The process cannot take requests right now; `extensions.checks` says what it waits for.',
  },
});
