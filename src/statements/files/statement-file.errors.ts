import { defineErrors } from '../../kernel/index.js';

/** What can be wrong with a statement file and its mapping. */
export const statementFileErrors = defineErrors({
  FILE_UNREADABLE: {
    owner: 'user',
    retryable: false,
    status: 422,
    help: 'The file is damaged, cut off, protected by a password or of a kind that cannot be read. Export it again: CSV, XLSX or XLS.',
  },
  FILE_REFUSED: {
    owner: 'user',
    retryable: false,
    status: 422,
    help: 'The file would take far more memory or time than a statement does, such as an archive that unpacks to a thousandfold, or it holds macros. Split it, or save it anew as .xlsx or CSV.',
  },
  HEADER_NOT_FOUND: {
    owner: 'user',
    retryable: false,
    status: 422,
    help: 'No row of the file has all the columns the mapping names. Look at a preview of this file, correct the mapping, then import again.',
  },
  FILE_OF_ANOTHER_ACCOUNT: {
    owner: 'user',
    retryable: false,
    status: 422,
    help: 'The text by which the mapping knows the account does not stand above the table. It is the file of another account, or the mapping is for another one.',
  },
  PERIOD_NOT_FOUND: {
    owner: 'user',
    retryable: false,
    status: 422,
    help: 'The days the statement is for could not be read where the mapping looks for them. Give the period with the import, or correct the mapping.',
  },
  NO_LINES: {
    owner: 'user',
    retryable: false,
    status: 422,
    help: 'No row of the file made a line. The file with the rows tells why; correct the mapping or the file.',
  },
  IMPORT_GAVE_UP: {
    owner: 'interline',
    retryable: false,
    status: 500,
    help: 'Reading the file failed three times on our side, or ended the process that read it. Nothing of it is written. The log tells why; import the file again once that is mended.',
  },
  IMPORT_INCOMPLETE: {
    owner: 'interline',
    retryable: false,
    status: 500,
    help: 'Some of the lines are written and the others are not: `linesDone` of `report.lines`. The statement does not agree with its lines until the file is imported again, which goes over what stands already.',
  },
  MAPPING_MISSING: {
    owner: 'user',
    retryable: false,
    status: 409,
    help: 'The vendor account has no mapping yet. Make one on a preview of the file and save it first.',
  },
  STATEMENT_OVERLAPS: {
    owner: 'user',
    retryable: false,
    status: 409,
    help: 'Another statement of the account is for some of the same days, so that their money would count twice. `extensions.statements` names it.',
  },
});
