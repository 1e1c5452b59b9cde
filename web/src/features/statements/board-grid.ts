import type { StatementBoardQuery } from '../../generated/statements.js';
import type { MoneyValue } from '../../ui/money.js';
import { isZero, sumDecimals } from '../../ui/decimal.js';

/** A cell of the board, as the gateway gives it. */
export type BoardCell = StatementBoardQuery['statementBoard']['cells'][number];

/** How many months are looked through for what is missing; those with something missing stand side by side. */
export const MONTHS_MISSING = 12;

/** What the board says of one vendor account and legal entity, month by month. */
export interface BoardRow {
  key: string;
  account: BoardCell['vendorAccount'];
  entity: BoardCell['legalEntity'];
  cells: ReadonlyMap<string, BoardCell>;
}

/** Cells as rows of a matrix, by the vendor's name, then its account's, then the entity's. */
export function rowsOf(cells: readonly BoardCell[], nameOf: (account: BoardCell['vendorAccount']) => string): BoardRow[] {
  const rows = new Map<string, { row: BoardRow; cells: Map<string, BoardCell> }>();
  for (const cell of cells) {
    const key = `${cell.vendorAccount.id}:${cell.legalEntity.id}`;
    let known = rows.get(key);
    if (!known) {
      const own = new Map<string, BoardCell>();
      known = { row: { key, account: cell.vendorAccount, entity: cell.legalEntity, cells: own }, cells: own };
      rows.set(key, known);
    }
    known.cells.set(cell.period, cell);
  }
  const order = ({ account, entity }: BoardRow) => `${nameOf(account)}\u0000${entity.name}`;
  return [...rows.values()].map(({ row }) => row).sort((a, b) => order(a).localeCompare(order(b)));
}

/** What some cells come to. Amounts are in the company's currency; null when there are no cells. */
export interface BoardTotals {
  statementTotal: MoneyValue;
  difference: MoneyValue;
  accrual: MoneyValue;
  missing: number;
  expected: number;
  received: number;
  /** Billed on another legal entity's statement. */
  covered: number;
  differingLines: number;
}

export function totalsOf(cells: readonly BoardCell[]): BoardTotals | null {
  const currency = cells[0]?.statementTotal.currency;
  if (currency === undefined) return null;
  const sum = (pick: (cell: BoardCell) => MoneyValue): MoneyValue => ({
    currency,
    amount: sumDecimals(cells.map((cell) => pick(cell).amount)),
  });
  const inState = (state: BoardCell['state']) => cells.filter((cell) => cell.state === state).length;
  return {
    statementTotal: sum((cell) => cell.statementTotal),
    difference: sum((cell) => cell.difference),
    accrual: sum((cell) => cell.accrual),
    missing: inState('missing'),
    expected: inState('expected'),
    received: inState('received'),
    covered: inState('covered'),
    differingLines: cells.reduce((count, cell) => count + cell.differingLineCount, 0),
  };
}

/** The amount a cell is known by: of its statements, else what was spent and is billed elsewhere or has to be yet. */
export function amountOf(cell: BoardCell): { value: MoneyValue; billed: boolean } {
  const billed = cell.state === 'received' || !isZero(cell.statementTotal.amount);
  return { value: billed ? cell.statementTotal : cell.spend, billed };
}

/** Where a cell opens. */
export function cellPath(cell: Pick<BoardCell, 'period' | 'vendorAccount' | 'legalEntity'>): string {
  return `/statements/${cell.period}/${cell.vendorAccount.id}/${cell.legalEntity.id}`;
}

/** Whose statement it is that covers a cell. */
export function nameOfCover(statement: BoardCell['coveredBy'][number]): string {
  return statement.legalEntity?.name ?? statement.title ?? statement.externalId;
}
