import { Client } from '@interline/demo';
import type { BenchInstallation } from '../processes.js';

/** The vendor whose orders are read: the stream with a page that is full of them, and its simulator. */
export const CONNECTOR = 'didi';
export const STREAM = 'rides';
const PEOPLE = 5_000;
const DEPARTMENTS = 100;

/** A simulator in a process of its own, and what an admin types to connect to it. */
export interface BenchSimulator {
  url: string;
  credentials: Record<string, string>;
  config: Record<string, unknown>;
  externalAccount: string;
}

/** A company that is connected to the simulator. */
export interface BenchCompany {
  owner: Client;
  connectionId: string;
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

/** Founds a company of 5,000 people whose staff the simulator knows too, and connects the two, all through the public API. */
export async function foundCompany(installation: BenchInstallation, url: string, simulator: BenchSimulator): Promise<BenchCompany> {
  await control(simulator, '/facts', { people });
  const founded = await installation.run(
    ['dist/main.js', 'company', 'create', '--name', 'Bench', '--slug', 'bench', '--time-zone', 'Asia/Shanghai', '--currency', 'CNY'].concat(
      '--owner-email',
      'owner@bench.example',
    ),
  );
  const owner = new Client(url);
  await owner.acceptLink(/https?:\/\/\S+\/links\/\S+/.exec(founded)![0], 'Owner', 'a long enough password 1');
  await importDirectory(owner);
  const { createConnection: made } = await owner.get<{ createConnection: { id?: string; message?: string } }>(
    `mutation ($input: CreateConnectionInput!) { createConnection(input: $input) {
       ... on VendorConnection { id } ... on InputProblem { message } ... on VendorProblem { message } ... on StateProblem { message } } }`,
    {
      input: {
        connectorId: CONNECTOR,
        environment: 'simulator',
        externalAccount: simulator.externalAccount,
        config: simulator.config,
        credentials: simulator.credentials,
      },
    },
  );
  if (!made.id) throw new Error(`no connection: ${made.message}`);
  return { owner, connectionId: made.id };
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
