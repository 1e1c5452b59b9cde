import { describe, expect, it } from '@jest/globals';
import type { Page } from '@interline/sdk';
import { contextOf, fixture, person, refusal, TestQueue } from '../fixtures/context.js';
import { consume } from './messages.js';
import { orders } from './orders.js';

const window = { from: new Date('2026-04-01'), to: new Date('2026-04-10'), cursor: null };
const GET = 'alibaba.ele.enterprise.ordernew.get';
const CONFIRM = 'taobao.tmc.messages.confirm';
const staff = Array.from({ length: 5 }, (_, at) => person(`N00${at + 1}`, `1380000000${at + 1}`));

function open(queue: TestQueue, settings: Parameters<typeof contextOf>[1] = {}) {
  const vendor = contextOf((form) => queue.answer(form), { people: staff, ...settings });
  return { ...vendor, read: () => collect(orders.read(vendor.ctx, window)) };
}

async function collect(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const ids = (pages: Page[]): string[] => pages.flatMap(({ records }) => records.map(({ externalId }) => externalId));
const openedIds = (pages: Page[]): string[] =>
  pages.flatMap(({ records }) => records.flatMap(({ externalId, data }) => (data.order ? externalId : [])));

describe('messages', () => {
  it('are read with ids beyond 2^53, out of lists that are wrapped once more, and out of their text', async () => {
    const { ctx, asked } = contextOf(() => fixture('messages'), { config: { group_name: 'meals' } });
    const topic = 'alibaba_ele_enterprise_OrderDetail';
    expect(await consume(ctx)).toEqual([
      { id: '4160600490938325001', topic, orderId: '9223372036854775701', nick: 'N002', publishedAt: new Date('2026-04-10T04:00:05Z') },
      { id: '4160600490938325002', topic, orderId: '9223372036854775702', nick: 'N003', publishedAt: new Date('2026-04-10T04:00:06Z') },
      { id: '4160600490938325003', topic, orderId: '9223372036854775701', nick: 'N002', publishedAt: new Date('2026-04-10T04:20:00Z') },
    ]);
    expect(asked).toEqual([{ method: 'taobao.tmc.messages.consume', quantity: '200', group_name: 'meals' }]);
  });

  it('may be none, and an answer that is another is no empty queue', async () => {
    const answers = (reply: object) => consume(contextOf(() => reply).ctx);
    for (const reply of [{}, { messages: {} }, { messages: null }, { messages: { tmc_message: [] } }])
      expect(await answers({ tmc_messages_consume_response: reply })).toEqual([]);
    await expect(answers({ other_response: {} })).rejects.toMatchObject({ fault: { class: 'vendor_bug', code: 'no_reply' } });
  });
});

describe('reading orders', () => {
  it('empties the queue, opens each order with the phone its message hints at, and ends with an empty page', async () => {
    const queue = new TestQueue();
    queue.order('1', '13800000001', { nick: 'N001' });
    queue.order('2', '13800000004', { nick: 'N004' });
    queue.batch = 1;
    const { read, of } = open(queue);
    const pages = await read();
    expect(pages.map(({ cursor }) => cursor)).toEqual([{ after: '1' }, { after: '2' }, null]);
    expect(ids(pages)).toEqual(['1', '2']);
    expect(of(GET).map(({ phone }) => phone)).toEqual(['13800000001', '13800000004']);
    expect([queue.left, queue.confirmed]).toEqual([0, ['1', '2']]);
  });

  it('acknowledges a page only when the next is asked for', async () => {
    const queue = new TestQueue();
    queue.order('1', '13800000001');
    const { ctx } = open(queue);
    const pages = orders.read(ctx, window)[Symbol.asyncIterator]();
    await pages.next();
    expect(queue.left).toBe(1);
    await pages.return!();
    expect(queue.confirmed).toEqual([]);
    expect(openedIds(await collect(orders.read(ctx, window)))).toEqual(['1']);
    expect(queue.left).toBe(0);
  });

  it('asks once for an order that is told of several times, and acknowledges all its messages', async () => {
    const queue = new TestQueue();
    queue.order('1', '13800000001', { messages: 3 });
    const { read, of } = open(queue);
    expect(ids(await read())).toEqual(['1']);
    expect(of(GET)).toHaveLength(1);
    expect(queue.confirmed).toEqual(['1', '2', '3']);
  });

  it('tries the phones of all people where the message hints at nobody, those that worked before first', async () => {
    const queue = new TestQueue();
    for (const id of ['1', '2', '3', '4', '5']) queue.order(id, '13800000005', { nick: 'the enterprise' });
    const { read, of } = open(queue);
    expect(openedIds(await read())).toHaveLength(5);
    const tries = of(GET).filter(({ order_id: id }) => id === '5');
    expect(tries.map(({ phone }) => phone)).toEqual(['13800000005']);
  });

  it('knows phones that are nobody’s, and phones however they are written', async () => {
    const queue = new TestQueue();
    queue.order('1', '13900000009');
    queue.order('2', '13800000007', { nick: 'N007' });
    const { read, of } = open(queue, {
      config: { more_phones: '139-0000-0009，021-5555' },
      people: [person('N007', '+86 138 0000 0007'), person('N008')],
    });
    expect(openedIds(await read())).toEqual(['1', '2']);
    expect(of(GET).map(({ phone }) => phone)).toEqual(['13900000009', '13800000007']);
  });
});

describe('an order nobody can open', () => {
  it('lands as its message alone, the same each time, stays in the queue, and holds up no other', async () => {
    const queue = new TestQueue();
    queue.order('1', '13999999999', { nick: 'N900', messages: 2 });
    for (let id = 2; id <= 9; id++) queue.order(String(id), '13800000003', { nick: 'N003' });
    queue.batch = 3;
    const { read, warnings } = open(queue);
    const first = await read();
    expect(openedIds(first)).toEqual(['2', '3', '4', '5', '6', '7', '8', '9']);
    const closed = first[0]!.records[0];
    expect(closed).toEqual({
      externalId: '1',
      data: {
        message: { topic: 'alibaba_ele_enterprise_OrderDetail', order_id: '1', user_nick: 'N900' },
        refused: '15:isv.order-not-exist',
      },
    });
    expect(queue.left).toBe(2);
    expect(warnings).toHaveLength(1);
    expect((await read())[0]!.records).toEqual([closed]);
  });

  it('does not make the reading go round and round', async () => {
    const queue = new TestQueue();
    queue.order('1', '13999999999');
    const { read, of } = open(queue);
    await read();
    expect(of('taobao.tmc.messages.consume')).toHaveLength(4);
    expect(of(GET)).toHaveLength(5);
  });

  it('is read once its eater is known', async () => {
    const queue = new TestQueue();
    queue.order('1', '13999999999');
    await open(queue).read();
    expect(openedIds(await open(queue, { people: [...staff, person('N900', '13999999999')] }).read())).toEqual(['1']);
    expect(queue.left).toBe(0);
  });

  it('may be one Ele.me fails over: it is not asked for again and again, and the others are read', async () => {
    const queue = new TestQueue();
    queue.order('1', '13800000001');
    queue.order('2', '13800000001');
    queue.instead = (form) => (form.order_id === '1' ? refusal(987654) : null);
    const { read, of } = open(queue);
    const pages = await read();
    expect(openedIds(pages)).toEqual(['2']);
    expect(pages[0]!.records[0]!.data).toMatchObject({ refused: '987654' });
    expect(of(GET).filter(({ order_id: id }) => id === '1')).toHaveLength(1);
  });

  it('may be a message that names no order at all: nothing is asked, and it is not acknowledged', async () => {
    const stray = { id: '7', topic: 'taobao_item_ItemAdd', content: 'not json', user_nick: 'N001' };
    const { ctx, of } = contextOf(() => ({ tmc_messages_consume_response: { messages: { tmc_message: [stray] } } }), { people: staff });
    const pages = await collect(orders.read(ctx, window));
    expect(pages[0]!.records).toEqual([
      {
        externalId: 'message:7',
        data: { message: { topic: 'taobao_item_ItemAdd', order_id: null, user_nick: 'N001' }, refused: 'no_order_id' },
      },
    ]);
    expect([of(GET), of(CONFIRM)]).toEqual([[], []]);
  });

  it('costs a run only so many tries, and the search goes on elsewhere in the next', async () => {
    const crowd = Array.from({ length: 9_000 }, (_, at) => person(`E${at}`, `1370${String(at).padStart(7, '0')}`));
    const queue = new TestQueue();
    for (let id = 1; id <= 20; id++) queue.order(String(id), '13999999999');
    const tried = new Set<string>();
    for (let run = 0; run < 9; run++) {
      const { read, of } = open(queue, { people: crowd, now: new Date(Date.UTC(2026, 3, 10, 4, 15 * run)) });
      const pages = await read();
      expect(openedIds(pages)).toEqual([]);
      expect(of(GET).length).toBeLessThanOrEqual(9_000);
      for (const { phone } of of(GET)) tried.add(phone!);
    }
    expect(tried.size).toBe(crowd.length);
  });
});

describe('an order that stayed closed before', () => {
  const crowd = Array.from({ length: 300 }, (_, at) => person(`E${at}`, `1370${String(at).padStart(7, '0')}`));
  const at = (quarter: number): Date => new Date(Date.UTC(2026, 3, 10, 4, 15 * quarter));
  const old = '2026-03-20 12:00:00';

  it('is tried with its likeliest phones by each run, and with all of them in one of sixteen', async () => {
    const queue = new TestQueue();
    queue.order('1', '13999999999', { at: old });
    const tries: number[] = [];
    for (let quarter = 0; quarter < 16; quarter++) {
      const { read, of } = open(queue, { people: crowd, now: at(quarter) });
      await read();
      tries.push(of(GET).length);
    }
    expect(tries.sort((one, other) => one - other)).toEqual([...Array<number>(15).fill(10), 300]);
  });

  it('is read at once when its message hints at somebody who is known by now', async () => {
    const queue = new TestQueue();
    for (let id = 1; id <= 16; id++) queue.order(String(id), '13999999999', { at: old, nick: 'N900' });
    const { read } = open(queue, { people: [...crowd, person('N900', '13999999999')] });
    expect(openedIds(await read())).toHaveLength(16);
  });
});

describe('messages without a usable id', () => {
  it('are left where they are, and said', async () => {
    const bad = [{ content: '{"order_id":"1"}' }, { id: '1,2', content: '{"order_id":"1"}' }];
    const { ctx, warnings } = contextOf(() => ({ tmc_messages_consume_response: { messages: { tmc_message: bad } } }));
    expect(await collect(orders.read(ctx, window))).toEqual([{ records: [], cursor: null }]);
    expect(warnings).toEqual(['messages without an id were left in the queue']);
  });
});

describe('trouble in the middle', () => {
  it.each([
    ['transient', refusal(10)],
    ['throttled', refusal(7)],
    ['config', refusal(11, 'isv.permission-api-package-limit')],
    ['auth', refusal(25)],
  ])('of class %s ends the reading, asks for nothing more, and leaves the messages where they are', async (expected, answer) => {
    const queue = new TestQueue();
    for (let id = 1; id <= 8; id++) queue.order(String(id), '13800000005');
    queue.instead = ({ method }) => (method === GET ? answer : null);
    const { read, of } = open(queue);
    await expect(read()).rejects.toMatchObject({ fault: { class: expected } });
    expect(of(GET).length).toBeLessThanOrEqual(4);
    expect(queue.left).toBe(8);
  });

  it('never takes another order for the one that was asked for', async () => {
    const queue = new TestQueue();
    queue.order('1', '13800000001');
    const other = { enterprise_code: '200', enterprise_data: { order_id: '2', ent_fee: '1.00' } };
    queue.instead = ({ method }) => (method === GET ? { alibaba_ele_enterprise_ordernew_get_response: other } : null);
    const pages = await open(queue).read();
    expect(pages[0]!.records).toMatchObject([{ externalId: '1', data: { refused: 'enterprise_code:200' } }]);
  });

  it('is said where the platform does not take an acknowledgement', async () => {
    const queue = new TestQueue();
    queue.order('1', '13800000001');
    queue.instead = ({ method }) => (method === CONFIRM ? { tmc_messages_confirm_response: { is_success: false } } : null);
    const { read, warnings } = open(queue);
    await read();
    expect(warnings).toEqual(['messages were not acknowledged; they come again']);
  });
});
