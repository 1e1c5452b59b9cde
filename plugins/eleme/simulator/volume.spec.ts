import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { LedgerRow } from '@interline/sdk/simulator';

import { type Caller, orderIds } from './caller.fixture.js';
import { FACTS, NOW, started } from './facts.fixture.js';

jest.setTimeout(60_000);

/** Half a year of a company's meals, made by the simulator itself, and drained as an application does. */
describe('thirty thousand orders', () => {
  let caller: Caller;
  let now: { at: number };
  let close: () => Promise<void>;

  beforeAll(async () => {
    const running = await started({ people: FACTS.people ?? [] });
    ({ caller, now } = running);
    close = () => running.simulator.close();
    const from = new Date(NOW - 180 * 86_400_000).toISOString();
    const { status } = await caller.control('POST', '/generate', {
      orders: 30_000,
      from,
      to: new Date(NOW - 86_400_000).toISOString(),
      seed: 1,
      kinds: ['meal'],
    });
    expect(status).toBe(200);
  });
  afterAll(() => close());

  it('each send a message, and one more when money comes back later; none is told twice', async () => {
    const messages = await caller.drain();
    const told = orderIds(messages);
    const ledger: LedgerRow[] = (await caller.control('GET', '/ledger')).json;
    expect(new Set(told).size).toBe(30_000);
    // Every fortieth is given some back nine days after; those of the last nine days are still to come.
    expect(told.length).toBeGreaterThan(30_700);
    expect(told.length).toBeLessThan(30_750);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(told.length);
    now.at += 10 * 86_400_000;
    expect(told.length + (await caller.drain()).length).toBe(30_750);
    expect(ledger.filter(({ billed, companyShare }) => billed !== companyShare)).toEqual([]);
  });

  it('show the same cash one by one as the ledger has in all', async () => {
    now.at = NOW - 86_400_000;
    const of = async (): Promise<bigint> => {
      const ledger: LedgerRow[] = (await caller.control('GET', '/ledger')).json;
      return ledger.reduce((sum, { companyShare, personalShare }) => sum + BigInt(companyShare) + BigInt(personalShare), 0n);
    };
    await caller.control('POST', '/reset');
    await caller.control('POST', '/facts', { people: FACTS.people });
    await caller.control('POST', '/generate', {
      orders: 500,
      from: new Date(NOW - 60 * 86_400_000).toISOString(),
      to: new Date(NOW - 2 * 86_400_000).toISOString(),
      seed: 2,
      kinds: ['meal'],
    });
    let sum = 0n;
    for (const id of new Set(orderIds(await caller.drain()))) {
      const order = (await caller.order(id, '13800000001')) ?? (await caller.order(id, '13800000002'));
      sum += BigInt(order.total_fee.replace('.', ''));
    }
    expect(sum).toBe(await of());
  });
});
