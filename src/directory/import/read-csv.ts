import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { columnOf, COLUMNS, normaliseHeading, SECTION_HEADING, type Column, type Section } from './columns.js';

/** The cells of one row, by column key. A column the source does not have is absent; an empty cell is `''`. */
export interface RawRow {
  /** 1 is a file's first line, or the first row of a list. */
  line: number;
  cells: Readonly<Record<string, string>>;
}

/** A row that is no CSV. */
export interface BrokenRow {
  line: number;
  broken: string;
}

/** A readable file: its heading was understood. */
export interface CsvFile {
  encoding: 'utf-8' | 'gb18030';
  columns: readonly Column[];
  rows(): AsyncIterable<RawRow | BrokenRow>;
}

/**
 * Opens a CSV file as spreadsheets write it: UTF-8 with or without a mark, or GB18030 (which contains GBK and GB2312).
 * @returns the file, or in plain words why it cannot be read at all
 */
export async function openCsv(section: Section, content: Uint8Array): Promise<CsvFile | { problem: string }> {
  const decoded = decode(content);
  if (!decoded) return { problem: 'the file is neither UTF-8 nor GB18030 text; save it as "CSV UTF-8"' };
  const { text, encoding } = decoded;
  if (text.includes('\0')) return { problem: 'the file is no text; save the sheet as "CSV UTF-8"' };
  let heading: string[] | null = null;
  for await (const row of parseRows(text, 1)) {
    heading = 'broken' in row ? [] : row.record;
    break;
  }
  if (!heading) return { problem: 'the file is empty' };
  const columns = heading.map((cell) => columnOf(section, cell));
  const missing = COLUMNS[section].filter((wanted) => wanted.required && !columns.includes(wanted));
  if (missing.length > 0)
    return { problem: `the first line lacks the column ${missing.map((wanted) => wanted.headings.slice(0, 2).join(' / ')).join(', ')}` };
  const twice = columns.find((entry, index) => entry && columns.indexOf(entry) !== index);
  if (twice) return { problem: `two columns mean ${twice.headings.slice(0, 2).join(' / ')}` };
  return {
    encoding,
    columns: columns.filter((entry) => entry !== null),
    rows: () => dataRows(text, columns, { index: heading.findIndex((cell) => normaliseHeading(cell) === SECTION_HEADING), section }),
  };
}

async function* dataRows(
  text: string,
  columns: readonly (Column | null)[],
  own: { index: number; section: Section },
): AsyncGenerator<RawRow | BrokenRow> {
  let isHeading = true;
  for await (const row of parseRows(text, null)) {
    if (isHeading) {
      isHeading = false;
      continue;
    }
    if ('broken' in row) yield row;
    else if (row.record.every((cell) => cell.trim() === '')) continue;
    else if (own.index >= 0 && ![own.section, ''].includes(row.record[own.index] ?? '')) continue;
    else if (row.record.length > columns.length && row.record.slice(columns.length).some((cell) => cell !== '')) {
      yield { line: row.line, broken: `the row has ${row.record.length} cells, the first line ${columns.length}` };
    } else yield { line: row.line, cells: toCells(row.record, columns) };
  }
}

function toCells(record: readonly string[], columns: readonly (Column | null)[]): Record<string, string> {
  const cells: Record<string, string> = {};
  for (let index = 0; index < columns.length; index += 1) {
    const entry = columns[index];
    if (entry) cells[entry.key] = record[index] ?? '';
  }
  return cells;
}

type ParsedRow = { line: number; record: string[] } | BrokenRow;

async function* parseRows(text: string, limit: number | null): AsyncGenerator<ParsedRow> {
  const broken: BrokenRow[] = [];
  const parser = parse({
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    ...(limit === null ? {} : { to: limit }),
    // A quote that never closes would swallow the rest of the file as one cell.
    max_record_size: 100_000,
    on_skip: (error) => {
      if (error) broken.push({ line: lineOf(error), broken: error.message.split(', got')[0]!.slice(0, 200) });
    },
  });
  // Slices, so that the parser does not copy the whole text at once.
  for await (const { record, info } of Readable.from(slices(text)).pipe(parser) as AsyncIterable<{
    record: string[];
    info: { lines: number };
  }>) {
    yield* broken.splice(0);
    // The parser says where a row ended.
    yield { line: info.lines - lineBreaks(record), record };
  }
  yield* broken.splice(0);
}

function lineBreaks(record: readonly string[]): number {
  let breaks = 0;
  for (const cell of record) if (cell.includes('\n')) breaks += cell.split('\n').length - 1;
  return breaks;
}

function lineOf(error: object): number {
  return 'lines' in error && typeof error.lines === 'number' ? error.lines : 0;
}

function* slices(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += 1 << 18) yield text.slice(from, from + (1 << 18));
}

function decode(content: Uint8Array): { text: string; encoding: CsvFile['encoding'] } | null {
  try {
    // The decoder takes a mark at the beginning away.
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(content), encoding: 'utf-8' };
  } catch {
    const text = iconv.decode(Buffer.from(content.buffer, content.byteOffset, content.byteLength), 'gb18030');
    return text.includes('\uFFFD') ? null : { text, encoding: 'gb18030' };
  }
}
