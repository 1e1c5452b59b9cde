import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `company`. */
export class Company1764000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE companies (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        name text NOT NULL,
        time_zone text NOT NULL,
        base_currency text NOT NULL CHECK (base_currency ~ '^[A-Z]{3}$'),
        created_at timestamptz NOT NULL
      );
      CALL protect_tenant_table('companies', 'SELECT, INSERT, UPDATE', 'id');

      CREATE TABLE legal_entities (
        company_id uuid NOT NULL REFERENCES companies (id),
        id uuid NOT NULL,
        code text COLLATE "C" NOT NULL,
        name text NOT NULL,
        tax_number text,
        is_default boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id),
        UNIQUE (company_id, code)
      );
      CREATE UNIQUE INDEX legal_entities_one_default ON legal_entities (company_id) WHERE is_default;
      CALL protect_tenant_table('legal_entities', 'SELECT, INSERT, UPDATE');

      -- A company is never without the entity its books fall back to.
      CREATE FUNCTION give_default_legal_entity() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO legal_entities (company_id, id, code, name, is_default, created_at)
        VALUES (NEW.id, gen_random_uuid(), 'MAIN', NEW.name, true, NEW.created_at);
        RETURN NULL;
      END $$;
      CREATE TRIGGER default_legal_entity AFTER INSERT ON companies FOR EACH ROW EXECUTE FUNCTION give_default_legal_entity();

      -- A row per month that was booked in or locked; a month without one is open.
      CREATE TABLE book_periods (
        company_id uuid NOT NULL,
        legal_entity_id uuid NOT NULL,
        period text COLLATE "C" NOT NULL CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        state text NOT NULL CHECK (state IN ('open', 'locked')),
        locked_at timestamptz CHECK ((state = 'locked') = (locked_at IS NOT NULL)),
        PRIMARY KEY (company_id, legal_entity_id, period),
        FOREIGN KEY (company_id, legal_entity_id) REFERENCES legal_entities (company_id, id)
      );
      CALL protect_tenant_table('book_periods', 'SELECT, INSERT, UPDATE');

      CREATE TABLE book_period_moves (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        legal_entity_id uuid NOT NULL,
        period text COLLATE "C" NOT NULL,
        from_state text NOT NULL,
        to_state text NOT NULL,
        at timestamptz NOT NULL,
        by_user uuid,
        PRIMARY KEY (company_id, id),
        FOREIGN KEY (company_id, legal_entity_id, period) REFERENCES book_periods (company_id, legal_entity_id, period)
      );
      CALL protect_tenant_table('book_period_moves', 'SELECT, INSERT');

      SET LOCAL ROLE interline_lookup;
      CREATE FUNCTION lookup.company_by_slug(wanted text) RETURNS uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT c.id FROM companies c WHERE c.slug = wanted $$;
      CREATE FUNCTION lookup.company_ids() RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT c.id FROM companies c ORDER BY c.id $$;
      REVOKE ALL ON FUNCTION lookup.company_by_slug, lookup.company_ids FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION lookup.company_by_slug, lookup.company_ids TO interline_app;
      RESET ROLE;
      GRANT SELECT (id, slug) ON companies TO interline_lookup;
      CREATE POLICY lookup_finds ON companies FOR SELECT TO interline_lookup USING (true);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
