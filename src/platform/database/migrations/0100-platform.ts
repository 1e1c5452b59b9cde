import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every later migration stands on: tenancy, partitions, the outbox, idempotency and the vault's keys. */
export class Platform1764000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The company of the running transaction. After a transaction the setting reads '', which is no company.
      CREATE FUNCTION current_company() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT nullif(current_setting('app.company_id', true), '')::uuid $$;

      -- Puts a table behind the wall: forced row security on company_id and grants for the app.
      CREATE PROCEDURE protect_tenant_table(target regclass, privileges text, company_column text DEFAULT 'company_id') LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY company_wall ON %s USING (%I = current_company()) WITH CHECK (%I = current_company())', target, company_column, company_column);
        EXECUTE format('GRANT %s ON %s TO interline_app', privileges, target);
      END $$;

      -- Tables partitioned by month; partitions are made ahead by maintain_partitions, rows out of range land in the default one.
      CREATE TABLE partitioned_tables (name text PRIMARY KEY);
      CREATE FUNCTION maintain_partitions(today date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE target record; month date; part text;
      BEGIN
        FOR target IN SELECT name FROM partitioned_tables LOOP
          FOR ahead IN 0..2 LOOP
            month := date_trunc('month', today)::date + make_interval(months => ahead);
            part := target.name || '_' || to_char(month, 'YYYYMM');
            IF to_regclass(part) IS NULL THEN
              EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', part, target.name,
                month::timestamp AT TIME ZONE 'UTC', (month + make_interval(months => 1))::timestamp AT TIME ZONE 'UTC');
            END IF;
          END LOOP;
        END LOOP;
      END $$;
      REVOKE ALL ON FUNCTION maintain_partitions FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION maintain_partitions TO interline_app;
      CREATE PROCEDURE partition_by_month(target text) LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO partitioned_tables VALUES (target);
        EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', target || '_default', target);
        PERFORM maintain_partitions(current_date);
      END $$;

      CREATE TABLE outbox (
        company_id uuid,
        id uuid NOT NULL,
        -- Given by the relay after the commit, so that no reader skips a late committer.
        position bigint,
        type text NOT NULL,
        data jsonb NOT NULL,
        written_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (id, written_at)
      ) PARTITION BY RANGE (written_at);
      CREATE INDEX outbox_unplaced ON outbox (id) WHERE position IS NULL;
      CREATE INDEX outbox_position ON outbox (position) WHERE position IS NOT NULL;
      CREATE SEQUENCE outbox_position_seq;
      CALL partition_by_month('outbox');
      CALL protect_tenant_table('outbox', 'SELECT, INSERT');

      CREATE TABLE outbox_consumers (name text PRIMARY KEY, position bigint NOT NULL DEFAULT 0, moved_at timestamptz NOT NULL DEFAULT now());
      GRANT SELECT, INSERT, UPDATE ON outbox_consumers TO interline_app;

      -- Answers of writes that carried an idempotency key, kept for seven days per client.
      CREATE TABLE idempotency_keys (
        company_id uuid NOT NULL,
        client text NOT NULL,
        key text NOT NULL,
        body_hash text NOT NULL,
        answer jsonb,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, client, key)
      );
      CALL protect_tenant_table('idempotency_keys', 'SELECT, INSERT, UPDATE, DELETE');

      -- Data keys of each company, wrapped by the master key.
      CREATE TABLE company_keys (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        wrapped bytea NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id)
      );
      CALL protect_tenant_table('company_keys', 'SELECT, INSERT');

      -- Files on disk or elsewhere: uploads and exports.
      CREATE TABLE files (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL,
        content_type text NOT NULL,
        size bigint NOT NULL,
        sha256 text NOT NULL,
        purpose text NOT NULL,
        created_by uuid,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        PRIMARY KEY (company_id, id)
      );
      CALL protect_tenant_table('files', 'SELECT, INSERT, UPDATE, DELETE');

      -- A single row: proves that the master key is the one this database was made with.
      CREATE TABLE installation (singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), key_check bytea NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
      GRANT SELECT, INSERT ON installation TO interline_app;
      GRANT SELECT ON migrations TO interline_app;

      SET LOCAL ROLE interline_lookup;
      CREATE FUNCTION lookup.place_outbox_events(batch int) RETURNS TABLE (company_id uuid, id uuid, "position" bigint)
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        WITH unplaced AS MATERIALIZED (SELECT o.id, o.written_at FROM outbox o WHERE o.position IS NULL ORDER BY o.id LIMIT batch),
             placed AS MATERIALIZED (SELECT u.id, u.written_at, nextval('outbox_position_seq') AS place FROM unplaced u)
        UPDATE outbox SET position = placed.place FROM placed
        WHERE outbox.id = placed.id AND outbox.written_at = placed.written_at
        RETURNING outbox.company_id, outbox.id, outbox.position $$;
      CREATE FUNCTION lookup.outbox_after(after bigint, batch int) RETURNS TABLE (company_id uuid, id uuid, "position" bigint)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT o.company_id, o.id, o.position FROM outbox o WHERE o.position > after ORDER BY o.position LIMIT batch $$;
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA lookup FROM PUBLIC;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA lookup TO interline_app;
      RESET ROLE;
      GRANT SELECT (company_id, id, position, written_at), UPDATE (position) ON outbox TO interline_lookup;
      GRANT USAGE ON SEQUENCE outbox_position_seq TO interline_lookup;
      CREATE POLICY lookup_places ON outbox TO interline_lookup USING (true) WITH CHECK (true);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
