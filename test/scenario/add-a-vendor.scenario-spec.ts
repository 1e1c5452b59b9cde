import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Installation } from '../installation.js';
import { copyTree, ROOT, runIn } from '../tree.js';
import { Company, fen, inWords } from './company.js';
import { follow, stepsOf, type Ran, type Step } from './guide.js';
import { Vendor } from './vendor.js';

jest.setTimeout(300_000);

const GUIDE = join(ROOT, 'docs/guides/add-a-vendor.md');
const DAY = 86_400_000;

describe('a vendor that is added as docs/guides/add-a-vendor.md says', () => {
  let home: string;
  let tree: string;
  let steps: Step[];
  let ran: Ran[];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'interline-guide-'));
    tree = join(home, 'tree');
    await copyTree(tree);
    for (const words of [
      ['init', '--quiet'],
      ['add', '--all'],
      ['-c', 'user.name=nobody', '-c', 'user.email=nobody@example.com', 'commit', '--quiet', '--message', 'before'],
    ])
      expect(git(...words)).toEqual({ status: 0, out: '' });
    const outside = join(home, 'home');
    await mkdir(outside);
    // Every command ends with 0 and shows what the guide shows, or this throws with the guide's line.
    steps = stepsOf(await readFile(GUIDE, 'utf8'));
    ran = await follow(tree, outside, steps);
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  const git = (...words: string[]): { status: number | null; out: string } => {
    const { status, stdout } = spawnSync('git', words, { cwd: tree, encoding: 'utf8' });
    return { status, out: stdout };
  };
  const saidBy = (words: string): string => ran.find(({ command }) => command.includes(words))!.said;

  it('changes nothing outside its folder', async () => {
    const changed = git('status', '--porcelain', '--untracked-files=all').out.trimEnd().split('\n');
    expect(changed.filter((line) => !line.startsWith('?? plugins/inkwell/'))).toEqual([]);
    expect(changed).toContain('?? plugins/inkwell/REFERENCE.md');
    // npm's lock file would need a line for each workspace.
    const { workspaces } = JSON.parse(await readFile(join(tree, 'package.json'), 'utf8')) as { workspaces: string[] };
    expect(workspaces.filter((path) => path.startsWith('plugins'))).toEqual([]);
  });

  it('stands as the guide shows it: the formatter had nothing to do', async () => {
    const files = steps.flatMap((step) => ('file' in step ? [step] : []));
    expect(files.length).toBeGreaterThan(10);
    for (const { file, text } of files) expect({ file, text: await readFile(join(tree, file), 'utf8') }).toEqual({ file, text });
  });

  it('gives canonical records that name each other', () => {
    const records = saidBy('connector run')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { stream: string; externalId: string; canonical: Record<string, unknown> });
    const of = (stream: string): typeof records => records.filter((record) => record.stream === stream);
    expect(of('orders')).toHaveLength(50);
    const bills = new Set(of('bills').map(({ externalId }) => externalId));
    const orders = new Set(of('orders').map(({ externalId }) => externalId));
    expect(of('bill_lines').length).toBeGreaterThan(10);
    for (const { canonical } of of('bill_lines')) {
      expect(bills).toContain(canonical['statementExternalId']);
      expect(orders).toContain(canonical['orderExternalId']);
      expect(canonical['amount']).toMatch(/^-?\d+$/);
    }
  });

  it('holds the contract suite, in each stream', () => {
    const list = saidBy('connector certify');
    expect(list).not.toContain('✗');
    for (const stream of ['orders', 'bills', 'bill_lines']) expect(list).toContain(`stream ${stream}\n✓`);
  });

  it('passes the compiler, too', async () => {
    const project = join(tree, 'tsconfig.vendor.json');
    await writeFile(project, JSON.stringify({ extends: './tsconfig.json', include: ['plugins/inkwell'], exclude: ['**/dist'] }));
    expect(await runIn(tree, ['node_modules/typescript/bin/tsc', '-p', project, '--noEmit'])).toBe('');
  });

  it('is one a company can connect: orders and bills arrive to the cent', async () => {
    const installation = await Installation.make({}, { tree, dataDir: join(home, 'data') });
    try {
      const vendor = await Vendor.start(installation, 'inkwell');
      const [from, to] = [80, 1].map((days) => new Date(Date.now() - days * DAY).toISOString()) as [string, string];
      await vendor.generate({ orders: 400, from, to, seed: 1, kinds: ['goods'] });
      const server = installation.start(['all', ...vendor.words]);
      const company = await Company.found(installation, (await server.ready())!, 'fifth');
      await company.settled(await company.connect(vendor, from.slice(0, 10)));

      const ledger = await vendor.ledger();
      expect(ledger.length).toBeGreaterThan(1);
      expect(await company.ledger(ledger[0]!.period, ledger.at(-1)!.period)).toEqual(inWords(ledger));
      const { bills } = await company.owner.get<{ bills: Record<string, { amount: string }>[] }>(
        '{ bills { statementTotal { amount } difference { amount } } }',
      );
      const billed = ledger.reduce((sum, row) => sum + BigInt(row.billed), 0n);
      expect(billed).toBeGreaterThan(0n);
      expect(bills.reduce((sum, { statementTotal }) => sum + fen(statementTotal!.amount), 0n)).toBe(billed);
      expect(bills.map(({ difference }) => difference!.amount)).toEqual(bills.map(() => '0.00'));
    } finally {
      await installation.close();
    }
  });
});

describe('a guide that is wrong', () => {
  const block = (language: string, ...lines: string[]): string => [`\`\`\`${language}`, ...lines, '```', ''].join('\n');
  const followed = (...blocks: string[]): Promise<Ran[]> => follow(tmpdir(), tmpdir(), stepsOf(blocks.join('\n')));

  it.each([
    ['a command that fails', /^line 3: exit 3 ended with 3/, block('sh', 'true', 'exit 3')],
    [
      'output that is not shown',
      /^line 2: echo one; echo two did not show\nthree … five/,
      block('sh', 'echo one; echo two') + block('text', 'one', 'three … five'),
    ],
    ['output of nothing', /^line 1: there is no command/, block('text', 'one')],
    ['a block that names no file', /^line 1: a block that is neither/, block('ts', 'const one = 1;')],
    ['a file outside of the plugins', /^line 1: a block that is neither/, block('ts', '// src/main.ts', 'const one = 1;')],
  ])('is refused for %s, with its line', async (_, message, guide) => {
    await expect((async () => followed(guide))()).rejects.toThrow(message);
  });

  it('is believed where … stands for what differs, and lines of one block are seen together', async () => {
    const guide = block('sh', 'echo one 1', 'echo two 2 >&2') + block('text', 'one …', 'two …');
    expect(await followed(guide)).toEqual([
      { command: 'echo one 1', said: 'one 1\n' },
      { command: 'echo two 2 >&2', said: 'two 2\n' },
    ]);
  });
});
