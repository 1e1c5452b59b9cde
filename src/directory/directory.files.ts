import { defineFilePurpose } from '../platform/files/index.js';

const WHO = { scopes: ['directory:write'], roles: ['owner', 'it'] } as const;

/** CSV files of people, departments, cost centres and legal entities. */
export const importFiles = defineFilePurpose({ name: 'directory_import', maxBytes: 64 << 20, keepDays: 7, upload: WHO, download: WHO });

/** Rows an import did not take, to correct and send again. */
export const problemFiles = defineFilePurpose({
  name: 'directory_problems',
  maxBytes: 64 << 20,
  keepDays: 30,
  upload: null,
  download: WHO,
});
