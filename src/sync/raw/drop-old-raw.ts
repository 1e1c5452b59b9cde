import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from '../../platform/logger.js';
import { RawArchiveRepository } from './raw-archive.repository.js';

/** How long raw records and deliveries are kept. What was made of them stays. */
export const RETENTION_MONTHS = 24;

/** Ends the life of raw records: whole months at once, those of all companies. */
@Injectable()
export class DropOldRaw {
  constructor(
    private readonly repository: RawArchiveRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async drop(): Promise<void> {
    const dropped = await this.repository.dropOlderThan(RETENTION_MONTHS);
    if (dropped.length > 0) this.logger.info({ dropped }, 'raw records past their retention are gone');
  }
}
