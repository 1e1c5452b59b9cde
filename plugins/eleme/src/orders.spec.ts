import { describe, expect, it } from '@jest/globals';
import type { Page } from '@interline/sdk';
import { contextOf, fixture, person, refusal, TestQueue } from '../fixtures/context.js';
import { consume } from './messages.js';
import { orders } from './orders.js';

const window = { from: new Date('2026-04-01'), to: new Date('2026-04-10'), cursor: null };
const STATUS = 'alibaba.ele.enterprise.ordernew.getstatus';
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
      { id: '4160600490938325001', topic, orderId: '9223372036854775701' },
      { id: '4160600490938325002', topic, orderId: '9223372036854775702' },
      { id: '4160600490938325003', topic, orderId: '9223372036854775701' },
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
  it('asks whose each order is, opens it with that person’s phone, empties the queue, and ends with an empty page', async () => {
    const queue = new TestQueue();
    queue.order('1', 'N001', '13800000001');
    queue.order('2', 'N004', '13800000004');
    queue.batch = 1;
    const { read, of } = open(queue);
    const pages = await read();
    expect(pages.map(({ cursor }) => cursor)).toEqual([{ after: '1' }, { after: '2' }, null]);
    expect(pages.flatMap(({ records }) => records)).toMatchObject([
      { externalId: '1', data: { u_no: 'N001', order: { order_id: '1' } } },
      { externalId: '2', data: { u_no: 'N004', order: { order_id: '2' } } },
    ]);
    expect(of(STATUS).map(({ eleme_order_id: id }) => id)).toEqual(['1', '2']);
    expect(of(GET).map(({ order_id: id, phone }) => [id, phone])).toEqual([
      ['1', '13800000001'],
      ['2', '13800000004'],
    ]);
    expect([queue.left, queue.confirmed]).toEqual([0, ['1', '2']]);
  });

  it('acknowledges a page only when the next is asked for', async () => {
    const queue = new TestQueue();
    queue.order('1', 'N001', '13800000001');
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
    queue.order('1', 'N001', '13800000001', { messages: 3 });
    const { read, of } = open(queue);
    expect(ids(await read())).toEqual(['1']);
    expect(of(GET)).toHaveLength(1);
    expect(queue.confirmed).toEqual(['1', '2', '3']);
  });

  it('ends a page after a hundred orders, and acknowledges it before the next is opened', async () => {
    const queue = new TestQueue();
    for (let id = 1; id <= 150; id++) queue.order(String(id), 'N001', '13800000001');
    const { read, asked } = open(queue);
    expect((await read()).map(({ records }) => records.length)).toEqual([100, 50, 0]);
    const rhythm = asked.map(({ method }) => method).filter((method, at, all) => method === CONFIRM || all[at - 1] === CONFIRM);
    expect(rhythm).toEqual([CONFIRM, STATUS, CONFIRM, 'taobao.tmc.messages.consume']);
  });

  it('looks each person up once a run, and knows phones however they are written', async () => {
    const queue = new TestQueue();
    for (let id = 1; id <= 9; id++) queue.order(String(id), 'N007', '13800000007');
    const { read, lookups } = open(queue, { people: [person('N007', '+86 138-0000 0007')] });
    expect(openedIds(await read())).toHaveLength(9);
    expect(lookups).toEqual(['N007']);
  });
});

describe('an order that cannot be opened', () => {
  const message = (id: string) => ({ topic: 'alibaba_ele_enterprise_OrderDetail', order_id: id });

  it('lands with what is known of it, the same each time, stays in the queue, and holds up no other', async () => {
    const queue = new TestQueue();
    queue.order('1', 'N900', '13999999999', { messages: 2 });
    for (let id = 2; id <= 9; id++) queue.order(String(id), 'N003', '13800000003');
    queue.batch = 3;
    const { read, warnings, of } = open(queue);
    const first = await read();
    expect(openedIds(first)).toEqual(['2', '3', '4', '5', '6', '7', '8', '9']);
    const closed = first[0]!.records[0];
    expect(closed).toEqual({ externalId: '1', data: { u_no: 'N900', message: message('1'), refused: 'unknown_employee' } });
    expect(of(GET).filter(({ order_id: id }) => id === '1')).toEqual([]);
    expect(queue.left).toBe(2);
    expect(warnings).toEqual(['orders could not be opened or read; their messages stay in the queue']);
    expect((await read())[0]!.records).toEqual([closed]);
  });

  it('or cannot be read stays in the queue as well: nothing else would ever ask for it again', async () => {
    const queue = new TestQueue();
    for (const id of ['1', '2']) queue.order(id, 'N001', '13800000001');
    const { read } = open(queue);
    const costless = { alibaba_ele_enterprise_ordernew_get_response: { enterprise_data: { order_id: '1', address_info: {} } } };
    queue.instead = ({ method, order_id: id }) => (method === GET && id === '1' ? costless : null);
    expect([openedIds(await read()), queue.confirmed]).toEqual([['1', '2'], ['2']]);
    queue.instead = () => null;
    expect([openedIds(await read()), queue.confirmed]).toEqual([['1'], ['2', '1']]);
  });

  it('says what is not known: the employee, a mobile of theirs, or that Ele.me does not show it to that phone', async () => {
    const queue = new TestQueue();
    queue.order('1', '', '13800000001');
    queue.order('2', 'N006', '13800000006');
    queue.order('3', 'N008', '13800000008');
    queue.order('4', 'N001', '13999999999');
    const { read, of } = open(queue, { people: [...staff, person('N006'), person('N008', '010-5555')] });
    const [page] = await read();
    expect(page!.records.map(({ data }) => data)).toEqual([
      { u_no: null, message: message('1'), refused: 'no_employee' },
      { u_no: 'N006', message: message('2'), refused: 'no_phone' },
      { u_no: 'N008', message: message('3'), refused: 'no_phone' },
      { u_no: 'N001', message: message('4'), refused: '15:isv.order-not-exist' },
    ]);
    expect(of(GET)).toHaveLength(1);
  });

  it('does not make the reading go round and round', async () => {
    const queue = new TestQueue();
    queue.order('1', 'N900', '13999999999');
    const { read, of } = open(queue);
    await read();
    expect([of('taobao.tmc.messages.consume').length, of(STATUS).length, of(GET).length]).toEqual([4, 1, 0]);
  });

  it('is read once its eater is known', async () => {
    const queue = new TestQueue();
    queue.order('1', 'N900', '13999999999');
    await open(queue).read();
    expect(openedIds(await open(queue, { people: [...staff, person('N900', '13999999999')] }).read())).toEqual(['1']);
    expect(queue.left).toBe(0);
  });

  it.each([STATUS, GET])('may be one %s fails over: the others are read', async (method) => {
    const queue = new TestQueue();
    queue.order('1', 'N001', '13800000001');
    queue.order('2', 'N001', '13800000001');
    queue.instead = (form) => (form.method === method && (form.order_id ?? form.eleme_order_id) === '1' ? refusal(987654) : null);
    const pages = await open(queue).read();
    expect(openedIds(pages)).toEqual(['2']);
    expect(pages[0]!.records[0]!.data).toMatchObject({ refused: '987654' });
  });

  it('may be a message that names no order at all: nothing is asked, and it is not acknowledged', async () => {
    const stray = { id: '7', topic: 'taobao_item_ItemAdd', content: 'not json' };
    const { ctx, asked } = contextOf(() => ({ tmc_messages_consume_response: { messages: { tmc_message: [stray] } } }), { people: staff });
    const pages = await collect(orders.read(ctx, window));
    expect(pages[0]!.records).toEqual([
      {
        externalId: 'message:7',
        data: { u_no: null, message: { topic: 'taobao_item_ItemAdd', order_id: null }, refused: 'no_order_id' },
      },
    ]);
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['taobao.tmc.messages.consume']));
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
    for (let id = 1; id <= 8; id++) queue.order(String(id), 'N005', '13800000005');
    queue.instead = ({ method }) => (method === GET ? answer : null);
    const { read, of } = open(queue);
    await expect(read()).rejects.toMatchObject({ fault: { class: expected } });
    expect(of(STATUS).length).toBeLessThanOrEqual(4);
    expect(queue.left).toBe(8);
  });

  it('never takes another order for the one that was asked for', async () => {
    const queue = new TestQueue();
    queue.order('1', 'N001', '13800000001');
    const other = { enterprise_code: '200', enterprise_data: { order_id: '2', ent_fee: '1.00' } };
    queue.instead = ({ method }) => (method === GET ? { alibaba_ele_enterprise_ordernew_get_response: other } : null);
    const pages = await open(queue).read();
    expect(pages[0]!.records).toMatchObject([{ externalId: '1', data: { refused: 'another_order' } }]);
  });

  it('is said where the platform does not take an acknowledgement', async () => {
    const queue = new TestQueue();
    queue.order('1', 'N001', '13800000001');
    queue.instead = ({ method }) => (method === CONFIRM ? { tmc_messages_confirm_response: { is_success: false } } : null);
    const { read, warnings } = open(queue);
    await read();
    expect(warnings).toEqual(['messages were not acknowledged; they come again']);
  });
});
