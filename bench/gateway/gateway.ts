/**
 * `gateway`: an authenticated, row-secured list of 50 people with department and manager, one SQL read, over HTTP.
 * Ours is the product as built. The other sides: the same list by hand on Fastify and pg, and our rooms behind Apollo's stock executor.
 */
import { Client } from '@interline/demo';
import autocannon from 'autocannon';
import { startEmbedded } from '../../src/platform/database/embedded/index.js';
import { compare, type BenchResult } from '../measure.js';
import { BenchInstallation } from '../processes.js';
import { BODY, QUERY, VARIABLES } from './question.js';

const PEOPLE = 5_000;
const DEPARTMENTS = 100;
const SECONDS = 5;
const quiet = { info: () => undefined, warn: () => undefined };

export async function run(log: (line: string) => void): Promise<{ results: BenchResult[]; notes: string[] }> {
  const installation = await BenchInstallation.make();
  try {
    const ours = await installation.start(['dist/main.js', 'serve']);
    const token = await fill(installation, ours.url);
    const server = await startEmbedded({ dataDir: installation.dataDir, log: quiet });
    const hand = await installation.start(['--import', './scripts/typescript.mjs', 'bench/gateway/by-hand.ts'], {
      DATABASE_URL: server.appUrl,
    });
    const stock = await installation.start(['--import', './scripts/typescript.mjs', 'bench/gateway/stock.ts']);
    await sameAnswers(token, [ours.url, hand.url, stock.url]);
    const load =
      (url: string, connections = 32) =>
      () =>
        requestsPerSecond(url, token, connections);
    const options = { unit: 'requests/s', log };
    const results = [
      await compare('gateway', { ours: load(ours.url), against: load(hand.url) }, { ...options, must: 0.4 }),
      await compare('gateway-stock', { ours: load(ours.url), against: load(stock.url) }, { ...options, must: 1.5 }),
    ];
    const notes: string[] = [];
    for (const connections of [1, 8, 32])
      notes.push(`gateway at ${connections} connections: ${Math.round(await load(ours.url, connections)())} requests/s`);
    await server.stop();
    return { results, notes };
  } finally {
    await installation.close();
  }
}

/** A company of 5,000 people, brought in as anybody would. @returns an app's access token */
async function fill(installation: BenchInstallation, url: string): Promise<string> {
  const said = await installation.run([
    'dist/main.js',
    'company',
    'create',
    '--name',
    'Bench',
    '--slug',
    'bench',
    '--time-zone',
    'Asia/Shanghai',
    '--currency',
    'CNY',
    '--owner-email',
    'owner@bench.example',
  ]);
  const link = /https?:\/\/\S+\/links\/\S+/.exec(said)![0];
  const owner = new Client(url);
  await owner.acceptLink(link, 'Owner', 'a long enough password 1');
  const departments = [
    'code,name,parent_code',
    ...Array.from({ length: DEPARTMENTS }, (_, i) => `D${i},Department ${i},${i === 0 ? '' : `D${(i - 1) >> 2}`}`),
  ].join('\n');
  const people = [
    'employee_number,name,email,department_code,title,manager_employee_number,hired_on',
    ...Array.from(
      { length: PEOPLE },
      (_, i) =>
        `${10_000 + i},Person ${i},p${i}@bench.example,D${i % DEPARTMENTS},Engineer,${i < DEPARTMENTS ? '' : 10_000 + (i % DEPARTMENTS)},2020-01-01`,
    ),
  ].join('\n');
  const input = {
    effectiveOn: '2024-01-01',
    peopleFileId: await owner.upload('directory_import', 'people.csv', people),
    departmentsFileId: await owner.upload('directory_import', 'departments.csv', departments),
  };
  const { previewDirectoryImport: preview } = await owner.get<{ previewDirectoryImport: { id: string } }>(
    'mutation ($input: PreviewDirectoryImportInput!) { previewDirectoryImport(input: $input) { ... on DirectoryImport { id } ... on InputProblem { message } } }',
    { input },
  );
  await owner.get('mutation ($input: ApplyDirectoryImportInput!) { applyDirectoryImport(input: $input) { __typename } }', {
    input: { id: preview.id },
  });
  const { createOAuthClient: app } = await owner.get<{ createOAuthClient: { clientSecret: string; client: { clientId: string } } }>(
    'mutation ($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { ... on OAuthClientCreated { clientSecret client { clientId } } } }',
    { input: { name: 'Bench', scopes: ['directory:read', 'people.email:read'] } },
  );
  return new Client(url).authorize(app.client.clientId, app.clientSecret);
}

/** No figure counts unless all sides say the same. */
async function sameAnswers(token: string, urls: string[]): Promise<void> {
  const answers = await Promise.all(
    urls.map(async (url) => JSON.stringify((await new Client(url).withToken(token).ask(QUERY, VARIABLES)).data)),
  );
  if (new Set(answers).size !== 1 || !answers[0]?.includes('"Person 0"'))
    throw new Error(`the sides answer differently:\n${answers.map((answer) => answer.slice(0, 400)).join('\n')}`);
}

async function requestsPerSecond(url: string, token: string, connections: number): Promise<number> {
  const result = await autocannon({
    url: `${url}/graphql`,
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
    body: BODY,
    connections,
    duration: SECONDS,
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return result.requests.total / result.duration;
}
