/** One row of a file, as it stands there. */
export interface FileRow {
  /** From 1, as a spreadsheet numbers it; empty rows count. */
  row: number;
  /** Dates of workbooks are written `yyyy-MM-dd HH:mm:ss`, numbers as decimals. */
  cells: string[];
  /** Why the row cannot be read, where it cannot. */
  broken?: string;
  /** Nothing ends the row but the file, of a kind whose rows have ends: it may be the half of one. */
  open?: true;
}

/** Rows in the order of the file, some hundred at a time. */
export type RowBatches = AsyncIterable<FileRow[]>;

/** Rows handed on at a time. */
export const BATCH_ROWS = 500;

/** The bytes of a file that lies somewhere. */
export interface FileBytes {
  size: number;
  /** Both ends inclusive; without a range the whole. */
  open(range?: { start: number; end: number }): Promise<NodeJS.ReadableStream & AsyncIterable<Buffer>>;
}
