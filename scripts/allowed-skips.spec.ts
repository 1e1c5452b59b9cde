import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

// A program of Node's own, without types.
const program = './allowed-skips.mjs';
const { allowedSkips } = (await import(program)) as { allowedSkips: (text: string) => (name: string) => boolean };

it('lets pass the tests that are named, of their project, and no other', () => {
  const isAllowed = allowedSkips('# why\n\nunit: a (b) is [c]? # because\nunit: samples of * are read # not here\n');
  expect(isAllowed('unit: a (b) is [c]?')).toBe(true);
  expect(isAllowed('unit: samples of didi\n * are read')).toBe(true);
  for (const name of ['a (b) is [c]?', 'contract: a (b) is [c]?', 'unit: a (b) is [c]? not', 'unit: samples of didi', '# why', ''])
    expect({ name, isAllowed: isAllowed(name) }).toEqual({ name, isAllowed: false });
});

it('names a project and a reason in every line of the list', () => {
  const lines = readFileSync(new URL('../.ci/allowed-skips.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/^(unit|web|integration|contract|scenario|security|browser): .+ # .+$/);
});
