import { shiftPeriod, type BusinessDate, type Id, type Period } from '../../kernel/index.js';

/** Whether the statement of a cell has come: `missing` is one that should have; what is `covered` stands on another legal entity's. */
export const BOARD_STATES = ['expected', 'received', 'covered', 'missing'] as const;
export type BoardState = (typeof BOARD_STATES)[number];

/** What a cell holds in one currency, in minor units of company share. */
export interface BoardSums {
  currency: string;
  /** Σ of the statement lines. */
  statementTotal: bigint;
  /** Σ of the expenses those lines bill. */
  expenseTotal: bigint;
  /** Σ of what was spent on days of the month, on whichever statement it stands. */
  spend: bigint;
  /** Σ of expenses of the month on no statement. */
  accrual: bigint;
  /** Σ of rows the vendor will bill later. */
  announced: bigint;
  lineCount: number;
  /** Lines whose expenses are missing or differ. */
  differingLineCount: number;
  accrualCount: number;
}

/** One vendor account for one legal entity in one month, as it is read. */
export interface BoardCellFacts {
  vendorAccountId: Id;
  legalEntityId: Id;
  period: Period;
  /** Roots of the statements that are for the month, or whose lines stand in it. */
  statementIds: Id[];
  /** Where no statement for the month has come: roots of other legal entities' statements of the same account and month that bill expenses of the cell. */
  coveredBy: Id[];
  /** A statement for the month has come. */
  delivered: boolean;
  /** Something was spent or announced, or one of the twelve months before had a statement. */
  due: boolean;
  /** When it was told that it is missing; null when it was not, or has come since. */
  alarmedAt: Date | null;
  /** How many of its statements overlap with one that came otherwise, as a file or from a connection. */
  overlapCount: number;
  /** One a currency. */
  sums: BoardSums[];
}

/** A cell with how it stands on a day. */
export interface BoardCell extends Omit<BoardCellFacts, 'sums' | 'delivered' | 'due'> {
  /** Of its key: a cell is not stored. */
  id: string;
  state: BoardState;
  /** The last day on which the statement is not late; null where the account's are not expected. */
  dueOn: BusinessDate | null;
  /** The first day on which it was late; null unless it is missing. */
  lateSince: BusinessDate | null;
  /** In the company's base currency. */
  base: BoardSums;
  others: BoardSums[];
}

/** Sums of nothing. */
export function noBoardSums(currency: string): BoardSums {
  return {
    currency,
    statementTotal: 0n,
    expenseTotal: 0n,
    spend: 0n,
    accrual: 0n,
    announced: 0n,
    lineCount: 0,
    differingLineCount: 0,
    accrualCount: 0,
  };
}

/**
 * How a cell stands on a day. A cell that only holds late lines of other months waits for nothing and is `received`. Some vendors name no legal entity, so that
 * one of them is billed for all: the others' cells are `covered`, and what of them is on no statement stays their accrual.
 * @param dueDays days after the month's end within which its statement is expected; null where none is
 * @returns null where nothing has come and nothing is expected
 */
export function cellOn(facts: BoardCellFacts, today: BusinessDate, dueDays: number | null, baseCurrency: string): BoardCell | null {
  const { sums, delivered, due, ...rest } = facts;
  if (dueDays === null && rest.statementIds.length === 0) return null;
  const lateFrom = dueDays === null ? null : dayAfterMonth(facts.period, dueDays + 1);
  const state =
    delivered || !due || lateFrom === null
      ? 'received'
      : rest.coveredBy.length > 0
        ? 'covered'
        : today >= lateFrom
          ? 'missing'
          : 'expected';
  const base = sums.find((each) => each.currency === baseCurrency) ?? noBoardSums(baseCurrency);
  return {
    ...rest,
    id: `${facts.vendorAccountId}:${facts.legalEntityId}:${facts.period}`,
    state,
    dueOn: dueDays === null ? null : dayAfterMonth(facts.period, dueDays),
    lateSince: state === 'missing' ? lateFrom : null,
    alarmedAt: state === 'missing' ? rest.alarmedAt : null,
    base,
    others: sums.filter((each) => each !== base),
  };
}

/** The so-many-eth day after a month's last. */
function dayAfterMonth(period: Period, days: number): BusinessDate {
  const next = shiftPeriod(period, 1);
  return new Date(Date.UTC(Number(next.slice(0, 4)), Number(next.slice(5, 7)) - 1, days)).toISOString().slice(0, 10);
}
