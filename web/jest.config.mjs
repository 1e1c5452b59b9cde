import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('../.swcrc', import.meta.url), 'utf8'));

/** The console's unit tests: pure ones in Node, those of components (`.spec.tsx`) in jsdom. */
const project = (displayName, testMatch, testEnvironment, more = {}) => ({
  displayName,
  rootDir: new URL('.', import.meta.url).pathname,
  testMatch,
  testEnvironment,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      { ...swc, jsc: { ...swc.jsc, parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } } },
    ],
  },
  moduleNameMapper: { '\\.css$': '<rootDir>/css-names.cjs', '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  ...more,
});

export default {
  projects: [
    project('web', ['<rootDir>/src/**/*.spec.ts'], 'node'),
    project('web-dom', ['<rootDir>/src/**/*.spec.tsx'], 'jsdom', { setupFiles: ['<rootDir>/dom-setup.mjs'] }),
  ],
};
