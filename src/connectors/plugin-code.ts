import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { INSTALLATION, RUNS_FROM_SOURCE } from './registry.js';

/** Which of a plugin's two programs. */
export type PluginPart = 'src' | 'simulator';

/** Loads a plugin's program and gives its default export. */
export type ImportPlugin = (id: string, part: PluginPart) => Promise<unknown>;

/** Loads from the installation's `plugins/`: what the build made of it, or the source where sources run as they are. */
export const importInstalled: ImportPlugin = async (id, part) => {
  const file = RUNS_FROM_SOURCE ? join(part, 'index.ts') : join('dist', part, 'index.js');
  const module = (await import(pathToFileURL(join(INSTALLATION, 'plugins', id, file)).href)) as { default?: unknown };
  return module.default;
};
