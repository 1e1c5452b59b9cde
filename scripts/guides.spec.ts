import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { buildSchema, Kind, parse, specifiedRules, validate, type DocumentNode } from 'graphql';

const ROOT = join(import.meta.dirname, '..');
const filesOf = (folder: string, end: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));
const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...filesOf('docs/guides', '.md'), ...filesOf('docs/adr', '.md')];
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The operations a page shows, each as a document of its own: in blocks of GraphQL, and as the query of a request. */
function operationsOf(page: string): DocumentNode[] {
  const text = textOf(page);
  const blocks = [...text.matchAll(/^```graphql\n(.*?)^```/gms)].map(([, block]) => block!);
  const sent = [...text.matchAll(/\{"query":\s*"(.*?)"\s*\}/gs)].map(([, query]) => query!);
  return [...blocks, ...sent].flatMap((source) =>
    parse(source).definitions.map((definition) => ({ kind: Kind.DOCUMENT, definitions: [definition] }) as DocumentNode),
  );
}

it('show no operation the gateway would refuse', () => {
  const schema = buildSchema(filesOf('schema/graphql', '.graphql').map(textOf).join('\n'));
  const shown = PAGES.flatMap((page) => operationsOf(page).map((operation) => ({ page, operation })));
  expect(shown.length).toBeGreaterThan(5);
  for (const { page, operation } of shown)
    expect({ page, problems: validate(schema, operation, specifiedRules).map(({ message }) => message) }).toEqual({ page, problems: [] });
});

it('lead to pages, pictures and headings that are there', () => {
  const anchor = (heading: string): string =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
  for (const page of PAGES) {
    for (const [, target] of textOf(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target!)) continue;
      const [path, heading] = target!.split('#') as [string, string?];
      const to = path === '' ? page : join(dirname(page), path);
      const isThere = existsSync(join(ROOT, to));
      const headings = heading !== undefined && isThere ? [...textOf(to).matchAll(/^#+ (.+)$/gm)].map(([, text]) => anchor(text!)) : [];
      expect({ page, target, isThere: isThere && (heading === undefined || headings.includes(heading)) }).toEqual({
        page,
        target,
        isThere: true,
      });
    }
  }
});
