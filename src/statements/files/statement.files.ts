import { defineFilePurpose } from '../../platform/files/index.js';

/** The largest statement file: a million rows of text and more. */
const MAX_BYTES = 512 << 20;

/** Days an upload is kept of which nothing was imported. */
export const UPLOAD_DAYS = 30;

/** Vendors' own statement files. Once one is imported for good, its bytes are kept as long as the lines that were made of them. */
export const statementFiles = defineFilePurpose({
  name: 'statement',
  maxBytes: MAX_BYTES,
  keepDays: UPLOAD_DAYS,
  upload: { scopes: ['statements:write'], roles: ['owner', 'finance'] },
  download: { scopes: ['statements:read'], roles: ['owner', 'finance', 'auditor'] },
});

/** Rows of a file that made no line, or whose person is not known, with the reasons. */
export const statementRowFiles = defineFilePurpose({
  name: 'statement_rows',
  maxBytes: 2 * MAX_BYTES,
  keepDays: 90,
  upload: null,
  download: { scopes: ['statements:read'], roles: ['owner', 'finance', 'auditor'] },
});
