import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Installation, Process, until } from '../installation.js';
import { copyTree } from '../tree.js';

jest.setTimeout(300_000);

const MANIFEST = 'plugins/_noop/manifest.yaml';

describe('npm run dev', () => {
  let home: string;
  let tree: string;
  let installation: Installation;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'interline-dev-'));
    tree = join(home, 'tree');
    await copyTree(tree);
    // A copied lock file is younger than what was installed by it.
    await utimes(join(tree, 'package-lock.json'), 0, 0);
    installation = await Installation.make({}, { tree, dataDir: join(home, 'data') });
  });
  afterAll(async () => {
    await installation.close();
    await rm(home, { recursive: true, force: true });
  });

  it('runs server and console from their sources, and starts the server again with what was changed', async () => {
    const env = { PATH: process.env['PATH'], HOME: home, PORT: '0', INTERLINE_DATA_DIR: installation.dataDir };
    const child = spawn(process.execPath, ['scripts/dev.mjs'], { cwd: tree, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const dev = new Process(child);
    try {
      const url = (await dev.ready())!;
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      // Vite colours its lines.
      const plain = (line: string): string => line.replace(/\u001b\[\d+m/g, '');
      const page = await until('the console', () => dev.text.map((line) => /Local:\s+(http\S+)/.exec(plain(line))?.[1]).find(Boolean));
      expect(await (await fetch(page)).text()).toContain('/@vite/client');

      const starts = dev.lines.filter(({ msg }) => msg === 'ready').length;
      const manifest = await readFile(join(tree, MANIFEST), 'utf8');
      expect(manifest).toContain('Smallest example');
      await writeFile(join(tree, MANIFEST), manifest.replace('Smallest example', 'Changed example'));
      await until('another start', () => dev.lines.filter(({ msg }) => msg === 'ready').length > starts);
      expect(dev.text).toContainEqual(`${MANIFEST.slice('plugins/'.length)} changed, restarting`);
      expect(await readFile(join(tree, 'src/connectors/registry.generated.ts'), 'utf8')).toContain('Changed example');
      const again = dev.lines.findLast(({ msg }) => msg === 'ready')!['url'] as string;
      expect((await fetch(`${again}/health/ready`)).status).toBe(200);
    } finally {
      expect(await dev.stop()).toBe(0);
    }
  });
});
