import { parse } from 'csv-parse/sync';
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
  rows(): Iterable<RawRow | BrokenRow>;
}

/**
 * Opens a CSV file as spreadsheets write it: UTF-8 with or without a mark, or GB18030 (which contains GBK and GB2312).
 * @returns the file, or in plain words why it cannot be read at all
 */
export function openCsv(section: Section, content: Uint8Array): CsvFile | { problem: string } {
  const decoded = decode(content);
  if (!decoded) return { problem: 'the file is neither UTF-8 nor GB18030 text; save it as "CSV UTF-8"' };
  const { text, encoding } = decoded;
  if (text.includes('\0')) return { problem: 'the file is no text; save the sheet as "CSV UTF-8"' };
  const [first] = records(text);
  if (!first) return { problem: 'the file is empty' };
  const heading = 'broken' in first ? [] : first.record;
  const columns = heading.map((cell) => columnOf(section, cell));
  const missing = COLUMNS[section].filter((wanted) => wanted.required && !columns.includes(wanted));
  if (missing.length > 0) return { problem: `the first line lacks the column ${missing.map(nameOf).join(', ')}` };
  const twice = columns.find((entry, index) => entry && columns.indexOf(entry) !== index);
  if (twice) return { problem: `two columns mean ${nameOf(twice)}` };
  const own = { index: heading.findIndex((cell) => normaliseHeading(cell) === SECTION_HEADING), section };
  return { encoding, rows: () => dataRows(text, columns, own) };
}

const nameOf = (column: Column): string => column.headings.slice(0, 2).join(' / ');

function* dataRows(
  text: string,
  columns: readonly (Column | null)[],
  own: { index: number; section: Section },
): Generator<RawRow | BrokenRow> {
  let isHeading = true;
  for (const row of records(text)) {
    if (isHeading) isHeading = false;
    else if ('broken' in row) yield row;
    else if (row.record.every((cell) => cell.trim() === '')) continue;
    else if (own.index >= 0 && ![own.section, ''].includes(row.record[own.index] ?? '')) continue;
    else if (row.record.slice(columns.length).some((cell) => cell !== '')) {
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

/** Records parsed at once; one that is broken makes its batch be parsed one by one. */
const BATCH = 500;
/** Lines after which a quote that is still open was never meant to be one. */
const LONGEST_RECORD = 50;

interface Piece {
  line: number;
  lines: number;
  text: string;
}

type ParsedRecord = { line: number; record: string[] } | BrokenRow;

/** The records of a text with the lines they begin on. A broken one costs its own line and nothing after it. */
function* records(text: string): Generator<ParsedRecord> {
  const lines = text.split(/\r\n|\n|\r/);
  let batch: Piece[] = [];
  for (let at = 0; at < lines.length;) {
    const piece = pieceAt(lines, at);
    if (piece && piece.text !== '') batch.push(piece);
    at += piece?.lines ?? 1;
    if (piece && batch.length < BATCH && at < lines.length) continue;
    const resumeAt = yield* parseBatch(batch);
    batch = [];
    if (resumeAt !== null) at = resumeAt;
    else if (!piece) yield { line: at, broken: 'a quote is not closed' };
  }
}

/** A record ends with the first line that leaves no quote open. @returns null when none does */
function pieceAt(lines: readonly string[], at: number): Piece | null {
  let text = lines[at]!;
  let open = isOdd(text);
  let count = 1;
  while (open) {
    const next = lines[at + count];
    if (next === undefined || count === LONGEST_RECORD) return null;
    text += `\n${next}`;
    open = isOdd(next) !== open;
    count += 1;
  }
  return { line: at + 1, lines: count, text };
}

function isOdd(line: string): boolean {
  let odd = false;
  for (let index = line.indexOf('"'); index >= 0; index = line.indexOf('"', index + 1)) odd = !odd;
  return odd;
}

/** @returns where to read on when a record of several lines was broken: its other lines may be records of their own */
function* parseBatch(batch: readonly Piece[]): Generator<ParsedRecord, number | null> {
  const all = tryParse(batch.map((piece) => piece.text).join('\n'));
  if (Array.isArray(all)) {
    for (const [index, record] of all.entries()) yield { line: batch[index]!.line, record };
    return null;
  }
  for (const piece of batch) {
    const one = tryParse(piece.text);
    if (Array.isArray(one)) yield { line: piece.line, record: one[0]! };
    else {
      yield { line: piece.line, broken: one.broken };
      if (piece.lines > 1) return piece.line;
    }
  }
  return null;
}

function tryParse(text: string): string[][] | { broken: string } {
  try {
    return parse(text, { record_delimiter: '\n', relax_column_count: true });
  } catch (error) {
    return { broken: error instanceof Error ? error.message.slice(0, 200) : 'no CSV' };
  }
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
