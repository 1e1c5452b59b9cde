import { defineErrors } from '../../kernel/index.js';

/** What keeps a process from starting. Each ends the process with a code of its own, see {@link exitCodeOf}. */
export const lifecycleErrors = defineErrors({
  PORT_TAKEN: {
    owner: 'admin',
    retryable: true,
    status: 500,
    help: 'Stop the program that listens there, or choose another port: PORT for the gateway, --metrics-port for metrics.',
  },
  LISTEN_REFUSED: {
    owner: 'admin',
    retryable: false,
    status: 500,
    help: 'The system does not let the process listen on this HOST and PORT; the message has its reason.',
  },
  DATABASE_REFUSED: {
    owner: 'admin',
    retryable: false,
    status: 500,
    help: 'The database answers but does not let us in: wrong password, unknown role or unknown database. Check DATABASE_URL, then run `interline migrate`.',
  },
  REDIS_UNAVAILABLE: {
    owner: 'admin',
    retryable: true,
    status: 503,
    help: 'Redis does not answer, or does not let us in. Check REDIS_URL; without it jobs are kept in PostgreSQL.',
  },
  DATABASE_TOO_OLD: { owner: 'admin', retryable: false, status: 500, help: 'PostgreSQL 15 or later is needed.' },
  DATABASE_ROLE_TOO_STRONG: {
    owner: 'admin',
    retryable: false,
    status: 500,
    help: 'The role in DATABASE_URL could get around the walls between companies. Use interline_app as `interline migrate` makes it, with no further rights.',
  },
  DATABASE_ROLES_MISSING: {
    owner: 'admin',
    retryable: false,
    status: 500,
    help: 'Roles are missing and the role in DATABASE_OWNER_URL may not create them. Let an administrator run the SQL in the message, then `interline migrate`.',
  },
});
