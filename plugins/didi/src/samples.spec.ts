import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseJson, type JsonObject, type Page, type SigningInput } from '@interline/sdk';
import { contextOf, responseOf } from '../fixtures/context.js';
import { callback } from './callback.js';
import { faultOf } from './errors.js';
import { rides } from './rides.js';
import { digest, sign, signatureOf, stringToSign } from './sign.js';
import { token } from './token.js';
import { travelOrders } from './travel.js';

const folder = new URL('../../../../shared/vendors/samples/didi/', import.meta.url);
const present = existsSync(folder);
const textOfSample = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const sample = (name: string) => parseJson(textOfSample(name)) as JsonObject;
const config = { company_id: '77', sign_method: null, ride_detail: 'none' };
const input: SigningInput = {
  secrets: { client_id: 'client_id_test', client_secret: 'didi_test_pass', sign_key: 'KEY' },
  config,
  token: 'tok',
  now: new Date(1566733837_000),
};

async function collect(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const april = { from: new Date('2025-03-31T16:00:00Z'), to: new Date('2025-04-30T16:00:00Z'), cursor: null };

/** One proof a row of the README's table. */
const PROOFS: Record<string, () => void | Promise<void>> = {
  'sign-vectors.json': () => {
    const vectors = JSON.parse(textOfSample('sign-vectors.json')) as {
      string_to_sign: string;
      md5: string;
      sha256?: string;
      params?: Record<string, string>;
      sign_key?: string;
    }[];
    for (const vector of vectors) {
      expect(digest(vector.string_to_sign, 'MD5')).toBe(vector.md5);
      if (vector.sha256) expect(digest(vector.string_to_sign, 'SHA256')).toBe(vector.sha256);
      if (vector.params) expect(stringToSign(vector.params, vector.sign_key!)).toBe(vector.string_to_sign);
    }
  },
  'authorize.request.json': () => {
    const { sign: _placeholder, ...fields } = JSON.parse(textOfSample('authorize.request.json')) as Record<string, unknown>;
    const { sign: signature, ...sent } = sign(token.request({}), { ...input, token: null }).json as Record<string, unknown>;
    expect(sent).toEqual(fields);
    expect(signature).toMatch(/^[0-9a-f]{32}$/);
  },
  'authorize.response.json': () => {
    const response = responseOf(sample('authorize.response.json'));
    expect(faultOf(response)).toBeNull();
    expect(token.read(response)).toEqual({ accessToken: '0'.repeat(41), expiresInSeconds: 1800 });
  },
  'error-token.response.json': () =>
    expect(faultOf(responseOf(sample('error-token.response.json')))).toMatchObject({ class: 'token', code: '401' }),
  'order-get.response.json': async () => {
    const { ctx } = contextOf(() => ({ body: sample('order-get.response.json') }), config);
    const [page, ...more] = await collect(rides.read(ctx, april));
    expect([more.length, page!.control, page!.records.length]).toEqual([0, { count: 1 }, 1]);
    const { externalId, lines } = rides.map(page!.records[0]!, config);
    expect(externalId).toBe('1125901685007109');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      kind: 'ride',
      line: 'pay',
      lineType: 'charge',
      product: '快车优享',
      currency: 'CNY',
      amount: 1050n,
      companyShare: 0n,
      personalShare: 1050n,
      occurredAt: new Date('2018-09-29T10:27:53Z'),
      vendorBillingDate: '2018-09-29',
      city: '苏州市',
      traveller: { memberId: '1125900000000001', phone: '13800000001', name: '测试员工A' },
    });
  },
  'order-list-v1.request.json': async () => {
    const { ctx, requests } = contextOf(() => ({ body: sample('order-list-v1.response.json') }));
    await collect(travelOrders.read(ctx, april));
    const sent = sign(requests[0]!, input).json as Record<string, string>;
    const published = JSON.parse(textOfSample('order-list-v1.request.json')) as Record<string, string>;
    expect(Object.keys(sent).sort()).toEqual(Object.keys(published).sort());
    expect(JSON.parse(sent.param_json!)).toEqual(JSON.parse(published.param_json!));
  },
  'order-list-v1.response.json': async () => {
    const { ctx, requests } = contextOf(() => ({ body: sample('order-list-v1.response.json') }));
    expect(await collect(travelOrders.read(ctx, april))).toEqual([{ records: [], cursor: null, control: { count: 0 } }]);
    expect(requests).toHaveLength(1);
  },
  'callback.form-fields.json': () => {
    const { sign: _placeholder, ...fields } = JSON.parse(textOfSample('callback.form-fields.json')) as Record<string, string>;
    const parts = Object.entries({ ...fields, sign: signatureOf(fields, 'KEY', 'MD5') }).map(
      ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const delivery = {
      method: 'POST',
      query: {},
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: Buffer.from(`${parts.join('')}--b--\r\n`),
    };
    expect(callback.verify(delivery, input.secrets)).toBe(true);
    expect(callback.read(delivery)).toEqual([{ stream: 'rides', externalIds: ['1125901685007109'] }]);
  },
  'approval-create.response.json': () => expect(faultOf(responseOf(sample('approval-create.response.json')))).toBeNull(),
  'approval-create-bydate.request.json': () => expectSignable('approval-create-bydate.request.json'),
  'approval-create-travel.request.json': () => expectSignable('approval-create-travel.request.json'),
};

function expectSignable(name: string): void {
  const json = sample(name);
  const sent = sign({ method: 'POST', path: '/river/Approval/create', json }, input).json as Record<string, unknown>;
  expect(Object.keys(sent).sort()).toEqual(Object.keys(json).sort());
}

describe('the published samples', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const listed = [...readme.matchAll(/^\| `([\w.-]+\.json)` +\|/gm)].map(([, name]) => name!);

  it('are each in the table of the README and proven here', () => {
    expect([...listed].sort()).toEqual(Object.keys(PROOFS).sort());
    if (present) expect([...listed].sort()).toEqual(readdirSync(folder).sort());
  });

  if (!present) console.warn('skipped: the published samples are not beside this checkout, so the table of the README is not proven');
  (present ? it : it.skip).each(Object.keys(PROOFS))('%s becomes what the table says', async (name) => {
    await PROOFS[name]!();
  });
});
