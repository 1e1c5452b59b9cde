import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { INSTALLATION } from './registry.js';

const folder = join(INSTALLATION, 'plugins');
const plugins = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'src')))
  .map(({ name }) => name);

/** TypeScript files below a folder. */
function sources(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        /\.tsx?$/.test(entry.name) &&
        !entry.name.endsWith('.generated.ts') &&
        !/[\\/](dist|node_modules|generated)([\\/]|$)/.test(entry.parentPath),
    )
    .map((entry) => join(entry.parentPath, entry.name));
}

const isTest = (file: string): boolean => /\.((int|contract|scenario)-)?spec\.tsx?$|\.fixture\.ts$/.test(file);
const GLOBALS = new Set([
  'process',
  'fetch',
  'WebSocket',
  'XMLHttpRequest',
  'EventSource',
  'eval',
  'Function',
  'require',
  'globalThis',
  'global',
  'Worker',
  'SharedArrayBuffer',
]);

/** What a source reaches beyond itself: modules it imports, and globals that would let it out. */
function reaches(file: string): { modules: string[]; globals: string[] } {
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const modules: string[] = [];
  const globals: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
      modules.push(node.moduleSpecifier.text);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      modules.push(`import(${node.arguments[0]?.getText() ?? ''})`);
    if (ts.isImportTypeNode(node)) modules.push(node.argument.getText().slice(1, -1));
    if (ts.isIdentifier(node) && GLOBALS.has(node.text) && isReference(node)) globals.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { modules, globals };
}

/** Not the name of a property, a parameter or a key. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !(
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isTypeReferenceNode(parent) ||
    ts.isBindingElement(parent) ||
    ts.isParameter(parent)
  );
}

/** Modules of the platform that compute and reach nothing. */
const PURE = new Set(['node:crypto', 'node:buffer', 'node:util', 'node:zlib']);

describe.each(plugins)('plugin %s', (id) => {
  it('reaches the world only through its context', () => {
    const found = sources(join(folder, id, 'src'))
      .filter((file) => !isTest(file))
      .flatMap((file) => {
        const { modules, globals } = reaches(file);
        const inside = (name: string): boolean =>
          /^\.\.?\//.test(name) && !relative(join(folder, id, 'src'), join(file, '..', name)).startsWith('..');
        const foreign = modules.filter((name) => name !== '@interline/sdk' && !PURE.has(name) && !inside(name));
        return [...foreign, ...globals].map((what) => `${relative(INSTALLATION, file)}: ${what}`);
      });
    expect(found).toEqual([]);
  });

  it('has a simulator that judges alone', () => {
    const found = sources(join(folder, id, 'simulator'))
      .filter((file) => !isTest(file))
      .flatMap((file) => {
        const inside = (name: string): boolean =>
          /^\.\.?\//.test(name) && !relative(join(folder, id, 'simulator'), join(file, '..', name)).startsWith('..');
        return reaches(file)
          .modules.filter((name) => name !== '@interline/sdk/simulator' && !/^(node:|fastify$)/.test(name) && !inside(name))
          .map((name) => `${relative(INSTALLATION, file)}: ${name}`);
      });
    expect(found).toEqual([]);
  });
});

describe('the server', () => {
  const vendors = plugins.filter((id) => !id.startsWith('_'));

  it('names no vendor: a vendor lives in its folder and nowhere else', () => {
    const words = vendors.map((id) => new RegExp(`(?<![a-z])${id}(?![a-z])`, 'i'));
    const named = sources(join(INSTALLATION, 'src')).filter((file) => words.some((word) => word.test(readFileSync(file, 'utf8'))));
    expect(named.map((file) => relative(INSTALLATION, file))).toEqual([]);
  });
});
