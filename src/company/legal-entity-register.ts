import { Inject, Injectable } from '@nestjs/common';
import { currentCompany, type Clock, type Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { CompanyRepository } from './company.repository.js';

/** Keeps the list of legal entities; the directory's import writes through it. */
@Injectable()
export class LegalEntityRegister {
  constructor(
    private readonly repository: CompanyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Adds legal entities or corrects their names, by code. None is ever taken away: books refer to them. */
  async put(
    entities: readonly { code: string; name: string; taxNumber: string | null }[],
    companyId: Id = currentCompany(),
  ): Promise<void> {
    if (entities.length > 0) await this.repository.upsertLegalEntities(companyId, entities, this.clock.now());
  }
}
