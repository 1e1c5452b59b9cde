import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `expenses`. */
export class Expenses1764000000900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What is known now of each line of each order. Texts that are searched by prefix compare byte by byte: only then do
      -- ranges over them use the index under row security (LIKE does not).
      CREATE TABLE expenses (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        kind text NOT NULL,
        order_id text COLLATE "C" NOT NULL,
        line text COLLATE "C" NOT NULL,
        line_type text NOT NULL CHECK (line_type IN ('charge', 'fee', 'refund', 'adjustment')),
        -- The line that a late correction of a locked month corrects.
        corrects text COLLATE "C",
        product text,
        description text,
        currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
        amount bigint NOT NULL,
        company_share bigint NOT NULL,
        personal_share bigint NOT NULL,
        occurred_at timestamptz NOT NULL,
        business_date date NOT NULL,
        period text NOT NULL CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        vendor_billing_date date,
        allocation text NOT NULL CHECK (allocation IN ('directory', 'unresolved', 'decision')),
        person_id uuid,
        department_id uuid,
        department_version_id uuid,
        cost_centre_id uuid,
        legal_entity_id uuid NOT NULL,
        traveller_name text,
        guest boolean NOT NULL,
        city text,
        from_place text,
        to_place text,
        start_at timestamptz,
        end_at timestamptz,
        approval_id text,
        detail jsonb NOT NULL,
        origin_id uuid,
        -- Written by room statements through this room's door.
        statement_line_id uuid,
        version int NOT NULL CHECK (version > 0),
        cause text NOT NULL,
        reversed boolean NOT NULL,
        stream text NOT NULL,
        raw_version int NOT NULL,
        plugin_version text NOT NULL,
        -- Fingerprints of what the record says of the line, and of who it names.
        facts_hash text NOT NULL,
        refs_hash text NOT NULL,
        -- Who the record names, kept only until the person is found.
        refs jsonb,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id),
        CONSTRAINT expenses_shares CHECK (amount = company_share + personal_share),
        CONSTRAINT expenses_reversed_is_zero CHECK (NOT reversed OR (company_share = 0 AND personal_share = 0))
      ) WITH (fillfactor = 85);
      CREATE UNIQUE INDEX expenses_key ON expenses (company_id, order_id, vendor_account_id, kind, line);
      CREATE INDEX expenses_by_day ON expenses (company_id, business_date, id);
      CREATE INDEX expenses_by_department ON expenses (company_id, department_id, business_date, id);
      CREATE INDEX expenses_by_person ON expenses (company_id, person_id, business_date, id) WHERE person_id IS NOT NULL;
      -- What stands on no statement yet: the accrual of a bill.
      CREATE INDEX expenses_unbilled ON expenses (company_id, legal_entity_id, period, business_date, id) WHERE statement_line_id IS NULL;
      CREATE INDEX expenses_by_city ON expenses (company_id, city, business_date) WHERE city IS NOT NULL;
      CREATE INDEX expenses_unresolved ON expenses (company_id, business_date, id) WHERE allocation = 'unresolved';
      CREATE INDEX expenses_origin ON expenses (company_id, origin_id) WHERE origin_id IS NOT NULL;
      -- Names that no person of the directory stands for.
      CREATE INDEX expenses_loose_names ON expenses (company_id, business_date, id) INCLUDE (traveller_name) WHERE person_id IS NULL OR guest;
      CALL protect_tenant_table('expenses', 'SELECT, INSERT, UPDATE');

      -- What an expense said before its present version. Only grows.
      CREATE TABLE expense_versions (
        company_id uuid NOT NULL,
        expense_id uuid NOT NULL,
        version int NOT NULL,
        cause text NOT NULL,
        currency text NOT NULL,
        amount bigint NOT NULL,
        company_share bigint NOT NULL,
        personal_share bigint NOT NULL,
        business_date date NOT NULL,
        period text NOT NULL,
        allocation text NOT NULL,
        person_id uuid,
        department_id uuid,
        department_version_id uuid,
        cost_centre_id uuid,
        legal_entity_id uuid NOT NULL,
        reversed boolean NOT NULL,
        raw_version int NOT NULL,
        plugin_version text NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, expense_id, version),
        CHECK (amount = company_share + personal_share)
      );
      CALL protect_tenant_table('expense_versions', 'SELECT, INSERT');

      -- Roll-ups by day. Only this room writes them, the differences of a batch at a time. The nil uuid stands for none, so that keys stay plain.
      CREATE TABLE spend_by_department (
        company_id uuid NOT NULL,
        business_date date NOT NULL,
        department_version_id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        kind text NOT NULL,
        legal_entity_id uuid NOT NULL,
        currency text NOT NULL,
        department_id uuid NOT NULL,
        expense_count bigint NOT NULL,
        amount bigint NOT NULL,
        company_share bigint NOT NULL,
        personal_share bigint NOT NULL,
        PRIMARY KEY (company_id, business_date, vendor_account_id, kind, legal_entity_id, currency, department_version_id),
        CHECK (amount = company_share + personal_share)
      ) WITH (fillfactor = 70);
      CALL protect_tenant_table('spend_by_department', 'SELECT, INSERT, UPDATE');

      CREATE TABLE spend_by_cost_centre (
        company_id uuid NOT NULL,
        business_date date NOT NULL,
        cost_centre_id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        kind text NOT NULL,
        legal_entity_id uuid NOT NULL,
        currency text NOT NULL,
        expense_count bigint NOT NULL,
        amount bigint NOT NULL,
        company_share bigint NOT NULL,
        personal_share bigint NOT NULL,
        PRIMARY KEY (company_id, business_date, vendor_account_id, kind, legal_entity_id, currency, cost_centre_id),
        CHECK (amount = company_share + personal_share)
      ) WITH (fillfactor = 70);
      CALL protect_tenant_table('spend_by_cost_centre', 'SELECT, INSERT, UPDATE');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
