import { Injectable } from '@nestjs/common';
import { currentCompany, type Id } from '../../kernel/index.js';
import { MembershipsRepository } from './memberships.repository.js';

/** Tells members who they are in the directory. */
@Injectable()
export class MemberLinks {
  constructor(private readonly repository: MembershipsRepository) {}

  /** Mail addresses of members that are not yet linked to a person. */
  unlinked(companyId: Id = currentCompany()): Promise<string[]> {
    return this.repository.unlinkedEmails(companyId);
  }

  /** Links members that are not yet linked to the people with their mail address, in the caller's unit of work. */
  async link(people: readonly { personId: Id; email: string }[], companyId: Id = currentCompany()): Promise<void> {
    if (people.length > 0) await this.repository.linkPeople(companyId, people);
  }
}
