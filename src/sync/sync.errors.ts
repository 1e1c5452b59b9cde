import { defineErrors } from '../kernel/index.js';

/** What can go wrong while streams are read. */
export const syncErrors = defineErrors({
  WINDOW_INCOMPLETE: {
    owner: 'vendor',
    retryable: true,
    status: 502,
    help: "The vendor's count or sum of the window differs from what it gave us. Both stand beside the run; the window is read again by itself, three times.",
  },
  PAGES_SHIFTED: {
    owner: 'vendor',
    retryable: true,
    status: 502,
    help: 'Records came twice within one reading, so others may have slipped between its pages, and the vendor gives no count to prove otherwise. The window is read again by itself.',
  },
  LEASE_LOST: {
    owner: 'interline',
    retryable: true,
    status: 503,
    help: 'Another worker has taken the reading over, because this one fell silent. Nothing was written twice.',
  },
  STREAM_UNKNOWN: { owner: 'user', retryable: false, status: 404, help: "The connector's manifest has no such stream." },
  REBUILD_UNKNOWN_KIND: {
    owner: 'user',
    retryable: false,
    status: 409,
    help: 'Nothing is made of the records of this stream, so there is nothing to rebuild.',
  },
  REBUILD_LOSES_IDS: {
    owner: 'interline',
    retryable: false,
    status: 409,
    help: 'The rebuild would make something disappear that people may hold the id of. It was undone; whoever keeps these records has to be corrected.',
  },
});
