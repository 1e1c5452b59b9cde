import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { currentCompany, kernelErrors, type Id } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import { ConnectionsRepository } from './connections.repository.js';
import type { FieldProblem } from './settings.js';
import type { VendorAccount } from './vendor-account.js';

/** A statement later than this is expected by nobody; the column allows no more either. */
const MOST_DAYS = 90;

/** Sets how many days after a month's end the statement of a vendor account is expected. */
@Injectable()
export class SetStatementDueDays {
  constructor(
    private readonly repository: ConnectionsRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Holds for every month, past ones too: lateness is told, never stored. The same number again changes nothing.
   * @param days null: no statements are expected from the account
   * @throws NOT_FOUND
   */
  async set(id: Id, days: number | null): Promise<{ account: VendorAccount } | { problems: FieldProblem[] }> {
    if (days !== null && (days < 0 || days > MOST_DAYS))
      return { problems: [{ field: 'days', problem: `is not between 0 and ${MOST_DAYS}` }] };
    const companyId = currentCompany();
    return this.unitOfWork.run(
      async () => {
        const before = await this.repository.lockAccount(companyId, id);
        if (!before) throw kernelErrors.NOT_FOUND('there is no such vendor account');
        if (before.statementDueDays === days) return { account: before };
        await this.repository.setStatementDueDays(companyId, id, days);
        const detail = { days, before: before.statementDueDays };
        await this.audit.record(
          { action: 'connections.account.statement_due_days_set', target: `vendor_account:${id}`, detail },
          companyId,
        );
        return { account: { ...before, statementDueDays: days } };
      },
      { company: companyId },
    );
  }
}
