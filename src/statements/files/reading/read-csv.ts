import { parse, type Parser } from 'csv-parse';
import iconv from 'iconv-lite';
import { pipeline } from 'node:stream';
import { statementFileErrors } from '../statement-file.errors.js';
import type { Encoding } from './encoding.js';
import { BATCH_CHARACTERS, BATCH_ROWS, LONGEST_ROW, type FileBytes, type FileRow } from './file-row.js';

/** Of the beginning of a file, to see what stands between its cells. */
const SAMPLE = 64 << 10;
const DELIMITERS = [',', '\t', ';', '|'] as const;

/**
 * Reads rows of separated values: quoted line breaks, quotes in the middle of a cell, rows of unequal length, empty rows.
 * @throws FILE_UNREADABLE where a quote is not closed: what stands behind it cannot be told apart any more
 */
export async function* readCsv(bytes: FileBytes, encoding: Encoding, delimiter: string): AsyncGenerator<FileRow[]> {
  let row = 0;
  let batch: FileRow[] = [];
  const parser: Parser = parse({
    bom: true,
    delimiter,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    // A quote that was never closed would take the rest of the file into one.
    max_record_size: LONGEST_ROW,
    record_delimiter: ['\r\n', '\n', '\r'],
    on_record: (cells: string[]) => {
      batch.push({ row: (row += 1), cells });
      // The parser compares the length of every record with the first one's, and makes an error of each that differs, also where that is allowed: all rows of a
      // table below a preamble, at three times the cost of reading them.
      (parser.info as { records: number }).records = 0;
      return null;
    },
  });
  parser.resume();
  try {
    let fedSince = 0;
    let ended = true;
    for await (const chunk of await decoded(bytes, encoding)) {
      await fed(parser, chunk);
      if (chunk.length > 0) ended = /[\r\n]$/.test(chunk.slice(-1).toString());
      fedSince += chunk.length;
      if (batch.length < BATCH_ROWS && (fedSince < BATCH_CHARACTERS || batch.length === 0)) continue;
      yield batch;
      batch = [];
      fedSince = 0;
    }
    const whole = row;
    await fed(parser, null);
    const last = batch.at(-1);
    if (last && !ended && row > whole) last.unended = true;
  } catch (error) {
    if (!isCsvError(error)) throw error;
    throw statementFileErrors.FILE_UNREADABLE(`a quote that opens behind row ${row} is not closed; the file is cut off or damaged there`);
  }
  if (batch.length > 0) yield batch;
}

async function decoded(bytes: FileBytes, encoding: Encoding): Promise<AsyncIterable<Buffer | string>> {
  const source = await bytes.open();
  // What ends early, and what fails, closes the file too; the reader of the text is told of a failure.
  return encoding === 'utf-8' ? source : pipeline(source, iconv.decodeStream(encoding), () => undefined);
}

/** Gives the parser a piece, or the end. @throws what is wrong with the records in it */
function fed(parser: Parser, chunk: Buffer | string | null): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.once('error', reject);
    const done = (error?: Error | null): void => {
      parser.removeListener('error', reject);
      if (!error) return resolve();
      // The stream tells of it once more.
      parser.on('error', () => undefined);
      reject(error);
    };
    if (chunk === null) parser.end(done);
    else parser.write(chunk, done);
  });
}

/** What most likely stands between the cells: what most rows of the beginning have most of. */
export async function detectDelimiter(bytes: FileBytes, encoding: Encoding): Promise<string> {
  const start = await bytes.open({ start: 0, end: Math.min(bytes.size, SAMPLE) - 1 });
  const chunks: Buffer[] = [];
  for await (const chunk of start) chunks.push(chunk);
  const lines = iconv.decode(Buffer.concat(chunks), encoding).split(/\r\n|\n|\r/);
  const scores = DELIMITERS.map((delimiter) => lines.reduce((sum, line) => sum + Math.min(line.split(delimiter).length - 1, 50), 0));
  return DELIMITERS[scores.indexOf(Math.max(...scores))]!;
}

function isCsvError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}
