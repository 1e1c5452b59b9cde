import { CompanyReader, LockPeriod } from '../company/index.js';
import { actingAsCommandLine, FoundCompany } from '../identity/index.js';
import { isPeriod, kernelErrors } from '../kernel/index.js';
import type { Cli } from './cli.types.js';

/** The options of `interline company create`. */
export interface CreateOptions {
  name: string;
  slug: string;
  timeZone: string;
  currency: string;
  ownerEmail: string;
}

/** The options of `interline company lock-period`. */
export interface LockOptions {
  company: string;
  period: string;
  legalEntity?: string;
}

/** `interline company create` */
export async function createCompany(cli: Cli, { currency, ...wanted }: CreateOptions): Promise<void> {
  const { company, ownerLink } = await cli.withApplication((application) =>
    application.get(FoundCompany).found({ ...wanted, baseCurrency: currency }),
  );
  cli.print(`${company.name} (${company.slug}) is there. Its owner ${wanted.ownerEmail} comes in once, within 7 days, by`);
  cli.print(ownerLink);
}

/** `interline company lock-period` */
export async function lockPeriod(cli: Cli, { company: slug, period, legalEntity: code }: LockOptions): Promise<void> {
  if (!isPeriod(period)) throw kernelErrors.BAD_INPUT(`${JSON.stringify(period)} is no month such as 2026-10`);
  const { legalEntity } = await cli.withApplication(async (application) => {
    const company = await application.get(CompanyReader).bySlug(slug);
    const entities = await application.get(CompanyReader).legalEntities(company.id);
    const entity = entities.find((candidate) => (code === undefined ? candidate.isDefault : candidate.code === code));
    if (!entity)
      throw kernelErrors.NOT_FOUND(`${slug} has no legal entity ${code}; it has ${entities.map((each) => each.code).join(', ')}`);
    const result = await actingAsCommandLine(company.id, () => application.get(LockPeriod).lock({ legalEntityId: entity.id, period }));
    if ('problem' in result) throw result.problem;
    return result.locked;
  });
  cli.print(`${period} of ${legalEntity.code} (${legalEntity.name}) is locked.`);
}
