/**
 * The database roles. Names are fixed for the cluster; a company that runs its own server creates them once (docs/guides/operate.md)
 * or lets `interline migrate` do it when the owner may create roles.
 *
 * - `interline_owner` owns every table and runs migrations. Row security is forced, so it sees no tenant rows either.
 * - `interline_app` serves requests and jobs: rows of one company at a time, no CREATE, cannot bypass policies.
 * - `interline_jobs` serves the queue: rows of schema `bullmq`, and CREATE there for BullMQ's sequences. The owner migrates that schema too.
 * - `interline_lookup` cannot log in; it owns the functions of schema `lookup`, which find a company before one is known.
 */
export const ROLES = {
  owner: 'interline_owner',
  app: 'interline_app',
  jobs: 'interline_jobs',
  lookup: 'interline_lookup',
} as const;

/**
 * SQL that creates the roles where they are missing and sets the passwords, to be run by a superuser or a role that may create roles.
 * `owner` becomes a member of `lookup`, so that migrations can create the lookup functions in its name.
 */
export function rolesSql(passwords: { owner: string; app: string; jobs: string }): string {
  const login = (role: string, password: string): string => `
    DO $do$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role}; END IF;
    END $do$;
    ALTER ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD '${password.replaceAll("'", "''")}';`;
  return `
    ${login(ROLES.owner, passwords.owner)}
    ${login(ROLES.app, passwords.app)}
    ${login(ROLES.jobs, passwords.jobs)}
    DO $do$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${ROLES.lookup}') THEN CREATE ROLE ${ROLES.lookup} NOLOGIN; END IF;
    END $do$;
    GRANT ${ROLES.lookup} TO ${ROLES.owner};`;
}

/** SQL that hands a fresh database to the roles; run inside that database by a superuser or its owner. */
export function databaseGrantsSql(database: string): string {
  return `
    REVOKE ALL ON DATABASE "${database}" FROM PUBLIC;
    GRANT CONNECT ON DATABASE "${database}" TO ${ROLES.app}, ${ROLES.jobs};
    GRANT CONNECT, CREATE, TEMPORARY ON DATABASE "${database}" TO ${ROLES.owner};
    GRANT TEMPORARY ON DATABASE "${database}" TO ${ROLES.app};
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE, CREATE ON SCHEMA public TO ${ROLES.owner};
    GRANT USAGE ON SCHEMA public TO ${ROLES.app}, ${ROLES.lookup};
    CREATE SCHEMA IF NOT EXISTS bullmq AUTHORIZATION ${ROLES.owner};
    GRANT USAGE, CREATE ON SCHEMA bullmq TO ${ROLES.jobs};
    CREATE SCHEMA IF NOT EXISTS lookup AUTHORIZATION ${ROLES.lookup};
    GRANT USAGE ON SCHEMA lookup TO ${ROLES.app};`;
}
