import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `statements`. */
export class Statements1764000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The header of a vendor's bill as it stands now.
      CREATE TABLE statements (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        external_id text COLLATE "C" NOT NULL,
        parent_external_id text COLLATE "C",
        legal_entity_id uuid NOT NULL,
        derived boolean NOT NULL,
        title text,
        from_date date NOT NULL,
        to_date date NOT NULL,
        -- The month its last day lies in.
        period text NOT NULL CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        state text NOT NULL CHECK (state IN ('generating', 'to_confirm', 'failed', 'disputed', 'confirmed', 'paid', 'closed')),
        confirmed_at timestamptz,
        currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
        kinds text[],
        split jsonb,
        consumption bigint NOT NULL,
        refund bigint NOT NULL,
        prior_period_refund bigint,
        adjustment bigint,
        payable bigint NOT NULL,
        control_count int,
        control_sum bigint,
        -- The vendor has it no more.
        withdrawn boolean NOT NULL,
        version int NOT NULL CHECK (version > 0),
        stream text NOT NULL,
        raw_version int NOT NULL,
        plugin_version text NOT NULL,
        facts_hash text NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id)
      );
      CREATE UNIQUE INDEX statements_key ON statements (company_id, vendor_account_id, external_id);
      CREATE INDEX statements_by_period ON statements (company_id, period, id);
      CREATE INDEX statements_by_parent ON statements (company_id, vendor_account_id, parent_external_id) WHERE parent_external_id IS NOT NULL;
      CALL protect_tenant_table('statements', 'SELECT, INSERT, UPDATE');

      -- What a statement said before its present version. Only grows.
      CREATE TABLE statement_versions (
        company_id uuid NOT NULL,
        statement_id uuid NOT NULL,
        version int NOT NULL,
        facts jsonb NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, statement_id, version)
      );
      CALL protect_tenant_table('statement_versions', 'SELECT, INSERT');

      -- Lines of statements, and rows a vendor will bill later: those name no statement yet.
      CREATE TABLE statement_lines (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        external_id text COLLATE "C" NOT NULL,
        statement_external_id text COLLATE "C",
        -- Null until the header has come.
        statement_id uuid,
        -- The line of a locked month that this one corrects.
        corrects_id uuid,
        kind text NOT NULL,
        line_type text NOT NULL CHECK (line_type IN ('charge', 'fee', 'refund', 'adjustment')),
        order_id text COLLATE "C",
        order_line text COLLATE "C",
        currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
        amount bigint NOT NULL,
        company_share bigint NOT NULL,
        personal_share bigint NOT NULL,
        occurred_at timestamptz,
        vendor_billing_date date,
        current_term boolean,
        traveller_name text,
        department_name text,
        city text,
        description text,
        detail jsonb NOT NULL,
        -- Whom the vendor names, where the directory knows them.
        named_department_id uuid,
        named_legal_entity_id uuid,
        legal_entity_id uuid NOT NULL,
        -- The month of the bill it stands on; of a row that is billed later, the month it belongs to. Null while the header is missing.
        period text CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        -- What it bills, kept in step with the expenses in the unit of work that writes either.
        department_id uuid,
        expense_count int NOT NULL DEFAULT 0,
        expense_share bigint NOT NULL DEFAULT 0,
        difference bigint GENERATED ALWAYS AS (company_share - expense_share) STORED,
        reversed boolean NOT NULL,
        version int NOT NULL CHECK (version > 0),
        stream text NOT NULL,
        raw_version int NOT NULL,
        plugin_version text NOT NULL,
        facts_hash text NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id),
        CONSTRAINT statement_lines_shares CHECK (amount = company_share + personal_share)
      ) WITH (fillfactor = 85);
      CREATE UNIQUE INDEX statement_lines_key ON statement_lines (company_id, vendor_account_id, external_id);
      CREATE INDEX statement_lines_by_order ON statement_lines (company_id, vendor_account_id, order_id) WHERE order_id IS NOT NULL;
      CREATE INDEX statement_lines_by_statement ON statement_lines (company_id, vendor_account_id, statement_external_id, id);
      CREATE INDEX statement_lines_by_book ON statement_lines (company_id, legal_entity_id, period, id);
      CREATE INDEX statement_lines_corrections ON statement_lines (company_id, corrects_id) WHERE corrects_id IS NOT NULL;
      CALL protect_tenant_table('statement_lines', 'SELECT, INSERT, UPDATE');

      -- What a line said before its present version. Only grows.
      CREATE TABLE statement_line_versions (
        company_id uuid NOT NULL,
        statement_line_id uuid NOT NULL,
        version int NOT NULL,
        statement_external_id text,
        currency text NOT NULL,
        amount bigint NOT NULL,
        company_share bigint NOT NULL,
        personal_share bigint NOT NULL,
        legal_entity_id uuid NOT NULL,
        period text,
        reversed boolean NOT NULL,
        raw_version int NOT NULL,
        plugin_version text NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, statement_line_id, version),
        CHECK (amount = company_share + personal_share)
      );
      CALL protect_tenant_table('statement_line_versions', 'SELECT, INSERT');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
