import { z } from 'zod';
import { department, expenseLine, invoice, person, settlement, statement, statementLine } from '../sdk/canonical/index.js';

const order = z.strictObject({ externalId: expenseLine.shape.externalId, lines: z.array(expenseLine) });
const RECORDS = { department, expenseLine, invoice, order, person, settlement, statement, statementLine };

/**
 * The canonical records as JSON Schema, for people who do not write TypeScript. On the wire an amount is a text of digits in minor units, and an
 * instant ISO 8601 in UTC.
 */
export function canonicalSchema(): object {
  const definitions = Object.fromEntries(Object.entries(RECORDS).map(([name, schema]) => [name, definition(schema)]));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'canonical.v1.json',
    title: 'Canonical records',
    description: 'What a connector makes of the records of its vendor. Generated from sdk/canonical by `npm run schema`.',
    $defs: definitions,
  };
}

function definition(schema: z.ZodType): object {
  const { $schema: _schema, ...json } = z.toJSONSchema(schema, {
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { type } = zodSchema._zod.def;
      if (type === 'bigint') Object.assign(jsonSchema, { type: 'string', pattern: '^-?(0|[1-9][0-9]*)$', description: 'Minor units.' });
      if (type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  });
  return json;
}
