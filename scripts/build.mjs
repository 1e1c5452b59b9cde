// Compiles what runs: sdk, plugins with their simulators, demo and server; all in one process, and only files that changed.
//   node scripts/build.mjs            everything
//   node scripts/build.mjs sdk src    only these folders
//   node scripts/build.mjs registry   only the list of plugins
// Types are checked by `npm run typecheck`; the console is built by its own workspace.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transform } from '@swc/core';

const root = join(import.meta.dirname, '..');
const swc = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
// a new compiler or new rules make everything stale
const rules = ['.swcrc', 'scripts/build.mjs', 'node_modules/@swc/core/package.json'];
const rulesChanged = Math.max(...rules.map((file) => statSync(join(root, file)).mtimeMs));

/** Folders with what is compiled inside them, and where it goes. Depths stay as they are: files find schemas and manifests relative to themselves. */
function targets() {
  const plugins = readdirSync(join(root, 'plugins'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [
    { name: 'sdk', from: 'sdk', to: 'sdk/dist' },
    ...plugins.map(({ name }) => ({ name: 'plugins', from: join('plugins', name), to: join('plugins', name, 'dist') })),
    { name: 'demo', from: 'demo', to: 'demo/dist' },
    { name: 'src', from: 'src', to: 'dist' },
  ];
}

/** Relative paths of files below a folder that pass a test. */
function files(folder, wanted) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => wanted(path.replaceAll('\\', '/')));
}

const isSource = (path) =>
  path.endsWith('.ts') && !/(^|\/)(dist|node_modules|fixtures)\//.test(path) && !/\.d\.ts$|\.fixture\.ts$|\.([a-z]+-)?spec\.ts$/.test(path);

async function compile(source, output) {
  const { code, map } = await transform(readFileSync(source, 'utf8'), {
    ...swc,
    filename: source,
    sourceMaps: true,
    swcrc: false,
    configFile: false,
  });
  mkdirSync(dirname(output), { recursive: true });
  write(`${output}.map`, map);
  write(output, `${code}\n//# sourceMappingURL=${output.split('/').at(-1)}.map\n`);
}

/** Writes a file whole or not at all: whoever starts the program meanwhile, or builds it too, finds the old one or the new one. */
function write(path, text) {
  const beside = `${path}.${process.pid}.tmp`;
  writeFileSync(beside, text);
  renameSync(beside, path);
}

/** Builds one target. @returns how many files were compiled */
async function build({ from, to }) {
  const sources = files(join(root, from), isSource);
  const wanted = new Set(sources.map((path) => path.replace(/\.ts$/, '.js')));
  for (const old of files(join(root, to), (path) => /\.js(\.map)?$/.test(path))) {
    if (!wanted.has(old.replace(/\.map$/, ''))) rmSync(join(root, to, old));
  }
  const stale = sources.filter((path) => {
    const output = join(root, to, path.replace(/\.ts$/, '.js'));
    return !existsSync(output) || statSync(output).mtimeMs < Math.max(statSync(join(root, from, path)).mtimeMs, rulesChanged);
  });
  await Promise.all(stale.map((path) => compile(join(root, from, path), join(root, to, path.replace(/\.ts$/, '.js')))));
  return stale.length;
}

/** The list of plugins is a source the build writes itself, when what they say of themselves is newer. */
function writeRegistry() {
  const list = join(root, 'src/connectors/registry.generated.ts');
  const plugins = readdirSync(join(root, 'plugins'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const read = plugins.flatMap(({ name }) =>
    ['manifest.yaml', 'package.json', 'README.md', 'logo.svg', 'fixtures', 'src', 'simulator'].map((file) =>
      join(root, 'plugins', name, file),
    ),
  );
  const times = [join(root, 'plugins'), join(root, 'schema/manifest.v1.json'), ...read]
    .filter(existsSync)
    .map((file) => statSync(file).mtimeMs);
  if (existsSync(list) && statSync(list).mtimeMs >= Math.max(...times)) return;
  const { status } = spawnSync(process.execPath, ['--import', './scripts/typescript.mjs', 'scripts/registry.ts'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

const only = process.argv.slice(2);
const known = ['registry', 'sdk', 'plugins', 'demo', 'src'];
const unknown = only.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`cannot build ${unknown.join(', ')}. Known: ${known.join(', ')}`);
  process.exit(64);
}
const began = performance.now();
if (only.length === 0 || only.includes('src') || only.includes('registry')) writeRegistry();
if (only.join() === 'registry') process.exit(0);
const counts = await Promise.all(
  targets()
    .filter(({ name }) => only.length === 0 || only.includes(name))
    .map(build),
).catch((error) => {
  // swc's message shows the place in the source
  console.error(error.message);
  process.exit(1);
});
const entry = join(root, 'dist/main.js');
if (existsSync(entry)) chmodSync(entry, 0o755);
console.log(`compiled ${counts.reduce((sum, count) => sum + count, 0)} files in ${Math.round(performance.now() - began)} ms`);
