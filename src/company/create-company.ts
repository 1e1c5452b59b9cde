import { Inject, Injectable } from '@nestjs/common';
import { kernelErrors, newId, type Clock } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { currencyProblem, slugProblem, timeZoneProblem, type Company } from './company.js';
import { companyErrors } from './company.errors.js';
import { CompanyRepository } from './company.repository.js';

/** Makes a company with its default legal entity. */
@Injectable()
export class CreateCompany {
  constructor(
    private readonly repository: CompanyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @param input its id decides the unit of work it joins; without one a new id is made
   * @throws BAD_INPUT with every wrong field, COMPANY_EXISTS
   */
  async create(input: Omit<Company, 'id'> & { id?: string }): Promise<Company> {
    const company: Company = { ...input, id: input.id ?? newId(), name: input.name.trim() };
    const problems = [
      { field: 'name', problem: company.name.length > 0 && company.name.length <= 200 ? null : 'a name has 1 to 200 characters' },
      { field: 'slug', problem: slugProblem(company.slug) },
      { field: 'timeZone', problem: timeZoneProblem(company.timeZone) },
      { field: 'baseCurrency', problem: currencyProblem(company.baseCurrency) },
    ].filter((entry) => entry.problem !== null);
    if (problems.length > 0) throw kernelErrors.BAD_INPUT(problems.map((entry) => entry.problem).join('; '), { extensions: { problems } });
    if (!(await this.repository.insert(company, this.clock.now()))) throw companyErrors.COMPANY_EXISTS(`the slug ${company.slug} is taken`);
    return company;
  }
}
