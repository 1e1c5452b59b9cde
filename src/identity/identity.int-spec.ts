import { Controller, Get, Global, Module, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VerifyAudit } from '../audit/index.js';
import { asMember, asSystem } from '../audit/test-platform.fixture.js';
import { currentContext, MovingClock, type Actor, type Id, type InterlineError, type Role } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { IdentityModule } from './identity.module.js';
import { AcceptLink } from './links/accept-link.js';
import { CreateResetLink } from './links/create-reset-link.js';
import { FoundCompany } from './links/found-company.js';
import { MembersResolver } from './members/members.resolver.js';
import { PERSON_FINDER, type PersonFinder } from './members/person-finder.port.js';
import { MembershipsRepository, type Member } from './members/memberships.repository.js';
import { AttemptLimiter } from './sessions/attempt-limiter.js';
import { SessionAuthenticator } from './sessions/session-authenticator.js';
import { SessionKeeper } from './sessions/session-keeper.js';
import { TestServer, type Answer } from './test-server.fixture.js';
import { GrantOperator } from './users/grant-operator.js';

/** A route behind the door that says who came through. */
@Controller('who')
class WhoController {
  @Get()
  read(): Actor {
    return currentContext()!.actor;
  }

  @Post()
  write(): Actor {
    return currentContext()!.actor;
  }
}

let db: TestDatabase;
let server: TestServer;
const clock = new MovingClock(new Date('2026-11-23T08:00:00Z'));
const COOKIE = '__Host-interline_session';
const PASSWORD = 'correct horse battery';
const csrf = { 'x-interline-csrf': '1' };
let counter = 0;
/** A network address of its own for each test, so that limits do not meet. */
const address = (): string => `203.0.113.${(counter += 1)}`;

@Module({ controllers: [WhoController] })
class WhoModule {}

/** A directory that knows nobody; the room above has its own suite. */
@Global()
@Module({
  providers: [
    {
      provide: PERSON_FINDER,
      useValue: { findByEmail: () => Promise.resolve(null), exists: () => Promise.resolve(false) } satisfies PersonFinder,
    },
  ],
  exports: [PERSON_FINDER],
})
class EmptyDirectory {}

beforeAll(async () => {
  db = await createTestDatabase();
  server = await TestServer.on(db, clock, [IdentityModule, EmptyDirectory, WhoModule], [SessionAuthenticator]);
});
afterAll(async () => {
  await server.close();
  await db.close();
});

interface Someone {
  company: Id;
  email: string;
  cookie: string;
  member: Member;
}

const tokenOf = (link: string): string => link.split('/').at(-1)!;
const cookieOf = (answer: Answer): string => answer.cookies[0]!.split(';')[0]!;
const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    (value) => (value as { code?: string }).code ?? 'no error',
    (error: InterlineError) => error.code,
  );
const memberOf = async (company: Id, email: string): Promise<Member> => (await server.get(MembershipsRepository).byEmail(company, email))!;
const accept = (link: string, body: object, ip = address()): Promise<Answer> =>
  server.call('POST', `/links/${tokenOf(link)}`, { body, ip });
const signIn = (email: string, password: string, more: object = {}, ip = address()): Promise<Answer> =>
  server.call('POST', '/session', { body: { email, password, ...more }, ip });
const who = (cookie: string, method: 'GET' | 'POST' = 'GET', headers: Record<string, string> = {}): Promise<Answer> =>
  server.call(method, '/who', { headers: { cookie, ...headers } });

/** A company whose first owner has come in by the link. */
async function founded(ownerEmail = `owner${(counter += 1)}@acme.cn`): Promise<Someone> {
  const slug = `co-${(counter += 1)}`;
  const { company, ownerLink } = await server
    .get(FoundCompany)
    .found({ slug, name: slug, timeZone: 'Asia/Shanghai', baseCurrency: 'CNY', ownerEmail });
  const answer = await accept(ownerLink, { name: 'Owner', password: PASSWORD });
  return {
    company: company.id,
    email: ownerEmail.toLowerCase(),
    cookie: cookieOf(answer),
    member: await memberOf(company.id, ownerEmail.toLowerCase()),
  };
}

const as = <Result>(someone: Someone, work: () => Result, roles: Role[] = ['owner']): Result =>
  asMember({ companyId: someone.company, userId: someone.member.userId, roles }, work);

async function invited(owner: Someone, roles: Role[], email = `member${(counter += 1)}@acme.cn`): Promise<Someone> {
  const created = (await as(owner, () => server.get(MembersResolver).inviteMember({ input: { email, roles } }))) as { link: string };
  const answer = await accept(created.link, { name: 'Member', password: PASSWORD });
  return { company: owner.company, email, cookie: cookieOf(answer), member: await memberOf(owner.company, email) };
}

describe('the first owner', () => {
  it('comes in by a one-time link and is signed in', async () => {
    const { company, ownerLink } = await server
      .get(FoundCompany)
      .found({ slug: 'first-co', name: 'First', timeZone: 'Asia/Shanghai', baseCurrency: 'CNY', ownerEmail: ' Boss@First.CN ' });
    expect(ownerLink).toMatch(/^https:\/\/hub\.example\.com\/links\/[\w-]{43}$/);
    const shown = await server.call('GET', `/links/${tokenOf(ownerLink)}`);
    expect(shown.body).toEqual({
      kind: 'owner',
      email: 'boss@first.cn',
      company: { name: 'First' },
      expiresAt: '2026-11-30T08:00:00.000Z',
      knownUser: false,
    });
    expect(shown.headers['cache-control']).toBe('no-store');
    const answer = await accept(ownerLink, { name: ' 老板 ', password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      user: { email: 'boss@first.cn', name: '老板', locale: 'zh_CN' },
      company: { id: company.id, name: 'First' },
      roles: ['owner'],
      companies: [{ id: company.id }],
    });
    expect(answer.cookies[0]).toMatch(/^__Host-interline_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect((await who(cookieOf(answer))).body).toMatchObject({ kind: 'person', companyId: company.id, roles: ['owner'], operator: false });
    // neither token stands anywhere in the database
    const stored = JSON.stringify(await db.uow.read('SELECT * FROM access_links, sessions', [], { company: company.id }));
    expect(stored).not.toContain(tokenOf(ownerLink));
    expect(stored).not.toContain(cookieOf(answer).split('=')[1]);
    expect(await server.get(VerifyAudit).verify(company.id)).toMatchObject({ entries: 2, broken: null });
  });

  it('cannot use the link twice, nor an expired or a made-up one', async () => {
    const founding = { name: 'Once', timeZone: 'UTC', baseCurrency: 'EUR', ownerEmail: 'once@acme.cn' };
    const { ownerLink } = await server.get(FoundCompany).found({ ...founding, slug: 'once-co' });
    const both = await Promise.all([1, 2].map(() => accept(ownerLink, { name: 'A', password: PASSWORD })));
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 404]);
    expect((await accept(ownerLink, { name: 'B', password: PASSWORD })).body.error).toMatchObject({ code: 'LINK_INVALID' });
    expect((await server.call('GET', `/links/${tokenOf(ownerLink)}`)).status).toBe(404);
    expect((await server.call('GET', '/links/no-such-token')).body.error).toMatchObject({ code: 'LINK_INVALID' });
    const late = await server.get(FoundCompany).found({ ...founding, slug: 'late-co', ownerEmail: 'late@acme.cn' });
    clock.moveBy(7 * 86_400_000);
    expect((await accept(late.ownerLink, { name: 'C', password: PASSWORD })).body.error).toMatchObject({ code: 'LINK_INVALID' });
  });

  it('is told what is wrong, and the link still works', async () => {
    const { ownerLink } = await server
      .get(FoundCompany)
      .found({ slug: 'weak-co', name: 'Weak', timeZone: 'UTC', baseCurrency: 'EUR', ownerEmail: 'weak@acme.cn' });
    expect((await accept(ownerLink, { name: 'A', password: 'short' })).body.error).toMatchObject({ code: 'PASSWORD_WEAK' });
    expect((await accept(ownerLink, { name: 'A', password: 'aaaaaaaaaaaaaa' })).body.error).toMatchObject({ code: 'PASSWORD_WEAK' });
    expect((await accept(ownerLink, { name: 'A', password: 'weak@acme.cn!!' })).body.error).toMatchObject({ code: 'PASSWORD_WEAK' });
    expect((await accept(ownerLink, { name: ' ', password: PASSWORD })).body.error).toMatchObject({ code: 'BAD_INPUT' });
    expect((await accept(ownerLink, { nam: 'A' })).body.error).toMatchObject({ code: 'BAD_INPUT' });
    expect((await accept(ownerLink, { name: 'A', password: PASSWORD })).status).toBe(200);
  });

  it('is refused with a bad mail address or a taken slug, and then nothing is made', async () => {
    const wanted = { slug: 'taken-co', name: 'Taken', timeZone: 'UTC', baseCurrency: 'EUR', ownerEmail: 'a@b.cn' };
    await server.get(FoundCompany).found(wanted);
    expect(await code(server.get(FoundCompany).found(wanted))).toBe('COMPANY_EXISTS');
    expect(await code(server.get(FoundCompany).found({ ...wanted, slug: 'other-co', ownerEmail: 'nobody' }))).toBe('BAD_INPUT');
    await server.get(FoundCompany).found({ ...wanted, slug: 'other-co' });
  });
});

describe('signing in', () => {
  it('works with mail and password, whatever the case, and ends with signing out', async () => {
    const owner = await founded();
    const answer = await signIn(` ${owner.email.toUpperCase()} `, PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const cookie = cookieOf(answer);
    expect((await who(cookie)).status).toBe(200);
    const out = await server.call('DELETE', '/session', { headers: { cookie, ...csrf } });
    expect(out.status).toBe(204);
    expect(out.cookies[0]).toMatch(/^__Host-interline_session=; Max-Age=0/);
    expect((await who(cookie)).body.error).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((await who(owner.cookie)).status).toBe(200);
    expect((await server.call('DELETE', '/session', { headers: { cookie, ...csrf } })).status).toBe(204);
  });

  it('answers a wrong password and an unknown mail alike', async () => {
    const owner = await founded();
    const wrong = await signIn(owner.email, 'not the password');
    const unknown = await signIn('nobody@acme.cn', 'not the password');
    for (const answer of [wrong, unknown]) {
      expect(answer.status).toBe(401);
      expect(answer.cookies).toEqual([]);
    }
    const { traceId: _, ...left } = wrong.body.error as unknown as Record<string, unknown>;
    const { traceId: __, ...right } = unknown.body.error as unknown as Record<string, unknown>;
    expect(left).toEqual(right);
    expect(left).toMatchObject({ code: 'SIGN_IN_FAILED' });
  });

  it('slows down guessing at an account, says for how long, and forgets it after a right password', async () => {
    const owner = await founded();
    const guess = async (times: number): Promise<void> => {
      for (let attempt = 0; attempt < times; attempt += 1) {
        await server.get(AttemptLimiter).take(`sign-in account ${owner.email}`, { attempts: 10, seconds: 900 });
      }
    };
    await guess(8);
    expect((await signIn(owner.email, 'wrong password')).status).toBe(401);
    expect((await signIn(owner.email, PASSWORD)).status).toBe(200);
    await guess(8);
    // parallel attempts are counted before they are made
    const attempts = await Promise.all(Array.from({ length: 4 }, () => signIn(owner.email, 'wrong password')));
    expect(attempts.filter((answer) => answer.status === 401)).toHaveLength(2);
    const limited = await signIn(owner.email, PASSWORD);
    expect(limited.status).toBe(429);
    expect(limited.body.error).toMatchObject({ code: 'RATE_LIMITED' });
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(limited.headers['retry-after'])).toBeLessThanOrEqual(900);
  });

  it('slows down an address that tries many accounts, but not others', async () => {
    const owner = await founded();
    const ip = address();
    const failures = Array.from({ length: 49 }, () =>
      server.get(AttemptLimiter).fail(`sign-in address ${ip}`, { attempts: 50, seconds: 900 }),
    );
    await Promise.all(failures);
    expect((await signIn('somebody@acme.cn', 'wrong password', {}, ip)).status).toBe(401);
    expect((await signIn(owner.email, PASSWORD, {}, ip)).status).toBe(429);
    expect((await signIn(owner.email, PASSWORD)).status).toBe(200);
  });

  it('writes down who came in and who failed to', async () => {
    const owner = await founded();
    await signIn(owner.email, 'wrong password');
    await signIn(owner.email, PASSWORD);
    const actions = async (): Promise<string[]> =>
      (await db.uow.read<{ action: string }>('SELECT action FROM audit_entries ORDER BY sequence', [], { company: owner.company })).map(
        (row) => row.action,
      );
    while ((await actions()).length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await actions()).sort()).toEqual([
      'company.founded',
      'identity.member.joined',
      'identity.session.begun',
      'identity.session.refused',
    ]);
    expect(await server.get(VerifyAudit).verify(owner.company)).toMatchObject({ broken: null });
  });

  it('refuses malformed bodies', async () => {
    for (const body of [
      {},
      { email: 1, password: 'x' },
      { email: 'a@b.cn', password: 'x', more: 1 },
      [],
      { email: 'a\u0000@b.cn', password: PASSWORD },
    ]) {
      expect([400, 401]).toContain((await server.call('POST', '/session', { body, ip: address() })).status);
    }
  });
});

describe('a session', () => {
  it('ends when it is not used for twelve hours, and after a week at the latest', async () => {
    const owner = await founded();
    const idle = cookieOf(await signIn(owner.email, PASSWORD));
    clock.moveBy(12 * 3_600_000);
    expect((await who(idle)).status).toBe(401);
    const used = cookieOf(await signIn(owner.email, PASSWORD));
    for (let hours = 0; hours < 7 * 24 - 11; hours += 11) {
      clock.moveBy(11 * 3_600_000);
      forgetCaches();
      expect((await who(used)).status).toBe(hours + 11 < 7 * 24 ? 200 : 401);
    }
    clock.moveBy(11 * 3_600_000);
    forgetCaches();
    expect((await who(used)).status).toBe(401);
  });

  it('does not speak for pages of other sites', async () => {
    const owner = await founded();
    expect((await who(owner.cookie, 'GET', { origin: 'https://evil.example' })).status).toBe(200);
    expect((await who(owner.cookie, 'POST')).body.error).toMatchObject({ code: 'CSRF_REFUSED' });
    expect((await who(owner.cookie, 'POST', csrf)).status).toBe(201);
    expect((await who(owner.cookie, 'POST', { ...csrf, origin: 'https://hub.example.com' })).status).toBe(201);
    for (const origin of ['https://evil.example', 'null', 'https://hub.example.com.evil.example', 'https://hub.example.com:8443']) {
      expect((await who(owner.cookie, 'POST', { ...csrf, origin })).body.error).toMatchObject({ code: 'CSRF_REFUSED' });
    }
    expect((await server.call('DELETE', '/session', { headers: { cookie: owner.cookie } })).body.error).toMatchObject({
      code: 'CSRF_REFUSED',
    });
    const foreign = { headers: { origin: 'https://evil.example' }, body: { email: owner.email, password: PASSWORD } };
    expect((await server.call('POST', '/session', foreign)).body.error).toMatchObject({ code: 'CSRF_REFUSED' });
    expect((await who(owner.cookie)).status).toBe(200);
  });

  it('cannot be forged, and leaves requests with an authorization to others', async () => {
    const owner = await founded();
    expect((await who(`${COOKIE}=forged`)).status).toBe(401);
    expect((await who(`${COOKIE}=`)).status).toBe(401);
    expect((await who(`interline_session=${owner.cookie.split('=')[1]}`)).status).toBe(401);
    expect((await who(owner.cookie, 'GET', { authorization: 'Bearer x' })).status).toBe(401);
  });

  it('moves to another company of the same person by beginning anew there', async () => {
    const first = await founded();
    const second = await founded();
    const created = (await as(second, () =>
      server.get(MembersResolver).inviteMember({ input: { email: first.email, roles: ['finance'] } }),
    )) as { link: string };
    // who has a user proves it with the password, and does not set a new one
    expect((await server.call('GET', `/links/${tokenOf(created.link)}`)).body).toMatchObject({ knownUser: true });
    expect((await accept(created.link, { name: 'X', password: 'another password' })).body.error).toMatchObject({ code: 'SIGN_IN_FAILED' });
    const joined = await accept(created.link, { password: PASSWORD });
    expect(joined.body).toMatchObject({ company: { id: second.company }, roles: ['finance'] });
    expect((joined.body['companies'] as object[]).length).toBe(2);

    const cookie = cookieOf(await signIn(first.email, PASSWORD, { companyId: first.company }));
    const switched = await server.call('POST', '/session/company', { body: { companyId: second.company }, headers: { cookie, ...csrf } });
    expect(switched.body).toMatchObject({ company: { id: second.company }, roles: ['finance'] });
    expect((await who(cookieOf(switched))).body).toMatchObject({ companyId: second.company, roles: ['finance'] });
    expect((await who(cookie)).status).toBe(401);
    // next time the last company comes first
    expect((await signIn(first.email, PASSWORD)).body).toMatchObject({ company: { id: second.company } });

    const third = await founded();
    const into = (companyId: string): Promise<Answer> =>
      server.call('POST', '/session/company', { body: { companyId }, headers: { cookie: cookieOf(switched), ...csrf } });
    expect((await into(third.company)).body.error).toMatchObject({ code: 'NOT_FOUND' });
    expect((await into('x')).body.error).toMatchObject({ code: 'NOT_FOUND' });
    expect((await signIn(first.email, PASSWORD, { companyId: third.company })).body.error).toMatchObject({ code: 'SIGN_IN_FAILED' });
  });
});

describe('members', () => {
  it('come by invitation; the newest link counts, and it stops with the membership', async () => {
    const owner = await founded();
    const invite = (roles: Role[]): Promise<{ link: string; invitation: { id: string } }> =>
      as(owner, () => server.get(MembersResolver).inviteMember({ input: { email: 'New@acme.cn', roles } })) as Promise<{
        link: string;
        invitation: { id: string };
      }>;
    const old = await invite(['employee']);
    const fresh = await invite(['finance', 'finance', 'it']);
    expect((await as(owner, () => server.get(MembersResolver).invitations())).map((invitation) => invitation.id)).toEqual([
      fresh.invitation.id,
    ]);
    expect((await accept(old.link, { name: 'N', password: PASSWORD })).status).toBe(404);
    const joined = await accept(fresh.link, { name: 'N', password: PASSWORD });
    expect(joined.body['roles']).toEqual(['finance', 'it']);
    expect(await as(owner, () => server.get(MembersResolver).invitations())).toEqual([]);
    expect(await code(as(owner, () => server.get(MembersResolver).inviteMember({ input: { email: 'new@ACME.cn', roles: ['it'] } })))).toBe(
      'MEMBER_EXISTS',
    );
    const members = await as(owner, () => server.get(MembersResolver).members());
    expect(members.map((member) => [member.user.email, member.roles])).toEqual([
      ['new@acme.cn', ['finance', 'it']],
      [owner.email, ['owner']],
    ]);
  });

  it('are invited with sensible mails, roles and people only', async () => {
    const owner = await founded();
    const invite = (input: object, roles: Role[] = ['owner']): Promise<object> =>
      as(owner, () => server.get(MembersResolver).inviteMember({ input: { email: 'x@acme.cn', roles: ['it'], ...input } as never }), roles);
    expect(await invite({ email: 'nobody' })).toMatchObject({ __typename: 'InputProblem', field: 'email' });
    expect(await invite({ roles: [] })).toMatchObject({ __typename: 'InputProblem', field: 'roles' });
    expect(await invite({ roles: ['operator'] })).toMatchObject({ __typename: 'InputProblem', field: 'roles' });
    expect(await invite({ personId: owner.member.userId })).toMatchObject({ __typename: 'InputProblem', field: 'personId' });
    expect(await invite({ personId: 'x' })).toMatchObject({ __typename: 'InputProblem', field: 'personId' });
    // IT runs the house but does not make owners
    expect(await invite({ roles: ['owner'] }, ['it'])).toMatchObject({ __typename: 'StateProblem', code: 'OWNER_ONLY' });
    expect(await invite({ roles: ['finance'] }, ['it'])).toMatchObject({ __typename: 'InvitationCreated' });
  });

  it('have other roles at once when they are changed', async () => {
    const owner = await founded();
    const member = await invited(owner, ['employee']);
    expect((await who(member.cookie)).body).toMatchObject({ roles: ['employee'] });
    const change = (memberId: string, roles: Role[]): Promise<object> =>
      as(owner, () => server.get(MembersResolver).changeMemberRoles({ input: { memberId, roles } }));
    expect(await change(member.member.id, ['finance', 'owner'])).toMatchObject({ __typename: 'Member', roles: ['finance', 'owner'] });
    expect((await who(member.cookie)).body).toMatchObject({ roles: ['finance', 'owner'] });
    expect(await code(change(member.member.id, []))).toBe('BAD_INPUT');
    expect(await code(change('x', ['it']))).toBe('NOT_FOUND');
  });

  it('lose sessions and open links when they are removed, and may come back', async () => {
    const owner = await founded();
    const member = await invited(owner, ['employee']);
    const { link } = await as(owner, () => server.get(MembersResolver).createPasswordResetLink({ memberId: member.member.id }));
    expect((await who(member.cookie)).status).toBe(200);
    const removed = await as(owner, () => server.get(MembersResolver).removeMember({ input: { memberId: member.member.id } }));
    expect(removed).toMatchObject({ __typename: 'Member', user: { email: member.email } });
    expect((await who(member.cookie)).status).toBe(401);
    expect((await server.call('GET', `/links/${tokenOf(link)}`)).status).toBe(404);
    expect((await signIn(member.email, PASSWORD)).body.error).toMatchObject({ code: 'SIGN_IN_FAILED' });
    const again = (await as(owner, () =>
      server.get(MembersResolver).inviteMember({ input: { email: member.email, roles: ['auditor'] } }),
    )) as { link: string };
    expect((await accept(again.link, { password: PASSWORD })).body).toMatchObject({ roles: ['auditor'] });
  });

  it('always include an owner', async () => {
    const owner = await founded();
    const members = server.get(MembersResolver);
    const demote = (someone: Someone): Promise<object> =>
      as(owner, () => members.changeMemberRoles({ input: { memberId: someone.member.id, roles: ['it'] } }));
    expect(await demote(owner)).toMatchObject({ __typename: 'StateProblem', code: 'LAST_OWNER' });
    expect(await as(owner, () => members.removeMember({ input: { memberId: owner.member.id } }))).toMatchObject({ code: 'LAST_OWNER' });
    const second = await invited(owner, ['owner']);
    // both at once: one of them stays
    const outcomes = await Promise.all([demote(owner), demote(second)]);
    expect(outcomes.map((outcome) => (outcome as { __typename: string }).__typename).sort()).toEqual(['Member', 'StateProblem']);
  });

  it('are out of reach for another company', async () => {
    const [owner, other] = [await founded(), await founded()];
    const members = server.get(MembersResolver);
    const memberId = owner.member.id;
    expect(await code(as(other, () => members.changeMemberRoles({ input: { memberId, roles: ['it'] } })))).toBe('NOT_FOUND');
    expect(await code(as(other, () => members.removeMember({ input: { memberId } })))).toBe('NOT_FOUND');
    expect(await code(as(other, () => members.createPasswordResetLink({ memberId })))).toBe('NOT_FOUND');
    expect((await as(other, () => members.members())).map((member) => member.id)).toEqual([other.member.id]);
    const seen = await db.uow.read<{ email: string }>('SELECT email FROM users', [], { company: other.company });
    expect(seen).toEqual([{ email: other.email }]);
    for (const table of ['sessions', 'access_links', 'memberships']) {
      expect(await db.uow.read(`SELECT 1 FROM ${table} WHERE company_id = $1`, [owner.company], { company: other.company })).toEqual([]);
    }
    // hashes of passwords are not even reached by the company of their user
    expect(await db.uow.read('SELECT 1 FROM user_passwords', [], { company: owner.company })).toEqual([]);
  });
});

describe('a forgotten password', () => {
  it('is set anew by a link, which ends what the old one began', async () => {
    const owner = await founded();
    const member = await invited(owner, ['employee']);
    const { link, expiresAt } = await as(owner, () => server.get(MembersResolver).createPasswordResetLink({ memberId: member.member.id }));
    expect(expiresAt.getTime() - clock.now().getTime()).toBe(86_400_000);
    expect((await server.call('GET', `/links/${tokenOf(link)}`)).body).toMatchObject({ kind: 'reset', email: member.email });
    const answer = await accept(link, { password: 'an entirely new one' });
    expect(answer.body).toMatchObject({ user: { email: member.email, name: 'Member' }, roles: ['employee'] });
    expect((await who(member.cookie)).status).toBe(401);
    expect((await signIn(member.email, PASSWORD)).status).toBe(401);
    expect((await signIn(member.email, 'an entirely new one')).status).toBe(200);
    expect((await accept(link, { password: 'and once more again' })).status).toBe(404);
  });

  it('gives IT no way to an owner, and a company none into another', async () => {
    const owner = await founded();
    const it = await invited(owner, ['it']);
    const reset = (by: Someone, memberId: Id, roles: Role[]): Promise<string> =>
      code(as(by, () => server.get(MembersResolver).createPasswordResetLink({ memberId }), roles));
    expect(await reset(it, owner.member.id, ['it'])).toBe('OWNER_ONLY');
    expect(await reset(owner, it.member.id, ['owner'])).toBe('no error');

    const other = await founded();
    const created = (await as(other, () =>
      server.get(MembersResolver).inviteMember({ input: { email: it.email, roles: ['employee'] } }),
    )) as { link: string };
    await accept(created.link, { password: PASSWORD });
    expect(await reset(owner, it.member.id, ['owner'])).toBe('USER_ELSEWHERE');
    // the platform's operator can, at the command line
    const issued = await server.get(CreateResetLink).forEmail(it.email.toUpperCase());
    expect((await server.get(AcceptLink).describe(tokenOf(issued.url))).kind).toBe('reset');
    expect(await code(server.get(CreateResetLink).forEmail('nobody@acme.cn'))).toBe('USER_UNKNOWN');
  });
});

describe('the operator', () => {
  it('is made by the command line, at once and visibly', async () => {
    const owner = await founded();
    expect((await who(owner.cookie)).body).toMatchObject({ operator: false });
    expect(await server.get(GrantOperator).set(owner.email, true)).toMatchObject({ operator: true });
    expect((await who(owner.cookie)).body).toMatchObject({ operator: true });
    await server.get(GrantOperator).set(owner.email, false);
    expect((await who(owner.cookie)).body).toMatchObject({ operator: false });
    expect(await code(server.get(GrantOperator).set('nobody@acme.cn', true))).toBe('USER_UNKNOWN');
    const actions = await db.uow.read(
      `SELECT action, actor FROM audit_entries WHERE action LIKE 'identity.operator%' ORDER BY sequence`,
      [],
      {
        company: owner.company,
      },
    );
    expect(actions).toEqual([
      { action: 'identity.operator.granted', actor: 'system:command line' },
      { action: 'identity.operator.withdrawn', actor: 'system:command line' },
    ]);
    expect(await asSystem(owner.company, () => server.get(MembersResolver).members())).toHaveLength(1);
  });
});

/** As if a second had passed for the cache of live sessions, which does not follow the business clock. */
function forgetCaches(): void {
  (server.get(SessionKeeper) as unknown as { live: { clear(): void } }).live.clear();
}
