import { Injectable } from '@nestjs/common';
import { newId, type Id, type Role } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { User } from '../users/user.js';

/** A user's access to a company. */
export interface Membership {
  id: Id;
  companyId: Id;
  userId: Id;
  roles: Role[];
  personId: Id | null;
  since: Date;
}

/** A membership with its user. */
export interface Member extends Membership {
  user: User;
}

interface Row {
  id: Id;
  company_id: Id;
  user_id: Id;
  roles: Role[];
  person_id: Id | null;
  since: Date;
  email: string;
  name: string;
  locale: User['locale'];
  operator: boolean;
}

const SELECT_MEMBER = `
  SELECT m.id, m.company_id, m.user_id, m.roles, m.person_id, m.since, u.email, u.name, u.locale, u.operator
  FROM memberships m JOIN users u ON u.id = m.user_id
  WHERE m.company_id = $1 AND m.ended_at IS NULL`;

/** SQL of memberships. All of it is of one company; ended memberships are not shown. */
@Injectable()
export class MembershipsRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** By mail address. */
  async list(companyId: Id): Promise<Member[]> {
    return (await this.read(companyId, `${SELECT_MEMBER} ORDER BY u.email`, [companyId])).map(toMember);
  }

  async find(companyId: Id, id: Id): Promise<Member | null> {
    const [row] = await this.read(companyId, `${SELECT_MEMBER} AND m.id = $2`, [companyId, id]);
    return row ? toMember(row) : null;
  }

  async ofUser(companyId: Id, userId: Id): Promise<Member | null> {
    const [row] = await this.read(companyId, `${SELECT_MEMBER} AND m.user_id = $2`, [companyId, userId]);
    return row ? toMember(row) : null;
  }

  async byEmail(companyId: Id, email: string): Promise<Member | null> {
    const [row] = await this.read(companyId, `${SELECT_MEMBER} AND u.email = $2`, [companyId, email]);
    return row ? toMember(row) : null;
  }

  /** How many owners there are; until the unit of work ends nobody else changes who they are. */
  async lockOwners(companyId: Id): Promise<Id[]> {
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ id: Id }>(
          `SELECT id FROM memberships WHERE company_id = $1 AND 'owner' = ANY(roles) AND ended_at IS NULL ORDER BY id FOR UPDATE`,
          [companyId],
        ),
      { company: companyId },
    );
    return rows.map((row) => row.id);
  }

  /** Makes somebody a member, or lets a former member back in. The person in the directory stays when none is given. */
  async put(membership: Omit<Membership, 'id'>): Promise<Id> {
    const { companyId, userId, roles, personId, since } = membership;
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ id: Id }>(
          `INSERT INTO memberships AS m (company_id, id, user_id, roles, person_id, since) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (company_id, user_id) DO UPDATE
             SET roles = excluded.roles, person_id = coalesce(excluded.person_id, m.person_id), since = excluded.since, ended_at = NULL
           RETURNING id`,
          [companyId, newId(), userId, roles, personId, since],
        ),
      { company: companyId },
    );
    return rows[0]!.id;
  }

  async setRoles(companyId: Id, id: Id, roles: readonly Role[]): Promise<void> {
    await this.unitOfWork.run(
      (tx) => tx.query('UPDATE memberships SET roles = $3 WHERE company_id = $1 AND id = $2', [companyId, id, roles]),
      {
        company: companyId,
      },
    );
  }

  async end(companyId: Id, id: Id, at: Date): Promise<void> {
    await this.unitOfWork.run(
      (tx) => tx.query('UPDATE memberships SET ended_at = $3 WHERE company_id = $1 AND id = $2', [companyId, id, at]),
      {
        company: companyId,
      },
    );
  }

  async unlinkedEmails(companyId: Id): Promise<string[]> {
    const rows = await this.read(companyId, `${SELECT_MEMBER} AND m.person_id IS NULL`, [companyId]);
    return rows.map((row) => row.email);
  }

  /** Tells members without a person in the directory who they are, by mail address. */
  async linkPeople(companyId: Id, people: readonly { personId: Id; email: string }[]): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `UPDATE memberships m SET person_id = given.person_id
           FROM unnest($2::uuid[], $3::text[]) AS given(person_id, email), users u
           WHERE m.company_id = $1 AND m.person_id IS NULL AND u.id = m.user_id AND u.email = given.email`,
          [companyId, people.map((person) => person.personId), people.map((person) => person.email)],
        ),
      { company: companyId },
    );
  }

  private read(companyId: Id, sql: string, params: unknown[]): Promise<Row[]> {
    return this.unitOfWork.read<Row>(sql, params, { company: companyId });
  }
}

function toMember(row: Row): Member {
  const user = { id: row.user_id, email: row.email, name: row.name, locale: row.locale, operator: row.operator };
  return { id: row.id, companyId: row.company_id, userId: row.user_id, roles: row.roles, personId: row.person_id, since: row.since, user };
}
