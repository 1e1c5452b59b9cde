/** Writes src/connectors/registry.generated.ts: what the plugins here say of themselves, for a start that reads no YAML. `npm run registry`. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { registrySource, scanPlugins } from '../src/connectors/registry.js';

const root = join(import.meta.dirname, '..');
const file = join(root, 'src', 'connectors', 'registry.generated.ts');
const entries = scanPlugins(join(root, 'plugins'));
const source = registrySource(entries);
// whole or not at all: another build may read it
writeFileSync(`${file}.${process.pid}.tmp`, source);
renameSync(`${file}.${process.pid}.tmp`, file);
for (const { problem } of entries) if (problem !== null) console.error(problem);
console.log(`registry: ${entries.length} plugins, ${entries.filter(({ problem }) => problem !== null).length} unusable`);
