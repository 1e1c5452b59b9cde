import { Injectable } from '@nestjs/common';
import { CompanyReader } from '../../company/index.js';
import { kernelErrors, type Id, type Role } from '../../kernel/index.js';
import { UsersRepository } from '../users/users.repository.js';
import type { PersonActor } from './session-keeper.js';

/** What a page needs to know about who is signed in. */
export interface SessionDescription {
  user: { id: Id; email: string; name: string; locale: 'zh_CN' | 'en' };
  company: { id: Id; name: string };
  roles: readonly Role[];
  /** Where the user may switch to, the present one too. */
  companies: { id: Id; name: string }[];
}

/** Tells who is signed in where. */
@Injectable()
export class DescribeSession {
  constructor(
    private readonly users: UsersRepository,
    private readonly companies: CompanyReader,
  ) {}

  async describe(actor: PersonActor): Promise<SessionDescription> {
    const user = await this.users.find(actor.userId);
    if (!user) throw kernelErrors.UNAUTHENTICATED('the session has ended; sign in again');
    const companies = await this.choices(actor.userId);
    const { id, email, name, locale } = user;
    return {
      user: { id, email, name, locale },
      company: companies.find((company) => company.id === actor.companyId)!,
      roles: actor.roles,
      companies,
    };
  }

  /** The companies of a user, by name. */
  async choices(userId: Id): Promise<{ id: Id; name: string }[]> {
    const ids = await this.users.companiesOf(userId);
    const companies = await Promise.all(ids.map((id) => this.companies.get(id)));
    return companies.map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
  }
}
