import { Injectable } from '@nestjs/common';
import { ConnectionsReader } from '../../connections/index.js';
import { currentCompany, InterlineError, type Id } from '../../kernel/index.js';
import { FileStore } from '../../platform/files/index.js';
import { cellTexts } from './mapping/cell-text.js';
import { readMapping, type MappingProblem, type StatementMapping } from './mapping/mapping.js';
import { suggestMapping } from './mapping/suggest-mapping.js';
import { readTable, type TableRow } from './read-table.js';
import type { Encoding } from './reading/encoding.js';
import type { FileRow } from './reading/file-row.js';
import { openFile, type OpenedFile } from './reading/open-file.js';
import { statementFiles } from './statement.files.js';
import { StatementMappingRepository } from './statement-mapping.repository.js';
import { storedBytes } from './stored-bytes.js';

/** Rows a preview shows of a file, and of a row. */
export const PREVIEW_ROWS = 200;
const PREVIEW_COLUMNS = 100;
const PREVIEW_CELL = 200;
/** Characters of a sheet's first rows after which no more of them are looked at. */
const HEAD_CHARACTERS = 2 << 20;
/** Files whose encoding is remembered. */
const REMEMBERED = 1_000;

/** The beginning of a file, as it stands there and as a mapping reads it. */
export interface FilePreview {
  kind: OpenedFile['kind'];
  encoding: string | null;
  delimiter: string | null;
  sheets: string[];
  /** The one that is shown. */
  sheet: string;
  /** Of the header, where the mapping finds it among the rows shown. */
  headerRow: number | null;
  columns: string[];
  rows: { row: number; cells: string[]; read: TableRow | null }[];
  /** The mapping it was read by: the one given, else the account's, else a guess; null where none can be guessed. */
  mapping: StatementMapping | null;
  /** Of the account's mapping, where it was read by that. */
  mappingVersion: number | null;
  guessed: boolean;
  /** Why the mapping does not fit the file. */
  problem: InterlineError | null;
}

/** Shows how a file would be read, on its first rows. Nothing is kept. */
@Injectable()
export class PreviewFile {
  /** How uploads are written, so that only the first of many previews reads a file to its end. */
  private readonly encodings = new Map<Id, Encoding>();

  constructor(
    private readonly files: FileStore,
    private readonly accounts: ConnectionsReader,
    private readonly mappings: StatementMappingRepository,
  ) {}

  /** @param document a mapping to try; null takes the account's, else a guess. @throws FILE_UNREADABLE, FILE_REFUSED */
  async preview(fileId: Id, vendorAccountId: Id, document: unknown): Promise<FilePreview | { problems: MappingProblem[] }> {
    const stored = await this.files.find(fileId);
    if (stored?.purpose !== statementFiles.name)
      return { problems: [{ field: 'fileId', problem: `is no file that was uploaded for ${statementFiles.name}` }] };
    const [account] = await this.accounts.vendorAccounts([vendorAccountId]);
    if (!account) return { problems: [{ field: 'vendorAccountId', problem: 'is not an account of the company' }] };
    const given = document == null ? null : readMapping(document);
    if (given && 'problems' in given) return given;
    const saved = given ? null : await this.mappings.find(currentCompany(), vendorAccountId);
    const known = given?.mapping ?? saved?.document ?? null;
    const encoding = known?.encoding ?? this.encodings.get(fileId);
    const file = await openFile(storedBytes(this.files, stored), { ...known, encoding });
    if (file.encoding && !known?.encoding) this.remember(fileId, file.encoding);
    try {
      return { ...(await show(file, known)), mappingVersion: saved?.version ?? null };
    } finally {
      await file.close();
    }
  }

  private remember(fileId: Id, encoding: Encoding): void {
    if (this.encodings.size >= REMEMBERED) this.encodings.clear();
    this.encodings.set(fileId, encoding);
  }
}

async function show(file: OpenedFile, known: StatementMapping | null): Promise<Omit<FilePreview, 'mappingVersion'>> {
  const heads = new Map<string, FileRow[]>();
  for (const sheet of file.sheets.slice(0, 10)) heads.set(sheet, await head(file, sheet));
  const guess = known ? null : firstGuess(heads);
  const mapping = known ?? guess?.mapping ?? null;
  const fallback = [...heads].find(([, rows]) => rows.some(({ cells }) => cells.some((cell) => cell.trim() !== '')))?.[0];
  const shown = { sheet: mapping?.sheet ?? guess?.sheet ?? fallback ?? file.sheets[0] ?? '', headerRow: null as number | null };
  const read = new Map<number, TableRow>();
  let columns: string[] = [];
  let problem: InterlineError | null = null;
  if (mapping) {
    try {
      // Only what is shown is read: the file behind it may be long.
      const start: OpenedFile = { ...file, rows: (sheet) => once(heads.get(sheet) ?? []) };
      for await (const { table, rows } of readTable(start, mapping, null)) {
        [shown.sheet, shown.headerRow, columns] = [table.sheet, table.headerRow, table.header.names];
        for (const row of rows) read.set(row.row, row);
      }
    } catch (error) {
      if (!(error instanceof InterlineError)) throw error;
      problem = error;
    }
  }
  const rows = (heads.get(shown.sheet) ?? []).map(({ row, cells }) => ({
    row,
    cells: cellTexts(cells.slice(0, PREVIEW_COLUMNS)).map((cell) => cell.slice(0, PREVIEW_CELL)),
    read: read.get(row) ?? null,
  }));
  const { kind, encoding, delimiter, sheets } = file;
  return { kind, encoding, delimiter, sheets, ...shown, columns, rows, mapping, guessed: guess !== null, problem };
}

async function head(file: OpenedFile, sheet: string): Promise<FileRow[]> {
  const rows: FileRow[] = [];
  let characters = 0;
  for await (const batch of file.rows(sheet)) {
    for (const row of batch) {
      if (rows.length >= PREVIEW_ROWS || characters > HEAD_CHARACTERS) return rows;
      rows.push(row);
      characters += row.cells.reduce((sum, cell) => sum + cell.length, 0);
    }
  }
  return rows;
}

function firstGuess(heads: ReadonlyMap<string, FileRow[]>): { sheet: string; mapping: StatementMapping } | null {
  for (const [sheet, rows] of heads) {
    const mapping = suggestMapping(rows.map(({ cells }) => cells));
    if (mapping) return { sheet, mapping };
  }
  return null;
}

async function* once(rows: FileRow[]): AsyncGenerator<FileRow[]> {
  yield rows;
}
