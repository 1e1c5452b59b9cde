import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { FileHandle } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { statementFileErrors } from '../statement-file.errors.js';
import { LONGEST_ROW, type FileBytes } from './file-row.js';
import { Slots } from './slots.js';

/** What a process that reads a workbook may take. */
export interface ChildLimits {
  heapMb: number;
  milliseconds: number;
}

export const CHILD_LIMITS: ChildLimits = { heapMb: 384, milliseconds: 60_000 };

/** Bytes the rows of one workbook may take on the disk. */
const MAX_ROWS_BYTES = 512 << 20;
/** Such processes at the same time. */
const slots = new Slots(2);

/** How a child ends that finds the file damaged, or larger than any. */
const DAMAGED = 10;
const REFUSED = 11;
/** And one that finds programs in it. */
const MACROS = 12;

/** A sheet of a workbook: its name and where its rows stand in the file the child wrote. */
export interface SheetRows {
  name: string;
  start: number;
  end: number;
}

/**
 * What the child runs: BIFF has to be read whole, by a library whose input is anything, so it gets a process without environment, with a bounded heap and a
 * bounded life. It writes a line of JSON for each row to its output: texts as they are, `{n}` for numbers, `{d}` for days. When all are written it tells the
 * sheets on a channel of their own.
 */
const PROGRAM = `
import { writeSync } from 'node:fs';
const { default: library } = await import(process.argv[1]);
const { read, SSF } = library;
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const bookOf = (bytes) => {
  try {
    return read(bytes, { type: 'buffer', dense: true, cellNF: true, cellHTML: false, cellText: false, sheetStubs: false, bookVBA: true });
  } catch {
    process.exit(${DAMAGED});
  }
};
const book = bookOf(Buffer.concat(chunks.splice(0)));
if (book.vbaraw) process.exit(${MACROS});
let written = 0;
let out = '';
const flush = () => {
  const bytes = Buffer.from(out);
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
  written += bytes.length;
  out = '';
  if (written > ${MAX_ROWS_BYTES}) process.exit(${REFUSED});
};
const cellOf = (cell) => {
  if (!cell || cell.v == null) return cell && cell.f ? '=' + cell.f : '';
  if (cell.t === 'n') return cell.z && SSF.is_date(cell.z) ? { d: cell.v } : { n: cell.v };
  return cell.t === 'e' ? '#' : String(cell.v);
};
const sheets = [];
for (const name of book.SheetNames) {
  flush();
  const start = written;
  const data = book.Sheets[name]['!data'] ?? [];
  for (let row = 0; row < data.length; row += 1) {
    const cells = Array.from(data[row] ?? [], cellOf);
    if (cells.reduce((sum, cell) => sum + (cell.length ?? 0), 0) > ${LONGEST_ROW}) process.exit(${REFUSED});
    out += JSON.stringify({ row: row + 1, cells }) + '\\n';
    if (out.length > 65536) flush();
  }
  flush();
  sheets.push({ name, start, end: written });
}
writeSync(3, JSON.stringify(sheets));
`;

/**
 * Has a child read a workbook and write its rows into a file.
 * @throws FILE_UNREADABLE, FILE_REFUSED; another error where the child could not be started, fed or was killed: that says nothing of the file
 */
export function parsed(bytes: FileBytes, rows: FileHandle, limits: ChildLimits): Promise<SheetRows[]> {
  return slots.run(async () => {
    const source = await bytes.open();
    const library = pathToFileURL(createRequire(import.meta.url).resolve('@e965/xlsx')).href;
    const child = spawn(process.execPath, [`--max-old-space-size=${limits.heapMb}`, '--input-type=module', '--eval', PROGRAM, library], {
      env: {},
      stdio: ['pipe', rows.fd, 'ignore', 'pipe'],
    });
    return awaited(child, source, limits);
  });
}

async function awaited(child: ChildProcess, source: NodeJS.ReadableStream, limits: ChildLimits): Promise<SheetRows[]> {
  let late = false;
  const timer = setTimeout(() => (late = child.kill('SIGKILL')), limits.milliseconds);
  // Rejects where the child cannot be started.
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const fed = pipeline(source, child.stdin!).then(
    () => null,
    (error: Error) => error,
  );
  const told = text(child.stdio[3] as Readable).catch(() => '');
  try {
    const [code, signal] = await ended;
    if (code === MACROS) throw statementFileErrors.FILE_REFUSED('the workbook holds macros; save it without them, as .xlsx');
    if (late || code === REFUSED || signal === 'SIGABRT')
      throw statementFileErrors.FILE_REFUSED('the workbook takes too much memory or time to read; save it as .xlsx');
    const broken = await fed;
    // A child that ends before it was fed closes its input; what fails on our side of it has another name.
    if (broken && !['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'].includes((broken as NodeJS.ErrnoException).code ?? ''))
      throw broken;
    if (code === DAMAGED) throw statementFileErrors.FILE_UNREADABLE('the workbook is damaged, cut off or protected by a password');
    if (code !== 0) throw new Error(`the process that reads a workbook ended with ${signal ?? code}`);
    return JSON.parse(await told) as SheetRows[];
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}
