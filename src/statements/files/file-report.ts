import type { StatementDays } from './read-table.js';

/** What the company pays by the lines of one currency, in minor units as texts: reports are kept as JSON. */
export interface CurrencySum {
  currency: string;
  lines: number;
  /** Σ of what was spent. */
  consumption: string;
  /** Σ of what came back; negative or zero. */
  refund: string;
}

/** What a file says of itself, beside what its rows make. */
export interface ControlCheck {
  name: string;
  /** Null where the text does not hold it. */
  statedCount: number | null;
  statedSum: string | null;
  count: number;
  sum: string;
  /** Null when the text was not found in the file. */
  agrees: boolean | null;
}

/** What a file is and holds, by one mapping. */
export interface FileReport {
  kind: 'csv' | 'xlsx' | 'xls';
  encoding: string | null;
  sheet: string;
  headerRow: number;
  /** The days its statement is for. */
  days: StatementDays;
  /** Rows of the table: lines, ignored and refused ones, without totals and empty rows. */
  rows: number;
  lines: number;
  ignored: { reason: string; rows: number }[];
  refused: { code: string; rows: number }[];
  /** Lines that name a person whom the directory does not know for certain. */
  unresolved: number;
  sums: CurrencySum[];
  /** What the sums of controls are in. */
  currency: string;
  controls: ControlCheck[];
}
