import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { getNamedType, isNonNullType, isObjectType } from 'graphql';
import { contract, idsIn, operationOf, valueFor } from './contract.js';
import { twoCompanies, type TwoCompanies } from './two-companies.js';

jest.setTimeout(300_000);

const DEPTH = 3;
const queries = Object.values(contract.getQueryType()!.getFields());
const mutations = Object.values(contract.getMutationType()!.getFields());
const NOBODY = '01900000-0000-7000-8000-000000000000';

/** Root fields that anybody may ask. */
const PUBLIC = ['version', 'ping'];

describe('the wall between two companies', () => {
  let both: TwoCompanies;
  /** Ids of the rich company by type, and texts that only it may see. */
  let ids: Map<string, Set<string>>;
  let secrets: string[];

  beforeAll(async () => {
    both = await twoCompanies();
    ids = new Map();
    for (const who of [both.rich.person, both.rich.app]) {
      // Twice: ids found by the lists open the fields that take one.
      for (let round = 0; round < 2; round++) {
        for (const field of queries) {
          for (const id of round === 0 ? [NOBODY] : samples(ids)) {
            const variables = Object.fromEntries(
              field.args.map((argument) => [argument.name, isNonNullType(argument.type) ? valueFor(argument.type, id) : undefined]),
            );
            if (round > 0 && !field.args.some((argument) => isNonNullType(argument.type))) continue;
            idsIn((await who.ask(operationOf('query', field, DEPTH), variables)).data, ids);
          }
        }
      }
    }
    const [entity] = [...(ids.get('LegalEntity') ?? [])];
    for (const period of ['2026-09', '2026-10']) {
      const field = queries.find((each) => each.name === 'bill')!;
      idsIn((await both.rich.app.ask(operationOf('query', field, DEPTH), { legalEntityId: entity, period })).data, ids);
    }
    secrets = [
      both.world.company.name,
      ...both.world.people.map((person) => person.mobile),
      ...both.world.people.map((person) => person.email),
      // Connectors and their streams are the same for everybody; what belongs to a company has a UUID.
      ...[...ids.values()].flatMap((set) => [...set]).filter((id) => /^[0-9a-f-]{36}$/.test(id)),
    ];
  });
  afterAll(() => both?.close());

  /** One or two ids of every type. */
  function samples(found: Map<string, Set<string>>): string[] {
    return [...found.values()].flatMap((set) => [...set].slice(0, 2));
  }

  function expectNothingOf(answer: unknown, asked: readonly string[]): void {
    const text = JSON.stringify(answer);
    const seen = secrets.filter((secret) => secret && !asked.includes(secret) && text.includes(secret));
    expect(seen).toEqual([]);
  }

  it('has something behind it: the rich company has things of every kind', () => {
    for (const type of [
      'Person',
      'Department',
      'LegalEntity',
      'VendorAccount',
      'VendorConnection',
      'SyncRun',
      'Expense',
      'Statement',
      'StatementLine',
      'OAuthClient',
      'Member',
    ]) {
      expect([type, ids.get(type)?.size ?? 0]).not.toEqual([type, 0]);
    }
  });

  it('shows the other company nothing in any list, to a person or an app', async () => {
    for (const who of [both.poor.person, both.poor.app]) {
      for (const field of queries.filter((each) => !each.args.some((argument) => isNonNullType(argument.type)))) {
        expectNothingOf(await who.ask(operationOf('query', field, DEPTH)), []);
      }
    }
  });

  it('finds nothing by any id of the other company, on every query field and every argument', async () => {
    let asked = 0;
    for (const who of [both.poor.person, both.poor.app]) {
      for (const field of queries.filter((each) => each.args.length > 0)) {
        for (const id of samples(ids)) {
          const variables = Object.fromEntries(
            field.args.map((argument) => [argument.name, argument.name === 'after' ? undefined : valueFor(argument.type, id)]),
          );
          const answer = await who.ask(operationOf('query', field, 2), variables);
          expectNothingOf(answer, [id]);
          expect([field.name, answer.errors.map((error) => error.extensions.code).filter((code) => code === 'INTERNAL')]).toEqual([
            field.name,
            [],
          ]);
          asked++;
        }
      }
    }
    expect(asked).toBeGreaterThan(200);
  });

  it('changes nothing by any id of the other company, on every mutation', async () => {
    const before = await fingerprint();
    for (const who of [both.poor.person, both.poor.app]) {
      for (const field of mutations.filter((each) => !PUBLIC.includes(each.name))) {
        for (const id of samples(ids)) {
          const variables = Object.fromEntries(field.args.map((argument) => [argument.name, valueFor(argument.type, id)]));
          const answer = await who.ask(operationOf('mutation', field, 2), variables);
          expectNothingOf(answer, [id]);
          expect([field.name, answer.errors.map((error) => error.extensions.code).filter((code) => code === 'INTERNAL')]).toEqual([
            field.name,
            [],
          ]);
        }
      }
    }
    expect(await fingerprint()).toBe(before);
  });

  /** What the rich company would see change. */
  async function fingerprint(): Promise<string> {
    const data = await both.rich.person.get(
      `{ company { name periods { period state } } members { id roles } invitations { id } oauthClients { id revokedAt } connections { id state config }
         spend(by: [month, kind], filter: { from: "2025-01", to: "2026-12" }) { total { amount } count } }`,
    );
    return JSON.stringify(data);
  }

  it('opens no file of the other company', async () => {
    const fileId = await both.rich.person.upload('directory_import', 'people.csv', 'employee_number,name\n1,Secret Person\n');
    expect((await both.rich.person.request('GET', `/files/${fileId}`)).status).toBe(200);
    for (const who of [both.poor.person, both.poor.app]) expect((await who.request('GET', `/files/${fileId}`)).status).toBe(404);
    const { bills } = await both.rich.person.get<{ bills: { files: { url: string }[] }[] }>(
      '{ bills(from: "2026-06", to: "2026-10") { files { url } } }',
    );
    const urls = bills.flatMap((bill) => bill.files.map((file) => new URL(file.url, both.url))).slice(0, 8);
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) {
      expect((await both.rich.person.request('GET', url.pathname + url.search)).status).toBe(200);
      for (const who of [both.poor.person, both.poor.app]) expect((await who.request('GET', url.pathname + url.search)).status).toBe(404);
    }
  });

  it('lets nobody into a company he is no member of', async () => {
    const { viewer } = await both.rich.person.get<{ viewer: { company: { id: string } } }>('{ viewer { company { id } } }');
    expect((await both.poor.person.request('POST', '/session/company', { companyId: viewer.company.id })).status).toBe(404);
    expect(
      (
        await both.poor.person.request('POST', '/session', {
          email: 'owner@poor.example',
          password: 'a long enough password 1',
          companyId: viewer.company.id,
        })
      ).status,
    ).toBe(401);
  });
});

describe('whoever brings nothing', () => {
  it('is told so on every root field that is not public, and the public ones say nothing of a company', () => {
    for (const type of [contract.getQueryType()!, contract.getMutationType()!]) {
      for (const field of Object.values(type.getFields())) {
        const auth = field.astNode!.directives!.find((directive) => directive.name.value === 'auth');
        expect([field.name, auth !== undefined]).toEqual([field.name, true]);
        const open = auth!.arguments!.some((argument) => argument.name.value === 'public');
        expect([field.name, open]).toEqual([field.name, PUBLIC.includes(field.name)]);
        if (open) expect(isObjectType(getNamedType(field.type))).toBe(false);
      }
    }
  });
});
