import { Args, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { LegalEntity } from '../../company/index.js';
import { ConnectionsReader, type VendorAccount } from '../../connections/index.js';
import { DirectoryLoaders } from '../../directory/index.js';
import type { Id } from '../../kernel/index.js';
import { TABLE_FORMATS } from '../../platform/files/index.js';
import { toMoney, type GatewayContext, type QueryStatementBoardArgs } from '../../platform/graphql/index.js';
import type { Statement } from '../statement.js';
import { toStatementNode, type StatementNode } from '../statement-node.js';
import { StatementReader } from '../statement-reader.js';
import { boardUrl } from './board-url.js';
import { ReadBoard, type Board } from './read-board.js';
import type { BoardCell, BoardSums } from './statement-board.js';

const ACCOUNTS = Symbol('vendor accounts of board cells');
const STATEMENTS = Symbol('statements of board cells');

/** The board at the gateway. */
@Resolver('StatementBoard')
export class StatementBoardResolver {
  constructor(private readonly board: ReadBoard) {}

  @Query('statementBoard')
  async statementBoard(@Args() question: QueryStatementBoardArgs): Promise<object> {
    const board = await this.board.read(question);
    return { ...board, cells: board.cells.map(toCellNode) };
  }

  @ResolveField('files')
  files(board: Board): object[] {
    return TABLE_FORMATS.map((format) => ({ format, url: boardUrl(board, format) }));
  }
}

/** What other rows hold of a cell. */
@Resolver('StatementBoardCell')
export class StatementBoardCellResolver {
  constructor(
    private readonly reader: StatementReader,
    private readonly accounts: ConnectionsReader,
    private readonly loaders: DirectoryLoaders,
  ) {}

  @ResolveField('vendorAccount')
  vendorAccount(cell: BoardCell, _args: unknown, { loaders }: GatewayContext): Promise<VendorAccount | null> {
    return loaders.get<Id, VendorAccount>(ACCOUNTS, (ids) => this.accounts.vendorAccounts(ids)).load(cell.vendorAccountId);
  }

  @ResolveField('legalEntity')
  legalEntity(cell: BoardCell, _args: unknown, context: GatewayContext): Promise<LegalEntity | null> | null {
    return this.loaders.legalEntity(context, cell.legalEntityId);
  }

  @ResolveField('statements')
  statements(cell: BoardCell, _args: unknown, context: GatewayContext): Promise<StatementNode[]> {
    return this.load(cell.statementIds, context);
  }

  @ResolveField('coveredBy')
  coveredBy(cell: BoardCell, _args: unknown, context: GatewayContext): Promise<StatementNode[]> {
    return this.load(cell.coveredBy, context);
  }

  /** Newest first. */
  private async load(statementIds: readonly Id[], { loaders }: GatewayContext): Promise<StatementNode[]> {
    const loader = loaders.get<Id, Statement>(STATEMENTS, (ids) => this.reader.byIds(ids));
    const found = await Promise.all(statementIds.map((id) => loader.load(id)));
    return found
      .flatMap((statement) => (statement ? [toStatementNode(statement)] : []))
      .sort((a, b) => (a.to === b.to ? (a.externalId < b.externalId ? -1 : 1) : a.to < b.to ? 1 : -1));
  }
}

function toCellNode(cell: BoardCell): object {
  return { ...cell, ...moneyOf(cell.base), otherCurrencies: cell.others.map(moneyOf) };
}

function moneyOf(sums: BoardSums): object {
  const { currency, lineCount, differingLineCount, accrualCount } = sums;
  const money = (minor: bigint): object => toMoney(minor, currency);
  return {
    currency,
    lineCount,
    differingLineCount,
    accrualCount,
    statementTotal: money(sums.statementTotal),
    expenseTotal: money(sums.expenseTotal),
    difference: money(sums.statementTotal - sums.expenseTotal),
    spend: money(sums.spend),
    accrual: money(sums.accrual),
    announced: money(sums.announced),
  };
}
