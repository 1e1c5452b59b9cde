import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { serialDate } from '../mapping/parse-date.js';
import { statementFileErrors } from '../statement-file.errors.js';
import { decimalOf } from './decimal.js';
import { BATCH_ROWS, type FileBytes, type FileRow } from './file-row.js';
import type { Workbook } from './read-xlsx.js';

/** An old workbook has 65,536 rows at most; it is read whole, by a process that may take this much and no more. */
const MAX_BYTES = 64 << 20;
const MAX_HEAP_MB = 384;
const MAX_MS = 60_000;
/** How the child ends where the workbook holds programs. */
const HAS_MACROS = 3;

/**
 * What the child runs: BIFF has to be read whole, by a library whose input is anything, so it gets a process without environment, with a bounded heap and a
 * bounded life. It writes one line of JSON a sheet's name, then one a row: texts as they are, `{n}` for numbers, `{d}` for days.
 */
const PROGRAM = `
const { default: library } = await import(process.argv[1]);
const { read, SSF } = library;
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const book = read(Buffer.concat(chunks), { type: 'buffer', dense: true, cellNF: true, cellHTML: false, cellText: false, sheetStubs: false, bookVBA: true });
if (book.vbaraw) process.exit(${HAS_MACROS});
const out = [];
const say = async (value) => { out.push(JSON.stringify(value)); if (out.length >= 500) await flush(); };
const flush = () => new Promise((done) => process.stdout.write(out.splice(0).join('\\n') + '\\n', done));
const cellOf = (cell) => {
  if (!cell || cell.v == null) return cell && cell.f ? '=' + cell.f : '';
  if (cell.t === 'n') return cell.z && SSF.is_date(cell.z) ? { d: cell.v } : { n: cell.v };
  return cell.t === 'e' ? '#' : String(cell.v);
};
for (const name of book.SheetNames) {
  await say({ sheet: name });
  const data = book.Sheets[name]['!data'] ?? [];
  for (let row = 0; row < data.length; row += 1) await say({ row: row + 1, cells: Array.from(data[row] ?? [], cellOf) });
}
await flush();
`;

type Said = { sheet: string } | { row: number; cells: (string | { n: number } | { d: number })[] };

/** Opens a workbook of Excel 97–2003 (BIFF8). @throws FILE_UNREADABLE, FILE_REFUSED */
export async function openXls(bytes: FileBytes): Promise<Workbook> {
  if (bytes.size > MAX_BYTES) throw statementFileErrors.FILE_REFUSED('an .xls file this large holds no statement; save it as .xlsx');
  const sheets: string[] = [];
  for await (const said of sayings(bytes)) if ('sheet' in said) sheets.push(said.sheet);
  return { sheets, rows: (sheet) => rowsOf(bytes, sheet) };
}

async function* rowsOf(bytes: FileBytes, sheet: string): AsyncGenerator<FileRow[]> {
  let batch: FileRow[] = [];
  let inside = false;
  for await (const said of sayings(bytes)) {
    if ('sheet' in said) {
      if (inside) break;
      inside = said.sheet === sheet;
    } else if (inside) {
      batch.push({ row: said.row, cells: said.cells.map(cellOf) });
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function cellOf(cell: string | { n: number } | { d: number }): string {
  if (typeof cell === 'string') return cell;
  return 'd' in cell ? serialDate(cell.d) : decimalOf(String(cell.n));
}

async function* sayings(bytes: FileBytes): AsyncGenerator<Said> {
  const library = pathToFileURL(createRequire(import.meta.url).resolve('@e965/xlsx')).href;
  const child = spawn(process.execPath, [`--max-old-space-size=${MAX_HEAP_MB}`, '--input-type=module', '--eval', PROGRAM, library], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const timer = setTimeout(() => child.kill('SIGKILL'), MAX_MS);
  try {
    // A child that dies while it is fed is told of by its exit.
    pipeline(await bytes.open(), child.stdin, () => undefined);
    for await (const line of createInterface({ input: child.stdout })) if (line !== '') yield JSON.parse(line) as Said;
    const code = await ended;
    if (code === 0) return;
    if (code === HAS_MACROS) throw statementFileErrors.FILE_REFUSED('the workbook holds macros; save it without them, as .xlsx');
    throw code === 1
      ? statementFileErrors.FILE_UNREADABLE('the workbook is damaged, cut off or protected by a password')
      : statementFileErrors.FILE_REFUSED('the workbook takes too much memory or time to read; save it as .xlsx');
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}
