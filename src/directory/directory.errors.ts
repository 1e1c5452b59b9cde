import { defineErrors } from '../kernel/index.js';

const row = { owner: 'user', retryable: false, status: 422 } as const;

/** What can go wrong with an import. The `ROW_…`, `…_UNKNOWN` and `…_CYCLE` codes stand on single rows: the others land without them. */
export const directoryErrors = defineErrors({
  IMPORT_STALE: {
    owner: 'user',
    retryable: false,
    status: 409,
    help: 'The directory has changed since this preview. Preview the same input again, look, then apply.',
  },
  IMPORT_DONE: { owner: 'user', retryable: false, status: 409, help: 'The import was applied or discarded already.' },
  ROW_BROKEN: { ...row, help: 'The row is no CSV: most often a quote that is not closed. Correct it and send the row again.' },
  ROW_FIELD_MISSING: { ...row, help: 'A value the row cannot do without is empty.' },
  ROW_FIELD_TOO_LONG: { ...row, help: 'A value is longer than its field.' },
  ROW_FIELD_MALFORMED: {
    ...row,
    help: 'A value is no mail address, no phone number or holds control characters. Spreadsheets like to turn long numbers into 1.38E+10: format the column as text.',
  },
  ROW_DATE_MALFORMED: { ...row, help: 'A date is written 2026-11-23, 2026/11/23 or 20261123, and must exist.' },
  ROW_DATES_REVERSED: { ...row, help: 'The last day lies before the first.' },
  ROW_DUPLICATE: { ...row, help: 'The number or code stands on an earlier row of the same file already; that row counts.' },
  DEPARTMENT_UNKNOWN: {
    ...row,
    help: 'On the effective day there is no open department with this code, neither in the directory nor among the accepted rows.',
  },
  COST_CENTRE_UNKNOWN: { ...row, help: 'No cost centre has this code, neither in the directory nor among the accepted rows.' },
  LEGAL_ENTITY_UNKNOWN: { ...row, help: 'No legal entity has this code, neither in the company nor among the accepted rows.' },
  DEPARTMENT_CYCLE: {
    ...row,
    help: 'Following the parents leads back to the department itself, now or on a later day that is known already.',
  },
  MANAGER_UNKNOWN: {
    ...row,
    help: 'Nobody has the manager’s employee number. The row was taken and left with the manager it had; send it again once the manager is there.',
  },
  MANAGER_CYCLE: { ...row, help: 'Following the managers leads back to the person. The row was taken and left with the manager it had.' },
  LEADER_UNKNOWN: { ...row, help: 'Nobody has the leader’s employee number. The row was taken and left with the leader it had.' },
  DEPARTMENT_IN_USE: {
    ...row,
    help: 'The department is missing from a complete import, but people or departments remain in it; it stays open. Move them first.',
  },
});
