import { Client } from './client.js';
import { directoryCsv } from './directory-csv.js';
import type { Day, Employee, World } from './world.types.js';

/** A login of the demo. */
export interface DemoUser {
  email: string;
  password: string;
  roles: string[];
  company: string;
}

/** An app of the demo. */
export interface DemoApp {
  clientId: string;
  clientSecret: string;
  grants: string[];
  scopes: string[];
  company: string;
}

/**
 * What is known of a company that was filled, or is being filled: enough to go on after a start that was killed. The API is asked for the rest,
 * so that nothing is made twice.
 */
export interface DemoRecord {
  ownerEmail: string;
  /** The one-time link that `interline company create` gives. */
  link: string;
  users: DemoUser[];
  app: DemoApp | null;
  /** The last day whose directory was imported. */
  directoryOn: Day | null;
}

/** A simulator that runs, with what an admin types to connect to it. */
export interface DemoVendor {
  connectorId: string;
  externalAccount: string;
  config: Record<string, unknown>;
  credentials: Record<string, string>;
}

/** Tells how far a step is: `done` of `of`. */
export type Progress = (step: string, done: number, of: number) => void;

const SCOPES = [
  'company:read',
  'directory:read',
  'people.email:read',
  'people.mobile:read',
  'connections:read',
  'connections:write',
  'expenses:read',
  'statements:read',
  'invoices:read',
  'bills:read',
  'spend:read',
  'raw:read',
];

/** The roles people of the demo have, by a rule that finds somebody fitting in any world. */
const CAST: readonly { roles: string[]; pick: (world: World, today: Day) => Employee | undefined }[] = [
  { roles: ['finance'], pick: (world, today) => present(world, today).find((each) => lastPosition(each).startsWith('F')) },
  {
    roles: ['it'],
    pick: (world, today) => present(world, today).find((each) => /IT|信息/.test(titleOf(each))) ?? present(world, today)[5],
  },
  { roles: ['manager'], pick: leaderWithMostBelow },
  { roles: ['employee'], pick: (world, today) => busiest(world, today) },
  { roles: ['auditor'], pick: (world, today) => present(world, today).at(-1) },
];

/** The record of a company that was founded just now. */
export function newRecord(ownerEmail: string, link: string): DemoRecord {
  return { ownerEmail, link, users: [], app: null, directoryOn: null };
}

/** What a company is filled with, and how. */
export interface DemoCompanyOptions {
  url: string;
  world: World;
  /** The password of everybody in it. */
  password: string;
  /** What earlier starts have noted; changed as the filling goes on. */
  record: DemoRecord;
  /** Keeps the record; called after each step that changed it. */
  save?: () => Promise<void>;
  progress?: Progress;
  /** Default: one that has still to `enter`. */
  owner?: Client;
}

/**
 * Brings a company into an installation the way its own people would: the owner takes the link, imports the directory as the HR system exported it over the year, invites
 * colleagues, makes an app and connects the vendors. Everything goes through the public API. Each step looks first what is there: a filling that was
 * killed goes on, and one that is done learns what is new in its world.
 */
export class DemoCompany {
  private readonly world: World;
  private readonly owner: Client;

  constructor(private readonly options: DemoCompanyOptions) {
    this.world = options.world;
    this.owner = options.owner ?? new Client(options.url);
  }

  /** Signs the owner in. @throws when the password is another one by now */
  async enter(): Promise<void> {
    const { record, password } = this.options;
    if (record.users.length > 0) return this.owner.signIn(record.ownerEmail, password);
    // A start that was killed may have taken the link without having noted it.
    await this.owner
      .acceptLink(record.link, this.world.people[0]!.name, password)
      .catch(() => this.owner.signIn(record.ownerEmail, password));
    await this.note(record.ownerEmail, ['owner']);
  }

  /** Imports the directory as it was on the first day, then as it was after each change up to now; days that were imported before are left out. */
  async importDirectory(): Promise<void> {
    const { record, save, progress } = this.options;
    const first = `${this.world.first}-01`;
    const days = [first, ...changeDays(this.world)].filter((day) => record.directoryOn === null || day > record.directoryOn);
    for (const [index, on] of days.entries()) {
      await this.importOn(on, on === first);
      record.directoryOn = on;
      await save?.();
      progress?.('directory', index + 1, days.length);
    }
  }

  private async importOn(on: Day, isFirst: boolean): Promise<void> {
    const { people, departments } = directoryCsv(this.world, on);
    const input = {
      effectiveOn: on,
      complete: true,
      peopleFileId: await this.owner.upload('directory_import', 'people.csv', people),
      departmentsFileId: await this.owner.upload('directory_import', 'departments.csv', departments),
      ...(isFirst ? { costCentres: this.world.costCentres, legalEntities: this.world.legalEntities } : {}),
    };
    const preview = await this.owner.get<{ previewDirectoryImport: { id: string; problems: unknown[]; message?: string } }>(
      `mutation ($input: PreviewDirectoryImportInput!) { previewDirectoryImport(input: $input) {
         ... on DirectoryImport { id problems { file line code message value } } ... on InputProblem { message } } }`,
      { input },
    );
    const { id, problems, message } = preview.previewDirectoryImport;
    if (!id || problems.length > 0)
      throw new Error(`the directory of ${on} was refused: ${message ?? JSON.stringify(problems.slice(0, 3))}`);
    const applied = await this.owner.get<{ applyDirectoryImport: { id?: string; message?: string } }>(
      `mutation ($input: ApplyDirectoryImportInput!) { applyDirectoryImport(input: $input) { ... on DirectoryImport { id } ... on StateProblem { message } } }`,
      { input: { id } },
    );
    if (!applied.applyDirectoryImport.id)
      throw new Error(`the directory of ${on} was not applied: ${applied.applyDirectoryImport.message}`);
  }

  /** Invites one colleague for each role nobody has yet. */
  async inviteCast(today: Day): Promise<void> {
    const { url, password, record } = this.options;
    for (const { roles, pick } of CAST) {
      if (record.users.some((user) => user.roles.join() === roles.join())) continue;
      const employee = pick(this.world, today);
      if (!employee || record.users.some((user) => user.email === employee.email)) continue;
      const { inviteMember } = await this.owner.get<{ inviteMember: { link?: string; code?: string; message?: string } }>(
        `mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { ... on InvitationCreated { link } ... on InputProblem { message } ... on StateProblem { code message } } }`,
        { input: { email: employee.email, roles } },
      );
      const { link, code, message } = inviteMember;
      // A start that was killed may have invited without having noted it.
      if (code === 'MEMBER_EXISTS') await new Client(url).signIn(employee.email, password);
      else if (link) await new Client(url).acceptLink(link, employee.name, password);
      else throw new Error(`${employee.email} could not be invited: ${message}`);
      await this.note(employee.email, roles);
    }
  }

  private async note(email: string, roles: string[]): Promise<void> {
    const { password, record, save } = this.options;
    record.users.push({ email, password, roles, company: this.world.company.name });
    await save?.();
  }

  /** Makes an app that may read everything, unless there is one. */
  async createApp(name: string): Promise<void> {
    const { record, save } = this.options;
    if (record.app) return;
    // One whose secret was lost with a start that was killed is of no use.
    const { oauthClients } = await this.owner.get<{ oauthClients: { id: string; name: string; revokedAt: string | null }[] }>(
      '{ oauthClients { id name revokedAt } }',
    );
    for (const { id } of oauthClients.filter((client) => client.name === name && client.revokedAt === null)) {
      await this.owner.get('mutation ($input: RevokeOAuthClientInput!) { revokeOAuthClient(input: $input) { id } }', { input: { id } });
    }
    const { createOAuthClient: made } = await this.owner.get<{
      createOAuthClient: { clientSecret: string; client: { clientId: string; scopes: string[] }; message?: string };
    }>(
      `mutation ($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) {
         ... on OAuthClientCreated { clientSecret client { clientId scopes } } ... on InputProblem { message } } }`,
      { input: { name, scopes: SCOPES } },
    );
    if (!made.client) throw new Error(`no app: ${made.message}`);
    record.app = {
      clientId: made.client.clientId,
      clientSecret: made.clientSecret,
      grants: ['client_credentials'],
      scopes: made.client.scopes,
      company: this.world.company.name,
    };
    await save?.();
  }

  /** Connects a vendor's simulator, to be read from the first month on, unless it is, or was until somebody closed the connection. @returns the connection's id */
  async connect(vendor: DemoVendor): Promise<string> {
    const { connections } = await this.owner.get<{
      connections: { id: string; vendorAccount: { externalAccount: string; connector: { id: string } } }[];
    }>('{ connections { id vendorAccount { externalAccount connector { id } } } }');
    const known = connections.find(
      ({ vendorAccount: { externalAccount, connector } }) =>
        connector.id === vendor.connectorId && externalAccount === vendor.externalAccount,
    );
    if (known) return known.id;
    // What the vendor bills without saying for whom falls to the entity that holds the account.
    const { company } = await this.owner.get<{ company: { legalEntities: { id: string; code: string }[] } }>(
      '{ company { legalEntities { id code } } }',
    );
    const holder = company.legalEntities.find((entity) => entity.code === this.world.legalEntities[0]!.code);
    const { createConnection: made } = await this.owner.get<{ createConnection: { id?: string; message?: string } }>(
      `mutation ($input: CreateConnectionInput!) { createConnection(input: $input) {
         ... on VendorConnection { id } ... on InputProblem { message } ... on VendorProblem { message } ... on StateProblem { message } } }`,
      {
        input: {
          connectorId: vendor.connectorId,
          environment: 'simulator',
          externalAccount: vendor.externalAccount,
          legalEntityId: holder?.id ?? null,
          name: `${this.world.company.name} · ${vendor.connectorId}`,
          config: vendor.config,
          credentials: vendor.credentials,
          since: `${this.world.first}-01`,
        },
      },
    );
    if (!made.id) throw new Error(`${vendor.connectorId} could not be connected: ${made.message}`);
    return made.id;
  }
}

/** Days after the first on which the directory says something else than the day before. */
function changeDays(world: World): Day[] {
  const days = new Set<Day>();
  for (const version of world.departments) days.add(version.validFrom);
  for (const person of world.people) {
    days.add(person.hiredOn);
    for (const position of person.positions) days.add(position.validFrom);
    if (person.leftOn) days.add(new Date(Date.parse(`${person.leftOn}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10));
  }
  const today = new Date(world.asOf.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  return [...days].filter((day) => day > `${world.first}-01` && day <= today).sort();
}

const present = (world: World, today: Day): Employee[] => world.people.filter((each) => each.leftOn === null || each.leftOn > today);
const lastPosition = (employee: Employee): string => employee.positions.at(-1)!.departmentCode;
const titleOf = (employee: Employee): string => employee.positions.at(-1)!.title;

function leaderWithMostBelow(world: World, today: Day): Employee | undefined {
  const open = world.departments.filter((each) => each.validTo === null && each.parentCode !== null);
  const sizeOf = (code: string): number =>
    open.filter((each) => each.parentCode === code).reduce((sum, each) => sum + 1 + sizeOf(each.code), 0);
  const leader = open.sort((a, b) => sizeOf(b.code) - sizeOf(a.code))[0]?.leaderEmployeeNumber;
  return present(world, today).find((each) => each.employeeNumber === leader);
}

function busiest(world: World, today: Day): Employee | undefined {
  const orders = new Map<string, number>();
  for (const { personId } of world.cash) orders.set(personId, (orders.get(personId) ?? 0) + 1);
  return present(world, today).sort((a, b) => (orders.get(b.id) ?? 0) - (orders.get(a.id) ?? 0))[0];
}
