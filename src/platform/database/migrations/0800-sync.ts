import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `sync`: readings of windows, raw records, and what could not be read into anything. */
export class Sync1764000000800 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One reading: of one window of one stream, or of single records a vendor named.
      CREATE TABLE sync_runs (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        connection_id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        stream text NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'running', 'complete', 'incomplete', 'failed', 'stopped')),
        window_from timestamptz NOT NULL,
        window_to timestamptz NOT NULL,
        -- The records to read; null for a window.
        external_ids text[],
        -- The checkpoint: where to go on, and whether the last page has been committed.
        cursor text,
        read_through boolean NOT NULL DEFAULT false,
        pages integer NOT NULL DEFAULT 0,
        records bigint NOT NULL DEFAULT 0,
        -- Distinct records and their company share in minor units.
        distinct_records bigint NOT NULL DEFAULT 0,
        share_sum numeric NOT NULL DEFAULT 0,
        changed bigint NOT NULL DEFAULT 0,
        -- Records that came more than once within the reading: pages were repeated or shifted.
        repeated bigint NOT NULL DEFAULT 0,
        quarantined bigint NOT NULL DEFAULT 0,
        vanished bigint NOT NULL DEFAULT 0,
        vendor_count bigint,
        vendor_sum numeric,
        attempts integer NOT NULL DEFAULT 0,
        -- When it may be tried (again); null when only a person decides.
        due_at timestamptz,
        -- The reading that follows this one after it was incomplete.
        reread_by uuid,
        rereads integer NOT NULL DEFAULT 0,
        trouble_code text,
        trouble_message text,
        trouble_owner text CHECK (trouble_owner IN ('user', 'admin', 'vendor', 'interline')),
        trouble_since timestamptz,
        -- Who is reading, and until when it counts as alive by the server's clock.
        lease_holder uuid,
        lease_until timestamptz,
        -- The number its process stands under in the lock table; null for one that stands under none.
        lease_presence integer,
        created_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        PRIMARY KEY (company_id, id),
        FOREIGN KEY (company_id, connection_id) REFERENCES connections (company_id, id),
        CHECK (window_from <= window_to),
        CHECK ((state = 'running') = (lease_holder IS NOT NULL))
      ) WITH (fillfactor = 70);
      CREATE INDEX sync_runs_connection ON sync_runs (company_id, connection_id, id);
      CREATE INDEX sync_runs_stream ON sync_runs (company_id, vendor_account_id, stream, window_from)
        WHERE state IN ('waiting', 'running', 'incomplete', 'failed', 'stopped');
      -- One reader at a time of a vendor account's stream, whichever connection it uses.
      CREATE UNIQUE INDEX sync_runs_one_reader ON sync_runs (company_id, vendor_account_id, stream) WHERE state = 'running';
      -- A window is planned once.
      CREATE UNIQUE INDEX sync_runs_one_plan ON sync_runs (company_id, connection_id, stream, window_from, window_to)
        WHERE state = 'waiting' AND external_ids IS NULL;
      -- The scheduler asks for the due runs of all companies.
      CREATE INDEX sync_runs_due ON sync_runs (due_at) WHERE state IN ('waiting', 'incomplete', 'failed');
      CREATE INDEX sync_runs_leased ON sync_runs (lease_until) WHERE state = 'running';
      CALL protect_tenant_table('sync_runs', 'SELECT, INSERT, UPDATE');

      -- Whether a reader lives: within its lease, and with its process still holding its lock (PRESENCE_LOCK), which a killed one does not.
      CREATE FUNCTION reader_lives(lease_until timestamptz, presence integer) RETURNS boolean
        LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT lease_until > clock_timestamp() AND (presence IS NULL OR EXISTS (
          SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid = 7061020 AND l.objid = presence::oid AND l.objsubid = 2 AND l.granted
            AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))) $$;
      GRANT EXECUTE ON FUNCTION reader_lives TO interline_app, interline_lookup;

      CREATE TABLE sync_run_history (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        run_id uuid NOT NULL,
        from_state text,
        to_state text NOT NULL,
        reason text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id),
        FOREIGN KEY (company_id, run_id) REFERENCES sync_runs (company_id, id)
      );
      CREATE INDEX sync_run_history_run ON sync_run_history (company_id, run_id, id);
      CALL protect_tenant_table('sync_run_history', 'SELECT, INSERT');

      -- The latest version of each record, and when it was last seen.
      CREATE TABLE raw_heads (
        company_id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        stream text NOT NULL,
        external_id text NOT NULL,
        version integer NOT NULL,
        -- SHA-256 of the canonical JSON without volatile fields.
        hash bytea NOT NULL,
        state text NOT NULL CHECK (state IN ('landed', 'quarantined', 'vanished', 'kept')),
        -- Company share in minor units of what it was mapped to, for the sums of windows.
        share bigint,
        plugin_version text NOT NULL,
        -- Which partition holds the latest version.
        stored_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        -- The last window reading that saw it.
        last_run_id uuid NOT NULL,
        PRIMARY KEY (company_id, vendor_account_id, stream, external_id)
      ) WITH (fillfactor = 75);
      CALL protect_tenant_table('raw_heads', 'SELECT, INSERT, UPDATE');

      -- Versions of records. Their bytes lie in a page; personal fields stand here, sealed apart, so that they can be erased.
      CREATE TABLE raw_records (
        company_id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        stream text NOT NULL,
        external_id text NOT NULL,
        version integer NOT NULL,
        -- Real time, not the business clock: it chooses the partition.
        stored_at timestamptz NOT NULL,
        hash bytea NOT NULL,
        -- Null for a tombstone: a complete reading did not find the record any more.
        page_id uuid,
        position integer,
        personal bytea,
        erased_at timestamptz,
        plugin_version text NOT NULL,
        run_id uuid NOT NULL,
        first_seen_at timestamptz NOT NULL,
        -- Until when this version was seen; null for the latest, whose head says it.
        last_seen_at timestamptz,
        PRIMARY KEY (company_id, vendor_account_id, stream, external_id, version, stored_at)
      ) PARTITION BY RANGE (stored_at);
      CALL partition_by_month('raw_records');
      CALL protect_tenant_table('raw_records', 'SELECT, INSERT, UPDATE');

      -- What was read, without personal fields: NDJSON, deflated and sealed.
      CREATE TABLE raw_pages (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        stored_at timestamptz NOT NULL,
        bytes bytea NOT NULL,
        PRIMARY KEY (company_id, id, stored_at)
      ) PARTITION BY RANGE (stored_at);
      CALL partition_by_month('raw_pages');
      CALL protect_tenant_table('raw_pages', 'SELECT, INSERT');

      -- Records that could not be read into an expense or statement. Nothing is taken out: a record that landed later is resolved.
      CREATE TABLE quarantine (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        stream text NOT NULL,
        external_id text NOT NULL,
        version integer NOT NULL,
        reason text NOT NULL,
        field text,
        plugin_version text NOT NULL,
        since timestamptz NOT NULL,
        resolved_at timestamptz,
        PRIMARY KEY (company_id, id)
      );
      CREATE UNIQUE INDEX quarantine_open ON quarantine (company_id, vendor_account_id, stream, external_id) WHERE resolved_at IS NULL;
      CREATE INDEX quarantine_newest ON quarantine (company_id, id) WHERE resolved_at IS NULL;
      CALL protect_tenant_table('quarantine', 'SELECT, INSERT, UPDATE');

      -- Raw data has an end: whole months go at once.
      CREATE FUNCTION drop_raw_before(month date) RETURNS SETOF text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE part text;
      BEGIN
        IF month > date_trunc('month', current_date) - interval '1 month' THEN RAISE EXCEPTION 'raw records of the last month are never dropped'; END IF;
        FOR part IN
          SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
          WHERE p.relname IN ('raw_records', 'raw_pages', 'hook_deliveries') AND c.relname ~ '_[0-9]{6}$' AND right(c.relname, 6) < to_char(month, 'YYYYMM')
          ORDER BY c.relname
        LOOP
          EXECUTE format('DROP TABLE %I', part);
          RETURN NEXT part;
        END LOOP;
      END $$;
      REVOKE ALL ON FUNCTION drop_raw_before FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION drop_raw_before TO interline_app;

      SET LOCAL ROLE interline_lookup;
      CREATE FUNCTION lookup.due_runs(at timestamptz, batch int) RETURNS TABLE (company_id uuid, run_id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        -- One of each stream: they are read one after the other.
        SELECT first.company_id, first.id FROM (
          SELECT DISTINCT ON (r.company_id, r.vendor_account_id, r.stream) r.company_id, r.id, r.due_at FROM sync_runs r
          JOIN connections c ON c.company_id = r.company_id AND c.id = r.connection_id AND c.state = 'active'
          WHERE r.state IN ('waiting', 'incomplete', 'failed') AND r.due_at <= at
            AND NOT EXISTS (SELECT FROM sync_runs busy WHERE busy.company_id = r.company_id AND busy.vendor_account_id = r.vendor_account_id
                            AND busy.stream = r.stream AND busy.state = 'running' AND reader_lives(busy.lease_until, busy.lease_presence))
          ORDER BY r.company_id, r.vendor_account_id, r.stream, r.due_at, r.window_from) AS first
        ORDER BY first.due_at LIMIT batch $$;
      CREATE FUNCTION lookup.abandoned_runs(batch int) RETURNS TABLE (company_id uuid, run_id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT r.company_id, r.id FROM sync_runs r
        WHERE r.state = 'running' AND NOT reader_lives(r.lease_until, r.lease_presence) ORDER BY r.lease_until LIMIT batch $$;
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA lookup FROM PUBLIC;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA lookup TO interline_app;
      RESET ROLE;
      GRANT SELECT (company_id, id, connection_id, vendor_account_id, stream, state, due_at, window_from, lease_until, lease_presence) ON sync_runs TO interline_lookup;
      CREATE POLICY lookup_finds ON sync_runs FOR SELECT TO interline_lookup USING (true);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
