import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseJson, stringifyJson, type JsonObject, type SigningInput, type VendorRequest } from '@interline/sdk';
import { collect, contextOf, ctripOf, responseOf, rowsIn } from '../fixtures/context.js';
import { orderIdsOf } from './order-details.js';
import { mapOrder } from './order-lines.js';
import { upsertPerson } from './people.js';
import { SETTLEMENT, type Product } from './products.js';
import { recordOf } from './settled-pages.js';
import { faultOf } from './errors.js';
import { H5_PATH, PC_PATH, sign } from './sign.js';
import { statementLines } from './statement-lines.js';
import { statements } from './statements.js';
import { token } from './token.js';
import { pushTripRequest } from './trips.js';

const folder = new URL('../../../../shared/vendors/samples/ctrip/', import.meta.url);
const present = existsSync(folder);
const sample = (name: string): JsonObject => parseJson(readFileSync(new URL(name, folder), 'utf8')) as JsonObject;
const config = {} as never;
const input: SigningInput = {
  secrets: { app_key: '<AppKey>', app_security: '<AppSecurity>' },
  config: {},
  token: '<Ticket>',
  now: new Date(0),
};
const august = { from: new Date('2026-07-31T16:00:00Z'), to: new Date('2026-08-31T16:00:00Z'), cursor: null };

/** What the connector sends for a request of its own, as plain JSON. */
const asSent = (request: VendorRequest): Record<string, unknown> =>
  JSON.parse(stringifyJson(sign(request, input).json)) as Record<string, unknown>;

/** The line of a sample's one row, on its order and on its statement. */
function linesOf(product: Product, body: JsonObject) {
  const [row] = rowsIn(product, body);
  const { externalId, data } = recordOf(row!);
  const order = mapOrder({
    externalId: row!.orderId!,
    data: { orderType: '1', itinerary: null, status: null, rows: [{ ...data, key: externalId }] },
  });
  return { order, line: statementLines.map({ externalId, data }, config) };
}

async function expectSettlement(product: Product, request: string): Promise<void> {
  const published = JSON.parse(stringifyJson(sample(request))) as Record<string, unknown>;
  const { ctx, requests } = contextOf(ctripOf([]));
  await collect(statementLines.read(ctx, august));
  const own = requests.find(({ path }) => path === SETTLEMENT[product].path)!;
  // SelType, which parts monthly from pay-now rides, is left out: both are wanted.
  const { SelType: _type, ...wanted } = published;
  expect(Object.keys(asSent(own)).sort()).toEqual(Object.keys(wanted).sort());
  expect(asSent(own)).toMatchObject({ DateFrom: published['DateFrom'], DateTo: published['DateTo'], IsCompensation: true, PageIndex: 1 });
}

/** One proof a row of the README's table. */
const PROOFS: Record<string, () => void | Promise<void>> = {
  'ticket.request.json': () => expect(asSent(token.request({}))).toEqual(JSON.parse(stringifyJson(sample('ticket.request.json')))),
  'ticket.response.json': () => expectTicket('ticket.response.json'),
  'ticket.response.wrapped.json': () => expectTicket('ticket.response.wrapped.json'),
  'sso-ticket.response.json': () => expect(faultOf(responseOf(sample('sso-ticket.response.json')))).toBeNull(),
  'sso-sign-vectors.json': () => {
    const [h5, pc] = parseJson(readFileSync(new URL('sso-sign-vectors.json', folder), 'utf8')) as JsonObject[];
    const phone = {
      employeeid: 'test',
      CorpPayType: 'public',
      CostCenter1: 'costcenter1',
      CostCenter2: 'costcenter2',
      CostCenter3: 'costcenter3',
    };
    const obk = { ...input, secrets: { app_key: 'obk_test', app_security: 'obk_test' } };
    expect(sign({ method: 'POST', path: H5_PATH, form: phone }, obk).form!['signature']).toBe(h5!['md5']);
    const secrets = { app_key: pc!['AppKey'] as string, app_security: pc!['AppSecurity'] as string };
    const form = { EmployeeID: pc!['EmployeeID'] as string, ForCorp: '0' };
    expect(sign({ method: 'POST', path: PC_PATH, form }, { ...input, secrets }).form!['Signature']).toBe(pc!['md5']);
  },
  'query-order-id-list.response.json': async () => {
    const { ctx } = contextOf(() => sample('query-order-id-list.response.json'));
    expect([...(await orderIdsOf(ctx, { from: '2026-08-01', to: '2026-08-31' }))]).toEqual([['10000000001', '1']]);
  },
  'settlement-flight.request.json': () => expectSettlement('flight', 'settlement-flight.request.json'),
  'settlement-car.request.json': () => expectSettlement('car', 'settlement-car.request.json'),
  'settlement-flight.response.json': async () => {
    const { order, line } = linesOf('flight', sample('settlement-flight.response.json'));
    expect(order).toMatchObject({
      externalId: '10000000001',
      lines: [
        {
          kind: 'flight',
          lineType: 'charge',
          currency: 'CNY',
          amount: 92_000n,
          companyShare: 92_000n,
          personalShare: 0n,
          occurredAt: new Date('2026-08-05T02:00:00Z'),
          approvalId: 'TA_100002',
          traveller: { employeeNumber: 'E0001', name: '测试员工A' },
          costCentre: { code: 'CC001' },
          detail: { flightNo: 'CZ3947', ticketNo: '0000000001' },
        },
      ],
    });
    expect(line).toMatchObject({
      statementExternalId: 'B202608',
      orderExternalId: '10000000001',
      orderLine: order.lines[0]!.line,
      amount: 92_000n,
    });
    await expectStatement('flight', 'settlement-flight.response.json', [
      ['B202608', 92_000n],
      ['B202608_1', 92_000n],
    ]);
  },
  'settlement-car.response.json': async () => {
    const { order, line } = linesOf('car', sample('settlement-car.response.json'));
    expect(order).toMatchObject({
      externalId: '10000000003',
      lines: [
        {
          kind: 'ride',
          line: 'car:40000000001:9',
          lineType: 'charge',
          amount: 3_700n,
          companyShare: 3_700n,
          approvalId: 'TA_100002',
          product: '马上用车',
        },
      ],
    });
    expect(line).toMatchObject({ statementExternalId: 'B202608', orderLine: 'car:40000000001:9', companyShare: 3_700n });
    await expectStatement('car', 'settlement-car.response.json', [['B202608', 3_700n]]);
  },
  'save-corp-cust.request.json': async () => {
    const published = JSON.parse(stringifyJson(sample('save-corp-cust.request.json'))) as Record<string, unknown>;
    const { ctx, requests } = contextOf(() => sample('save-corp-cust.response.json'));
    await upsertPerson(ctx, {
      employeeNumber: 'E0001',
      name: '测试员工A',
      phone: '13800000001',
      email: 'e0001@example.com',
      departmentCode: '研发部',
    });
    const own = asSent(requests[0]!);
    expect(Object.keys(own).sort()).toEqual(Object.keys(published).sort());
    expect(published).toMatchObject({ AuthenticationInfoList: own['AuthenticationInfoList'] });
  },
  'save-corp-cust.response.json': () => expect(faultOf(responseOf(sample('save-corp-cust.response.json')))).toBeNull(),
  'approval-save.request.json': async () => {
    const published = JSON.parse(stringifyJson(sample('approval-save.request.json'))) as {
      Remark: string;
      FlightEndorsementDetails: { ProductType: string }[];
    };
    const { ctx, requests } = contextOf(() => sample('approval-save.response.json'));
    await pushTripRequest(ctx, {
      number: 'TA_100002',
      state: 'valid',
      employeeNumber: 'E0001',
      reason: '出差事由',
      costCentre: 'CC001',
      project: 'P001',
      legs: [
        {
          kind: 'flight',
          from: { city: '北京', cityCode: '1' },
          to: { city: '上海', cityCode: '2' },
          earliest: new Date('2026-09-01T00:00:00Z'),
          latest: new Date('2026-09-02T00:00:00Z'),
          travellers: [{ employeeNumber: 'E0001', name: '测试员工A' }],
        },
      ],
    });
    const [{ ProductType: _unpublished, ...flight }] = published.FlightEndorsementDetails as [{ ProductType: string }];
    expect(asSent(requests[0]!)).toEqual({ ...published, Remark: '出差事由', FlightEndorsementDetails: [flight] });
  },
  'approval-save.response.json': async () => {
    const { ctx } = contextOf(() => sample('approval-save.response.json'));
    const saved = await pushTripRequest(ctx, { number: 'TA_100002', state: 'void', employeeNumber: 'E0001', legs: [] });
    expect(saved).toEqual({ externalId: 'TA_100002', outcome: 'updated' });
  },
};

function expectTicket(name: string): void {
  expect(token.read(responseOf(sample(name)))).toEqual({ accessToken: '0'.repeat(24), expiresInSeconds: 7200 });
}

async function expectStatement(product: Product, name: string, wanted: [string, bigint][]): Promise<void> {
  const { ctx } = contextOf(ctripOf(rowsIn(product, sample(name))));
  const records = (await collect(statements.read(ctx, august))).flatMap((page) => page.records);
  const headers = records.map((record) => statements.map(record, config));
  expect(headers.map(({ externalId, totals }) => [externalId, totals.payable])).toEqual(wanted);
  expect(headers[0]).toMatchObject({ derived: true, from: '2026-08-01', to: '2026-08-31', state: 'to_confirm' });
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
