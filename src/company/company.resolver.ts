import { Args, Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { isId, isPeriod, kernelErrors } from '../kernel/index.js';
import type { CompanyPeriodsArgs, MutationLockPeriodArgs } from '../platform/graphql/index.js';
import type { BookPeriod, Company, LegalEntity } from './company.js';
import { CompanyReader } from './company-reader.js';
import { LockPeriod } from './lock-period.js';

/** The company and its books at the gateway. */
@Resolver('Company')
export class CompanyResolver {
  constructor(
    private readonly reader: CompanyReader,
    private readonly lockPeriods: LockPeriod,
  ) {}

  @Query('company')
  company(): Promise<Company> {
    return this.reader.get();
  }

  @ResolveField('legalEntities')
  legalEntities(company: Company): Promise<LegalEntity[]> {
    return this.reader.legalEntities(company.id);
  }

  @ResolveField('periods')
  periods(company: Company, args: CompanyPeriodsArgs): Promise<BookPeriod[]> {
    if (args.legalEntityId != null && !isId(args.legalEntityId)) throw kernelErrors.NOT_FOUND('there is no such legal entity');
    return this.reader.periods(args.legalEntityId ?? null, company.id);
  }

  @Mutation('lockPeriod')
  async lockPeriod(@Args() { input }: MutationLockPeriodArgs): Promise<object> {
    if (!isId(input.legalEntityId)) throw kernelErrors.NOT_FOUND('there is no such legal entity');
    if (!isPeriod(input.period))
      throw kernelErrors.BAD_INPUT('a period is written YYYY-MM', { extensions: { problems: [{ field: 'period', problem: 'YYYY-MM' }] } });
    const result = await this.lockPeriods.lock(input);
    if ('problem' in result) return { __typename: 'StateProblem', code: result.problem.code, message: result.problem.message };
    return { __typename: 'BookPeriod', ...result.locked };
  }
}
