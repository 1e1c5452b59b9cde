import { defineErrors } from '../../kernel/index.js';

/** What can go wrong with keys. */
export const cryptoErrors = defineErrors({
  MASTER_KEY_WRONG: {
    owner: 'admin',
    retryable: false,
    status: 500,
    help: 'The master key is not the one this database was made with. Start with the right INTERLINE_MASTER_KEY; without it sealed data cannot be read.',
  },
  SEAL_BROKEN: {
    owner: 'interline',
    retryable: false,
    status: 500,
    help: 'Sealed data was altered or belongs to another company or place. Restore it from a backup.',
  },
});
