/** One row of a file, as it stands there. */
export interface FileRow {
  /** From 1, as a spreadsheet numbers it; empty rows count. */
  row: number;
  /** Dates of workbooks are written `yyyy-MM-dd HH:mm:ss`, numbers as decimals. */
  cells: string[];
  /** The text ends behind it without a line end: it is the last row, or what is left of it. */
  unended?: true;
}

/** Rows in the order of the file, some hundred at a time. */
export type RowBatches = AsyncIterable<FileRow[]>;

/** Rows handed on at a time, and characters of them after which fewer are. */
export const BATCH_ROWS = 500;
export const BATCH_CHARACTERS = 2 << 20;

/** Characters of a cell, as Excel limits them (Excel specifications and limits), and of a row: far beyond any of a statement. */
export const LONGEST_CELL = 32_767;
export const LONGEST_ROW = 256 << 10;

/** The bytes of a file that lies somewhere. */
export interface FileBytes {
  size: number;
  /** Both ends inclusive; without a range the whole. */
  open(range?: { start: number; end: number }): Promise<NodeJS.ReadableStream & AsyncIterable<Buffer>>;
}
