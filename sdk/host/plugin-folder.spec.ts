import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { problemText } from './manifest-text.js';
import { readPluginFolder } from './plugin-folder.js';

const MANIFEST = `# a sample
manifest: 1
id: sample
version: 1.0.0
sdk: '1'
name: { zh-CN: 示例, en: Sample }
description: { zh-CN: 示例, en: Sample }
category: example
auth:
  kind: api_key
  credentials:
    type: object
    required: [key]
    properties:
      key: { type: string, secret: true, minLength: 8 }
  codec: { name: header, header: X-Key, secret: key }
config:
  type: object
  properties: {}
environments:
  production:
    title: { zh-CN: 正式, en: Production }
    baseUrl: https://api.example.com/v1
    hosts: [api.example.com]
budget: { requestsPerSecond: 10, concurrency: 2, timeoutSeconds: 10, maxResponseBytes: 1000000 }
timeOffset: '+08:00'
streams:
  members:
    kind: people
    title: { zh-CN: 成员, en: Members }
    window: { maxDays: 31, overlapMinutes: 0 }
    everyMinutes: 60
    deletion: never
`;

const FILES: Record<string, string> = {
  'manifest.yaml': MANIFEST,
  'package.json': '{"version":"1.0.0"}',
  'README.md': 'Reads members. '.repeat(10),
  'logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1v1z" fill="#123"/></svg>',
  'fixtures/member.json': '{}',
  'src/index.ts': 'export default {};',
};

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(dirname(folder), { recursive: true })));

/** A plugin's folder with some files changed; null takes one away. */
function folder(changes: Record<string, string | null> = {}): string {
  const path = join(mkdtempSync(join(tmpdir(), 'plugin-')), 'sample');
  folders.push(path);
  for (const [file, text] of Object.entries({ ...FILES, ...changes })) {
    if (text === null) continue;
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  }
  return path;
}

const problems = (changes: Record<string, string | null>): string[] => readPluginFolder(folder(changes)).problems.map(problemText);
const manifest = (from: string | RegExp, to: string): Record<string, string> => ({ 'manifest.yaml': MANIFEST.replace(from, to) });

describe("a plugin's folder", () => {
  it('is read without its code', () => {
    const { id, manifest: read, logo, problems: none } = readPluginFolder(folder());
    expect(none).toEqual([]);
    expect({ id, version: read!.version, logo }).toEqual({ id: 'sample', version: '1.0.0', logo: FILES['logo.svg'] });
  });

  it.each<[string, Record<string, string | null>, string]>([
    ['broken YAML', manifest('sdk:', '  sdk:'), 'plugins/sample/manifest.yaml:4:10: Nested mappings'],
    ['a key that stands twice', manifest("sdk: '1'", "sdk: '1'\nid: other"), 'plugins/sample/manifest.yaml:6:1: '],
    [
      'an unknown word',
      manifest('deletion: never', 'deletion: never\n    polling: 5'),
      'plugins/sample/manifest.yaml:34:5: members: polling is not a word of the manifest',
    ],
    ['a missing word', manifest(/\n {4}everyMinutes: 60/, ''), 'plugins/sample/manifest.yaml:29:5: members: everyMinutes is missing'],
    ['a wrong value', manifest('kind: people', 'kind: persons'), 'plugins/sample/manifest.yaml:29:11: kind must be one of departments,'],
    ['a wrong version of the format', manifest('manifest: 1', 'manifest: 2'), 'plugins/sample/manifest.yaml:2:11: manifest must be 1'],
    ['a number out of range', manifest('concurrency: 2', 'concurrency: 0'), 'plugins/sample/manifest.yaml:25:47: concurrency must be >= 1'],
    ['an address without encryption', manifest('https://api', 'http://api'), 'plugins/sample/manifest.yaml:23:14: baseUrl must look like'],
    [
      'a private address among the hosts',
      manifest('[api.example.com]', '[api.example.com, 10.0.0.1]'),
      'plugins/sample/manifest.yaml:24:30: 1 must look like',
    ],
    [
      'a base URL outside of the hosts',
      manifest('[api.example.com]', '[www.example.com]'),
      'plugins/sample/manifest.yaml:24:12: the host of the base URL',
    ],
    [
      'a service outside of the hosts',
      manifest('hosts: [api', 'services: { ids: https://ids.example.com }\n    hosts: [api'),
      'plugins/sample/manifest.yaml:25:12: the host of the service ids',
    ],
    [
      'a service that only one environment has',
      manifest(
        '    hosts: [api.example.com]',
        '    services: { ids: https://api.example.com/ids }\n    hosts: [api.example.com]\n  test:\n    title: { zh-CN: 测试, en: Test }\n    baseUrl: https://api.example.com\n    hosts: [api.example.com]',
      ),
      'plugins/sample/manifest.yaml:27:5: service ids of another environment is missing here',
    ],
    [
      'a way into the vendor nobody knows',
      manifest('streams:', 'entry: { targets: [watch] }\nstreams:'),
      'plugins/sample/manifest.yaml:27:20: 0 must be one of pc, h5',
    ],
    ['a wildcard over everything', manifest('[api.example.com]', "[api.example.com, '*.com']"), 'plugins/sample/manifest.yaml:24:30: '],
    [
      'the reserved environment',
      manifest('  production:', '  simulator:'),
      'plugins/sample/manifest.yaml:21:3: simulator cannot be a name here',
    ],
    [
      'a setting that is required but not described',
      manifest('required: [key]', 'required: [key, id]'),
      'plugins/sample/manifest.yaml:13:21: id is required but not described',
    ],
    ['a setting that is no JSON Schema', manifest('minLength: 8', 'minLength: eight'), 'plugins/sample/manifest.yaml:15:12: key: '],
    [
      'a codec with a credential nobody has',
      manifest('secret: key }', 'secret: token }'),
      'plugins/sample/manifest.yaml:16:49: token is not one of the credentials',
    ],
    [
      "another id than the folder's name",
      manifest('id: sample', 'id: other'),
      "plugins/sample/manifest.yaml:3:5: the id is not the folder's name, sample",
    ],
    ['no manifest', { 'manifest.yaml': null }, 'plugins/sample/manifest.yaml:1:1: there is no manifest'],
    ['an empty manifest', { 'manifest.yaml': '' }, 'plugins/sample/manifest.yaml:1:1: '],
    ['no logo', { 'logo.svg': null }, 'plugins/sample/logo.svg:1:1: there is no logo'],
    [
      'a logo that runs code',
      { 'logo.svg': '<svg onload="alert(1)"></svg>' },
      'plugins/sample/logo.svg:1:1: the logo may not contain onload=',
    ],
    [
      'a logo with a script',
      { 'logo.svg': '<svg><script>1</script></svg>' },
      'plugins/sample/logo.svg:1:1: the logo may not contain <script',
    ],
    [
      'a logo that loads something',
      { 'logo.svg': '<svg><rect fill="url(https://x)"/></svg>' },
      'plugins/sample/logo.svg:1:1: the logo may not contain url(',
    ],
    ['no README', { 'README.md': '# Sample' }, 'plugins/sample/README.md:1:1: there is no README'],
    ['no fixtures', { 'fixtures/member.json': null }, 'plugins/sample/fixtures:1:1: there are no fixtures'],
    ['no code', { 'src/index.ts': null }, 'plugins/sample/src/index.ts:1:1: there is no code'],
    ['a simulator that is not there', manifest('sdk:', 'simulator: true\nsdk:'), 'plugins/sample/simulator/index.ts:1:1: '],
    [
      'two versions',
      { 'package.json': '{"version":"1.0.1"}' },
      "plugins/sample/package.json:1:1: its version 1.0.1 is not the manifest's, 1.0.0",
    ],
  ])('names %s with its place', (_, changes, expected) => {
    const found = problems(changes);
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining(expected)]));
    expect(readPluginFolder(folders.at(-1)!).manifest).toBeNull();
  });

  it('names every problem at once', () => {
    expect(problems({ ...manifest('kind: people', 'kind: persons'), 'logo.svg': null, 'README.md': null })).toHaveLength(3);
  });

  it('follows anchors of the manifest', () => {
    const aliased = MANIFEST.replace(
      'deletion: never',
      'deletion: never\n    personal: &p\n      - { path: /name, class: nickname }',
    ).concat(
      '  others:\n    kind: people\n    title: { zh-CN: 成员, en: Members }\n    window: { maxDays: 31, overlapMinutes: 0 }\n    everyMinutes: 60\n    deletion: never\n    personal: *p\n',
    );
    expect(problems({ 'manifest.yaml': aliased })).toEqual([
      expect.stringMatching(/^plugins\/sample\/manifest\.yaml:35:31: class must be one of name, /),
    ]);
  });

  it('does not fall for aliases that blow up', () => {
    const bomb = `${'abcdefghi'
      .split('')
      .map(
        (name, at) =>
          `${name}: &${name} [${
            at === 0
              ? 'x'
              : Array(9)
                  .fill(`*${'abcdefghi'[at - 1]}`)
                  .join(',')
          }]`,
      )
      .join('\n')}\n`;
    expect(problems({ 'manifest.yaml': bomb }).length).toBeGreaterThan(0);
  });
});
