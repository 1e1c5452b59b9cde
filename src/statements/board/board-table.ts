import { Injectable } from '@nestjs/common';
import { CompanyReader } from '../../company/index.js';
import { ConnectionsReader, type VendorAccount } from '../../connections/index.js';
import { ConnectorCatalogue } from '../../connectors/index.js';
import type { Id } from '../../kernel/index.js';
import type { Cell, ExportLocale, Table } from '../../platform/files/index.js';
import type { Statement } from '../statement.js';
import { StatementReader } from '../statement-reader.js';
import { BOARD_WORDS, type BoardWords } from './board-words.js';
import type { Board } from './read-board.js';
import type { BoardSums } from './statement-board.js';

/** The board as a table: a row for each cell and currency, in the order of the screen. */
@Injectable()
export class BoardTable {
  constructor(
    private readonly companies: CompanyReader,
    private readonly connections: ConnectionsReader,
    private readonly catalogue: ConnectorCatalogue,
    private readonly statements: StatementReader,
  ) {}

  async of(board: Board, locale: ExportLocale): Promise<Table> {
    const words = BOARD_WORDS[locale];
    const ids = [...new Set(board.cells.flatMap((cell) => [...cell.statementIds, ...cell.coveredBy]))];
    const [company, entities, accounts, statements] = [
      await this.companies.get(),
      await this.companies.legalEntities(),
      await this.connections.allVendorAccounts(),
      await this.statements.byIds(ids),
    ];
    const known = new Map(statements.flatMap((statement) => (statement ? [[statement.id, statement] as const] : [])));
    const told = (of: readonly Id[], words: (statement: Statement) => string): string =>
      of
        .flatMap((id) => known.get(id) ?? [])
        .map(words)
        .join('; ');
    const codes = new Map(entities.map(({ id, code }) => [id, code]));
    const rows = board.cells.flatMap((cell) => {
      const account = accounts.find((each) => each.id === cell.vendorAccountId);
      const entity = entities.find((each) => each.id === cell.legalEntityId);
      const key = [
        cell.period,
        this.vendorOf(account, locale),
        account?.name ?? cell.vendorAccountId,
        entity ? `${entity.code} ${entity.name}` : cell.legalEntityId,
        words.states[cell.state],
        cell.dueOn,
        cell.lateSince,
        told(cell.statementIds, titleOf),
        told(cell.coveredBy, (each) => [codes.get(each.legalEntityId) ?? '', titleOf(each)].join(' ').trim()),
      ];
      return [cell.base, ...cell.others].map((sums) => [...key, ...figures(sums), cell.overlapCount]);
    });
    return { name: words.board, timeZone: company.timeZone, columns: columnsOf(words), rows: eachOf(rows) };
  }

  private vendorOf(account: VendorAccount | undefined, locale: ExportLocale): string | null {
    return account ? (this.catalogue.nameOf(account.pluginId, locale) ?? account.pluginId) : null;
  }
}

function titleOf(statement: Statement): string {
  return statement.title ?? statement.externalId;
}

function figures(sums: BoardSums): Cell[] {
  const money = (minor: bigint): Cell => ({ minor, currency: sums.currency });
  return [
    sums.currency,
    ...[sums.statementTotal, sums.expenseTotal, sums.statementTotal - sums.expenseTotal, sums.spend, sums.accrual, sums.announced].map(
      money,
    ),
    sums.lineCount,
    sums.differingLineCount,
    sums.accrualCount,
  ];
}

function columnsOf(words: BoardWords): Table['columns'] {
  return [
    { header: words.period, kind: 'text', width: 10 },
    { header: words.vendor, kind: 'text', width: 16 },
    { header: words.account, kind: 'text', width: 24 },
    { header: words.legalEntity, kind: 'text', width: 28 },
    { header: words.state, kind: 'text', width: 10 },
    { header: words.dueOn, kind: 'day', width: 12 },
    { header: words.lateSince, kind: 'day', width: 12 },
    { header: words.statements, kind: 'text', width: 32 },
    { header: words.coveredBy, kind: 'text', width: 32 },
    { header: words.currency, kind: 'text', width: 8 },
    { header: words.statementTotal, kind: 'money', width: 16 },
    { header: words.expenseTotal, kind: 'money', width: 16 },
    { header: words.difference, kind: 'money' },
    { header: words.spend, kind: 'money', width: 16 },
    { header: words.accrual, kind: 'money', width: 16 },
    { header: words.announced, kind: 'money', width: 16 },
    { header: words.lineCount, kind: 'integer', width: 10 },
    { header: words.differingLineCount, kind: 'integer', width: 12 },
    { header: words.accrualCount, kind: 'integer', width: 12 },
    { header: words.overlapCount, kind: 'integer', width: 12 },
  ];
}

async function* eachOf(rows: readonly Cell[][]): AsyncIterable<Cell[]> {
  yield* rows;
}
