import type { Provider } from '@nestjs/common';
import { BoardTable } from './board-table.js';
import { RaiseAlarms } from './raise-alarms.js';
import { ReadBoard } from './read-board.js';
import { StatementAlarmRepository } from './statement-alarm.repository.js';
import { StatementAlarmWorker } from './statement-alarm.worker.js';
import { StatementBoardRepository } from './statement-board.repository.js';
import { StatementBoardCellResolver, StatementBoardResolver } from './statement-board.resolver.js';

/** What the board consists of. */
export const boardProviders: Provider[] = [
  StatementBoardRepository,
  ReadBoard,
  BoardTable,
  StatementAlarmRepository,
  RaiseAlarms,
  StatementAlarmWorker,
  StatementBoardResolver,
  StatementBoardCellResolver,
];
