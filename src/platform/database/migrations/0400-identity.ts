import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `identity`. */
export class Identity1764000000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The user a transaction acts as, where it acts as one: signing in, accepting a link.
      CREATE FUNCTION current_app_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;

      -- Users are global: one person may work for several companies. A transaction sees itself, or its company's members.
      CREATE TABLE users (
        id uuid PRIMARY KEY,
        email text COLLATE "C" NOT NULL UNIQUE CHECK (email = lower(email)),
        name text NOT NULL,
        locale text NOT NULL DEFAULT 'zh_CN' CHECK (locale IN ('zh_CN', 'en')),
        -- The platform's operator; granted by the command line only.
        operator boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL
      );

      -- Apart from users, so that no query of a company can reach a hash.
      CREATE TABLE user_passwords (
        user_id uuid PRIMARY KEY REFERENCES users (id),
        hash text NOT NULL,
        changed_at timestamptz NOT NULL
      );

      CREATE TABLE memberships (
        company_id uuid NOT NULL REFERENCES companies (id),
        id uuid NOT NULL,
        user_id uuid NOT NULL REFERENCES users (id),
        roles text[] NOT NULL CHECK (cardinality(roles) > 0 AND roles <@ '{owner,it,finance,manager,employee,auditor}'),
        -- The person in the directory the user is, where known.
        person_id uuid,
        since timestamptz NOT NULL,
        ended_at timestamptz,
        PRIMARY KEY (company_id, id),
        UNIQUE (company_id, user_id)
      );
      CREATE INDEX memberships_of_user ON memberships (user_id);
      CALL protect_tenant_table('memberships', 'SELECT, INSERT, UPDATE');

      ALTER TABLE users ENABLE ROW LEVEL SECURITY;
      ALTER TABLE users FORCE ROW LEVEL SECURITY;
      CREATE POLICY self ON users TO interline_app USING (id = current_app_user()) WITH CHECK (id = current_app_user());
      CREATE POLICY members ON users FOR SELECT TO interline_app
        USING (id IN (SELECT m.user_id FROM memberships m WHERE m.company_id = current_company()));
      GRANT SELECT, INSERT, UPDATE ON users TO interline_app;

      ALTER TABLE user_passwords ENABLE ROW LEVEL SECURITY;
      ALTER TABLE user_passwords FORCE ROW LEVEL SECURITY;
      CREATE POLICY self ON user_passwords TO interline_app USING (user_id = current_app_user()) WITH CHECK (user_id = current_app_user());
      GRANT SELECT, INSERT, UPDATE ON user_passwords TO interline_app;

      CREATE TABLE sessions (
        company_id uuid NOT NULL REFERENCES companies (id),
        id uuid NOT NULL,
        user_id uuid NOT NULL REFERENCES users (id),
        -- SHA-256 of a token of 256 random bits.
        token_hash bytea NOT NULL,
        created_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        ip text,
        user_agent text,
        PRIMARY KEY (company_id, id)
      );
      CREATE UNIQUE INDEX sessions_token ON sessions (token_hash);
      CREATE INDEX sessions_of_user ON sessions (company_id, user_id, created_at);
      CALL protect_tenant_table('sessions', 'SELECT, INSERT, UPDATE, DELETE');

      -- One-time links: to become a member, or to set a new password.
      CREATE TABLE access_links (
        company_id uuid NOT NULL REFERENCES companies (id),
        id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('owner', 'invite', 'reset')),
        email text COLLATE "C" NOT NULL CHECK (email = lower(email)),
        roles text[] NOT NULL CHECK (roles <@ '{owner,it,finance,manager,employee,auditor}'),
        person_id uuid,
        -- Whose password a reset link sets.
        user_id uuid REFERENCES users (id),
        token_hash bytea NOT NULL,
        created_by uuid,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        withdrawn_at timestamptz,
        PRIMARY KEY (company_id, id),
        CHECK ((kind = 'reset') = (user_id IS NOT NULL))
      );
      CREATE UNIQUE INDEX access_links_token ON access_links (token_hash);
      CREATE INDEX access_links_email ON access_links (company_id, email);
      CALL protect_tenant_table('access_links', 'SELECT, INSERT, UPDATE');

      -- Counts attempts at secrets. Knows no company, since the caller has none yet; its keys are hashes of mail and network addresses.
      CREATE UNLOGGED TABLE attempt_counters (key bytea PRIMARY KEY, window_ends timestamptz NOT NULL, attempts int NOT NULL);
      CREATE INDEX attempt_counters_ends ON attempt_counters (window_ends);
      GRANT SELECT, INSERT, UPDATE, DELETE ON attempt_counters TO interline_app;

      SET LOCAL ROLE interline_lookup;
      CREATE FUNCTION lookup.user_by_email(wanted text) RETURNS uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT u.id FROM users u WHERE u.email = wanted $$;
      CREATE FUNCTION lookup.companies_of_user(wanted uuid) RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT m.company_id FROM memberships m WHERE m.user_id = wanted AND m.ended_at IS NULL ORDER BY m.since $$;
      CREATE FUNCTION lookup.session_by_token(wanted bytea) RETURNS TABLE (company_id uuid, id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT s.company_id, s.id FROM sessions s WHERE s.token_hash = wanted $$;
      CREATE FUNCTION lookup.link_by_token(wanted bytea) RETURNS TABLE (company_id uuid, id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT l.company_id, l.id FROM access_links l WHERE l.token_hash = wanted $$;
      REVOKE ALL ON FUNCTION lookup.user_by_email, lookup.companies_of_user, lookup.session_by_token, lookup.link_by_token FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION lookup.user_by_email, lookup.companies_of_user, lookup.session_by_token, lookup.link_by_token TO interline_app;
      RESET ROLE;
      GRANT SELECT (id, email) ON users TO interline_lookup;
      CREATE POLICY lookup_finds ON users FOR SELECT TO interline_lookup USING (true);
      GRANT SELECT (company_id, user_id, since, ended_at) ON memberships TO interline_lookup;
      CREATE POLICY lookup_finds ON memberships FOR SELECT TO interline_lookup USING (true);
      GRANT SELECT (company_id, id, token_hash) ON sessions TO interline_lookup;
      CREATE POLICY lookup_finds ON sessions FOR SELECT TO interline_lookup USING (true);
      GRANT SELECT (company_id, id, token_hash) ON access_links TO interline_lookup;
      CREATE POLICY lookup_finds ON access_links FOR SELECT TO interline_lookup USING (true);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
