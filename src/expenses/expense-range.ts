import { Injectable } from '@nestjs/common';
import { DirectoryReader } from '../directory/index.js';
import { currentContext, kernelErrors, type Id, type Role } from '../kernel/index.js';

/** Which expenses the caller may see: all, or those of some departments and of one person. */
export type ExpenseRange = { all: true } | { all: false; departmentIds: readonly Id[]; personId: Id | null };

const SEE_ALL: readonly Role[] = ['owner', 'finance', 'auditor'];

/** Reads the range of the running request's caller. */
@Injectable()
export class ExpenseRanges {
  constructor(private readonly directory: DirectoryReader) {}

  /**
   * Apps, owners, finance and auditors see every expense of their company. A manager sees the departments he leads today with all below them, and his own;
   * an employee his own. Whoever stands for nobody in the directory sees none.
   */
  async ofCaller(): Promise<ExpenseRange> {
    const actor = currentContext()?.actor;
    if (!actor) throw kernelErrors.UNAUTHENTICATED('this needs a session or a token of a company');
    if (actor.kind !== 'person' || actor.roles.some((role) => SEE_ALL.includes(role))) return { all: true };
    const { personId } = actor;
    const leads = personId !== null && actor.roles.includes('manager');
    return { all: false, personId, departmentIds: leads ? await this.directory.departmentsLedBy(personId) : [] };
  }
}
