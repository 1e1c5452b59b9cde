import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/generated/**',
      '**/*.generated.ts',
      'coverage/**',
      '.interline/**',
      '**/*.cjs',
      '**/*.mjs',
    ],
  },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } },
      ],
      'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['warn', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Nest reads constructor types at run time: a class that is injected must not be a type-only import.
    files: ['src/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'off',
      'no-restricted-imports': [
        'error',
        {
          name: '@nestjs/graphql',
          importNames: ['Parent'],
          message: 'A field resolver takes (parent, args, context, info) without decorators: Nest then calls it as it is (ADR 0002).',
        },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.spec.tsx', '**/*.int-spec.ts', '**/*.contract-spec.ts', 'test/**', 'bench/**'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off', 'no-console': 'off' },
  },
  {
    // A migration is one long text of SQL.
    files: ['src/platform/database/migrations/**'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': 'off' },
  },
  {
    files: ['src/cli/**', 'scripts/**', 'sdk/testkit/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // What the build tools and the plugin host load is a default export by their contracts.
    files: ['plugins/*/src/index.ts', 'plugins/*/simulator/index.ts', '*.config.ts', 'codegen.ts', 'ormconfig.ts', 'web/**', 'demo/**'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['plugins/*/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.contract-spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(node:)?(fs|net|http|https|http2|tls|dns|dgram|child_process|cluster|worker_threads|vm|process|module)(/.*)?$',
              message: 'A plugin reaches the world only through its context.',
            },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'fetch', 'WebSocket', 'XMLHttpRequest', 'eval', 'require'],
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression', message: 'A plugin imports nothing at run time.' },
        { selector: "NewExpression[callee.name='Function']", message: 'A plugin builds no code from text.' },
      ],
    },
  },
);
