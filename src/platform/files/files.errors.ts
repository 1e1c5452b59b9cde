import { defineErrors } from '../../kernel/index.js';

/** Errors of the file store. */
export const filesErrors = defineErrors({
  FILE_TOO_LARGE: {
    owner: 'user',
    retryable: false,
    status: 413,
    help: 'The upload is larger than its purpose allows. `extensions.limit` is the limit in bytes; split the file.',
  },
  FILE_PURPOSE_UNKNOWN: {
    owner: 'user',
    retryable: false,
    status: 400,
    help: 'No upload is known under this purpose. `extensions.purposes` lists those the caller may use.',
  },
  RANGE_NOT_SATISFIABLE: {
    owner: 'user',
    retryable: false,
    status: 416,
    help: 'The range lies outside of the file. Ask for the file without one.',
  },
  STORAGE_FULL: {
    owner: 'admin',
    retryable: true,
    status: 507,
    help: 'The disk under the data directory is full. Free space, then send the file again; nothing of it was kept.',
  },
});
