import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { LoggedRequest } from '@interline/sdk/simulator';
import { cleanUp, launch, PATIENCE, run } from './cli.fixture.js';

jest.setTimeout(PATIENCE);
afterEach(cleanUp);

describe('interline connector', () => {
  it('prints canonical records from the simulator, one JSON object a line', async () => {
    const { code, out, err } = await run(
      ['connector', 'run', '_template', '--stream', 'orders', '--orders', '120', '--from', '2026-11-01', '--to', '2026-11-20'],
      {},
    );
    expect({ code, err }).toEqual({ code: 0, err: 'orders: 120 records, 0 of them cannot be mapped\n' });
    const records = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { stream: string; canonical: { lines: { amount: string; occurredAt: string }[] } });
    expect(records).toHaveLength(120);
    for (const { stream, canonical } of records) {
      expect(stream).toBe('orders');
      for (const { amount, occurredAt } of canonical.lines)
        expect([amount, occurredAt]).toEqual([expect.stringMatching(/^-?\d+$/), expect.stringMatching(/^2026-1[01]-/)]);
    }
  });
});

describe('interline simulate', () => {
  it('starts a simulator, says how to reach it, and stops when told to', async () => {
    const child = await launch(['simulate', '_template', '--orders', '10'], {});
    const ended = once(child, 'exit');
    const said: Record<string, string> = {};
    for await (const line of createInterface(child.stdout!)) {
      const [, word, rest] = /^(\w+)\s*(.*)$/.exec(line) ?? [];
      if (word) said[word] = rest!;
      if (word === 'Stop') break;
    }
    expect(JSON.parse(said['credentials']!)).toMatchObject({ client_id: expect.any(String), client_secret: expect.any(String) });
    const ledger = (await (await fetch(`${said['url']}/_control/ledger`)).json()) as { orders: number }[];
    expect(ledger.reduce((sum, { orders }) => sum + orders, 0)).toBeGreaterThanOrEqual(10);
    expect((await fetch(`${said['url']}/orders`)).status).toBe(401);
    expect((await (await fetch(`${said['url']}/_control/requests`)).json()) as LoggedRequest[]).toMatchObject([
      { path: '/orders', status: 401 },
    ]);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
