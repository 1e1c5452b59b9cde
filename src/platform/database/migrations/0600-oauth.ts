import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `oauth`. */
export class Oauth1764000000600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Apps that act for a company by themselves.
      CREATE TABLE oauth_clients (
        company_id uuid NOT NULL REFERENCES companies (id),
        id uuid NOT NULL,
        -- The public name; also what the audit shows.
        client_id text COLLATE "C" NOT NULL UNIQUE,
        name text NOT NULL,
        -- SHA-256 of a secret of 256 random bits.
        secret_hash bytea NOT NULL,
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL,
        created_by uuid,
        revoked_at timestamptz,
        PRIMARY KEY (company_id, id)
      );
      CALL protect_tenant_table('oauth_clients', 'SELECT, INSERT, UPDATE');

      CREATE TABLE oauth_tokens (
        company_id uuid NOT NULL,
        -- SHA-256 of a token of 256 random bits.
        token_hash bytea NOT NULL,
        oauth_client_id uuid NOT NULL,
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, token_hash),
        FOREIGN KEY (company_id, oauth_client_id) REFERENCES oauth_clients (company_id, id)
      );
      CREATE INDEX oauth_tokens_by_hash ON oauth_tokens (token_hash) INCLUDE (company_id);
      CREATE INDEX oauth_tokens_of_client ON oauth_tokens (company_id, oauth_client_id, expires_at);
      CALL protect_tenant_table('oauth_tokens', 'SELECT, INSERT, DELETE');

      GRANT SELECT (company_id, client_id) ON oauth_clients TO interline_lookup;
      CREATE POLICY lookup_client ON oauth_clients FOR SELECT TO interline_lookup USING (true);
      GRANT SELECT (company_id, token_hash) ON oauth_tokens TO interline_lookup;
      CREATE POLICY lookup_token ON oauth_tokens FOR SELECT TO interline_lookup USING (true);
      SET LOCAL ROLE interline_lookup;
      CREATE FUNCTION lookup.company_of_oauth_client(client_id text) RETURNS uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT c.company_id FROM oauth_clients c WHERE c.client_id = $1 $$;
      CREATE FUNCTION lookup.company_of_access_token(token_hash bytea) RETURNS uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT t.company_id FROM oauth_tokens t WHERE t.token_hash = $1 $$;
      REVOKE ALL ON FUNCTION lookup.company_of_oauth_client, lookup.company_of_access_token FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION lookup.company_of_oauth_client, lookup.company_of_access_token TO interline_app;
      RESET ROLE;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
