import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Caller } from './caller.fixture.js';
import { ids, started } from './facts.fixture.js';

describe('callbacks', () => {
  let caller: Caller;
  let close: () => Promise<void>;
  let server: Server;
  let url: string;
  let received: Record<string, string>[];
  let answer: string;

  beforeEach(async () => {
    const running = await started();
    ({ caller } = running);
    close = () => running.simulator.close();
    received = [];
    answer = '{"errno":0,"errmsg":"SUCCESS"}';
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = new Response(Buffer.concat(chunks), { headers: { 'content-type': request.headers['content-type'] ?? '' } });
        void body.formData().then((form) => {
          received.push(Object.fromEntries([...form.entries()].map(([name, value]) => [name, String(value)])));
          response.end(answer);
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/x`;
  });
  afterEach(async () => {
    await close();
    await new Promise((resolve) => server.close(resolve));
  });

  const push = (own: Record<string, unknown> = {}): ReturnType<Caller['control']> => caller.control('POST', '/callbacks', { url, ...own });

  it('checks a new address with a random order, then pushes signed forms without the order’s data', async () => {
    const { json } = await push({ orderIds: [ids.ride, ids.laterRefund] });
    expect(json).toMatchObject({
      check: { accepted: true },
      lost: [],
      deliveries: [{ orderId: ids.ride, status: 200, accepted: true }, { orderId: ids.laterRefund }],
    });
    expect(received).toHaveLength(3);
    expect(Object.keys(received[1] ?? {}).sort()).toEqual([
      'client_id',
      'content',
      'notify_desc',
      'notify_type',
      'order_id',
      'sign',
      'timestamp',
    ]);
    expect(received[0]?.['order_id']).not.toBe(ids.ride);
    for (const fields of received) {
      const { sign, ...rest } = fields;
      const all: Record<string, string> = { ...rest, sign_key: caller.simulator.credentials['sign_key'] ?? '' };
      const text = Object.keys(all)
        .sort()
        .map((name) => `${name}=${all[name]}`)
        .join('&');
      expect(sign).toBe(createHash('md5').update(text).digest('hex'));
    }
  });

  it('loses the first ones and repeats the others', async () => {
    const { json } = await push({ orderIds: [ids.ride, ids.mixed, ids.taxi], lose: 1, repeat: 2 });
    expect(json.lost).toEqual([ids.ride]);
    expect(received.slice(1).map((fields) => fields['order_id'])).toEqual([ids.mixed, ids.mixed, ids.taxi, ids.taxi]);
  });

  it('tells of orders that control changed, once', async () => {
    await push();
    await caller.control('POST', `/orders/${ids.mixed}`, { refund: { company: '100' } });
    await push();
    await push();
    expect(received.slice(1)).toEqual([expect.objectContaining({ order_id: ids.mixed, notify_desc: '订单退款' })]);
  });

  it('does not take an address that fails the check', async () => {
    answer = 'ok';
    const { json } = await push({ orderIds: [ids.ride] });
    expect(json).toEqual({ check: expect.objectContaining({ accepted: false }), lost: [], deliveries: [] });
    expect((await caller.control('POST', '/callbacks', { url: 'http://example.com/' })).status).toBe(400);
  });

  it('sends accept_status with type 10 only', async () => {
    await push({ orderIds: ['123'] });
    expect(received[1]).toMatchObject({ notify_type: '10', accept_status: '1' });
    expect(received[0]).not.toHaveProperty('accept_status');
  });
});
