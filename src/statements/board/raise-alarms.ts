import { Inject, Injectable } from '@nestjs/common';
import { DirectoryReader } from '../../directory/index.js';
import { periodOf, shiftPeriod, type Clock, type Id, type Period } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { ReadBoard, type CellOfAccount } from './read-board.js';
import { StatementAlarmRepository } from './statement-alarm.repository.js';

/** How far back what is missing is told of; what has been told of is followed for as long as it stands. */
const MONTHS = 12;

/** An account is read for the first time for a while: its orders may come hours before its statements do. */
const FIRST_READING_MS = 86_400_000;

/** Says of a company's statements which are missing, once. */
@Injectable()
export class RaiseAlarms {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly alarms: StatementAlarmRepository,
    private readonly board: ReadBoard,
    private readonly directory: DirectoryReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Raises an alarm for each cell of the board that is missing and has none, with its event; clears those of cells that are not missing any more. */
  async run(companyId: Id): Promise<void> {
    await this.uow.run(
      async (tx) => {
        await this.alarms.hold(companyId);
        const at = this.clock.now();
        const missing = (await this.missing(companyId)).map(({ cell }) => cell);
        await this.alarms.clearOthers(companyId, missing, at);
        const raised = await this.alarms.raise(companyId, missing, at);
        const dueOn = new Map(missing.map((cell) => [keyOf(cell), cell.dueOn]));
        for (const cell of raised) tx.emit({ type: 'statement.missing.v1', data: { ...cell, dueOn: dueOn.get(keyOf(cell)) } });
      },
      { company: companyId },
    );
  }

  private async missing(companyId: Id): Promise<CellOfAccount[]> {
    const today = await this.directory.today(companyId);
    const cells = await this.board.cells(companyId, { from: await this.from(companyId, periodOf(today)), to: periodOf(today) }, today);
    const now = this.clock.now().getTime();
    return cells.filter(({ cell, account }) => cell.state === 'missing' && now - account.createdAt.getTime() >= FIRST_READING_MS);
  }

  private async from(companyId: Id, thisMonth: Period): Promise<Period> {
    const usual = shiftPeriod(thisMonth, -MONTHS);
    const oldest = await this.alarms.oldestOpen(companyId);
    return oldest !== null && oldest < usual ? oldest : usual;
  }
}

function keyOf({ vendorAccountId, legalEntityId, period }: { vendorAccountId: Id; legalEntityId: Id; period: Period }): string {
  return `${vendorAccountId}:${legalEntityId}:${period}`;
}
