import { Client, DemoCompany, buildWorld, newRecord, type DemoApp, type World } from '@interline/demo';
import { Installation, until } from '../installation.js';
import type { Process } from '../installation.js';

/** Every scope there is. */
export const SCOPES = [
  'company:read',
  'directory:read',
  'people.email:read',
  'people.mobile:read',
  'directory:write',
  'connections:read',
  'connections:write',
  'expenses:read',
  'statements:read',
  'statements:write',
  'invoices:read',
  'bills:read',
  'spend:read',
  'raw:read',
];

const PASSWORD = 'a long enough password 1';

/** One company's ways in. */
export interface Party {
  name: string;
  /** A session with every role of a company. */
  person: Client;
  /** An app with every scope. */
  app: Client;
  credentials: DemoApp;
}

/** Two companies on one installation: one with a directory, a connected vendor, expenses, statements and bills, the other with nothing. */
export interface TwoCompanies {
  installation: Installation;
  process: Process;
  url: string;
  world: World;
  rich: Party & { connectionId: string };
  poor: Party;
  close(): Promise<void>;
}

/** Founds a company by the command line and gives it an owner who holds every role, and an app. */
export async function found(installation: Installation, url: string, slug: string, name: string): Promise<Party> {
  const email = `owner@${slug}.example`;
  const said = await installation.run(
    ['company', 'create', '--name', name, '--slug', slug, '--time-zone', 'Asia/Shanghai', '--currency', 'CNY', '--owner-email', email],
    { PUBLIC_URL: url },
  );
  const link = /https?:\/\/\S+\/links\/\S+/.exec(said)?.[0];
  if (!link) throw new Error(`no link in: ${said}`);
  const person = new Client(url);
  await person.acceptLink(link, 'Owner', PASSWORD);
  const { members } = await person.get<{ members: { id: string }[] }>('{ members { id } }');
  await person.get('mutation ($input: ChangeMemberRolesInput!) { changeMemberRoles(input: $input) { __typename } }', {
    input: { memberId: members[0]!.id, roles: ['owner', 'it', 'finance', 'manager', 'employee', 'auditor'] },
  });
  const { createOAuthClient: made } = await person.get<{
    createOAuthClient: { clientSecret: string; client: { clientId: string; scopes: string[] } };
  }>(
    'mutation ($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { ... on OAuthClientCreated { clientSecret client { clientId scopes } } } }',
    { input: { name: 'Walker', scopes: SCOPES } },
  );
  const app = new Client(url);
  await app.authorize(made.client.clientId, made.clientSecret);
  const credentials = {
    clientId: made.client.clientId,
    clientSecret: made.clientSecret,
    grants: ['client_credentials'],
    scopes: made.client.scopes,
    company: name,
  };
  return { name, person, app, credentials };
}

/** Starts an installation with both companies; the rich one has read a whole small world from the vendor's simulator. */
export async function twoCompanies(): Promise<TwoCompanies> {
  const installation = await Installation.make();
  const world = buildWorld({ seed: 7, company: 'second' });
  const simulator = await startSimulator(installation);
  await tell(simulator.url, world);
  const process = installation.start(['all', '--simulator', `didi=${simulator.url}`]);
  const url = (await process.ready())!;
  const rich = await found(installation, url, 'rich', world.company.name);
  const company = new DemoCompany({ url, world, password: PASSWORD, record: newRecord('', ''), owner: rich.person });
  await company.importDirectory();
  const connectionId = await company.connect({
    connectorId: 'didi',
    externalAccount: simulator.account,
    config: simulator.config,
    credentials: simulator.credentials,
  });
  await until(
    'everything to be read',
    async () => {
      const { connections } = await rich.app.get<{
        connections: { streams: { syncedTo: string | null; lastRun: { state: string } | null }[] }[];
      }>('{ connections { streams { syncedTo lastRun { state } } } }');
      return connections[0]!.streams.every((stream) => stream.syncedTo && stream.lastRun?.state === 'complete');
    },
    180_000,
  );
  const poor = await found(installation, url, 'poor', 'Poor Company');
  return { installation, process, url, world, rich: { ...rich, connectionId }, poor, close: () => installation.close() };
}

interface Simulated {
  url: string;
  account: string;
  credentials: Record<string, string>;
  config: Record<string, unknown>;
}

/** Starts the vendor's simulator as a process of its own and reads from its words how to reach it. */
async function startSimulator(installation: Installation): Promise<Simulated> {
  const started = installation.start(['simulate', 'didi', '--open']);
  await until('the simulator', () => started.text.some((line) => line.startsWith('config')));
  const word = (name: string): string =>
    started.text
      .find((line) => line.startsWith(name))!
      .slice(name.length)
      .trim();
  return {
    url: word('url'),
    account: word('account'),
    credentials: JSON.parse(word('credentials')) as Record<string, string>,
    config: JSON.parse(word('config')) as Record<string, unknown>,
  };
}

async function tell(url: string, world: World): Promise<void> {
  const response = await fetch(`${url}/_control/facts`, { method: 'POST', body: JSON.stringify(world.facts) });
  if (!response.ok) throw new Error(await response.text());
}
