import { InterlineError } from '../../kernel/index.js';

/** Codes a process ends with; the numbers are those of sysexits.h, so that scripts and supervisors can tell the cases apart. */
export const EXIT = {
  ok: 0,
  /** Unknown command or option, missing argument. */
  usage: 64,
  /** A service we need is away: the database did not start or does not answer. */
  unavailable: 69,
  /** A defect of ours. */
  software: 70,
  /** The system refuses something: the port is taken. */
  system: 71,
  /** The database's schema is newer or older than this program. */
  schema: 76,
  /** The database role has too many or too few rights. */
  permission: 77,
  /** Settings are wrong. */
  config: 78,
} as const;

const BY_CODE: Readonly<Record<string, number>> = {
  CONFIG_INVALID: EXIT.config,
  MASTER_KEY_WRONG: EXIT.config,
  DATABASE_REFUSED: EXIT.config,
  EMBEDDED_UNSUPPORTED: EXIT.config,
  EMBEDDED_USER: EXIT.config,
  EMBEDDED_DATA: EXIT.config,
  EMBEDDED_START_FAILED: EXIT.unavailable,
  DATABASE_UNAVAILABLE: EXIT.unavailable,
  DATABASE_TOO_OLD: EXIT.unavailable,
  PORT_TAKEN: EXIT.system,
  LISTEN_REFUSED: EXIT.system,
  SCHEMA_NEWER: EXIT.schema,
  SCHEMA_OLDER: EXIT.schema,
  DATABASE_ROLE_TOO_STRONG: EXIT.permission,
  DATABASE_ROLES_MISSING: EXIT.permission,
  BAD_INPUT: EXIT.usage,
  NOT_FOUND: EXIT.usage,
  CONFLICT: EXIT.usage,
  CONNECTOR_UNKNOWN: EXIT.usage,
  CONNECTOR_ENVIRONMENT: EXIT.usage,
  CONNECTOR_SETTINGS: EXIT.usage,
  CONNECTOR_UNUSABLE: EXIT.config,
};

/** The exit code an error stands for. */
export function exitCodeOf(error: unknown): number {
  return error instanceof InterlineError ? (BY_CODE[error.code] ?? EXIT.software) : EXIT.software;
}
