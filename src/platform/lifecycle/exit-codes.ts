import { InterlineError, type ErrorOwner } from '../../kernel/index.js';

/** Codes a process ends with; the numbers are those of sysexits.h, so that scripts and supervisors can tell the cases apart. */
export const EXIT = {
  ok: 0,
  /** Unknown command or option, missing argument, a value that does not fit or names nothing: to correct and try again. */
  usage: 64,
  /** A service we need is away: the database did not start or does not answer, a vendor cannot be reached. */
  unavailable: 69,
  /** A defect of ours. */
  software: 70,
  /** The system refuses something: the port is taken, the disk is full. */
  system: 71,
  /** The database's schema is newer or older than this program. */
  schema: 76,
  /** The database role has too many or too few rights. */
  permission: 77,
  /** Settings are wrong. */
  config: 78,
} as const;

/** Whoever has to act; what keeps a process from running has a code of its own below. */
const BY_OWNER: Readonly<Record<ErrorOwner, number>> = {
  user: EXIT.usage,
  admin: EXIT.usage,
  vendor: EXIT.unavailable,
  interline: EXIT.software,
};

const BY_CODE: Readonly<Record<string, number>> = {
  CONFIG_INVALID: EXIT.config,
  MASTER_KEY_WRONG: EXIT.config,
  DATABASE_REFUSED: EXIT.config,
  EMBEDDED_UNSUPPORTED: EXIT.config,
  EMBEDDED_USER: EXIT.config,
  EMBEDDED_DATA: EXIT.config,
  CONNECTOR_UNUSABLE: EXIT.config,
  EMBEDDED_START_FAILED: EXIT.unavailable,
  DATABASE_UNAVAILABLE: EXIT.unavailable,
  DATABASE_TOO_OLD: EXIT.unavailable,
  REDIS_UNAVAILABLE: EXIT.unavailable,
  DATABASE_FULL: EXIT.system,
  STORAGE_FULL: EXIT.system,
  PORT_TAKEN: EXIT.system,
  LISTEN_REFUSED: EXIT.system,
  SCHEMA_NEWER: EXIT.schema,
  SCHEMA_OLDER: EXIT.schema,
  DATABASE_ROLE_TOO_STRONG: EXIT.permission,
  DATABASE_ROLES_MISSING: EXIT.permission,
};

/** The exit code an error stands for. */
export function exitCodeOf(error: unknown): number {
  return error instanceof InterlineError ? (BY_CODE[error.code] ?? BY_OWNER[error.owner]) : EXIT.software;
}
