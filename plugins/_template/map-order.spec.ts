import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseJson, textOf, type JsonObject } from '@interline/sdk';
import { mapOrder } from './src/map-order.js';

const page = parseJson(readFileSync(new URL('./fixtures/orders.page.json', import.meta.url), 'utf8')) as { orders: JsonObject[] };
const data = page.orders[0]!;
const record = { externalId: textOf(data.id)!, data };

describe('an order', () => {
  it('becomes one line for each payment, in fen, with the whole id', () => {
    const { externalId, lines } = mapOrder(record);
    expect(externalId).toBe('9007199254740993017');
    expect(
      lines.map(({ line, lineType, companyShare, personalShare, originLine }) => [line, lineType, companyShare, personalShare, originLine]),
    ).toEqual([
      ['payment:77-1', 'charge', 3000n, 1250n, undefined],
      ['payment:77-2', 'fee', 100n, 0n, undefined],
      ['payment:77-3', 'refund', -800n, 0n, 'payment:77-1'],
    ]);
    expect(lines[0]).toMatchObject({
      kind: 'meal',
      occurredAt: new Date('2026-05-04T04:31:09Z'),
      traveller: { employeeNumber: 'N001', name: '林一' },
      department: { code: 'D1' },
    });
  });

  it.each([
    ['/state', { state: 'TELEPORTED' }],
    ['/category', { category: 'SPA' }],
    ['/payments', { payments: null }],
    ['/payments/0/company', { payments: [{ no: '1', type: 'PAY', time: '2026-05-04 12:31:09', company: '1.005', personal: '0' }] }],
    ['/payments/0/time', { payments: [{ no: '1', type: 'PAY', time: '2026-02-30 12:31:09', company: '1', personal: '0' }] }],
  ])('that cannot be read is refused, naming %s', (field, change) => {
    expect(() => mapOrder({ ...record, data: { ...data, ...change } })).toThrow(expect.objectContaining({ name: 'MapError', field }));
  });
});
