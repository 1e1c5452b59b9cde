import { serialDate } from '../mapping/parse-date.js';
import { statementFileErrors } from '../statement-file.errors.js';
import { decimalOf } from './decimal.js';
import { BATCH_CHARACTERS, BATCH_ROWS, LONGEST_CELL, LONGEST_ROW, type FileBytes, type FileRow } from './file-row.js';
import { dateStyles } from './number-formats.js';
import { SharedStrings } from './shared-strings.js';
import { XlsxPackage, type Opened, type XmlHandler } from './xlsx-package.js';

/** Rows of a sheet that a workbook can have. */
const MAX_ROWS = 1 << 20;
/** Cells a row may have, and bytes of texts that cells may share: far beyond any statement. */
const MAX_COLUMNS = 1_000;
const MAX_SHARED = 128 << 20;
/** Between the epoch of old Macintosh workbooks and that of all others. */
const DAYS_TO_1904 = 1_462;

/** A workbook that is open: its sheets by name, in their order. */
export interface Workbook {
  sheets: string[];
  /** Reads a sheet from its beginning. */
  rows(sheet: string): AsyncGenerator<FileRow[]>;
  /** Gives back what it holds. */
  close(): Promise<void>;
}

interface Context {
  shared: SharedStrings;
  isDate: boolean[];
  epochDays: number;
}

/**
 * Opens a workbook (ECMA-376 SpreadsheetML). Sheets are read as they unpack; only the texts that cells share stay in memory. Of a formula the result counts
 * that was kept with it; nothing is computed.
 * @throws FILE_UNREADABLE, FILE_REFUSED
 */
export async function openXlsx(bytes: FileBytes): Promise<Workbook> {
  const workbook = await XlsxPackage.open(bytes);
  const { sheets, is1904 } = await sheetsOf(workbook);
  if (sheets.size === 0) throw statementFileErrors.FILE_UNREADABLE('the archive holds no workbook');
  let context: Context | null = null;
  return {
    sheets: [...sheets.keys()],
    async *rows(sheet) {
      context ??= {
        shared: await sharedStrings(workbook),
        isDate: await dateStyles(workbook),
        epochDays: is1904 ? DAYS_TO_1904 : 0,
      };
      const reader = new SheetReader(context);
      for await (const _piece of workbook.read(sheets.get(sheet) ?? '', reader)) {
        if (reader.rows.length >= BATCH_ROWS || reader.characters >= BATCH_CHARACTERS) yield reader.take();
      }
      if (reader.rows.length > 0) yield reader.take();
    },
    close: async () => undefined,
  };
}

async function sheetsOf(workbook: XlsxPackage): Promise<{ sheets: Map<string, string>; is1904: boolean }> {
  const targets = new Map<string, string>();
  await workbook.readWhole('xl/_rels/workbook.xml.rels', {
    open({ name, attributes }) {
      if (name === 'Relationship') targets.set(attributes['Id'] ?? '', pathOf(attributes['Target'] ?? ''));
    },
  });
  const sheets = new Map<string, string>();
  let is1904 = false;
  await workbook.readWhole('xl/workbook.xml', {
    open({ name, attributes }) {
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key === 'id' || key.endsWith(':id'))?.[1] ?? '';
      const path = targets.get(id);
      if (path && workbook.has(path)) sheets.set(attributes['name'] ?? id, path);
    },
  });
  return { sheets, is1904 };
}

function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
}

async function sharedStrings(workbook: XlsxPackage): Promise<SharedStrings> {
  const shared = new SharedStrings();
  let text = '';
  let collects = false;
  let phonetic = 0;
  const reading = workbook.read('xl/sharedStrings.xml', {
    open({ name }) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic += 1;
      else if (name === 't') collects = phonetic === 0;
    },
    text(part) {
      if (collects) text = joined(text, part);
    },
    close(name) {
      if (name === 't') collects = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'si') shared.add(text);
      if (shared.size > MAX_SHARED) throw statementFileErrors.FILE_REFUSED('the texts of the workbook take too much memory');
    },
  });
  for await (const _piece of reading);
  return shared;
}

/** A cell's text with one more part of it. @throws FILE_REFUSED where no spreadsheet could have written it */
function joined(text: string, part: string): string {
  if (text.length + part.length > LONGEST_CELL)
    throw statementFileErrors.FILE_REFUSED(`a cell of the workbook is longer than ${LONGEST_CELL} characters`);
  return text + part;
}

class SheetReader implements XmlHandler {
  rows: FileRow[] = [];
  /** Of the rows that are ready, and of the row that is being read. */
  characters = 0;
  private rowCharacters = 0;
  private row = 0;
  private cells: string[] = [];
  private column = -1;
  private type = 'n';
  private style = 0;
  private value = '';
  private formula: string | null = null;
  private collecting: 'value' | 'formula' | null = null;

  constructor(private readonly context: Context) {}

  take(): FileRow[] {
    const rows = this.rows;
    this.rows = [];
    this.characters = 0;
    return rows;
  }

  open({ name, attributes }: Opened): void {
    if (name === 'c') {
      this.column = attributes['r'] === undefined ? this.column + 1 : columnOf(attributes['r']);
      if (!(this.column >= 0 && this.column < MAX_COLUMNS)) throw statementFileErrors.FILE_REFUSED('the sheet has too many columns');
      this.type = attributes['t'] ?? 'n';
      this.style = Number(attributes['s'] ?? 0);
      this.value = '';
      this.formula = null;
    } else if (name === 'v' || name === 't') this.collecting = 'value';
    else if (name === 'f') {
      this.collecting = 'formula';
      this.formula = '';
    } else if (name === 'row') {
      this.row = attributes['r'] === undefined ? this.row + 1 : Number(attributes['r']);
      if (!(Number.isInteger(this.row) && this.row > 0 && this.row <= MAX_ROWS))
        throw statementFileErrors.FILE_UNREADABLE(`a row behind row ${this.rows.at(-1)?.row ?? 0} has a number that no row has`);
      this.cells = [];
      this.rowCharacters = 0;
      this.column = -1;
    }
  }

  text(text: string): void {
    if (this.collecting === 'value') this.value = joined(this.value, text);
    else if (this.collecting === 'formula') this.formula = joined(this.formula ?? '', text);
  }

  close(name: string): void {
    if (name === 'c') {
      const cell = this.cell();
      if (cell === '') return;
      if ((this.rowCharacters += cell.length) > LONGEST_ROW)
        throw statementFileErrors.FILE_REFUSED(`row ${this.row} of the workbook is longer than ${LONGEST_ROW} characters`);
      this.characters += cell.length;
      while (this.cells.length < this.column) this.cells.push('');
      this.cells[this.column] = cell;
    } else if (name === 'row') this.rows.push({ row: this.row, cells: this.cells });
    else if (name === 'v' || name === 't' || name === 'f') this.collecting = null;
  }

  private cell(): string {
    const { value, type } = this;
    // A formula whose result was not kept stands as what it is; no amount or date can be read from it.
    if (value === '') return this.formula === null ? '' : `=${this.formula}`;
    if (type === 's') return this.context.shared.get(Number(value));
    if (type === 'n') {
      if (!this.context.isDate[this.style]) return decimalOf(value);
      const serial = Number(value) + this.context.epochDays;
      return serial >= 0 && serial < 2_958_466 ? serialDate(serial) : value;
    }
    return type === 'd' ? value.replace('T', ' ').replace(/(\.\d+)?Z?$/, '') : value;
  }
}

/** The place of a column from the name of a cell, such as `AB12`. */
function columnOf(cell: string): number {
  let column = 0;
  for (let index = 0; index < cell.length; index += 1) {
    const code = cell.charCodeAt(index);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}
