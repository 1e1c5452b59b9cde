import { existsSync, readdirSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';

const SCALARS = {
  ID: 'string',
  DateTime: 'string',
  Date: 'string',
  Period: 'string',
  Decimal: 'string',
  Currency: 'string',
  JSON: 'unknown',
};
const TYPES = { enumsAsTypes: true, scalars: SCALARS, useTypeImports: true, defaultScalarType: 'unknown' };

const features = readdirSync('src/features').filter((feature) => existsSync(`src/features/${feature}/${feature}.graphql`));

/**
 * Typed documents of the console: one file per feature, so that a page loads only its own.
 * Run in `web/` with `npm run codegen`; `src/generated/` is committed and CI fails when it is stale.
 */
const config: CodegenConfig = {
  schema: '../schema/graphql/*.graphql',
  generates: {
    'src/generated/schema.ts': { plugins: ['typescript'], config: { ...TYPES, onlyOperationTypes: true } },
    ...Object.fromEntries(
      features.map((feature) => [
        `src/generated/${feature}.ts`,
        {
          documents: `src/features/${feature}/${feature}.graphql`,
          plugins: [{ add: { content: "import type * as Schema from './schema.js';" } }, 'typescript-operations', 'typed-document-node'],
          config: { ...TYPES, namespacedImportName: 'Schema', documentMode: 'string', skipTypename: true, dedupeFragments: true },
        },
      ]),
    ),
  },
};

export default config;
