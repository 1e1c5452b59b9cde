/** Writes schema/canonical.v1.json from the canonical records of the SDK. `npm run schema`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { canonicalSchema } from './canonical-schema.js';

const file = join(import.meta.dirname, '..', 'schema', 'canonical.v1.json');
writeFileSync(file, await format(JSON.stringify(canonicalSchema()), { ...(await resolveConfig(file)), filepath: file }));
