/**
 * Lets Node run the TypeScript sources as they are: `node --import ./scripts/typescript.mjs src/main.ts serve`.
 * For development and for tests that start the real process; what is installed and measured is the build in `dist/`.
 */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
process.setSourceMapsEnabled(true);
