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

/** What PostgreSQL and the system say when a disk, or a user's share of one, is full. */
const FULL = new Set(['53100', 'ENOSPC', 'EDQUOT']);

/** Whether an error of the driver or of the file system means that there is no room left. */
export function isFull(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && FULL.has(String(error.code));
}
