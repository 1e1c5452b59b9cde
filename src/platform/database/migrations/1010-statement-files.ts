import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `statements` for statements that come as files. */
export class StatementFiles1764000001010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- How the files of a vendor account are read. Only grows; the newest version counts.
      CREATE TABLE statement_mappings (
        company_id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        version int NOT NULL CHECK (version > 0),
        document jsonb NOT NULL,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, vendor_account_id, version)
      );
      CALL protect_tenant_table('statement_mappings', 'SELECT, INSERT');

      -- Every time a file is read, also only to see what it would give.
      CREATE TABLE statement_imports (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        mapping_version int NOT NULL,
        file_id uuid NOT NULL,
        file_name text NOT NULL,
        file_sha256 text NOT NULL,
        dry_run boolean NOT NULL,
        -- The days somebody said the statement is for.
        given_from date,
        given_to date,
        state text NOT NULL CHECK (state IN ('queued', 'checking', 'importing', 'done', 'failed')),
        -- What the file holds, once it has been read to its end.
        report jsonb,
        -- The rows that made no line, or whose person is not known, with the reasons.
        rows_file_id uuid,
        -- The checkpoint: lines up to here are committed.
        lines_done int NOT NULL DEFAULT 0,
        added int NOT NULL DEFAULT 0,
        changed int NOT NULL DEFAULT 0,
        removed int NOT NULL DEFAULT 0,
        problem_code text,
        problem_message text,
        requested_by text NOT NULL,
        requested_at timestamptz NOT NULL,
        finished_at timestamptz,
        PRIMARY KEY (company_id, id),
        FOREIGN KEY (company_id, vendor_account_id, mapping_version) REFERENCES statement_mappings (company_id, vendor_account_id, version),
        CHECK (num_nonnulls(given_from, given_to) IN (0, 2)),
        CHECK ((state = 'failed') = (problem_code IS NOT NULL)),
        CHECK ((state IN ('done', 'failed')) = (finished_at IS NOT NULL))
      );
      CREATE INDEX statement_imports_account ON statement_imports (company_id, vendor_account_id, id);
      -- A worker asks for the unfinished ones of all companies.
      CREATE INDEX statement_imports_open ON statement_imports (id) WHERE state IN ('queued', 'checking', 'importing');
      CALL protect_tenant_table('statement_imports', 'SELECT, INSERT, UPDATE');

      CREATE TABLE statement_import_history (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        import_id uuid NOT NULL,
        from_state text,
        to_state text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id),
        FOREIGN KEY (company_id, import_id) REFERENCES statement_imports (company_id, id)
      );
      CREATE INDEX statement_import_history_import ON statement_import_history (company_id, import_id, id);
      CALL protect_tenant_table('statement_import_history', 'SELECT, INSERT');

      -- Which lines a file that was issued again added, changed and took away. Only grows.
      CREATE TABLE statement_import_changes (
        company_id uuid NOT NULL,
        import_id uuid NOT NULL,
        ordinal int NOT NULL,
        change text NOT NULL CHECK (change IN ('added', 'changed', 'removed')),
        line_external_id text COLLATE "C" NOT NULL,
        description text,
        -- Of the file; null for a line it has no more.
        file_row int,
        currency text NOT NULL,
        -- Company share in minor units before and after.
        share_before bigint,
        share_after bigint,
        PRIMARY KEY (company_id, import_id, ordinal),
        FOREIGN KEY (company_id, import_id) REFERENCES statement_imports (company_id, id)
      );
      CALL protect_tenant_table('statement_import_changes', 'SELECT, INSERT');

      SET LOCAL ROLE interline_lookup;
      CREATE FUNCTION lookup.open_statement_imports(batch int) RETURNS TABLE (company_id uuid, vendor_account_id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT i.company_id, i.vendor_account_id FROM statement_imports i
        WHERE i.state IN ('queued', 'checking', 'importing') GROUP BY 1, 2 ORDER BY min(i.id::text) LIMIT batch $$;
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA lookup FROM PUBLIC;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA lookup TO interline_app;
      RESET ROLE;
      GRANT SELECT (company_id, id, vendor_account_id, state) ON statement_imports TO interline_lookup;
      CREATE POLICY lookup_finds ON statement_imports FOR SELECT TO interline_lookup USING (true);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
