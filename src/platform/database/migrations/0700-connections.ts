import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `connections`: accounts at vendors, credentials to them, when to read their streams, and what vendors push. */
export class Connections1764000000700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Owns the data; never deleted. One account of one environment at one vendor for one legal entity.
      CREATE TABLE vendor_accounts (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        plugin_id text NOT NULL,
        environment text NOT NULL,
        external_account text NOT NULL,
        name text NOT NULL,
        legal_entity_id uuid,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id),
        UNIQUE NULLS NOT DISTINCT (company_id, plugin_id, environment, external_account, legal_entity_id)
      );
      CALL protect_tenant_table('vendor_accounts', 'SELECT, INSERT, UPDATE');

      CREATE TABLE connections (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        state text NOT NULL CHECK (state IN ('active', 'paused', 'broken', 'closed')),
        -- Settings without secrets.
        config jsonb NOT NULL,
        -- Sealed JSON: the credentials and the secret settings. Emptied when the connection is closed.
        secrets bytea,
        -- The token in the address the vendor pushes to: found by its hash, shown from its seal.
        hook_token_hash bytea NOT NULL,
        hook_token bytea NOT NULL,
        last_ok_at timestamptz,
        trouble_code text,
        trouble_message text,
        trouble_owner text CHECK (trouble_owner IN ('user', 'admin', 'vendor', 'interline')),
        trouble_since timestamptz,
        -- Set when only this stream has the trouble.
        trouble_stream text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id),
        FOREIGN KEY (company_id, vendor_account_id) REFERENCES vendor_accounts (company_id, id),
        CHECK (num_nonnulls(trouble_code, trouble_message, trouble_owner, trouble_since) IN (0, 4)),
        CHECK ((secrets IS NULL) = (state = 'closed'))
      );
      CREATE INDEX connections_account ON connections (company_id, vendor_account_id);
      -- Looked up before the company is known, so it cannot lead.
      CREATE UNIQUE INDEX connections_hook_token ON connections (hook_token_hash);
      CALL protect_tenant_table('connections', 'SELECT, INSERT, UPDATE');

      CREATE TABLE connection_history (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        connection_id uuid NOT NULL,
        from_state text,
        to_state text NOT NULL,
        -- Why: an error code, or what somebody did.
        reason text NOT NULL,
        actor text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id),
        FOREIGN KEY (company_id, connection_id) REFERENCES connections (company_id, id)
      );
      CREATE INDEX connection_history_connection ON connection_history (company_id, connection_id, id);
      CALL protect_tenant_table('connection_history', 'SELECT, INSERT');

      -- The vendor's token, sealed, and the claim of whoever fetches the next one. Claims end by the server's clock, which all processes share.
      CREATE TABLE connection_tokens (
        company_id uuid NOT NULL,
        connection_id uuid NOT NULL,
        sealed bytea,
        version integer NOT NULL DEFAULT 0,
        claimed_by text,
        claimed_until timestamptz,
        PRIMARY KEY (company_id, connection_id),
        FOREIGN KEY (company_id, connection_id) REFERENCES connections (company_id, id)
      );
      CALL protect_tenant_table('connection_tokens', 'SELECT, INSERT, UPDATE, DELETE');

      -- How far each stream of a connection is, and when it is due.
      CREATE TABLE streams (
        company_id uuid NOT NULL,
        connection_id uuid NOT NULL,
        stream text NOT NULL,
        -- Where its history begins.
        since timestamptz NOT NULL,
        -- Up to here windows have been planned.
        planned_to timestamptz NOT NULL,
        -- Up to here every window is complete.
        synced_to timestamptz,
        next_run_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, connection_id, stream),
        FOREIGN KEY (company_id, connection_id) REFERENCES connections (company_id, id)
      );
      -- The scheduler asks for the due streams of all companies.
      CREATE INDEX streams_due ON streams (next_run_at);
      CALL protect_tenant_table('streams', 'SELECT, INSERT, UPDATE');

      -- Everything that came in on a hook's address, kept before anybody acts on it.
      CREATE TABLE hook_deliveries (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        connection_id uuid NOT NULL,
        -- Real time, not the business clock: it chooses the partition.
        received_at timestamptz NOT NULL DEFAULT now(),
        digest bytea NOT NULL,
        -- Sealed JSON: method, query, headers and body as they came.
        sealed bytea NOT NULL,
        size integer NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('stored', 'accepted', 'repeated', 'refused', 'failed')),
        -- Which records it named: [{stream, externalIds}].
        changes jsonb,
        problem text,
        PRIMARY KEY (company_id, id, received_at)
      ) PARTITION BY RANGE (received_at);
      CREATE INDEX hook_deliveries_digest ON hook_deliveries (company_id, connection_id, digest);
      CALL partition_by_month('hook_deliveries');
      CALL protect_tenant_table('hook_deliveries', 'SELECT, INSERT, UPDATE');

      -- Records a vendor said have changed and that wait to be read; a record named twice waits once.
      CREATE TABLE changed_records (
        company_id uuid NOT NULL,
        connection_id uuid NOT NULL,
        stream text NOT NULL,
        external_id text NOT NULL,
        named_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, connection_id, stream, external_id),
        FOREIGN KEY (company_id, connection_id) REFERENCES connections (company_id, id)
      );
      CREATE INDEX changed_records_oldest ON changed_records (named_at);
      CALL protect_tenant_table('changed_records', 'SELECT, INSERT, UPDATE, DELETE');

      SET LOCAL ROLE interline_lookup;
      CREATE FUNCTION lookup.hook_connection(token_hash bytea) RETURNS TABLE (company_id uuid, connection_id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT c.company_id, c.id FROM connections c WHERE c.hook_token_hash = token_hash AND c.state <> 'closed' $$;
      CREATE FUNCTION lookup.due_streams(at timestamptz, batch int) RETURNS TABLE (company_id uuid, connection_id uuid, stream text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT s.company_id, s.connection_id, s.stream FROM streams s
        JOIN connections c ON c.company_id = s.company_id AND c.id = s.connection_id AND c.state = 'active'
        WHERE s.next_run_at <= at ORDER BY s.next_run_at LIMIT batch $$;
      CREATE FUNCTION lookup.changed_streams(batch int) RETURNS TABLE (company_id uuid, connection_id uuid, stream text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT r.company_id, r.connection_id, r.stream FROM changed_records r
        JOIN connections c ON c.company_id = r.company_id AND c.id = r.connection_id AND c.state = 'active'
        GROUP BY 1, 2, 3 ORDER BY min(r.named_at) LIMIT batch $$;
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA lookup FROM PUBLIC;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA lookup TO interline_app;
      RESET ROLE;
      GRANT SELECT (company_id, id, state, hook_token_hash) ON connections TO interline_lookup;
      GRANT SELECT (company_id, connection_id, stream, next_run_at) ON streams TO interline_lookup;
      GRANT SELECT (company_id, connection_id, stream, named_at) ON changed_records TO interline_lookup;
      CREATE POLICY lookup_finds ON connections FOR SELECT TO interline_lookup USING (true);
      CREATE POLICY lookup_finds ON streams FOR SELECT TO interline_lookup USING (true);
      CREATE POLICY lookup_finds ON changed_records FOR SELECT TO interline_lookup USING (true);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
