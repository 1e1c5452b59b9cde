import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Manifest } from '../connector/manifest.js';
import { ManifestText, meaningProblems, schemaProblems, type ManifestProblem } from './manifest-text.js';

/** What stands in a plugin's folder, without its code. */
export interface PluginFolder {
  /** The folder's name. */
  id: string;
  /** Null when it has problems. */
  manifest: Manifest | null;
  /** SVG text. */
  logo: string | null;
  problems: ManifestProblem[];
}

const MAX_LOGO = 64 * 1024;

/**
 * Reads what a plugin says of itself and checks that what it must have is there. Loads none of its code.
 * @param shownAs how problems name the folder; default `plugins/<id>`
 */
export function readPluginFolder(folder: string, shownAs = `plugins/${basename(folder)}`): PluginFolder {
  const id = basename(folder);
  const problems: ManifestProblem[] = [];
  const report = (file: string, message: string): void => void problems.push({ file: `${shownAs}/${file}`, line: 1, column: 1, message });

  const manifest = readManifest(folder, shownAs, problems);
  const logo = readText(join(folder, 'logo.svg'));
  if (logo === null) report('logo.svg', 'there is no logo');
  else checkLogo(logo, (message) => report('logo.svg', message));
  if ((readText(join(folder, 'README.md')) ?? '').trim().length < 100)
    report('README.md', 'there is no README that says what the plugin reads and how to connect it');
  if (!hasFixtures(join(folder, 'fixtures'))) report('fixtures', 'there are no fixtures: at least one sample of what the vendor sends');
  if (!hasCode(folder, 'src')) report('src/index.ts', 'there is no code');
  if (manifest?.simulator && !hasCode(folder, 'simulator')) report('simulator/index.ts', 'the manifest says that there is a simulator');
  if (manifest) checkPackage(folder, manifest, (message) => report('package.json', message));
  return { id, manifest: problems.length > 0 ? null : manifest, logo, problems };
}

function readManifest(folder: string, shownAs: string, problems: ManifestProblem[]): Manifest | null {
  const source = readText(join(folder, 'manifest.yaml'));
  const text = new ManifestText(`${shownAs}/manifest.yaml`, source ?? '');
  if (source === null) {
    problems.push(text.problem([], 'there is no manifest'));
    return null;
  }
  const syntax = text.syntaxProblems();
  if (syntax.length > 0) {
    problems.push(...syntax);
    return null;
  }
  let value: unknown;
  try {
    value = text.value();
  } catch (error) {
    problems.push(text.problem([], (error as Error).message));
    return null;
  }
  const broken = schemaProblems(text, value);
  const found = broken.length > 0 ? broken : meaningProblems(text, value as Manifest);
  const manifest = value as Manifest;
  if (broken.length === 0 && manifest.id !== basename(folder))
    found.push(text.problem(['id'], `the id is not the folder's name, ${basename(folder)}`));
  problems.push(...found);
  return found.length > 0 ? null : manifest;
}

/** The console shows logos: nothing in one may run, load or link. */
function checkLogo(svg: string, report: (message: string) => void): void {
  if (!/^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s>]/.test(svg)) report('the logo is no SVG');
  if (Buffer.byteLength(svg) > MAX_LOGO) report(`the logo is larger than ${MAX_LOGO / 1024} KiB`);
  const active =
    /<\s*(script|foreignObject|iframe|image|use|a|style|animate\w*|set)\b|\son\w+\s*=|(href|src)\s*=|javascript:|<!ENTITY|url\s*\(\s*["']?(?!#)/i.exec(
      svg,
    );
  if (active) report(`the logo may not contain ${active[0].trim()}`);
}

function checkPackage(folder: string, manifest: Manifest, report: (message: string) => void): void {
  const text = readText(join(folder, 'package.json'));
  if (text === null) return report('there is no package.json');
  try {
    const { version } = JSON.parse(text) as { version?: unknown };
    if (version !== manifest.version) report(`its version ${String(version)} is not the manifest's, ${manifest.version}`);
  } catch {
    report('it is no JSON');
  }
}

const hasCode = (folder: string, part: string): boolean =>
  existsSync(join(folder, part, 'index.ts')) || existsSync(join(folder, 'dist', part, 'index.js'));

function hasFixtures(folder: string): boolean {
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true, withFileTypes: true }).some(
      (entry) => entry.isFile() && statSync(join(entry.parentPath, entry.name)).size > 0,
    )
  );
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
