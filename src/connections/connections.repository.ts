import { Injectable } from '@nestjs/common';
import { newId, type ErrorOwner, type Id } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { ConnectionState, Trouble, VendorConnection } from './connection.js';
import { connectionStates } from './connection.states.js';
import type { NewVendorAccount, VendorAccount } from './vendor-account.js';

interface AccountRow {
  id: Id;
  plugin_id: string;
  environment: string;
  external_account: string;
  name: string;
  legal_entity_id: Id | null;
  statement_due_days: number | null;
  created_at: Date;
}

interface ConnectionRow {
  id: Id;
  vendor_account_id: Id;
  plugin_id: string;
  environment: string;
  state: ConnectionState;
  config: Record<string, unknown>;
  last_ok_at: Date | null;
  trouble_code: string | null;
  trouble_message: string;
  trouble_owner: ErrorOwner;
  trouble_since: Date;
  created_at: Date;
}

/** What only this room sees of a connection. */
export interface SealedConnection extends VendorConnection {
  /** Null once closed. */
  secrets: Buffer | null;
}

const ACCOUNT = 'id, plugin_id, environment, external_account, name, legal_entity_id, statement_due_days, created_at';
const CONNECTION = `c.id, c.vendor_account_id, a.plugin_id, a.environment, c.state, c.config, c.last_ok_at,
  c.trouble_code, c.trouble_message, c.trouble_owner, c.trouble_since, c.created_at`;
const FROM = 'FROM connections c JOIN vendor_accounts a ON a.company_id = c.company_id AND a.id = c.vendor_account_id';

/** Drops the tokens of a connection's vendor account; another connection to it asks for a new one. */
const FORGET_TOKENS = `
  DELETE FROM vendor_tokens t USING connections c
  WHERE c.company_id = $1 AND c.id = $2 AND t.company_id = $1 AND t.vendor_account_id = c.vendor_account_id`;

/** SQL of vendor accounts and connections. */
@Injectable()
export class ConnectionsRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Every account, or those of the ids, oldest first. */
  async accounts(companyId: Id, ids: readonly Id[] | null = null): Promise<VendorAccount[]> {
    const rows = await this.unitOfWork.read<AccountRow>(
      `SELECT ${ACCOUNT} FROM vendor_accounts WHERE company_id = $1 AND ($2::uuid[] IS NULL OR id = ANY($2)) ORDER BY id`,
      [companyId, ids],
      { company: companyId },
    );
    return rows.map(toAccount);
  }

  /** The account under its own name at the vendor; made when it is new. */
  async accountFor(companyId: Id, account: NewVendorAccount): Promise<VendorAccount & { isNew: boolean }> {
    const key = [companyId, account.pluginId, account.environment, account.externalAccount, account.legalEntityId];
    return this.unitOfWork.run(
      async (tx) => {
        const made = await tx.query(
          `INSERT INTO vendor_accounts (company_id, plugin_id, environment, external_account, legal_entity_id, id, name, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
          [...key, newId(), account.name, account.createdAt],
        );
        const [row] = await tx.query<AccountRow>(
          `SELECT ${ACCOUNT} FROM vendor_accounts
           WHERE company_id = $1 AND plugin_id = $2 AND environment = $3 AND external_account = $4 AND legal_entity_id IS NOT DISTINCT FROM $5`,
          key,
        );
        return { ...toAccount(row!), isNew: made.length > 0 };
      },
      { company: companyId },
    );
  }

  /** One account, not to be changed by anybody else until the unit of work ends; null when there is none. */
  async lockAccount(companyId: Id, id: Id): Promise<VendorAccount | null> {
    const [row] = await this.unitOfWork.run(
      (tx) => tx.query<AccountRow>(`SELECT ${ACCOUNT} FROM vendor_accounts WHERE company_id = $1 AND id = $2 FOR UPDATE`, [companyId, id]),
      { company: companyId },
    );
    return row ? toAccount(row) : null;
  }

  async setStatementDueDays(companyId: Id, id: Id, days: number | null): Promise<void> {
    await this.unitOfWork.run(
      (tx) => tx.query('UPDATE vendor_accounts SET statement_due_days = $3 WHERE company_id = $1 AND id = $2', [companyId, id, days]),
      { company: companyId },
    );
  }

  /** Every connection, those of the ids or those of the accounts, oldest first. */
  async connections(companyId: Id, filter: { ids?: readonly Id[]; accountIds?: readonly Id[] } = {}): Promise<VendorConnection[]> {
    const rows = await this.unitOfWork.read<ConnectionRow>(
      `SELECT ${CONNECTION} ${FROM}
       WHERE c.company_id = $1 AND ($2::uuid[] IS NULL OR c.id = ANY($2)) AND ($3::uuid[] IS NULL OR c.vendor_account_id = ANY($3)) ORDER BY c.id`,
      [companyId, filter.ids ?? null, filter.accountIds ?? null],
      { company: companyId },
    );
    return rows.map(toConnection);
  }

  /** One connection with its seals, or null. */
  async sealed(companyId: Id, id: Id): Promise<SealedConnection | null> {
    const [row] = await this.unitOfWork.read<ConnectionRow & { secrets: Buffer | null }>(
      `SELECT ${CONNECTION}, c.secrets ${FROM} WHERE c.company_id = $1 AND c.id = $2`,
      [companyId, id],
      { company: companyId },
    );
    return row ? { ...toConnection(row), secrets: row.secrets } : null;
  }

  /** Sealed hook tokens by connection. */
  async hookTokens(companyId: Id, ids: readonly Id[]): Promise<Map<Id, { pluginId: string; state: ConnectionState; hookToken: Buffer }>> {
    const rows = await this.unitOfWork.read<{ id: Id; plugin_id: string; state: ConnectionState; hook_token: Buffer }>(
      `SELECT c.id, a.plugin_id, c.state, c.hook_token ${FROM} WHERE c.company_id = $1 AND c.id = ANY($2)`,
      [companyId, ids],
      { company: companyId },
    );
    return new Map(rows.map((row) => [row.id, { pluginId: row.plugin_id, state: row.state, hookToken: row.hook_token }]));
  }

  async insert(
    companyId: Id,
    connection: { id: Id; vendorAccountId: Id; config: Record<string, unknown>; secrets: Buffer; hookTokenHash: Buffer; hookToken: Buffer },
    actor: string,
    at: Date,
  ): Promise<void> {
    const { id } = connection;
    await this.unitOfWork.run(
      async (tx) => {
        await tx.query(
          `INSERT INTO connections (company_id, id, vendor_account_id, state, config, secrets, hook_token_hash, hook_token, last_ok_at, created_at, updated_at)
           VALUES ($1, $2, $3, 'active', $4, $5, $6, $7, $8, $8, $8)`,
          [
            companyId,
            id,
            connection.vendorAccountId,
            connection.config,
            connection.secrets,
            connection.hookTokenHash,
            connection.hookToken,
            at,
          ],
        );
        await this.remember(companyId, { id, from: null, to: 'active', reason: 'created', actor, at });
      },
      { company: companyId },
    );
  }

  /** Replaces what proves us to the vendor; health starts anew, and an old token is of no use any more. */
  async replaceSecrets(companyId: Id, id: Id, config: Record<string, unknown>, secrets: Buffer, at: Date): Promise<void> {
    await this.unitOfWork.run(
      async (tx) => {
        await tx.query(
          `UPDATE connections SET config = $3, secrets = $4, last_ok_at = $5, updated_at = $5,
             trouble_code = NULL, trouble_message = NULL, trouble_owner = NULL, trouble_since = NULL, trouble_stream = NULL
           WHERE company_id = $1 AND id = $2`,
          [companyId, id, config, secrets, at],
        );
        await tx.query(FORGET_TOKENS, [companyId, id]);
      },
      { company: companyId },
    );
  }

  /** Locks a connection's row until the end of the unit of work. @returns its state, or null when there is none */
  async lock(companyId: Id, id: Id): Promise<ConnectionState | null> {
    const [row] = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ state: ConnectionState }>('SELECT state FROM connections WHERE company_id = $1 AND id = $2 FOR NO KEY UPDATE', [
          companyId,
          id,
        ]),
      { company: companyId },
    );
    return row?.state ?? null;
  }

  /** Moves a connection and writes the move down. Closing it empties its secrets. @throws CONFLICT when the table does not allow the move */
  async move(
    companyId: Id,
    move: { id: Id; from: ConnectionState; to: ConnectionState; reason: string; actor: string; at: Date },
  ): Promise<void> {
    connectionStates.check(move.from, move.to);
    await this.unitOfWork.run(
      async (tx) => {
        await tx.query(
          `UPDATE connections SET state = $3, updated_at = $4, secrets = CASE WHEN $3 = 'closed' THEN NULL ELSE secrets END WHERE company_id = $1 AND id = $2`,
          [companyId, move.id, move.to, move.at],
        );
        if (move.to === 'closed') await tx.query(FORGET_TOKENS, [companyId, move.id]);
        await this.remember(companyId, move);
        tx.emit({ type: 'connection.moved.v1', data: { connectionId: move.id, from: move.from, to: move.to, reason: move.reason } });
      },
      { company: companyId },
    );
  }

  /** Writes down that the vendor answered. A trouble that is another stream's stays. */
  async answered(companyId: Id, id: Id, at: Date, stream: string): Promise<void> {
    await this.unitOfWork.run(
      async (tx) => {
        await tx.query('UPDATE connections SET last_ok_at = $3 WHERE company_id = $1 AND id = $2', [companyId, id, at]);
        await tx.query(
          `UPDATE connections SET trouble_code = NULL, trouble_message = NULL, trouble_owner = NULL, trouble_since = NULL, trouble_stream = NULL
           WHERE company_id = $1 AND id = $2 AND trouble_code IS NOT NULL AND (trouble_stream IS NULL OR trouble_stream = $3)`,
          [companyId, id, stream],
        );
      },
      { company: companyId },
    );
  }

  /** Writes down what is wrong. The same trouble keeps the instant it began. @param stream when only this stream has it */
  async troubled(companyId: Id, id: Id, trouble: Trouble, stream: string | null): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `UPDATE connections SET trouble_since = CASE WHEN trouble_code = $3 THEN trouble_since ELSE $6 END,
             trouble_code = $3, trouble_message = $4, trouble_owner = $5, trouble_stream = $7
           WHERE company_id = $1 AND id = $2`,
          [companyId, id, trouble.code, trouble.message, trouble.owner, trouble.since, stream],
        ),
      { company: companyId },
    );
  }

  private async remember(
    companyId: Id,
    move: { id: Id; from: ConnectionState | null; to: ConnectionState; reason: string; actor: string; at: Date },
  ): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `INSERT INTO connection_history (company_id, id, connection_id, from_state, to_state, reason, actor, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [companyId, newId(), move.id, move.from, move.to, move.reason, move.actor, move.at],
        ),
      { company: companyId },
    );
  }
}

function toAccount(row: AccountRow): VendorAccount {
  return {
    id: row.id,
    pluginId: row.plugin_id,
    environment: row.environment,
    externalAccount: row.external_account,
    name: row.name,
    legalEntityId: row.legal_entity_id,
    statementDueDays: row.statement_due_days,
    createdAt: row.created_at,
  };
}

function toConnection(row: ConnectionRow): VendorConnection {
  return {
    id: row.id,
    vendorAccountId: row.vendor_account_id,
    pluginId: row.plugin_id,
    environment: row.environment,
    state: row.state,
    config: row.config,
    lastOkAt: row.last_ok_at,
    trouble:
      row.trouble_code === null
        ? null
        : { code: row.trouble_code, message: row.trouble_message, owner: row.trouble_owner, since: row.trouble_since },
    createdAt: row.created_at,
  };
}
