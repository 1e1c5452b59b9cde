import { Injectable } from '@nestjs/common';
import { currentCompany, kernelErrors, type Id } from '../kernel/index.js';
import type { BookPeriod, Company, LegalEntity } from './company.js';
import { companyErrors } from './company.errors.js';
import { CompanyRepository } from './company.repository.js';

/** Names and zones hardly ever change; another process shows a change after this long. */
const CACHE_MS = 60_000;

/** Reads companies. Methods without a company read the running request's. */
@Injectable()
export class CompanyReader {
  private readonly known = new Map<Id, { company: Company; readAt: number }>();

  constructor(private readonly repository: CompanyRepository) {}

  /** The company, from memory for up to a minute. @throws NOT_FOUND */
  async get(companyId: Id = currentCompany()): Promise<Company> {
    const known = this.known.get(companyId);
    if (known && performance.now() - known.readAt < CACHE_MS) return known.company;
    const company = await this.repository.find(companyId);
    if (!company) throw kernelErrors.NOT_FOUND('there is no such company');
    this.known.set(companyId, { company, readAt: performance.now() });
    return company;
  }

  /** The company with a slug, for the command line. @throws COMPANY_UNKNOWN */
  async bySlug(slug: string): Promise<Company> {
    const id = await this.repository.idBySlug(slug);
    if (!id) throw companyErrors.COMPANY_UNKNOWN(`there is no company ${JSON.stringify(slug)}`);
    return this.get(id);
  }

  /** Ids of every company, for schedulers. */
  allIds(): Promise<Id[]> {
    return this.repository.allIds();
  }

  /** Every legal entity, the default first, then by code. */
  legalEntities(companyId: Id = currentCompany()): Promise<LegalEntity[]> {
    return this.repository.legalEntities(companyId);
  }

  /** The legal entity that what names none belongs to; every company has one. */
  async defaultLegalEntity(companyId: Id = currentCompany()): Promise<LegalEntity> {
    const entity = (await this.repository.legalEntities(companyId)).find((candidate) => candidate.isDefault);
    if (!entity) throw kernelErrors.NOT_FOUND('there is no such company');
    return entity;
  }

  /** For loaders: legal entities in the order of the ids, null where there is none. */
  async legalEntitiesById(ids: readonly Id[], companyId: Id = currentCompany()): Promise<(LegalEntity | null)[]> {
    const byId = new Map((await this.repository.legalEntities(companyId)).map((entity) => [entity.id, entity]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Months that were booked in or locked, newest first. */
  periods(legalEntityId: Id | null = null, companyId: Id = currentCompany()): Promise<BookPeriod[]> {
    return this.repository.periods(companyId, legalEntityId);
  }
}
