import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types of the gateway's resolvers, from the contract. `npm run codegen` writes them; CI fails when they are stale. */
const config: CodegenConfig = {
  schema: 'schema/graphql/*.graphql',
  generates: {
    'src/platform/graphql/generated/schema.ts': {
      plugins: ['typescript'],
      config: {
        enumsAsTypes: true,
        avoidOptionals: { field: true },
        maybeValue: 'T | null',
        inputMaybeValue: 'T | null | undefined',
        skipTypename: false,
        nonOptionalTypename: false,
        useTypeImports: true,
        scalars: {
          ID: 'string',
          DateTime: { input: 'Date', output: 'Date' },
          Date: 'string',
          Period: 'string',
          Decimal: 'string',
          Currency: 'string',
          JSON: 'unknown',
        },
      },
    },
  },
};

export default config;
