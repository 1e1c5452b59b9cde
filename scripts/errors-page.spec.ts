import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { FAULT_CLASSES } from '../sdk/connector/index.js';
import { errorsPage } from './errors-page.js';

const ROOT = join(import.meta.dirname, '..');
const sources = ['src', 'sdk/host']
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(ROOT, folder, file)))
  .filter((file) => file.endsWith('.ts') && !/(spec|fixture|generated)\.ts$|[\\/](dist|generated)[\\/]/.test(file));

describe('the catalogue of errors', () => {
  let page: string;

  beforeAll(async () => {
    for (const file of sources.filter((file) => file.endsWith('.errors.ts'))) await import(file);
    page = errorsPage().join('\n');
  });

  it('knows every code that is written into the code, with its owner and whether to repeat', () => {
    const written = sources.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bcode: '([A-Z]+(?:_[A-Z]+)+)'|new PluginError\(\s*'(\w+)'|hostFault\('(\w+)'/g)].map(
        ([, given, plugin, host]) => given ?? plugin ?? host!,
      ),
    );
    expect(new Set(written).size).toBeGreaterThan(20);
    expect(written.filter((code) => !page.includes(`\n| \`${code}\` | `))).toEqual([]);
    expect(page).toMatch(/^\| `BAD_INPUT` \| user \| no \| 400 \| \S/m);
  });

  it('says of every class of fault what becomes of it', () => {
    for (const name of FAULT_CLASSES)
      expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\| \`VENDOR_[A-Z]+\` \\| (admin|vendor) \\| (yes|no) \\| `, 'm'));
  });
});
