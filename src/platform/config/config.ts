import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { InterlineError } from '../../kernel/index.js';
import { configErrors } from './config.errors.js';
import { createMasterKey, keepsMasterKey, parseMasterKey, readMasterKey } from './master-key.js';

/** Where the database is. */
export type DatabaseConfig =
  | { kind: 'embedded' }
  /** `url`: role of the app. `ownerUrl`: only for `migrate`, null elsewhere or when it was not given. */
  | { kind: 'external'; url: string; ownerUrl: string | null };

/** The settings of a process, checked. */
export interface Config {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** Where people and vendors reach us, without a trailing slash. */
  publicUrl: string;
  /** Absolute, exists, writable. */
  dataDir: string;
  /** 32 bytes. */
  masterKey: Buffer;
  database: DatabaseConfig;
  /** Null: jobs are kept in PostgreSQL. */
  redisUrl: string | null;
}

/** One thing that is wrong with the settings. Never carries a value that may be secret. */
export interface ConfigProblem {
  /** The variable it is about. */
  name: string;
  problem: string;
}

/** The settings, or everything that is wrong with them. */
export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: ConfigProblem[] };

/** Every variable we read. The reference of settings is made from it. */
export const SETTINGS = {
  PORT: 'Port of the gateway, 0 to 65535; 0 takes any free one. Default 4000.',
  HOST: 'Address to listen on. Default 127.0.0.1.',
  DATABASE_URL: 'PostgreSQL 15 or later, as the role interline_app. Default: the embedded server, under the data directory.',
  DATABASE_OWNER_URL: 'The same database as a role that may change its schema. Only `interline migrate` reads it.',
  REDIS_URL: 'Redis for jobs, the same for all processes. Default: jobs are kept in PostgreSQL.',
  INTERLINE_DATA_DIR: 'Directory for files, keys and the embedded server. Default .interline.',
  INTERLINE_MASTER_KEY:
    '32 bytes, as 64 hex digits or base64, that seal every secret. Made on the first start of the embedded server; needed with DATABASE_URL.',
  PUBLIC_URL: 'Where browsers and vendors reach the gateway. Default http://HOST:PORT; needed when HOST is no loopback address.',
} as const;

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const APP_USER = 'interline_app';

const portSchema = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((port) => port <= 65_535);

/**
 * Reads and checks the settings. It makes the data directory and, for a first embedded start, the master key; nothing else is touched.
 * @param env the environment; an empty value counts as absent
 */
export function loadConfig(env: NodeJS.ProcessEnv): ConfigResult {
  const problems: ConfigProblem[] = [];
  const wrong = (name: keyof typeof SETTINGS, problem: string): void => void problems.push({ name, problem });
  const given = (name: keyof typeof SETTINGS): string | null => env[name]?.trim() || null;

  const portText = given('PORT') ?? '4000';
  const port = portSchema.safeParse(portText);
  if (!port.success) wrong('PORT', `must be a whole number from 0 to 65535, not "${portText}"`);

  const host = given('HOST') ?? '127.0.0.1';
  if (!isHost(host)) wrong('HOST', `must be an IP address or a host name, not "${host}"`);

  const publicUrl = readPublicUrl(given('PUBLIC_URL'), host, port.data ?? 0, (problem) => wrong('PUBLIC_URL', problem));
  const database = readDatabase(given('DATABASE_URL'), given('DATABASE_OWNER_URL'), wrong);

  const redisUrl = given('REDIS_URL');
  if (redisUrl !== null && !hasProtocol(redisUrl, ['redis:', 'rediss:'])) wrong('REDIS_URL', 'must be an address like redis://host:6379');

  const dataDir = resolve(given('INTERLINE_DATA_DIR') ?? '.interline');
  const writable = makeWritable(dataDir, (problem) => wrong('INTERLINE_DATA_DIR', problem));
  const masterKey = findMasterKey(given('INTERLINE_MASTER_KEY'), database, writable ? dataDir : null, (problem) =>
    wrong('INTERLINE_MASTER_KEY', problem),
  );

  if (problems.length > 0 || !port.success || !database || !masterKey) return { ok: false, problems };
  try {
    const key = masterKey === 'create' ? createMasterKey(dataDir) : masterKey;
    return { ok: true, config: { port: port.data, host, publicUrl, dataDir, masterKey: key, database, redisUrl } };
  } catch (error) {
    // a full disk, or a file system without links
    wrong('INTERLINE_DATA_DIR', `${dataDir} cannot hold the master key: ${(error as Error).message}`);
    return { ok: false, problems };
  }
}

/** The one message that names every problem. */
export function configError(problems: readonly ConfigProblem[]): InterlineError {
  const lines = problems.map(({ name, problem }) => `  ${name}: ${problem}`);
  const count = problems.length === 1 ? 'One setting is' : `${problems.length} settings are`;
  return configErrors.CONFIG_INVALID(`${count} wrong:\n${lines.join('\n')}`, { extensions: { problems } });
}

function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);
}

function hasProtocol(text: string, protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function readPublicUrl(text: string | null, host: string, port: number, wrong: (problem: string) => void): string {
  if (text === null) {
    // guessing an address that others see would put a wrong one into mails, links and token issuers
    if (!LOOPBACK.has(host)) wrong(`is needed because HOST is ${host}, which is no loopback address`);
    return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  }
  if (!hasProtocol(text, ['http:', 'https:'])) {
    wrong('must be an address like https://interline.example.com');
    return text;
  }
  const url = new URL(text);
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/')
    wrong('must be scheme, host and port only, without user, path or query');
  return url.origin;
}

function readDatabase(
  url: string | null,
  ownerUrl: string | null,
  wrong: (name: 'DATABASE_URL' | 'DATABASE_OWNER_URL', problem: string) => void,
): DatabaseConfig | null {
  if (ownerUrl !== null) checkDatabaseUrl(ownerUrl, (problem) => wrong('DATABASE_OWNER_URL', problem));
  if (url === null) {
    if (ownerUrl !== null) wrong('DATABASE_URL', 'is needed when DATABASE_OWNER_URL is given');
    return { kind: 'embedded' };
  }
  if (checkDatabaseUrl(url, (problem) => wrong('DATABASE_URL', problem))) {
    const { username, password } = new URL(url);
    if (decodeURIComponent(username) !== APP_USER)
      wrong('DATABASE_URL', `must name the user ${APP_USER}; \`interline migrate\` creates it with the password you put there`);
    else if (!password) wrong('DATABASE_URL', `must carry the password of ${APP_USER}`);
  }
  return { kind: 'external', url, ownerUrl };
}

function checkDatabaseUrl(text: string, wrong: (problem: string) => void): boolean {
  if (!hasProtocol(text, ['postgres:', 'postgresql:'])) wrong('must be an address like postgresql://user:password@host:5432/interline');
  else if (new URL(text).pathname.length < 2) wrong('must end with the name of a database, such as /interline');
  else if (!new URL(text).username) wrong('must name a user');
  else return true;
  return false;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    // Node calls a folder missing that a read-only disk does not take; asked for this one alone, the system says why
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') mkdirSync(path, { mode: 0o700 });
    throw error;
  }
}

function makeWritable(dataDir: string, wrong: (problem: string) => void): boolean {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    return true;
  } catch (error) {
    wrong(`${dataDir} cannot be written: ${(error as Error).message}`);
    return false;
  }
}

/** @returns `create` when this is a first embedded start: it is made only once all other settings are right */
function findMasterKey(
  text: string | null,
  database: DatabaseConfig | null,
  dataDir: string | null,
  wrong: (problem: string) => void,
): Buffer | 'create' | null {
  if (text !== null) {
    const key = parseMasterKey(text);
    if (!key) wrong('must be 32 bytes, as 64 hex digits or as base64');
    return key;
  }
  if (database?.kind === 'external') {
    wrong('is needed with DATABASE_URL. Make one with: openssl rand -hex 32');
    return null;
  }
  if (!dataDir) return null;
  try {
    if (keepsMasterKey(dataDir)) return readMasterKey(dataDir);
  } catch (error) {
    wrong((error as Error).message);
    return null;
  }
  if (existsSync(join(dataDir, 'database.json'))) {
    wrong(`${join(dataDir, 'master.key')} is gone, but the data it sealed are there. Put it back from your backup, or set the variable.`);
    return null;
  }
  return 'create';
}
