import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { newId } from '../../kernel/index.js';
import { eventContract, eventProblems } from './event-contract.fixture.js';

const source = join(import.meta.dirname, '..', '..');

/** Every event that the code names; tests and what only they use apart. */
function namedInCode(): string[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!spec|fixture)\.ts$/.test(file));
  const names = files.flatMap((file) => [...readFileSync(join(source, file), 'utf8').matchAll(/'([a-z-]+\.[a-z_]+\.v\d+)'/g)]);
  return [...new Set(names.map((match) => match[1]!))].sort();
}

describe('the contract of events', () => {
  it('has every event that the code names, and no other', () => {
    expect([...eventContract().keys()].sort()).toEqual(namedInCode());
  });

  it('keeps each under its own name, and says of every value what it is', () => {
    for (const file of readdirSync(join(source, '..', 'schema', 'events'))) {
      const schema = JSON.parse(readFileSync(join(source, '..', 'schema', 'events', file), 'utf8')) as {
        $id: string;
        title: string;
        description: string;
        properties: Record<string, unknown>;
        required: string[];
      };
      expect([schema.$id, schema.title]).toEqual([file, basename(file, '.json')]);
      expect(schema.description).toMatch(/\.$/);
      expect(schema.required).toEqual(Object.keys(schema.properties));
    }
  });

  it('refuses an event that nobody described, one without a value, and one that says more', () => {
    const data = { vendorAccountId: newId(), statementIds: [newId()] };
    expect(eventProblems('statements.recorded.v1', data)).toEqual([]);
    expect(eventProblems('statements.recorded.v2', data)).toEqual(['schema/events/ has nothing of statements.recorded.v2']);
    expect(eventProblems('statements.recorded.v1', { ...data, statementIds: ['x'] })).toEqual([
      'statements.recorded.v1/statementIds/0 must match format "uuid"',
    ]);
    expect(eventProblems('statements.recorded.v1', { vendorAccountId: data.vendorAccountId })).toHaveLength(1);
    expect(eventProblems('statements.recorded.v1', { ...data, title: 'September' })).toHaveLength(1);
  });
});
