import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AuditTrail } from '../../audit/index.js';
import { currentContext, kernelErrors } from '../../kernel/index.js';
import { allows, exportLocale, sendTable, TABLE_FORMATS, type TableFormat } from '../../platform/files/index.js';
import { BoardTable } from './board-table.js';
import { ReadBoard } from './read-board.js';
import { BOARD_STATES, type BoardState } from './statement-board.js';

/** Who may see the board, as `Query.statementBoard` says. */
const ACCESS = { scopes: ['statements:read'], roles: ['owner', 'finance', 'auditor'] } as const;

/** What the address of the file may ask for, as the query does. */
interface FileQuery {
  locale?: string;
  from?: string;
  to?: string;
  legalEntityId?: string;
  vendorAccountId?: string;
  connectorId?: string;
  state?: string;
  differing?: string;
}

/** The board as a file. */
@Controller('files')
export class BoardFilesController {
  constructor(
    private readonly board: ReadBoard,
    private readonly table: BoardTable,
    private readonly audit: AuditTrail,
  ) {}

  @Get('statement-board.:format')
  async file(@Param('format') format: string, @Query() query: FileQuery, @Res() reply: FastifyReply): Promise<void> {
    const actor = currentContext()?.actor;
    if (!actor || !allows(ACCESS, actor)) throw kernelErrors.FORBIDDEN('statements are closed to you');
    if (!isFormat(format)) throw kernelErrors.NOT_FOUND('there is no such file');
    const { locale, from, to, state, differing, ...filter } = query;
    const board = await this.board.read({
      from,
      to,
      filter: { ...filter, state: stateOf(state), differing: differing === undefined ? null : differing === 'true' },
    });
    const table = await this.table.of(board, exportLocale(locale));
    await this.audit.record({
      action: 'statements.board.exported',
      target: 'statements',
      detail: { from: board.from, to: board.to, format },
    });
    await sendTable(reply, table, `${table.name} ${board.from} ${board.to}`, format);
  }
}

function isFormat(text: string): text is TableFormat {
  return TABLE_FORMATS.some((format) => format === text);
}

function stateOf(text: string | undefined): BoardState | null {
  const known = BOARD_STATES.find((state) => state === text);
  if (text !== undefined && !known)
    throw kernelErrors.BAD_INPUT(`state is one of ${BOARD_STATES.join(', ')}`, {
      extensions: { problems: [{ field: 'state', problem: 'unknown' }] },
    });
  return known ?? null;
}
