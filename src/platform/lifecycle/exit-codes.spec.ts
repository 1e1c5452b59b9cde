import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { declaredErrors, InterlineError, type ErrorOwner } from '../../kernel/index.js';
import { EXIT, exitCodeOf } from './exit-codes.js';

const source = join(import.meta.dirname, '..', '..');
const guide = readFileSync(join(source, '..', 'docs', 'guides', 'operate.md'), 'utf8');

beforeAll(async () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.errors.ts'));
  await Promise.all(files.map((file) => import(join(source, file))));
});

const codesOf = (owner: ErrorOwner): Map<string, number> =>
  new Map(
    [...declaredErrors()].filter(([, kind]) => kind.owner === owner).map(([code]) => [code, exitCodeOf(new InterlineError(code, 'no'))]),
  );

describe('exit codes', () => {
  it('say that whoever sent the command has something to correct, never that we have a defect', () => {
    const ofUsers = codesOf('user');
    expect(ofUsers.size).toBeGreaterThan(30);
    expect([...ofUsers].filter(([, code]) => code !== EXIT.usage)).toEqual([]);
    expect([...codesOf('admin')].filter(([, code]) => code === EXIT.software)).toEqual([]);
  });

  it('tell a vendor that is away from a defect of ours', () => {
    expect([...new Set(codesOf('vendor').values())]).toEqual([EXIT.unavailable]);
    expect(codesOf('interline').get('INTERNAL')).toBe(EXIT.software);
    expect(exitCodeOf(new Error('a defect'))).toBe(EXIT.software);
  });

  it('stand in the guide, each with its meaning', () => {
    const section = guide.slice(guide.indexOf('## Exit codes'));
    const documented = [...section.matchAll(/^\| (\d+) \| \S/gm)].map((row) => Number(row[1]));
    // 1 is no error: a check says what it found.
    expect(new Set(documented.filter((code) => code !== 1))).toEqual(new Set(Object.values(EXIT)));
  });
});
