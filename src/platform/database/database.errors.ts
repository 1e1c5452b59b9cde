import { defineErrors } from '../../kernel/index.js';

/** What can go wrong between us and the database. */
export const databaseErrors = defineErrors({
  DATABASE_UNAVAILABLE: {
    owner: 'interline',
    retryable: true,
    status: 503,
    help: 'The database is down or being restarted. Nothing was changed; try again.',
  },
  DATABASE_FULL: {
    owner: 'admin',
    retryable: true,
    status: 507,
    help: 'The disk under the database is full. Nothing was changed; free space, then try again. Work in the background goes on by itself.',
  },
  LOCK_TIMEOUT: {
    owner: 'interline',
    retryable: true,
    status: 503,
    help: 'Another change held the same rows for too long. Nothing was changed; try again.',
  },
  COMMIT_FAILED: {
    owner: 'interline',
    retryable: true,
    status: 500,
    help: 'The server rolled the transaction back at its end. Nothing was changed; try again.',
  },
  SCHEMA_NEWER: {
    owner: 'admin',
    retryable: false,
    status: 503,
    help: 'The database was migrated by a newer release than the one that was started. Start that release or restore a backup.',
  },
  SCHEMA_OLDER: {
    owner: 'admin',
    retryable: false,
    status: 503,
    help: 'The database has not been migrated to this release. Run `interline migrate`.',
  },
});
