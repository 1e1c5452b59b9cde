import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { CompanyReader } from '../company/index.js';
import { STATEMENT_FILES } from '../connectors/index.js';
import { currentCompany, type Clock, type Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork } from '../platform/database/index.js';
import { ConnectionsRepository } from './connections.repository.js';
import type { FieldProblem } from './settings.js';
import type { VendorAccount } from './vendor-account.js';

/** Accounts without a plugin live in no environment of a manifest. */
const ENVIRONMENT = 'files';

/** An account that gets files only. */
export interface NewFileAccount {
  name: string;
  /** Its own name or number at the bank or vendor. */
  externalAccount: string;
  legalEntityId: Id | null;
}

/** Makes an account whose statements come as files, with no connection that could read anything. */
@Injectable()
export class CreateFileAccount {
  constructor(
    private readonly repository: ConnectionsRepository,
    private readonly companies: CompanyReader,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The account; the one that stands already under the same name and legal entity. */
  async create(input: NewFileAccount): Promise<{ account: VendorAccount } | { problems: FieldProblem[] }> {
    const companyId = currentCompany();
    const [name, externalAccount] = [input.name.replaceAll('\0', '').trim(), input.externalAccount.replaceAll('\0', '').trim()];
    const problems: FieldProblem[] = [];
    if (name === '' || name.length > 200) problems.push({ field: 'name', problem: 'needs 1 to 200 characters' });
    if (externalAccount === '' || externalAccount.length > 200)
      problems.push({ field: 'externalAccount', problem: 'needs 1 to 200 characters' });
    if (input.legalEntityId !== null && !(await this.companies.legalEntitiesById([input.legalEntityId], companyId))[0])
      problems.push({ field: 'legalEntityId', problem: 'is not a legal entity of the company' });
    if (problems.length > 0) return { problems };
    return this.unitOfWork.run(async () => {
      const { isNew, ...account } = await this.repository.accountFor(companyId, {
        pluginId: STATEMENT_FILES.id,
        environment: ENVIRONMENT,
        externalAccount,
        name,
        legalEntityId: input.legalEntityId,
        createdAt: this.clock.now(),
      });
      const detail = { account: externalAccount, name };
      if (!isNew) return { account };
      await this.audit.record({ action: 'connections.file_account.created', target: `vendor_account:${account.id}`, detail }, companyId);
      return { account };
    });
  }
}
