import type { FileHandle } from 'node:fs/promises';
import { serialDate } from '../mapping/parse-date.js';
import { namelessFile } from '../nameless-file.js';
import { statementFileErrors } from '../statement-file.errors.js';
import { decimalOf } from './decimal.js';
import { BATCH_CHARACTERS, BATCH_ROWS, type FileBytes, type FileRow } from './file-row.js';
import type { Workbook } from './read-xlsx.js';
import { CHILD_LIMITS, parsed, type ChildLimits, type SheetRows } from './xls-child.js';

/** An old workbook has 65,536 rows at most; it is read whole. */
const MAX_BYTES = 64 << 20;
/** Bytes of its rows that are read at a time. */
const PIECE = 64 << 10;

interface Said {
  row: number;
  cells: (string | { n: number } | { d: number })[];
}

/**
 * Opens a workbook of Excel 97–2003 (BIFF8). A child reads all of it once and is gone when this returns; its rows lie in a file without a name until the
 * workbook is closed.
 * @throws FILE_UNREADABLE, FILE_REFUSED
 */
export async function openXls(bytes: FileBytes, limits: ChildLimits = CHILD_LIMITS): Promise<Workbook> {
  if (bytes.size > MAX_BYTES) throw statementFileErrors.FILE_REFUSED('an .xls file this large holds no statement; save it as .xlsx');
  const spool = await namelessFile();
  try {
    const sheets = await parsed(bytes, spool, limits);
    return {
      sheets: sheets.map(({ name }) => name),
      rows: (sheet) =>
        rowsOf(
          spool,
          sheets.find(({ name }) => name === sheet),
        ),
      close: () => spool.close(),
    };
  } catch (error) {
    await spool.close();
    throw error;
  }
}

async function* rowsOf(spool: FileHandle, sheet: SheetRows | undefined): AsyncGenerator<FileRow[]> {
  if (!sheet) return;
  let batch: FileRow[] = [];
  let characters = 0;
  for await (const line of linesOf(spool, sheet)) {
    const { row, cells } = JSON.parse(line) as Said;
    batch.push({ row, cells: cells.map(cellOf) });
    characters += line.length;
    if (batch.length < BATCH_ROWS && characters < BATCH_CHARACTERS) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}

/** The lines of a part of a file. Not by a stream: its end would close the handle. */
async function* linesOf(handle: FileHandle, { start, end }: SheetRows): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for (let at = start; at < end;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(PIECE), 0, Math.min(PIECE, end - at), at);
    if (bytesRead === 0) throw new Error('the rows of a workbook are gone');
    at += bytesRead;
    const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    const last = bytes.lastIndexOf(0x0a);
    if (last >= 0) yield* bytes.toString('utf8', 0, last).split('\n');
    rest = bytes.subarray(last + 1);
  }
}

function cellOf(cell: Said['cells'][number]): string {
  if (typeof cell === 'string') return cell;
  return 'd' in cell ? serialDate(cell.d) : decimalOf(String(cell.n));
}
