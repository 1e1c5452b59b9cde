import type { BusinessDate } from '../../kernel/index.js';
import { COLUMNS, type Column, type Section } from './columns.js';

/** A row of people, read and checked by itself. `undefined`: the source has no such column, so the value stays; `null`: the cell is empty. */
export interface PersonRow {
  employeeNumber: string;
  name: string;
  email: string | null | undefined;
  mobile: string | null | undefined;
  departmentCode: string;
  title: string | null | undefined;
  managerEmployeeNumber: string | null | undefined;
  costCentreCode: string | null | undefined;
  legalEntityCode: string | null | undefined;
  hiredOn: BusinessDate | null | undefined;
  leftOn: BusinessDate | null | undefined;
}

/** A row of departments. */
export interface DepartmentRow {
  code: string;
  name: string;
  parentCode: string | null | undefined;
  leaderEmployeeNumber: string | null | undefined;
  legalEntityCode: string | null | undefined;
  costCentreCode: string | null | undefined;
}

/** A row of cost centres. */
export interface CostCentreRow {
  code: string;
  name: string;
}

/** A row of legal entities. */
export interface LegalEntityRow {
  code: string;
  name: string;
  taxNumber: string | null | undefined;
}

/** What each section's rows become. */
export interface Rows {
  people: PersonRow;
  departments: DepartmentRow;
  costCentres: CostCentreRow;
  legalEntities: LegalEntityRow;
}

/** What is wrong with a row. The code is one of the room's error codes. */
export interface RowProblem {
  code: string;
  message: string;
  /** The value that is wrong. */
  value: string | null;
}

/** Reads the cells of one row. Reports the first thing that is wrong with it. */
export function readRow<Of extends Section>(
  section: Of,
  cells: Readonly<Record<string, string | null | undefined>>,
): { row: Rows[Of] } | { problem: RowProblem } {
  const row: Record<string, string | null | undefined> = {};
  for (const column of COLUMNS[section]) {
    const cell = cells[column.key];
    if (cell === undefined && !column.required) {
      row[column.key] = undefined;
      continue;
    }
    const read = readCell(column, unescapeFormula((cell ?? '').trim()));
    if (typeof read === 'object' && read !== null) return { problem: read };
    row[column.key] = read;
  }
  const typed = row as unknown as Rows[Of];
  const reversed = section === 'people' ? datesReversed(row as unknown as PersonRow) : null;
  return reversed ? { problem: reversed } : { row: typed };
}

function readCell(column: Column, text: string): string | null | RowProblem {
  const name = column.headings[0]!;
  if (text === '') return column.required ? { code: 'ROW_FIELD_MISSING', message: `${name} is empty`, value: null } : null;
  if (text.length > column.maxLength) {
    return {
      code: 'ROW_FIELD_TOO_LONG',
      message: `${name} has ${text.length} characters, at most ${column.maxLength} fit`,
      value: text.slice(0, 100),
    };
  }
  if (/[\u0000-\u001f\u007f\ufffd]/.test(text))
    return { code: 'ROW_FIELD_MALFORMED', message: `${name} holds control characters`, value: text };
  if (column.kind === 'email') return readEmail(name, text);
  if (column.kind === 'mobile') return readMobile(name, text);
  if (column.kind === 'date') return readDate(name, text);
  return text;
}

function readEmail(name: string, text: string): string | RowProblem {
  return /^[^\s@"<>]{1,64}@[^\s@"<>]+\.[^\s@"<>.]{2,}$/.test(text)
    ? text.toLowerCase()
    : { code: 'ROW_FIELD_MALFORMED', message: `${name} is no mail address`, value: text };
}

function readMobile(name: string, text: string): string | RowProblem {
  const digits = text.normalize('NFKC').replace(/[\s\-().]/g, '');
  return /^\+?\d{5,20}$/.test(digits) ? digits : { code: 'ROW_FIELD_MALFORMED', message: `${name} is no phone number`, value: text };
}

function readDate(name: string, text: string): string | RowProblem {
  // A spreadsheet's date may carry a midnight.
  const match =
    /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)(?: 0?0:00(?::00)?)?$/.exec(
      text,
    );
  const [month, day] = match?.slice(2).filter((part) => part !== undefined) ?? [];
  const date = match ? `${match[1]}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}` : '';
  return isDay(date) ? date : { code: 'ROW_DATE_MALFORMED', message: `${name} is no date`, value: text };
}

/** Whether a text is a day of the calendar, `YYYY-MM-DD`, between 1900 and 2199. */
export function isDay(text: string): boolean {
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

function datesReversed(row: PersonRow): RowProblem | null {
  return row.hiredOn && row.leftOn && row.leftOn < row.hiredOn
    ? { code: 'ROW_DATES_REVERSED', message: 'left_on lies before hired_on', value: `${row.hiredOn} … ${row.leftOn}` }
    : null;
}

/** A text that a spreadsheet would run as a formula, as we write it into files: with an apostrophe before it. */
export function escapeFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** Takes the apostrophe of `escapeFormula` away again. */
export function unescapeFormula(text: string): string {
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}
