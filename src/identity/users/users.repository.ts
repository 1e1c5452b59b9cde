import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { UnitOfWork, type Transaction } from '../../platform/database/index.js';
import type { User } from './user.js';

interface Row {
  id: Id;
  email: string;
  name: string;
  locale: User['locale'];
  operator: boolean;
}

/** SQL of users. A user's own row and password are only reached by a transaction that acts as that user. */
@Injectable()
export class UsersRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async idByEmail(email: string): Promise<Id | null> {
    const [row] = await this.unitOfWork.read<{ id: Id | null }>('SELECT lookup.user_by_email($1) AS id', [email], { company: null });
    return row?.id ?? null;
  }

  async companiesOf(userId: Id): Promise<Id[]> {
    const rows = await this.unitOfWork.read<{ id: Id }>('SELECT id FROM lookup.companies_of_user($1) AS id', [userId], { company: null });
    return rows.map((row) => row.id);
  }

  find(userId: Id): Promise<User | null> {
    return this.as(userId, async (tx) => {
      const [row] = await tx.query<Row>('SELECT id, email, name, locale, operator FROM users WHERE id = $1', [userId]);
      return row ?? null;
    });
  }

  /** For loaders: users the company knows as members. */
  async members(companyId: Id, ids: readonly Id[]): Promise<(User | null)[]> {
    const rows = await this.unitOfWork.read<Row>('SELECT id, email, name, locale, operator FROM users WHERE id = ANY($1)', [ids], {
      company: companyId,
    });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  passwordHash(userId: Id): Promise<string | null> {
    return this.as(userId, async (tx) => {
      const [row] = await tx.query<{ hash: string }>('SELECT hash FROM user_passwords WHERE user_id = $1', [userId]);
      return row?.hash ?? null;
    });
  }

  /** @returns false when the mail address is taken */
  insert(user: User, at: Date): Promise<boolean> {
    return this.as(user.id, async (tx) => {
      const rows = await tx.query(
        'INSERT INTO users (id, email, name, locale, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (email) DO NOTHING RETURNING id',
        [user.id, user.email, user.name, user.locale, at],
      );
      return rows.length === 1;
    });
  }

  async setPassword(userId: Id, hash: string, at: Date): Promise<void> {
    await this.as(userId, (tx) =>
      tx.query(
        `INSERT INTO user_passwords (user_id, hash, changed_at) VALUES ($1, $2, $3)
         ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at`,
        [userId, hash, at],
      ),
    );
  }

  async setOperator(userId: Id, operator: boolean): Promise<void> {
    await this.as(userId, (tx) => tx.query('UPDATE users SET operator = $2 WHERE id = $1', [userId, operator]));
  }

  /** Acts as one user: in the open unit of work, whose company must be the running context's, or in a new one. */
  private as<Result>(userId: Id, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return this.unitOfWork.run(async (tx) => {
      const set = tx.query(`SELECT set_config('app.user_id', $1, true)`, [userId]);
      const [, result] = await Promise.all([set, work(tx)]);
      return result;
    });
  }
}
