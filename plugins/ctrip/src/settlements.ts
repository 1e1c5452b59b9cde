import type { RawRecord, Settlement, Stream } from '@interline/sdk';
import type { CtripConfig } from './config.js';
import { settledLine } from './row-line.js';
import { recordLine, settledPages } from './settled-pages.js';

/**
 * Rows that stand on no batch yet, by the time they were made. Asking by that alone makes a window say all that is open in it: a row that is gone from a
 * window that is read again was billed.
 */
export const settlements: Stream<'settlements', CtripConfig> = {
  kind: 'settlements',
  readAhead: true,
  read: (ctx, window) =>
    settledPages(ctx, window, {
      changed: false,
      // Ctrip asks for days; a row belongs to one window only.
      keep: ({ batch, createdAt }, { from, to }) =>
        batch === undefined && (createdAt === undefined || (createdAt >= from && createdAt < to)),
    }),
  map: (record: RawRecord): Settlement => settledLine(recordLine(record)),
};
