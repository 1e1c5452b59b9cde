import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `invoices`. */
export class Invoices1764000001100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A vendor's tax invoice as it stands now.
      CREATE TABLE invoices (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        external_id text COLLATE "C" NOT NULL,
        number text COLLATE "C" NOT NULL,
        code text,
        digital_number text COLLATE "C",
        type text NOT NULL CHECK (type IN ('vat_special', 'vat_plain', 'other')),
        type_name text,
        issued_on date NOT NULL,
        state text NOT NULL CHECK (state IN ('valid', 'void', 'reversed')),
        -- The invoice it gives back.
        reverses_number text,
        reverses_code text,
        buyer_name text,
        buyer_tax_number text,
        seller_name text,
        seller_tax_number text,
        legal_entity_id uuid NOT NULL,
        currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
        amount bigint NOT NULL,
        amount_without_tax bigint,
        tax bigint,
        -- What it takes of each order: [{orderId, amount, tax}], amounts as texts of minor units, null where the vendor does not tell.
        orders jsonb NOT NULL CHECK (jsonb_typeof(orders) = 'array'),
        detail jsonb NOT NULL,
        -- The vendor has it no more.
        withdrawn boolean NOT NULL,
        version int NOT NULL CHECK (version > 0),
        stream text NOT NULL,
        raw_version int NOT NULL,
        plugin_version text NOT NULL,
        facts_hash text NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id),
        CONSTRAINT invoices_tax CHECK (amount = amount_without_tax + tax)
      );
      CREATE UNIQUE INDEX invoices_key ON invoices (company_id, vendor_account_id, external_id);
      CREATE INDEX invoices_by_day ON invoices (company_id, issued_on, id);
      CREATE INDEX invoices_by_number ON invoices (company_id, number);
      CREATE INDEX invoices_by_digital_number ON invoices (company_id, digital_number) WHERE digital_number IS NOT NULL;
      CALL protect_tenant_table('invoices', 'SELECT, INSERT, UPDATE');

      -- Where to look for the invoices of an order. Only grows: whether an invoice still names the order, the invoice says.
      CREATE TABLE invoice_orders (
        company_id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        order_id text COLLATE "C" NOT NULL,
        invoice_id uuid NOT NULL,
        PRIMARY KEY (company_id, order_id, vendor_account_id, invoice_id)
      );
      CALL protect_tenant_table('invoice_orders', 'SELECT, INSERT');

      -- What an invoice said before its present version. Only grows.
      CREATE TABLE invoice_versions (
        company_id uuid NOT NULL,
        invoice_id uuid NOT NULL,
        version int NOT NULL,
        facts jsonb NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, invoice_id, version)
      );
      CALL protect_tenant_table('invoice_versions', 'SELECT, INSERT');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
