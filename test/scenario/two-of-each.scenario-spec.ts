import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Client } from '@interline/demo';
import { hasRedis, startTestRedis, type TestRedis } from '../../src/platform/queue/test-redis.fixture.js';
import { Installation, until, type Process } from '../installation.js';
import { hasDidi, suiteIf } from '../needs.js';
import { Company, inWords } from './company.js';
import { Vendor } from './vendor.js';

jest.setTimeout(240_000);

const DAY = 86_400_000;
const PASSWORD = 'scenario-password-1';
const possible = suiteIf(hasDidi && hasRedis, hasDidi ? 'no redis-server on this machine' : 'plugins/didi is not in this tree');

possible('two gateways and two workers on one database, their jobs in Redis', () => {
  let redis: TestRedis;
  let installation: Installation;
  let vendor: Vendor;
  let gateways: [string, string];
  let workers: [Process, Process];
  let company: Company;
  let connectionId: string;
  const to = new Date(Date.now() - 10 * DAY);
  const from = new Date(to.getTime() - 60 * DAY);

  beforeAll(async () => {
    redis = await startTestRedis();
    installation = await Installation.make({ REDIS_URL: redis.url });
    vendor = await Vendor.start(installation);
    const person = { id: 'p', employeeNumber: '1', name: 'Rider', phone: '19900001010', email: 'rider@pair.example' };
    await vendor.facts({
      people: [{ ...person, departmentCode: 'P', departmentName: 'Pairs' }],
      legalEntities: [{ code: 'P', name: 'P' }],
    });
    await vendor.generate({ orders: 1_500, from: from.toISOString(), to: to.toISOString(), seed: 'pair', kinds: ['ride', 'hotel'] });
    const start = (word: string): Process => installation.start([word, ...vendor.words]);
    const first = (await start('serve').ready())!;
    gateways = [first, (await start('serve').ready())!];
    workers = [start('worker'), start('worker')];
    await Promise.all(workers.map((worker) => worker.ready()));
    company = await Company.found(installation, gateways[0], 'pair');
  }, 120_000);

  afterAll(async () => {
    await installation?.close();
    await redis?.close();
  }, 60_000);

  it('read everything once, also when one of the workers dies and Redis comes back empty', async () => {
    connectionId = await company.connect(vendor, from.toISOString().slice(0, 10));
    await workers[0].stop('SIGKILL');
    await redis.kill();
    await redis.start();
    await company.settled(connectionId);
    const months = [from, to].map((at) => at.toISOString().slice(0, 7)) as [string, string];
    expect(await company.ledger(...months)).toEqual(inWords(await vendor.ledger()));
    expect(await company.runsIn(connectionId, 'failed')).toEqual([]);
  });

  it('share sessions and grants: what one gateway ends is over at the other', async () => {
    const other = await Company.enter(gateways[1], 'owner@pair.example', PASSWORD);
    expect(await other.connection(connectionId)).toEqual(await company.connection(connectionId));
    const made = await company.owner.get<{ createOAuthClient: { client: { id: string; clientId: string }; clientSecret: string } }>(
      `mutation { createOAuthClient(input: { name: "Pair", scopes: ["expenses:read"] }) {
         ... on OAuthClientCreated { client { id clientId } clientSecret } } }`,
    );
    const { client, clientSecret } = made.createOAuthClient;
    const app = new Client(gateways[1]);
    await app.authorize(client.clientId, clientSecret);
    expect((await app.ask('{ expenses(first: 1) { nodes { id } } }')).errors).toEqual([]);
    await company.owner.get('mutation ($input: RevokeOAuthClientInput!) { revokeOAuthClient(input: $input) { __typename } }', {
      input: { id: client.id },
    });
    // The other gateway trusts what it knows of a token for a second.
    await until('the token to be refused', async () => {
      const { errors } = await app.ask('{ expenses(first: 1) { nodes { id } } }');
      return errors.some(({ extensions }) => extensions.code === 'TOKEN_INVALID');
    });
  });
});
