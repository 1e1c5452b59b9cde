import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problemText, readPluginFolder } from '@interline/sdk/host';
import type { ConnectorEntry } from './connector-entry.js';

/** The folder that holds `plugins/`: two above this file, in the sources and in the build alike. */
export const INSTALLATION = fileURLToPath(new URL('../../', import.meta.url));

/** True when the sources run as they are: in development and under test. */
export const RUNS_FROM_SOURCE = import.meta.url.endsWith('.ts');

/** Reads all plugins of a folder. A broken one is listed with what is wrong with it and touches no other. */
export function scanPlugins(plugins: string): ConnectorEntry[] {
  if (!existsSync(plugins)) return [];
  return readdirSync(plugins, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isPlugin(join(plugins, entry.name)))
    .map((entry) => entryOf(join(plugins, entry.name)))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** What a deleted plugin may leave behind, such as its `dist`, is none. */
function isPlugin(folder: string): boolean {
  return ['manifest.yaml', 'src', 'package.json'].some((part) => existsSync(join(folder, part)));
}

function entryOf(folder: string): ConnectorEntry {
  const { id, manifest, logo, problems } = readPluginFolder(folder);
  return { id, manifest, logo: manifest ? logo : null, problem: problems.length > 0 ? problems.map(problemText).join('\n') : null };
}

/**
 * The plugins that are installed. The build has written down what they say of themselves, so that a start reads no YAML; from the sources
 * they are read afresh each time, so that an author sees an edit at once.
 */
export async function readRegistry(): Promise<ConnectorEntry[]> {
  if (RUNS_FROM_SOURCE) return scanPlugins(join(INSTALLATION, 'plugins'));
  const { registry } = (await import(new URL('./registry.generated.js', import.meta.url).href)) as { registry: ConnectorEntry[] };
  return registry;
}

/** The text of `registry.generated.ts`. */
export function registrySource(entries: readonly ConnectorEntry[]): string {
  return `import type { ConnectorEntry } from './connector-entry.js';

/** What the plugins say of themselves. Written by \`npm run registry\`; never committed. */
export const registry: ConnectorEntry[] = ${JSON.stringify(entries, null, 1)};
`;
}
