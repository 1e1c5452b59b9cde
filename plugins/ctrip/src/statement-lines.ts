import { MapError, type RawRecord, type StatementLine, type Stream } from '@interline/sdk';
import type { CtripConfig } from './config.js';
import { settledLine } from './row-line.js';
import { recordLine, settledPages } from './settled-pages.js';
import { isProduct } from './products.js';
import { rowOf } from './settlement-rows.js';
import { Fields } from './fields.js';

/** The lines of statements: rows that were given their batch. */
export const statementLines: Stream<'statementLines', CtripConfig> = {
  kind: 'statementLines',
  readAhead: true,
  read: (ctx, window) => settledPages(ctx, window, { changed: true, keep: ({ batch }) => batch !== undefined }),
  map(record: RawRecord): StatementLine {
    const line = settledLine(recordLine(record));
    const fields = new Fields(record.data, '');
    const product = fields.text('product');
    const batch = isProduct(product) ? rowOf(product, fields.object('row')).batch : undefined;
    if (batch === undefined) throw new MapError('a row without its batch', '/row');
    return { ...line, statementExternalId: batch };
  },
};
