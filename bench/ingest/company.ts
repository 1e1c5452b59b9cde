import { Client } from '@interline/demo';
import type { BenchInstallation } from '../processes.js';

/** A vendor whose orders are read, and of which kinds they are. */
export interface BenchVendor {
  connector: string;
  stream: string;
  kinds: readonly string[];
}

/** The first is the one whose pages are full of orders; the others are asked for each order, or for every few of them. */
export const VENDORS: readonly [BenchVendor, ...BenchVendor[]] = [
  { connector: 'didi', stream: 'rides', kinds: ['ride'] },
  { connector: 'ctrip', stream: 'orders', kinds: ['flight', 'hotel', 'train'] },
  { connector: 'eleme', stream: 'orders', kinds: ['meal'] },
  { connector: 'jd', stream: 'orders', kinds: ['goods'] },
];

const PEOPLE = 5_000;
const DEPARTMENTS = 100;

/** A simulator in a process of its own, and what an admin types to connect to it. */
export interface BenchSimulator {
  url: string;
  credentials: Record<string, string>;
  config: Record<string, unknown>;
  externalAccount: string;
}

/** A company with its connections, one for each simulator. */
export interface BenchCompany {
  owner: Client;
  connectionIds: string[];
}

const codeOf = (department: number): string => `D${String(department).padStart(3, '0')}`;
const people = Array.from({ length: PEOPLE }, (_, index) => ({
  id: `person-${index}`,
  employeeNumber: String(10_000 + index),
  name: `员工${index}`,
  phone: `138${String(index).padStart(8, '0')}`,
  email: `p${index}@bench.example`,
  departmentCode: codeOf(index % DEPARTMENTS),
  departmentName: `Department ${index % DEPARTMENTS}`,
}));

/** Tells a simulator something. */
export async function control(simulator: BenchSimulator, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${simulator.url}/_control${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`the simulator refused ${path}: ${await answer.text()}`);
}

/** Founds a company of 5,000 people whose staff the simulators know too, and connects them, all through the public API. */
export async function foundCompany(
  installation: BenchInstallation,
  url: string,
  simulators: readonly (BenchSimulator & { vendor: BenchVendor })[],
): Promise<BenchCompany> {
  for (const simulator of simulators) await control(simulator, '/facts', { people });
  const founded = await installation.run(
    ['dist/main.js', 'company', 'create', '--name', 'Bench', '--slug', 'bench', '--time-zone', 'Asia/Shanghai', '--currency', 'CNY'].concat(
      '--owner-email',
      'owner@bench.example',
    ),
  );
  const owner = new Client(url);
  await owner.acceptLink(/https?:\/\/\S+\/links\/\S+/.exec(founded)![0], 'Owner', 'a long enough password 1');
  await importDirectory(owner);
  const connectionIds: string[] = [];
  for (const simulator of simulators) connectionIds.push(await connect(owner, simulator));
  return { owner, connectionIds };
}

async function connect(
  owner: Client,
  { vendor, externalAccount, config, credentials }: BenchSimulator & { vendor: BenchVendor },
): Promise<string> {
  const { createConnection: made } = await owner.get<{ createConnection: { id?: string; message?: string } }>(
    `mutation ($input: CreateConnectionInput!) { createConnection(input: $input) {
       ... on VendorConnection { id } ... on InputProblem { message } ... on VendorProblem { message } ... on StateProblem { message } } }`,
    { input: { connectorId: vendor.connector, environment: 'simulator', externalAccount, config, credentials } },
  );
  if (!made.id) throw new Error(`no connection to ${vendor.connector}: ${made.message}`);
  return made.id;
}

async function importDirectory(owner: Client): Promise<void> {
  const rows = (lines: string[][]): string => lines.map((line) => line.join(',')).join('\n');
  const departments = Array.from({ length: DEPARTMENTS }, (_, index) => [
    codeOf(index),
    `Department ${index}`,
    index === 0 ? '' : codeOf((index - 1) >> 2),
  ]);
  const staff = people.map((person) => [
    person.employeeNumber,
    person.name,
    person.email,
    person.phone,
    person.departmentCode,
    'Engineer',
    '2020-01-01',
  ]);
  const input = {
    effectiveOn: '2024-01-01',
    complete: true,
    departmentsFileId: await owner.upload('directory_import', 'departments.csv', rows([['code', 'name', 'parent_code'], ...departments])),
    peopleFileId: await owner.upload(
      'directory_import',
      'people.csv',
      rows([['employee_number', 'name', 'email', 'mobile', 'department_code', 'title', 'hired_on'], ...staff]),
    ),
  };
  const { previewDirectoryImport: preview } = await owner.get<{ previewDirectoryImport: { id: string; message?: string } }>(
    'mutation ($input: PreviewDirectoryImportInput!) { previewDirectoryImport(input: $input) { ... on DirectoryImport { id } ... on InputProblem { message } } }',
    { input },
  );
  if (!preview.id) throw new Error(`no directory: ${preview.message}`);
  await owner.get('mutation ($input: ApplyDirectoryImportInput!) { applyDirectoryImport(input: $input) { __typename } }', {
    input: { id: preview.id },
  });
}
