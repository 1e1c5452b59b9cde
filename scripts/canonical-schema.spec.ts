import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { canonicalSchema } from './canonical-schema.js';

describe('schema/canonical.v1.json', () => {
  it('is what the SDK says now; `npm run schema` writes it', () => {
    const written = JSON.parse(readFileSync(new URL('../schema/canonical.v1.json', import.meta.url), 'utf8')) as unknown;
    expect(JSON.parse(JSON.stringify(canonicalSchema()))).toEqual(written);
  });

  it('writes amounts as digits and instants as ISO 8601', () => {
    const { $defs } = canonicalSchema() as {
      $defs: { expenseLine: { properties: Record<string, object>; additionalProperties: boolean } };
    };
    expect($defs.expenseLine.properties['companyShare']).toMatchObject({ type: 'string', pattern: '^-?(0|[1-9][0-9]*)$' });
    expect($defs.expenseLine.properties['occurredAt']).toMatchObject({ type: 'string', format: 'date-time' });
    expect($defs.expenseLine.additionalProperties).toBe(false);
  });
});
