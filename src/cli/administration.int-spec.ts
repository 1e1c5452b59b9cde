import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { AuditModule } from '../audit/index.js';
import { CompanyModule } from '../company/index.js';
import { DirectoryModule } from '../directory/index.js';
import { SessionAuthenticator } from '../identity/index.js';
import { TestServer } from '../identity/test-server.fixture.js';
import { MovingClock, type InterlineError } from '../kernel/index.js';
import { OAuthModule, TokenAuthenticator } from '../oauth/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import * as audit from './audit.js';
import type { Cli } from './cli.types.js';
import * as company from './company.js';
import * as oauth from './oauth.js';
import * as operator from './operator.js';

let db: TestDatabase;
let server: TestServer;
const clock = new MovingClock(new Date('2026-11-23T08:00:00Z'));

beforeAll(async () => {
  db = await createTestDatabase();
  server = await TestServer.on(
    db,
    clock,
    [AuditModule, CompanyModule, DirectoryModule, OAuthModule],
    [SessionAuthenticator, TokenAuthenticator],
  );
});
afterAll(async () => {
  await server.close();
  await db.close();
});

interface Said {
  out: string;
  code: number;
}

/** Runs a command line against the rooms of this process. */
async function interline(...args: string[]): Promise<Said> {
  const said: Said = { out: '', code: 0 };
  const application = { get: (token: never) => server.get(token) };
  const cli = {
    print: (line: string) => void (said.out += `${line}\n`),
    exit: (code: number) => void (said.code = code),
    withApplication: (work: (application: unknown) => unknown) => Promise.resolve(work(application)),
  } as unknown as Cli;
  const program = new Command('interline').exitOverride().configureOutput({ writeErr: () => undefined });
  for (const { register } of [audit, company, oauth, operator]) register(program, cli);
  for (const command of program.commands)
    for (const child of command.commands) child.exitOverride().configureOutput({ writeErr: () => undefined });
  await program.parseAsync(args, { from: 'user' });
  return said;
}

const failure = (...args: string[]): Promise<string> =>
  interline(...args).then(
    (said) => `no error: ${said.out}`,
    (error: InterlineError) => `${error.code}: ${error.message}`,
  );
const create = [
  'company',
  'create',
  '--name',
  'Acme 中国',
  '--slug',
  'acme',
  '--time-zone',
  'Asia/Shanghai',
  '--currency',
  'CNY',
  '--owner-email',
];

it('administers companies, apps, operators and the audit', async () => {
  const created = await interline(...create, 'Boss@acme.cn');
  const token = /^https:\/\/hub\.example\.com\/links\/([\w-]{43})$/m.exec(created.out)![1]!;
  const joined = await server.call('POST', `/links/${token}`, { body: { name: 'Boss', password: 'correct horse battery' } });
  expect(joined.body).toMatchObject({ user: { email: 'boss@acme.cn' }, company: { name: 'Acme 中国' }, roles: ['owner'] });
  expect(await failure(...create, 'boss@acme.cn')).toBe('COMPANY_EXISTS: the slug acme is taken');
  expect(await failure(...create.with(-2, 'YUAN'), 'boss@acme.cn')).toMatch(/^BAD_INPUT: YUAN is not an ISO 4217 currency/);
  expect(await failure('company', 'create', '--name', 'X')).toMatch(/^commander.missingMandatoryOptionValue: .*--slug/);

  const client = ['oauth', 'create-client', '--company', 'acme', '--name', 'ERP', '--scopes'];
  const app = await interline(...client, 'company:read', 'bills:read');
  expect(app.out).toMatch(/^client_id {5}app_\w+\nclient_secret [\w-]{43}\nscopes {8}bills:read company:read\n$/);
  const [clientId, clientSecret] = [...app.out.matchAll(/^client_\w+ +(\S+)$/gm)].map((match) => match[1]!);
  const form = `grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}`;
  expect((await server.call('POST', '/oauth/token', { form })).body).toMatchObject({ scope: 'bills:read company:read' });
  expect((await interline(...client, 'company:read,spend:read')).out).toContain('company:read spend:read');
  expect(await failure(...client, 'all')).toMatch(/^SCOPE_UNKNOWN: /);
  expect(await failure(...client.with(3, 'nobody'), 'bills:read')).toBe('COMPANY_UNKNOWN: there is no company "nobody"');

  expect((await interline('operator', 'grant', 'boss@acme.cn')).out).toBe('Boss <boss@acme.cn> is an operator now.\n');
  expect((await interline('operator', 'withdraw', 'Boss@ACME.cn')).out).toBe('Boss <boss@acme.cn> is no operator now.\n');
  expect(await failure('operator', 'grant', 'nobody@acme.cn')).toMatch(/^USER_UNKNOWN: /);
  const reset = await interline('operator', 'reset-password', 'boss@acme.cn');
  expect(reset.out).toMatch(/^boss@acme\.cn sets .*\nhttps:\/\/hub\.example\.com\/links\/[\w-]{43}\n$/);

  const lock = ['company', 'lock-period', '--company', 'acme', '--period'];
  expect((await interline(...lock, '2025-12')).out).toBe('2025-12 of MAIN (Acme 中国) is locked.\n');
  expect(await failure(...lock, '2025-12')).toBe('PERIOD_LOCKED: 2025-12 of MAIN is locked already');
  expect(await failure(...lock, '2027-01')).toBe('PERIOD_NOT_BEGUN: 2027-01 has not begun');
  expect(await failure(...lock, 'December')).toMatch(/^BAD_INPUT: "December" is no month/);
  expect(await failure(...lock, '2025-11', '--legal-entity', 'XX')).toBe('NOT_FOUND: acme has no legal entity XX; it has MAIN');

  const verify = ['audit', 'verify', '--company', 'acme'];
  const verified = await interline(...verify);
  expect(verified).toEqual({ code: 0, out: expect.stringMatching(/^The chain of acme holds: 8 entries\.\nhead 8:[0-9a-f]{64}\n$/) });
  const head = /head (\S+)/.exec(verified.out)![1]!;
  expect(await interline(...verify, '--anchor', head)).toEqual(verified);
  expect(await interline(...verify, '--anchor', `5:${'0'.repeat(64)}`)).toEqual({
    code: 1,
    out: 'The chain of acme is broken: entry 5 is not the one the anchor names. The 5 before it hold.\n',
  });
  expect(await failure(...verify, '--anchor', 'x')).toMatch(/^commander\.invalidArgument: /);
});
