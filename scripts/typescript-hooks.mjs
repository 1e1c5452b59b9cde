import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from '@swc/core';

const root = new URL('../', import.meta.url);
const swc = JSON.parse(readFileSync(new URL('.swcrc', root), 'utf8'));

/** The source of a module that is named by where the build puts it (`x.js` beside it, or the same path under `dist/`); null when it is none of ours. */
function sourceOf(url) {
  if (!url.startsWith(root.href) || !url.endsWith('.js') || url.includes('/node_modules/')) return null;
  const source =
    root.href +
    url
      .slice(root.href.length)
      .replace(/(^|\/)dist\//, '$1')
      .replace(/\.js$/, '.ts');
  return existsSync(fileURLToPath(source)) ? source : null;
}

/** Node follows links only to files that exist; a package of ours that was never built is followed here. */
function throughWorkspaceLink(path) {
  const [, link, rest] = /^(.*[\\/]node_modules[\\/]@interline[\\/][^\\/]+)(.*)$/.exec(path) ?? [];
  return pathToFileURL(link && existsSync(link) ? realpathSync(link) + rest : path).href;
}

/** Asks for `./x.js` and for a package's `dist/x.js` lead to `x.ts`, whether or not they were built. */
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context).catch((error) => {
    const missing = error.url ?? /Cannot find module '([^']+)'/.exec(error.message)?.[1];
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !missing) throw error;
    const url = throughWorkspaceLink(missing.startsWith('file:') ? fileURLToPath(missing) : missing);
    if (!sourceOf(url)) throw error;
    return { url };
  });
  const source = sourceOf(found.url);
  return source ? { url: source, format: 'module', shortCircuit: true } : found;
}

export async function load(url, context, next) {
  if (!url.startsWith(root.href) || !url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(readFileSync(filename, 'utf8'), {
    ...swc,
    filename,
    sourceMaps: 'inline',
    swcrc: false,
    configFile: false,
  });
  return { format: 'module', source: code, shortCircuit: true };
}
