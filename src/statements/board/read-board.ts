import { Injectable } from '@nestjs/common';
import { CompanyReader } from '../../company/index.js';
import { ConnectionsReader, type VendorAccount } from '../../connections/index.js';
import { DirectoryReader } from '../../directory/index.js';
import {
  currentCompany,
  isId,
  isPeriod,
  kernelErrors,
  periodOf,
  periodsBetween,
  shiftPeriod,
  type BusinessDate,
  type Id,
  type Period,
} from '../../kernel/index.js';
import { cellOn, type BoardCell, type BoardState } from './statement-board.js';
import { StatementBoardRepository } from './statement-board.repository.js';

const LONGEST_MONTHS = 36;
const DEFAULT_MONTHS = 12;

/** What of the board is asked for. Absent parts narrow nothing. */
export interface BoardQuestion {
  from?: Period | null | undefined;
  to?: Period | null | undefined;
  filter?: BoardFilter | null | undefined;
}

/** Which cells are wanted. */
export interface BoardFilter {
  legalEntityId?: Id | null | undefined;
  vendorAccountId?: Id | null | undefined;
  connectorId?: string | null | undefined;
  state?: BoardState | null | undefined;
  differing?: boolean | null | undefined;
}

/** The board of some months. */
export interface Board {
  from: Period;
  to: Period;
  filter: BoardFilter;
  cells: BoardCell[];
}

/** A cell with the account it is of. */
export interface CellOfAccount {
  cell: BoardCell;
  account: VendorAccount;
}

/** Reads the board of the running request's company. */
@Injectable()
export class ReadBoard {
  constructor(
    private readonly repository: StatementBoardRepository,
    private readonly companies: CompanyReader,
    private readonly connections: ConnectionsReader,
    private readonly directory: DirectoryReader,
  ) {}

  /** Newest month first. @throws BAD_INPUT */
  async read(question: BoardQuestion): Promise<Board> {
    const today = await this.directory.today();
    const { from, to } = monthsOf(question, periodOf(today));
    const filter = checkedFilter(question.filter ?? {});
    const cells = await this.cells(currentCompany(), { from, to }, today);
    return { from, to, filter, cells: cells.filter((each) => isWanted(each, filter)).map(({ cell }) => cell) };
  }

  /** Every cell of a company's months as it stands on a day, newest month first. */
  async cells(companyId: Id, months: { from: Period; to: Period }, today: BusinessDate): Promise<CellOfAccount[]> {
    const [{ baseCurrency }, facts, accounts] = await Promise.all([
      this.companies.get(companyId),
      this.repository.cells(companyId, months, periodOf(today)),
      this.connections.allVendorAccounts(companyId),
    ]);
    const byId = new Map(accounts.map((account) => [account.id, account]));
    return facts.flatMap((each) => {
      const account = byId.get(each.vendorAccountId)!;
      const cell = cellOn(each, today, account.statementDueDays, baseCurrency);
      return cell ? [{ cell, account }] : [];
    });
  }
}

function monthsOf(question: BoardQuestion, thisMonth: Period): { from: Period; to: Period } {
  refuse(
    'a period is written YYYY-MM',
    (['from', 'to'] as const).filter((field) => question[field] != null && !isPeriod(question[field])),
    'YYYY-MM',
  );
  const to = question.to ?? thisMonth;
  const from = question.from ?? shiftPeriod(to, 1 - DEFAULT_MONTHS);
  const months = periodsBetween(from, to).length;
  refuse(`ask for 1 to ${LONGEST_MONTHS} months`, months < 1 || months > LONGEST_MONTHS ? ['from'] : [], 'too many months, or none');
  return { from, to };
}

function checkedFilter(filter: BoardFilter): BoardFilter {
  const odd = (['legalEntityId', 'vendorAccountId'] as const).filter((field) => filter[field] != null && !isId(filter[field]));
  refuse('an id is none', odd, 'not an id');
  return filter;
}

function refuse(message: string, fields: readonly string[], problem: string): void {
  if (fields.length === 0) return;
  throw kernelErrors.BAD_INPUT(message, { extensions: { problems: fields.map((field) => ({ field, problem })) } });
}

function isWanted({ cell, account }: CellOfAccount, filter: BoardFilter): boolean {
  return (
    (filter.connectorId == null || filter.connectorId === account.pluginId) &&
    (filter.legalEntityId == null || filter.legalEntityId === cell.legalEntityId) &&
    (filter.vendorAccountId == null || filter.vendorAccountId === cell.vendorAccountId) &&
    (filter.state == null || filter.state === cell.state) &&
    (filter.differing == null || filter.differing === [cell.base, ...cell.others].some((sums) => sums.differingLineCount > 0))
  );
}
