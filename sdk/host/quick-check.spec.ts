import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { expenseLine, settlement, type ExpenseLine } from '../canonical/index.js';
import { quickCheck } from './quick-check.js';

const line: ExpenseLine = {
  kind: 'ride',
  externalId: '1',
  line: 'pay',
  lineType: 'charge',
  originLine: undefined,
  currency: 'CNY',
  amount: 300n,
  companyShare: 200n,
  personalShare: 100n,
  occurredAt: new Date(0),
  vendorBillingDate: '2026-02-28',
  traveller: { memberId: 'm', employeeNumber: '1', phone: '138', email: 'a@b.cn', name: '王', guest: false },
  department: { id: 'd', code: 'c', name: '' },
  from: { city: '上海', name: 'a', address: 'b' },
  startAt: new Date(1),
  detail: { a: 'b', c: '' },
};

describe('a quick check', () => {
  const quick = quickCheck(expenseLine);

  it('knows a line that conforms', () => {
    expect([quick(line), expenseLine.safeParse(line).success]).toEqual([true, true]);
    expect(quickCheck(settlement)({ ...line, statementExternalId: 's' })).toBe(false);
  });

  const odd = [
    undefined,
    null,
    '',
    'x',
    'ride',
    'x'.repeat(201),
    'x'.repeat(401),
    '2026-02-30',
    0,
    1n,
    true,
    [],
    {},
    [{}],
    { id: 1 },
    { id: '' },
    { x: 'y' },
  ].concat([
    { guest: 'no' },
    { a: 1 },
    { name: 'n', more: '' },
    new Date(NaN),
    new Date(5),
    Object.create(null),
    new Map(),
    Symbol('s'),
    () => 1,
  ] as never[]);

  it.each([...Object.keys(expenseLine.shape), 'unknown', 'toString'])('says of %s what zod says', (name) => {
    for (const value of odd) {
      const changed = { ...line, [name]: value };
      const conforms = expenseLine.safeParse(changed).success;
      if (quick(changed) !== conforms) throw new Error(`${name} = ${String(value)}: zod says ${conforms}`);
    }
    const { [name as keyof ExpenseLine]: _left, ...without } = line;
    expect(quick(without)).toBe(expenseLine.safeParse(without).success);
  });

  it('says no to what is no line', () => {
    for (const value of [...odd, [line]]) expect(quick(value)).toBe(false);
  });

  it('says yes to no part of a schema it does not know', () => {
    const unknown = [
      z.number(),
      z.email(),
      z.string().trim(),
      z.object({}),
      z.string().regex(/a/g),
      z.bigint().positive(),
      z.array(z.string()),
      z.any(),
    ];
    for (const schema of unknown) for (const value of [1, 'a@b.cn', 'a', {}, 5n, ['a']]) expect(quickCheck(schema)(value)).toBe(false);
    expect(quickCheck(z.strictObject({ a: z.string().refine((text) => text === 'a') }))({ a: 'a' })).toBe(false);
  });
});
