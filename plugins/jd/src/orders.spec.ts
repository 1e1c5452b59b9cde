import { describe, expect, it } from '@jest/globals';
import type { JsonObject, Page, ReadWindow } from '@interline/sdk';
import { balanceRow, collect, contextOf, leaf, parent, refusal, success, type Books } from '../fixtures/vendor.js';
import { feedOf } from './feed.js';
import { orders } from './orders.js';

/** Old enough that messages are not of it. */
const old: ReadWindow = { from: new Date('2026-03-09T04:00:00Z'), to: new Date('2026-03-11T04:00:00Z'), cursor: null };
const newest: ReadWindow = { from: new Date('2026-03-19T04:00:00Z'), to: new Date('2026-03-20T03:00:00Z'), cursor: null };

const idsOf = (pages: Page[]) => pages.map(({ records }) => records.map(({ externalId }) => externalId));
const refundsIn = (pages: Page[], id: string) =>
  (pages.flatMap(({ records }) => records).find(({ externalId }) => externalId === id)!.data.refunds as JsonObject[]).map((row) =>
    String(row.id),
  );
const fail = { class: 'vendor_bug' };

/** So many plain orders on 10 March. */
function many(count: number): Books & { days: Record<string, string[]> } {
  const ids = Array.from({ length: count }, (_, at) => String(9007199254741000n - BigInt(at)));
  return { days: { '2026-3-10': ids }, details: Object.fromEntries(ids.map((id) => [id, leaf(id)])) };
}

describe('orders of the list', () => {
  it('are those of the days that end in the window, each asked for whole', async () => {
    const { ctx, asked } = contextOf({ ...many(3), days: { ...many(3).days, '2026-3-11': ['5'] } });
    const pages = await collect(orders.read(ctx, old));
    expect(asked('/api/checkOrder/checkNewOrder').map(({ date, pageNo, pageSize }) => [date, pageNo, pageSize])).toEqual([
      ['2026-3-9', '1', '100'],
      ['2026-3-10', '1', '100'],
    ]);
    expect(idsOf(pages)).toEqual([['9007199254741000', '9007199254740999', '9007199254740998'], []]);
    expect(pages.at(-1)).toEqual({ records: [], cursor: null, control: { count: 3 } });
    expect(asked('/api/order/selectJdOrder')[0]!.queryExts).toContain('createOrderTime');
    expect(asked('/api/message/get')).toEqual([]);
  });

  it.each([0, 1, 100, 101, 250])('are all of %i, and a resumed reading gives the rest and the same control', async (count) => {
    const pages = await collect(orders.read(contextOf(many(count)).ctx, old));
    expect(new Set(idsOf(pages).flat()).size).toBe(count);
    for (const [at, { cursor }] of pages.slice(0, -1).entries()) {
      const rest = await collect(orders.read(contextOf(many(count)).ctx, { ...old, cursor }));
      expect(rest).toEqual(pages.slice(at + 1));
    }
    expect(pages.at(-1)!.control).toEqual({ count });
  });

  it('are found by a falling id where there are more than pages reach', async () => {
    const { ctx, asked } = contextOf(many(10_050));
    const { orders: listed, missing } = await feedOf(ctx, 'checkNewOrder', old);
    expect([listed.size, missing]).toEqual([10_050, 0]);
    const queries = asked('/api/checkOrder/checkNewOrder').filter(({ date }) => date === '2026-3-10');
    expect(queries.slice(0, 2).map(({ pageNo, jdOrderIdIndex }) => [pageNo, jdOrderIdIndex])).toEqual([
      ['1', undefined],
      [undefined, '9007199254740901'],
    ]);
  });

  it.each([7, -1])('whose count is off by %i make the control say so', async (by) => {
    const books = many(150);
    const { ctx } = contextOf({
      ...books,
      answer: (request) => {
        if (request.path !== '/api/checkOrder/checkNewOrder' || request.form!.date !== '2026-3-10') return undefined;
        const rows = books.days['2026-3-10']!.slice((Number(request.form!.pageNo) - 1) * 100).slice(0, 100);
        return success({ total: 150 + by, totalPage: 2, order: rows.map((jdOrderId) => ({ jdOrderId })) });
      },
    });
    const pages = await collect(orders.read(ctx, old));
    expect([new Set(idsOf(pages).flat()).size, pages.at(-1)!.control]).toEqual([150, { count: 150 + by }]);
  });

  it('stand on a page that is asked for again when it is the one before, and given up when it stays', async () => {
    const books = many(150);
    const repeat = (times: number) => {
      let left = times;
      return contextOf({
        ...books,
        answer: ({ path, form }) =>
          path === '/api/checkOrder/checkNewOrder' && form!.pageNo === '2' && left-- > 0
            ? success({ total: 150, totalPage: 2, orders: books.days['2026-3-10']!.slice(0, 100).map((jdOrderId) => ({ jdOrderId })) })
            : undefined,
      });
    };
    expect(new Set(idsOf(await collect(orders.read(repeat(1).ctx, old))).flat()).size).toBe(150);
    await expect(collect(orders.read(repeat(2).ctx, old))).rejects.toMatchObject({ fault: { ...fail, code: 'repeated_page' } });
  });

  it.each([{ orders: [] }, { total: 2, orders: null }, { total: 1, orders: [{ jdOrderId: 0 }] }, null])(
    'are never taken to be none: %j',
    async (result) => {
      const { ctx } = contextOf({ answer: ({ path }) => (path === '/api/checkOrder/checkNewOrder' ? success(result) : undefined) });
      await expect(collect(orders.read(ctx, old))).rejects.toMatchObject({ fault: fail });
    },
  );
});

describe('an order JD names but does not give', () => {
  const detailsFail = (count: number, refused: (id: string) => boolean) =>
    contextOf({
      ...many(count),
      answer: ({ path, form }) => (path === '/api/order/selectJdOrder' && refused(form!.jdOrderId!) ? refusal('9999', '?') : undefined),
    });

  it('is kept without its detail, and does not hold up the others', async () => {
    const pages = await collect(orders.read(detailsFail(3, (id) => id.endsWith('999')).ctx, old));
    expect(pages[0]!.records.map(({ data }) => data.detail === null)).toEqual([false, true, false]);
  });

  it('ends the reading where none is given, after few requests', async () => {
    const { ctx, asked } = detailsFail(90, () => true);
    await expect(collect(orders.read(ctx, old))).rejects.toMatchObject({ fault: { ...fail, code: '9999' } });
    expect(asked('/api/order/selectJdOrder').length).toBeLessThan(10);
  });
});

describe('orders that were split', () => {
  const details = {
    '1': parent('1', ['2', '3']),
    '2': parent('2', ['4', '5'], { pOrder: 1 }),
    '3': leaf('3', { pOrder: 1 }),
    '4': leaf('4', { pOrder: 2 }),
    '5': leaf('5', { pOrder: 2 }),
  };

  it('stand on one page with all they were split into, again and again, and count beside what JD lists', async () => {
    const pages = await collect(orders.read(contextOf({ days: { '2026-3-10': ['1'] }, details }).ctx, old));
    expect(idsOf(pages)).toEqual([['1', '2', '3', '4', '5'], []]);
    expect(pages.at(-1)!.control).toEqual({ count: 5 });
  });

  it('are counted once where JD lists the pieces as well', async () => {
    const pages = await collect(orders.read(contextOf({ days: { '2026-3-10': ['5', '1'] }, details }).ctx, old));
    expect([idsOf(pages).flat().sort(), pages.at(-1)!.control]).toEqual([['1', '2', '3', '4', '5'], { count: 5 }]);
  });

  it('bring their parent along when only a piece is named: its own line has to go', async () => {
    const messages = [{ id: 1, type: 5, time: '2026-03-20 09:00:00', result: { orderId: 4, state: 1 } }];
    const pages = await collect(orders.read(contextOf({ details, messages }).ctx, newest));
    expect([...idsOf(pages)[0]!].sort()).toEqual(['1', '2', '3', '4', '5']);
  });
});

describe('refunds', () => {
  const balance = [
    balanceRow(1, '10', -100, '2026-03-10 09:00:00'),
    balanceRow(2, '10', 30, '2026-03-12 10:00:00'),
    balanceRow(3, '10', 20, '2026-03-19 23:00:00'),
    { ...balanceRow(4, '10', 5, '2026-03-12 10:00:00'), accountType: 2 },
    balanceRow(5, '10', 0, '2026-03-12 10:00:00'),
  ];
  const books = (): Books => ({ days: { '2026-3-10': ['10'] }, details: { '10': leaf('10') }, balance });

  it('of an order are all of them until today, whichever window it is read in', async () => {
    const made = contextOf(books());
    expect(refundsIn(await collect(orders.read(made.ctx, old)), '10')).toEqual(['2', '3']);
    expect(made.asked('/api/price/getBalanceDetail').map(({ startDate, endDate, orderId }) => [startDate, endDate, orderId])).toEqual([
      ['20260309', '20260315', undefined],
      ['20260316', '20260320', undefined],
    ]);
    const later = contextOf(books());
    const pages = await collect(orders.read(later.ctx, newest));
    expect(refundsIn(pages, '10')).toEqual(['2', '3']);
    expect(pages.at(-1)!.control).toEqual({ count: 1 });
    expect(
      later
        .asked('/api/price/getBalanceDetail')
        .slice(1)
        .map(({ startDate, endDate, orderId }) => [startDate, endDate, orderId]),
    ).toEqual([
      ['20260310', '20260316', '10'],
      ['20260317', '20260318', '10'],
    ]);
  });

  it('give the same record by list, refund and message', async () => {
    const messages = [{ id: 1, type: 109, time: '2026-03-20 09:00:00', result: { orderId: '10' } }];
    const records = [];
    for (const [window, more] of [
      [old, {}],
      [newest, {}],
      [newest, { messages }],
    ] as const)
      records.push((await collect(orders.read(contextOf({ ...books(), ...more }).ctx, window))).flatMap((page) => page.records).at(-1));
    expect(records[1]).toEqual(records[0]);
    expect(records[2]).toEqual(records[0]);
  });

  it('are not asked for where the account has no balance detail, and a refusal says what to switch off', async () => {
    const without = contextOf(books(), { balance: false });
    expect(refundsIn(await collect(orders.read(without.ctx, old)), '10')).toEqual([]);
    expect(without.asked('/api/price/getBalanceDetail')).toEqual([]);
    const refused = contextOf({
      ...books(),
      answer: ({ path }) => (path === '/api/price/getBalanceDetail' ? refusal('9999', '?') : undefined),
    });
    await expect(collect(orders.read(refused.ctx, old))).rejects.toMatchObject({
      fault: { class: 'config', code: '9999', message: expect.stringContaining('"balance"') },
    });
  });

  it('that JD counts but does not give make the control say so', async () => {
    const answer: Books['answer'] = ({ path, form }) =>
      path === '/api/price/getBalanceDetail' && form!.startDate === '20260309'
        ? success({ total: 4, pageCount: 1, data: balance.slice(0, 2) })
        : undefined;
    expect((await collect(orders.read(contextOf({ ...books(), answer }).ctx, old))).at(-1)!.control).toEqual({ count: 3 });
  });
});

describe('messages', () => {
  const message = (id: number, orderId: string) => ({ id, type: 31, time: '2026-03-20 09:00:00', result: { orderId } });
  const books = (): Books => ({
    details: { '20': leaf('20'), '21': leaf('21') },
    messages: [message(1, '20'), message(2, '21'), { id: 3, type: 110, time: '', result: { afsServiceId: 5 } }, message(4, '99')],
  });

  it('are deleted after the page they led to, batch by batch, and none is lost', async () => {
    const told = books();
    const { ctx } = contextOf(told);
    const reading = orders.read(ctx, newest)[Symbol.asyncIterator]();
    const page = async () => ((await reading.next()) as { value: Page }).value;
    expect(idsOf([await page()])).toEqual([['20', '21']]);
    expect(told.messages!.length).toBe(4);
    const second = await page();
    expect(told.messages!.length).toBe(2);
    // One names no order, and one an order JD does not give: both are kept, for somebody to look at.
    expect(second.records).toMatchObject([{ externalId: '99', data: { detail: null } }, { externalId: 'message:3' }]);
    expect(await page()).toEqual({ records: [], cursor: null, control: { count: 4 } });
    expect([told.messages!.length, (await reading.next()).done]).toEqual([0, true]);
  });

  it('stay where the reading ends before the page was kept', async () => {
    const told = books();
    for await (const page of orders.read(contextOf(told).ctx, newest)) if (page.records.length > 0) break;
    expect(told.messages!.length).toBe(4);
  });

  it('that JD gives again after they were deleted do not make the reading endless', async () => {
    const { ctx, asked } = contextOf({ ...books(), answer: ({ path }) => (path === '/api/message/del' ? success(true) : undefined) });
    expect(idsOf(await collect(orders.read(ctx, newest))).flat()).toEqual(['20', '21']);
    expect(asked('/api/message/get').map(({ type }) => type)).toEqual(Array(2).fill('1,5,10,13,14,15,23,25,31,108,109,110'));
  });

  it('that are older than what the reading has of their order ask for it no more; they are deleted all the same', async () => {
    // It is noon. What the last half hour says may be newer than what was read, since clocks may be as far apart.
    const at = (id: number, time: string) => ({ id, type: 5, time: `2026-03-20 ${time}`, result: { orderId: '20' } });
    const told = { ...books(), messages: [at(1, '08:00:00'), at(2, '08:05:00'), at(3, '08:10:00'), at(4, '11:29:00'), at(5, '11:31:00')] };
    const { ctx, asked } = contextOf(told);
    const pages = await collect(orders.read(ctx, newest));
    expect(idsOf(pages)).toEqual([['20'], [], ['20'], []]);
    expect(asked('/api/order/selectJdOrder')).toHaveLength(2);
    expect(told.messages).toEqual([]);
  });
});

describe('refunds of orders older than the window', () => {
  const ids = ['1', '2', '3'];
  const made = { createOrderTime: '2026-01-10 09:00:00' };
  const day = (number: number, time: string): string => `2026-${time} 0${number}:00:00`;
  const balance = ids.flatMap((id, at) => [balanceRow(10 + at, id, 5, day(at, '02-02')), balanceRow(20 + at, id, 5, day(at, '03-19'))]);
  const details = Object.fromEntries(ids.map((id) => [id, leaf(id, made)]));
  const window = { ...newest, from: new Date('2026-03-18T16:00:00Z') };

  it('are found in one walk over all of them where that is cheaper, else order by order', async () => {
    for (const [some, orderIds] of [
      [ids, [undefined]],
      [['2'], ['2']],
    ] as const) {
      const { ctx, asked } = contextOf({ details, balance: balance.filter(({ orderId }) => (some as string[]).includes(String(orderId))) });
      const pages = await collect(orders.read(ctx, window));
      for (const id of some) expect(refundsIn(pages, id)).toEqual([`1${ids.indexOf(id)}`, `2${ids.indexOf(id)}`]);
      const older = asked('/api/price/getBalanceDetail').filter(({ startDate }) => startDate! < '20260318');
      expect([...new Set(older.map(({ orderId }) => orderId))]).toEqual(orderIds);
      expect(older).toHaveLength(10);
    }
  });
});
