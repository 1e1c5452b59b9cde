import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configError, loadConfig, SETTINGS, type Config, type ConfigProblem } from './config.js';
import { derivedSecret, keyFingerprint, parseMasterKey } from './master-key.js';

const KEY = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
const EXTERNAL = 'postgresql://interline_app:s3cret@db.example.com:5432/interline';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'interline-config-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({ INTERLINE_DATA_DIR: join(home, '数据 dir'), ...more });

function good(more?: NodeJS.ProcessEnv): Config {
  const result = loadConfig(env(more));
  if (!result.ok) throw configError(result.problems);
  return result.config;
}

function problems(more?: NodeJS.ProcessEnv): ConfigProblem[] {
  const result = loadConfig(env(more));
  return result.ok ? [] : result.problems;
}

describe('configuration', () => {
  it('needs nothing at all: embedded database, loopback, a key of its own kept for the owner alone', () => {
    const config = good();
    expect(config).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:4000',
      database: { kind: 'embedded' },
      redisUrl: null,
    });
    expect(config.masterKey).toHaveLength(32);
    expect(statSync(join(config.dataDir, 'master.key')).mode & 0o777).toBe(0o600);
    expect(statSync(config.dataDir).mode & 0o777).toBe(0o700);
    expect(readdirSync(config.dataDir)).toEqual(['master.key']);
    expect(good().masterKey).toEqual(config.masterKey);
  });

  it('takes every setting', () => {
    const config = good({
      PORT: '8080',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://interline.example.com/',
      DATABASE_URL: EXTERNAL,
      DATABASE_OWNER_URL: 'postgres://postgres:x@db.example.com/interline',
      INTERLINE_MASTER_KEY: KEY,
    });
    expect(config).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      publicUrl: 'https://interline.example.com',
      database: { kind: 'external', url: EXTERNAL, ownerUrl: 'postgres://postgres:x@db.example.com/interline' },
    });
    expect(config.masterKey.toString('hex')).toBe(KEY);
    expect(existsSync(join(config.dataDir, 'master.key'))).toBe(false);
  });

  it('counts an empty setting as absent', () => {
    expect(good({ PORT: '', DATABASE_URL: ' ', INTERLINE_MASTER_KEY: '' })).toMatchObject({ port: 4000, database: { kind: 'embedded' } });
  });

  it('names every problem in one message, and shows no secret', () => {
    writeFileSync(join(home, 'file'), '');
    const found = problems({
      PORT: '40000000',
      HOST: 'not a host',
      PUBLIC_URL: 'ftp://x',
      DATABASE_URL: 'mysql://interline_app:s3cret@h/d',
      DATABASE_OWNER_URL: 'postgres://u:s3cret@h',
      REDIS_URL: 'http://:s3cret@h',
      INTERLINE_DATA_DIR: join(home, 'file', 'below'),
      INTERLINE_MASTER_KEY: 's3cret',
    });
    expect(found.map(({ name }) => name).sort()).toEqual(Object.keys(SETTINGS).sort());
    const { code, message } = configError(found);
    expect(code).toBe('CONFIG_INVALID');
    expect(message).toMatch(/^8 settings are wrong:\n/);
    expect(message.split('\n')).toHaveLength(9);
    expect(message).not.toContain('s3cret');
  });

  it.each([
    ['PORT', { PORT: '-1' }],
    ['PORT', { PORT: '4000.5' }],
    ['PORT', { PORT: '65536' }],
    ['PUBLIC_URL', { HOST: '0.0.0.0' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://example.com/path' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://u:p@example.com' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgresql://postgres:x@h/d', INTERLINE_MASTER_KEY: KEY }],
    ['DATABASE_URL', { DATABASE_URL: 'postgresql://interline_app@h/d', INTERLINE_MASTER_KEY: KEY }],
    ['DATABASE_URL', { DATABASE_URL: 'postgresql://interline_app:x@h', INTERLINE_MASTER_KEY: KEY }],
    ['DATABASE_URL', { DATABASE_OWNER_URL: 'postgresql://postgres:x@h/d' }],
    ['INTERLINE_MASTER_KEY', { DATABASE_URL: EXTERNAL }],
    ['INTERLINE_MASTER_KEY', { INTERLINE_MASTER_KEY: KEY.slice(1) }],
    ['REDIS_URL', { REDIS_URL: 'localhost:6379' }],
  ])('finds what is wrong with %s in %j', (name, more) => {
    expect(problems(more).map((problem) => problem.name)).toEqual([name]);
  });

  it('makes no second key for data that a lost one has sealed', () => {
    const { dataDir } = good();
    writeFileSync(join(dataDir, 'database.json'), '{}');
    rmSync(join(dataDir, 'master.key'));
    expect(problems()).toEqual([{ name: 'INTERLINE_MASTER_KEY', problem: expect.stringContaining('Put it back from your backup') }]);
    expect(existsSync(join(dataDir, 'master.key'))).toBe(false);
  });

  it('names a damaged key file', () => {
    const { dataDir } = good();
    writeFileSync(join(dataDir, 'master.key'), 'short');
    expect(problems()[0]).toMatchObject({ name: 'INTERLINE_MASTER_KEY', problem: expect.stringContaining('holds no key') });
  });

  it('writes no key while something else is wrong', () => {
    expect(problems({ PORT: 'x' })).toHaveLength(1);
    expect(readdirSync(join(home, '数据 dir'))).toEqual([]);
  });
});

describe('the master key', () => {
  it('is read from hex and from every form of base64, and from nothing else', () => {
    const key = Buffer.from(KEY, 'hex');
    for (const text of [KEY, KEY.toUpperCase(), key.toString('base64'), key.toString('base64url')])
      expect(parseMasterKey(text)).toEqual(key);
    for (const text of ['', KEY.slice(2), `${KEY}00`, `${key.toString('base64')}=`, 'x'.repeat(44)])
      expect(parseMasterKey(text)).toBeNull();
  });

  it('shows itself by a fingerprint, and gives other secrets for other purposes', () => {
    const key = Buffer.from(KEY, 'hex');
    expect(keyFingerprint(key)).toMatch(/^[0-9a-f]{16}$/);
    expect(KEY).not.toContain(keyFingerprint(key));
    expect(keyFingerprint(Buffer.alloc(32))).not.toBe(keyFingerprint(key));
    expect(derivedSecret(key, 'a')).toHaveLength(43);
    expect(derivedSecret(key, 'a')).not.toBe(derivedSecret(key, 'b'));
  });

  it('comes from the file as it was written', () => {
    const { masterKey, dataDir } = good();
    expect(parseMasterKey(readFileSync(join(dataDir, 'master.key'), 'utf8').trim())).toEqual(masterKey);
  });
});
