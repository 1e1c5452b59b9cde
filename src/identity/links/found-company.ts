import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { CreateCompany, type Company } from '../../company/index.js';
import { kernelErrors, newId } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { actingAsCommandLine } from '../users/acting.js';
import { emailProblem, normaliseEmail } from '../users/user.js';
import { IssueLink } from './issue-link.js';

/** A founded company with the link for its first owner. */
export interface FoundedCompany {
  company: Company;
  /** Opens once, for seven days. */
  ownerLink: string;
}

/** Founds a company: the company itself and the link with which its first owner comes in. For the command line and the demo. */
@Injectable()
export class FoundCompany {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly createCompany: CreateCompany,
    private readonly issueLink: IssueLink,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BAD_INPUT, COMPANY_EXISTS */
  async found(input: Omit<Company, 'id'> & { ownerEmail: string }): Promise<FoundedCompany> {
    const { ownerEmail, ...wanted } = input;
    const email = normaliseEmail(ownerEmail);
    const problem = emailProblem(email);
    if (problem) throw kernelErrors.BAD_INPUT(`owner's mail: ${problem}`, { extensions: { problems: [{ field: 'ownerEmail', problem }] } });
    const id = newId();
    return actingAsCommandLine(id, () =>
      this.unitOfWork.run(async () => {
        const company = await this.createCompany.create({ ...wanted, id });
        const { url } = await this.issueLink.issue({ kind: 'owner', companyId: id, email, roles: ['owner'], personId: null, userId: null });
        await this.audit.record({ action: 'company.founded', target: `company:${id}`, detail: { slug: company.slug, owner: email } });
        return { company, ownerLink: url };
      }),
    );
  }
}
