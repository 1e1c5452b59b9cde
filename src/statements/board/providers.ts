import type { Provider } from '@nestjs/common';
import { BoardTable } from './board-table.js';
import { ReadBoard } from './read-board.js';
import { StatementBoardRepository } from './statement-board.repository.js';
import { StatementBoardCellResolver, StatementBoardResolver } from './statement-board.resolver.js';

/** What the board consists of. */
export const boardProviders: Provider[] = [
  StatementBoardRepository,
  ReadBoard,
  BoardTable,
  StatementBoardResolver,
  StatementBoardCellResolver,
];
