import { statementFileErrors } from '../statement-file.errors.js';
import { detectEncoding, type Encoding } from './encoding.js';
import type { FileBytes, RowBatches } from './file-row.js';
import { detectDelimiter, readCsv } from './read-csv.js';
import { openXls } from './read-xls.js';
import { openXlsx } from './read-xlsx.js';

/** What a file is, and its rows. */
export interface OpenedFile {
  kind: 'csv' | 'xlsx' | 'xls';
  /** Of a text; null for a workbook. */
  encoding: Encoding | null;
  delimiter: string | null;
  /** Of a workbook; a text has one without a name. */
  sheets: string[];
  /** Reads a sheet from its beginning, as often as it is asked. */
  rows(sheet: string): RowBatches;
  /** Gives back what it holds; whoever opened a file closes it. */
  close(): Promise<void>;
}

/** What is known of a file already. */
export interface FileHints {
  encoding?: Encoding | undefined;
  delimiter?: string | undefined;
}

/** Opens a statement file, by what its first bytes say and not by its name. @throws FILE_UNREADABLE, FILE_REFUSED */
export async function openFile(bytes: FileBytes, hints: FileHints = {}): Promise<OpenedFile> {
  if (bytes.size === 0) throw statementFileErrors.FILE_UNREADABLE('the file is empty');
  const start = await firstBytes(bytes);
  if (start.startsWith('504b0304')) return { kind: 'xlsx', encoding: null, delimiter: null, ...(await openXlsx(bytes)) };
  if (start === 'd0cf11e0a1b11ae1') return { kind: 'xls', encoding: null, delimiter: null, ...(await openXls(bytes)) };
  const encoding = hints.encoding ?? (await detectEncoding(bytes));
  const delimiter = hints.delimiter ?? (await detectDelimiter(bytes, encoding));
  return { kind: 'csv', encoding, delimiter, sheets: [''], rows: () => readCsv(bytes, encoding, delimiter), close: async () => undefined };
}

async function firstBytes(bytes: FileBytes): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await bytes.open({ start: 0, end: Math.min(bytes.size, 8) - 1 })) chunks.push(chunk);
  return Buffer.concat(chunks).toString('hex');
}
