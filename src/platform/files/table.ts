/** How the cells of a column are written. Money is minor units, shown in main units. */
export type CellKind = 'text' | 'money' | 'integer' | 'day' | 'instant';

/** A column of a table that is exported. */
export interface TableColumn {
  header: string;
  kind: CellKind;
  /** In characters, for workbooks. */
  width?: number;
}

/** An exact amount. */
export interface MoneyCell {
  minor: bigint;
  currency: string;
}

/** One cell: text and day (`YYYY-MM-DD`) as string, integer as number. Null is an empty cell. */
export type Cell = string | number | Date | MoneyCell | null;

/** A table to be written as a file: its rows are read while it is sent, so that it may be of any length. */
export interface Table {
  name: string;
  columns: readonly TableColumn[];
  rows: AsyncIterable<readonly Cell[]>;
  /** The zone in which instants are shown. */
  timeZone: string;
}
