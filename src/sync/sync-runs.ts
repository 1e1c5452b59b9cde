import { Injectable } from '@nestjs/common';
import { currentCompany, type Id } from '../kernel/index.js';
import { SyncRunRepository } from './sync-run.repository.js';
import type { SyncRun } from './sync-run.js';

/** Reads runs of the running request's company. */
@Injectable()
export class SyncRuns {
  constructor(private readonly repository: SyncRunRepository) {}

  /** One run, or null. */
  async get(id: Id, companyId: Id = currentCompany()): Promise<SyncRun | null> {
    return (await this.repository.byIds(companyId, [id]))[0] ?? null;
  }
}
