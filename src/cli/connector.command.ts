import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { problemText, readPluginFolder } from '@interline/sdk/host';
import { certify, Lab, NOW, type Result } from '@interline/sdk/testkit';
import { connectorErrors, ConnectorCatalogue, INSTALLATION } from '../connectors/index.js';
import { InterlineError, kernelErrors } from '../kernel/index.js';
import type { Cli } from './cli.types.js';
import { readConnector, type ReadChoice } from './connector.read.js';

/** What `connector run` was asked for. */
export type RunChoice = ReadChoice;

/** Something that was checked does not hold. */
const FAILED = 1;

/** `interline connector list` */
export async function listConnectors(cli: Cli): Promise<void> {
  const catalogue = await ConnectorCatalogue.open();
  for (const { id, manifest, problem } of catalogue.list()) {
    if (manifest)
      cli.print(
        `${id.padEnd(20)} ${manifest.version.padEnd(8)} ${manifest.category.padEnd(12)} ${Object.keys(manifest.streams).join(', ')}`,
      );
    else cli.print(`${id.padEnd(20)} unusable\n${(problem ?? '').replace(/^/gm, '  ')}`);
  }
}

/** `interline connector validate [folder]` */
export async function validateConnectors(cli: Cli, folder: string | undefined): Promise<void> {
  const plugins = join(INSTALLATION, 'plugins');
  const catalogue = await ConnectorCatalogue.open();
  const folders = folder === undefined ? catalogue.list().map(({ id }) => join(plugins, id)) : [resolve(folder)];
  let failed = false;
  for (const path of folders) {
    if (!existsSync(path)) throw kernelErrors.NOT_FOUND(`there is no folder ${path}`);
    const shown = relative(process.cwd(), path) || '.';
    const { id, manifest, problems } = readPluginFolder(path, shown);
    const found = problems.map(problemText);
    // Code can only be loaded where the installation looks for it.
    if (manifest && path === join(plugins, id) && catalogue.get(id)) found.push(...(await codeProblems(catalogue, id)));
    for (const problem of found) cli.print(problem);
    if (found.length === 0) cli.print(`${shown}: in order`);
    failed ||= found.length > 0;
  }
  if (failed) cli.exit(FAILED);
}

async function codeProblems(catalogue: ConnectorCatalogue, id: string): Promise<string[]> {
  try {
    await catalogue.load(id);
    await catalogue.simulator(id);
    return [];
  } catch (error) {
    if (error instanceof InterlineError) return [error.message];
    throw error;
  }
}

/** `interline connector run <plugin>` */
export async function runConnector(cli: Cli, plugin: string, choice: RunChoice): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  if (!(await readConnector(plugin, choice, (line) => cli.print(line), say))) cli.exit(FAILED);
}

const MARKS: Readonly<Record<Result['outcome'], string>> = { holds: '✓', fails: '✗', bypassed: '-', not_here: '·' };

/** `interline connector certify <plugin>` */
export async function certifyConnector(cli: Cli, plugin: string): Promise<void> {
  const catalogue = await ConnectorCatalogue.open();
  const connector = await catalogue.load(plugin);
  const simulator = await catalogue.simulator(plugin);
  if (!simulator) throw connectorErrors.CONNECTOR_ENVIRONMENT(`${plugin} has no simulator to be examined against`);
  const lab = await Lab.start({ manifest: catalogue.manifest(plugin), connector, simulator, now: NOW });
  let stream = '';
  try {
    const results = await certify(lab, {}, (result) => {
      if (result.stream !== stream) cli.print(`\nstream ${(stream = result.stream)}`);
      cli.print(
        `${MARKS[result.outcome]} ${result.check.title}${result.reason ? `\n    ${result.reason.replaceAll('\n', '\n    ')}` : ''}`,
      );
    });
    const count = (outcome: Result['outcome']): number => results.filter((result) => result.outcome === outcome).length;
    cli.print(`\n${count('holds')} hold, ${count('fails')} fail, ${count('not_here')} say nothing about this connector`);
    if (count('fails') > 0) cli.exit(FAILED);
  } finally {
    await lab.close();
  }
}

/** `interline connector new <id>` @param plugins where it is put */
export async function newConnector(cli: Cli, id: string, plugins = join(INSTALLATION, 'plugins')): Promise<void> {
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(id))
    throw kernelErrors.BAD_INPUT('a plugin is named with 2 to 40 lower-case letters, digits and dashes');
  const folder = join(plugins, id);
  if (existsSync(folder)) throw kernelErrors.CONFLICT(`${folder} is there already`);
  const template = join(INSTALLATION, 'plugins', '_template');
  // The template's own tests of the suite stay where they are.
  await cp(template, folder, {
    recursive: true,
    filter: (path) => !/[\\/](dist|node_modules)([\\/]|$)|sabotage\.contract-spec\.ts$/.test(path.slice(template.length)),
  });
  await rename(join(folder, 'template.contract-spec.ts'), join(folder, `${id}.contract-spec.ts`));
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.(yaml|json|md|ts)$/.test(entry.name)) continue;
    const text = await readFile(file, 'utf8');
    const renamed = text
      .replaceAll('plugin-template', `plugin-${id}`)
      .replaceAll('plugins/_template', `plugins/${id}`)
      .replaceAll('template.contract-spec', `${id}.contract-spec`)
      .replace(/"description": "A connector to copy.*"/, `"description": "The connector of ${id}."`)
      .replace(/^id: _template$/m, `id: ${id}`);
    if (renamed !== text) await writeFile(file, renamed);
  }
  cli.print(
    `${relative(process.cwd(), folder)} is ready. What to change is marked in manifest.yaml; docs/guides/add-a-vendor.md goes through it step by step.`,
  );
}
