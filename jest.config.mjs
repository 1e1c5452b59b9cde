import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

/** One project per kind of test; `npm test` runs them by name. */
const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^@interline/demo$': '<rootDir>/demo/index.ts',
    '^@interline/sdk$': '<rootDir>/sdk/connector/index.ts',
    '^@interline/sdk/(canonical|host|simulator|testkit)$': '<rootDir>/sdk/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/dist/'],
  ...more,
});

export default {
  // A database server starts, a browser opens, on a machine that may be busy; a test that hangs still ends.
  testTimeout: 120_000,
  testSequencer: '<rootDir>/test/longest-first.cjs',
  projects: [
    project('unit', ['<rootDir>/{src,sdk,plugins,demo,scripts}/**/*.spec.ts']),
    project('integration', ['<rootDir>/src/**/*.int-spec.ts', '<rootDir>/demo/**/*.int-spec.ts']),
    project('contract', ['<rootDir>/plugins/**/*.contract-spec.ts', '<rootDir>/sdk/**/*.contract-spec.ts']),
    project('scenario', ['<rootDir>/test/scenario/**/*.scenario-spec.ts']),
    project('security', ['<rootDir>/test/security/**/*.security-spec.ts']),
    project('browser', ['<rootDir>/test/browser/**/*.browser-spec.ts']),
    '<rootDir>/web/jest.config.mjs',
  ],
};
