import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { getNamedType, isNonNullType, isObjectType } from 'graphql';
import { contract, idsIn, operationOf, valueFor } from './contract.js';
import { withDidi } from '../needs.js';
import { importTwice, type ImportedFiles } from './statement-file.js';
import { twoCompanies, type TwoCompanies } from './two-companies.js';

jest.setTimeout(300_000);

const DEPTH = 3;
const queries = Object.values(contract.getQueryType()!.getFields());
const mutations = Object.values(contract.getMutationType()!.getFields());
const NOBODY = '01900000-0000-7000-8000-000000000000';

/** Root fields that anybody may ask. */
const PUBLIC = ['version', 'ping'];

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

/** Cursors of no list. */
const FORGED = [
  'x',
  '%%%',
  '\u0000',
  'A'.repeat(10_000),
  '7f3c2a9be1d04586a1f2',
  ...['{', 'null', '1', '"x"', '{}', '[]', '[null]', '[null,null]', '[1]', '[true,2]', '[["a"]]', '[{}]', '["\\u0000"]'].map(base64),
  base64('["a","b","c","d"]'),
  base64('["2026-02-31","x"]'),
  base64(`["${"' OR 1=1 --"}","x"]`),
];

/** Every field of the contract that is read page by page. */
function pagedFields(): string[] {
  return Object.values(contract.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => field.args.some((argument) => argument.name === 'after'))
        .map((field) => `${type.name}.${field.name}`),
    )
    .sort();
}

withDidi('the wall between two companies', () => {
  let both: TwoCompanies;
  /** What the rich company has imported from files. */
  let imported: ImportedFiles;
  /** Ids of the rich company by type, and texts that only it may see. */
  let ids: Map<string, Set<string>>;
  let secrets: string[];

  beforeAll(async () => {
    both = await twoCompanies();
    imported = await importTwice(both.rich.person);
    // Uploads are known by their ids alone: no list has them.
    ids = new Map([['StatementFile', new Set(imported.fileIds)]]);
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
    for (const period of [monthsAgo(2), monthsAgo(1)]) {
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
      'StatementImport',
      'StatementFile',
      'OAuthClient',
      'Member',
    ]) {
      expect([type, ids.get(type)?.size ?? 0]).not.toEqual([type, 0]);
    }
    expect(imported.urls).toHaveLength(2);
    // Ids are tried two of each kind: the account that files came to must be among them.
    expect(samples(ids)).toContain(imported.accountId);
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

  /** The month so many months before the world's present one. */
  function monthsAgo(months: number): string {
    const { asOf } = both.world;
    return new Date(Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth() - months, 1)).toISOString().slice(0, 7);
  }

  /** The bills of the last months and of the one that is running, of which nothing has been billed yet. */
  function recentBills(): string {
    return `bills(from: "${monthsAgo(5)}", to: "${monthsAgo(0)}")`;
  }

  /** What the rich company would see change. */
  async function fingerprint(): Promise<string> {
    const data = await both.rich.person.get(
      `{ company { name periods { period state } } members { id roles } invitations { id } oauthClients { id revokedAt } connections { id state config }
         statementImports(first: 200) { nodes { id state mappingVersion } } statementMappings(vendorAccountId: "${imported.accountId}") { version document }
         spend(by: [month, kind], filter: { from: "${monthsAgo(24)}", to: "${monthsAgo(0)}" }) { total { amount } count } }`,
    );
    return JSON.stringify(data);
  }

  it('opens no file of the other company', async () => {
    const fileId = await both.rich.person.upload('directory_import', 'people.csv', 'employee_number,name\n1,Secret Person\n');
    expect((await both.rich.person.request('GET', `/files/${fileId}`)).status).toBe(200);
    for (const who of [both.poor.person, both.poor.app]) expect((await who.request('GET', `/files/${fileId}`)).status).toBe(404);
    const { bills } = await both.rich.person.get<{ bills: { files: { url: string }[] }[] }>(`{ ${recentBills()} { files { url } } }`);
    const urls = bills.flatMap((bill) => bill.files.map((file) => new URL(file.url, both.url))).slice(0, 8);
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) {
      expect((await both.rich.person.request('GET', url.pathname + url.search)).status).toBe(200);
      for (const who of [both.poor.person, both.poor.app]) expect((await who.request('GET', url.pathname + url.search)).status).toBe(404);
    }
    for (const url of imported.urls) {
      expect((await both.rich.person.request('GET', url)).status).toBe(200);
      for (const who of [both.poor.person, both.poor.app]) expect((await who.request('GET', url)).status).toBe(404);
    }
  });

  it('reads no statement file of the other company, and brings none into its accounts', async () => {
    const rich = { fileId: imported.fileIds[0]!, vendorAccountId: imported.accountId };
    const before = await fingerprint();
    const own = await importTwice(both.poor.person);
    const mixed = [
      { fileId: rich.fileId, vendorAccountId: own.accountId },
      { fileId: own.fileIds[0]!, vendorAccountId: rich.vendorAccountId },
    ];
    const mapping = { currency: 'CNY', zone: '+08:00', columns: { date: ['Day'], amount: { column: 'Amount' } } };
    const mutation = (name: string, input: string): string =>
      `mutation ($input: ${input}!) { result: ${name}(input: $input) { __typename } }`;
    const preview = 'query ($input: StatementFileInput!) { result: previewStatementFile(input: $input) { __typename } }';
    const attempts: [string, object][] = [
      ...mixed.flatMap((input): [string, object][] => [
        [preview, { ...input, mapping }],
        [mutation('importStatementFile', 'ImportStatementFileInput'), input],
      ]),
      [mutation('saveStatementMapping', 'SaveStatementMappingInput'), { vendorAccountId: rich.vendorAccountId, mapping }],
    ];
    for (const who of [both.poor.person, both.poor.app])
      for (const [query, input] of attempts)
        expect([query, (await who.ask(query, { input })).data]).toEqual([query, { result: { __typename: 'InputProblem' } }]);
    expect(await fingerprint()).toBe(before);
  });

  it('answers a cursor that is none of the list with one code, on every list', async () => {
    const { bills, directoryImport, statementImport, statements } = await thingsWithLists();
    // How each list is reached; `CURSOR` stands for the cursor.
    const lists: Record<string, string> = {
      'Query.auditEntries': '{ list: auditEntries(first: 1, after: CURSOR) { pageInfo { endCursor } } }',
      'Query.people': '{ list: people(first: 1, after: CURSOR) { pageInfo { endCursor } } }',
      'Query.expenses': '{ list: expenses(first: 1, after: CURSOR) { pageInfo { endCursor } } }',
      'Query.syncRuns': '{ list: syncRuns(first: 1, after: CURSOR) { pageInfo { endCursor } } }',
      'Query.quarantine': '{ list: quarantine(first: 1, after: CURSOR) { pageInfo { endCursor } } }',
      'Query.invoices': '{ list: invoices(first: 1, after: CURSOR) { pageInfo { endCursor } } }',
      'Bill.lines': `{ of: ${bills} { list: lines(first: 1, after: CURSOR) { pageInfo { endCursor } } } }`,
      'Bill.accruals': `{ of: ${bills} { list: accruals(first: 1, after: CURSOR) { pageInfo { endCursor } } } }`,
      'Statement.lines': `{ of: ${statements} { list: lines(first: 1, after: CURSOR) { pageInfo { endCursor } } } }`,
      'Department.people': '{ of: departments { list: people(first: 1, after: CURSOR) { pageInfo { endCursor } } } }',
      'Query.statementImports': '{ list: statementImports(first: 1, after: CURSOR) { pageInfo { endCursor } } }',
      'StatementImport.changes': `{ of: ${statementImport} { list: changes(first: 1, after: CURSOR) { pageInfo { endCursor } } } }`,
      'DirectoryImport.changes': `{ of: ${directoryImport} { list: changes(first: 1, after: CURSOR) { pageInfo { endCursor } } } }`,
    };
    expect(Object.keys(lists).sort()).toEqual(pagedFields());

    const cursors = new Map<string, string>();
    for (const [list, query] of Object.entries(lists)) {
      const { data, errors } = await both.rich.person.ask(query.replace('CURSOR', 'null'));
      expect([list, errors]).toEqual([list, []]);
      const found = /"endCursor":"([^"]+)"/.exec(JSON.stringify(data))?.[1];
      if (found) cursors.set(list, found);
    }
    // A world without faults quarantines nothing, and this vendor tells of no invoices; every other list has something on its first page.
    const empty = ['Query.quarantine', 'Query.invoices'];
    expect([...cursors.keys()].sort()).toEqual(pagedFields().filter((list) => !empty.includes(list)));

    for (const [list, query] of Object.entries(lists)) {
      const codes = async (cursor: string): Promise<unknown[]> =>
        (await both.rich.person.ask(query.replace('CURSOR', JSON.stringify(cursor)))).errors.map((error) => error.extensions.code);
      for (const forged of FORGED) expect([list, forged, [...new Set(await codes(forged))]]).toEqual([list, forged, ['BAD_INPUT']]);
      // Another list's cursor may look like one of this; then it is a place in this one.
      for (const foreign of cursors.values())
        expect([list, (await codes(foreign)).filter((code) => code !== 'BAD_INPUT')]).toEqual([list, []]);
    }
  });

  /** Queries of one thing of each type that has lists. */
  async function thingsWithLists(): Promise<{ bills: string; statements: string; directoryImport: string; statementImport: string }> {
    const { previewDirectoryImport: preview } = await both.rich.person.get<{ previewDirectoryImport: { id: string } }>(
      'mutation { previewDirectoryImport(input: { complete: false, costCentres: [], people: [{ employeeNumber: "NEW", name: "New", departmentCode: "D000" }], departments: [{ code: "D000", name: "New" }] }) { ... on DirectoryImport { id } } }',
    );
    return {
      bills: recentBills(),
      statements: 'statements',
      directoryImport: `directoryImport(id: "${preview.id}")`,
      statementImport: `statementImport(id: "${imported.importIds.at(-1)}")`,
    };
  }

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
