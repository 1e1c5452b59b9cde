import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LedgerRow } from '@interline/sdk/simulator';

import { type Caller, fen, type Loose, sum } from './caller.fixture.js';
import { FACTS, goods, ids, started } from './facts.fixture.js';
import { encodeGb18030 } from './gb18030.js';

describe('money', () => {
  let caller: Caller;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const running = await started();
    ({ caller } = running);
    close = () => running.simulator.close();
  });
  afterEach(() => close());

  const balance = (startDate: string, endDate: string, own: Record<string, unknown> = {}): ReturnType<Caller['call']> =>
    caller.call('/api/price/getBalanceDetail', { startDate, endDate, pageNo: 1, pageSize: 100, ...own });
  const ledger = async (): Promise<LedgerRow[]> => (await caller.control('GET', '/ledger')).json;
  const partsOf = async (jdOrderId: string): Promise<Loose[]> =>
    (await caller.call('/api/order/selectJdOrder', { jdOrderId, queryExts: 'paymentType' })).result.cOrder;

  describe('the balance detail', () => {
    it('tells what left the balance and what came back, newest first, in signed yuan', async () => {
      const { result } = await balance('20260511', '20260514');
      expect(result).toMatchObject({ pageSize: 100, pageNo: 1, pageCount: 1, total: result.data.length });
      const rows = result.data.map((row: Loose) => [row.orderId, row.amount, row.tradeTypeName, row.createdDate.slice(0, 10)]);
      expect(rows).toEqual([
        [ids.refunded, 89.84, '退款', '2026-05-14'],
        [ids.refunded, 0, '退款申请', '2026-05-14'],
        [ids.refused, -9, '实物/礼品卡余额支付', '2026-05-13'],
        [ids.split, -10.03, '实物/礼品卡余额支付', '2026-05-13'],
        [ids.split, -400, '实物/礼品卡余额支付', '2026-05-13'],
        [ids.refunded, -131.77, '实物/礼品卡余额支付', '2026-05-12'],
        [ids.mixed, -80, '实物/礼品卡余额支付', '2026-05-11'],
      ]);
      expect(new Set(result.data.map((row: Loose) => row.id)).size).toBe(7);
      expect(result.data[0]).toMatchObject({ accountType: 1, pin: caller.simulator.externalAccount });
    });

    it('takes at most seven days, of any order or of one, today too', async () => {
      expect((await balance('20260614', '20260620')).code).toBe('0000');
      for (const [from, to] of [
        ['20260513', '20260520'],
        ['20260514', '20260513'],
        ['2026-05-14', '2026-05-14'],
        ['20260230', '20260301'],
        ['', ''],
      ] as const)
        expect([from, (await balance(from, to)).code]).toEqual([from, '1001']);
      expect((await balance('20260513', '20260514', { pageSize: 101 })).code).toBe('1001');
      expect((await balance('20260508', '20260514', { orderId: ids.refunded })).result.total).toBe(3);
      expect((await balance('20260508', '20260514', { orderId: '4711' })).result).toMatchObject({ total: 0, data: [] });
      const second = await caller.call('/api/price/getBalanceDetail', {
        startDate: '20260511',
        endDate: '20260514',
        pageNum: 2,
        pageSize: 5,
      });
      expect(second.result).toMatchObject({ pageNo: 2, pageCount: 2, total: 7 });
      expect(second.result.data).toHaveLength(2);
    });

    it('gives a refund of a split order back to its parts, to the cent', async () => {
      const parts = await partsOf(ids.split);
      const company = new Map(
        parts.map((part) => [
          String(part.jdOrderId),
          sum(
            part.payDeatails.filter((row: Loose) => row.flag === '2'),
            (row) => row.payMoney,
          ),
        ]),
      );
      const back = (await balance('20260520', '20260520')).result.data.filter((row: Loose) => row.amount > 0);
      expect(back.length).toBeGreaterThan(1);
      expect(sum(back, (row) => row.amount)).toBe(30_000n);
      for (const row of back) {
        expect(company.has(row.orderId)).toBe(true);
        expect(fen(row.amount) <= company.get(row.orderId)!).toBe(true);
      }
    });

    it('is not there for a customer of 金采, whose orders say so', async () => {
      await caller.control('POST', '/settings', { balance: false });
      expect((await balance('20260513', '20260513')).code).toBe('4001');
      const { result } = await caller.call('/api/order/selectJdOrder', { jdOrderId: ids.plain, queryExts: 'paymentType' });
      expect(result.paymentType).toBe(101);
      const union = await caller.call('/api/price/getUnionBalance', { type: '1,2' });
      expect(union.result).toMatchObject({ balance: { remainLimit: 0 }, geious: { creditLimit: 10_000_000, debtSumAmt: 0 } });
      expect((await caller.call('/api/price/getUnionBalance', { type: '3' })).code).toBe('1001');
    });
  });

  it('is, of every month, the same in the orders, in the balance and in the ledger', async () => {
    // What the orders say was paid, leaves only, by the month they were made in.
    const paid = new Map<string, { company: bigint; personal: bigint }>();
    const made: Loose[] = await caller.pages('/api/checkOrder/checkNewOrder', { date: '2026-04-01', endDate: '2026-06-19' }, 'orders', 3);
    for (const { jdOrderId } of made) {
      const { result } = await caller.call('/api/order/selectJdOrder', { jdOrderId, queryExts: 'paymentType,createOrderTime' });
      for (const leaf of result.cOrder ?? [result]) {
        const month = leaf.createOrderTime.slice(0, 7);
        const sums = paid.get(month) ?? { company: 0n, personal: 0n };
        paid.set(month, sums);
        const personal = sum(
          (leaf.payDeatails ?? []).filter((row: Loose) => row.flag === '1'),
          (row) => row.payMoney,
        );
        sums.personal += personal;
        sums.company += fen(leaf.orderPrice) + fen(leaf.freight) - personal;
      }
    }
    // And what the balance says came back.
    const rows: Loose[] = [];
    for (let day = Date.UTC(2026, 3, 1); day < Date.UTC(2026, 5, 20); day += 7 * 86_400_000) {
      const text = (at: number): string => new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
      const span = { startDate: text(day), endDate: text(day + 6 * 86_400_000) };
      rows.push(...(await caller.pages('/api/price/getBalanceDetail', span, 'data', 4)));
    }
    for (const { period, companyShare, personalShare } of await ledger()) {
      const ofMonth = rows.filter((row) => row.createdDate.startsWith(period));
      expect([period, -sum(ofMonth, (row) => row.amount)]).toEqual([period, BigInt(companyShare)]);
      const { company, personal } = paid.get(period)!;
      const back = sum(
        ofMonth.filter((row) => row.amount > 0),
        (row) => row.amount,
      );
      expect([period, company - back, personal]).toEqual([period, BigInt(companyShare), BigInt(personalShare)]);
    }
    expect((await ledger()).map(({ period, orders }) => [period, orders])).toEqual([
      ['2026-04', 1],
      ['2026-05', 8],
    ]);
  });

  describe('a month’s statement', () => {
    const download = async (period: string): Promise<{ status: number; text: string; bytes: Buffer; type: string | null }> => {
      const response = await fetch(`${caller.simulator.url}/_control/statement?period=${period}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      const text = new TextDecoder('gb18030').decode(bytes);
      return { status: response.status, text, bytes, type: response.headers.get('content-disposition') };
    };
    const table = (text: string): string[][] => {
      const lines = text.split('\r\n').filter((line) => line !== '');
      return lines.slice(lines.findIndex((line) => line.startsWith('交易时间'))).map((line) => {
        const cells = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)!.map((cell) => cell.replace(/,$/, ''));
        return cells.slice(0, 10).map((cell) => cell.replace(/^"|"$/g, ''));
      });
    };
    const net = (cell: string): bigint => {
      const [, amount, refunded] = /^(-?[\d.]+)(?:\(已退款([\d.]+)\))?$/.exec(cell)!;
      return fen(amount) - fen(refunded ?? '0');
    };

    it('is a GB18030 file with lines before its header, tabs after its numbers and a row of totals', async () => {
      const { text, bytes, type } = await download('2026-05');
      expect(type).toBe('attachment; filename="jd-2026-05.csv"');
      expect(bytes.includes(Buffer.from([0xba, 0xcf, 0xbc, 0xc6]))).toBe(true);
      const [header, ...rows] = table(text);
      expect(text.split('\r\n').indexOf(header!.join(','))).toBe(11);
      const total = rows.pop()!;
      const of = (id: string): string[] | undefined => rows.find((row) => row[7] === `${id}\t`);
      expect(of(ids.refunded)?.[3]).toBe('131.77(已退款89.84)');
      expect(of(ids.later)).toMatchObject({ 3: '-100.01', 5: '退款成功' });
      expect(of(ids.freight)?.[3]).toBe('94.06');
      expect(of(ids.mixed)?.[3]).toBe('80.00');
      expect(of(ids.own)).toBeUndefined();
      expect(of(ids.split)).toBeUndefined();
      expect(rows.find((row) => row[5] === '调账')).toMatchObject({ 2: '价保, 差额', 3: '-1.50' });
      const parts = rows.filter((row) => row[8] === 'OFFICE-7\t');
      expect(parts).toHaveLength(3);
      expect(parts.reduce((all, row) => all + net(row[3]!), 0n)).toBe(11_003n);
      expect([total[0], net(total[3]!)]).toEqual(['合计', rows.reduce((all, row) => all + net(row[3]!), 0n)]);
    });

    it('sums to what the ledger bills, for months that are over', async () => {
      for (const { period, billed, billLines } of await ledger()) {
        const rows = table((await download(period)).text).slice(1, -1);
        expect([period, rows.length, rows.reduce((all, row) => all + net(row[3]!), 0n)]).toEqual([period, billLines, BigInt(billed)]);
      }
      const may = (await ledger()).find(({ period }) => period === '2026-05')!;
      expect(BigInt(may.billed)).toBe(BigInt(may.companyShare) - 150n);
      for (const none of ['2026-06', '2026-13', 'May', '']) expect((await download(none)).status).toBe(400);
      await caller.control('POST', '/clock', { now: '2026-07-01T00:00:00+08:00' });
      const june = table((await download('2026-06')).text);
      expect(june.slice(1).map((row) => row[3])).toEqual(['7.00', '0.99', '7.99']);
    });

    it('writes every character of the basic plane as the platform reads it', () => {
      let text = '';
      for (let code = 0; code < 0x10000; code++) if (code < 0xd800 || code > 0xf8ff) text += String.fromCharCode(code);
      const read = new TextDecoder('gb18030', { ignoreBOM: true }).decode(encodeGb18030(text));
      expect([...text].filter((char, at) => read[at] !== char && char !== '\ufffd')).toEqual([]);
      expect(encodeGb18030('京😀A').toString('latin1')).toBe('\xbe\xa9?A');
    });
  });

  it('goes back on command after it was read: a row, a message, a smaller ledger', async () => {
    const before = (await ledger()).find(({ period }) => period === '2026-06');
    expect(before).toBeUndefined();
    await caller.control('POST', `/orders/${ids.mixed}`, { refund: { company: '700', personal: '100' } });
    const { data } = (await balance('20260620', '20260620')).result;
    expect(data.map((row: Loose) => [row.orderId, row.amount])).toEqual([
      [ids.mixed, 7],
      [ids.mixed, 0],
    ]);
    const june = (await ledger()).find(({ period }) => period === '2026-06');
    expect(june).toMatchObject({ orders: 1, companyShare: '-700', personalShare: '-100', billLines: 0, billed: '0' });
  });

  it('is the same however many orders there are', async () => {
    await caller.control('POST', '/reset');
    const span = { from: '2026-05-01T00:00:00+08:00', to: '2026-05-31T00:00:00+08:00' };
    await caller.control('POST', '/generate', { orders: 4000, ...span, seed: 's', kinds: ['goods', 'goods', 'meal'] });
    const more = FACTS.orders!.slice(0, 2).map((order, number) => ({ ...order, id: `90071992547409950${number}0` }));
    await caller.control('POST', '/facts', { orders: [...more, goods('77', [['charge', '2026-05-30 10:00:00', 1, 0]])] });
    await caller.login();
    const month = { date: '2026-05-01', endDate: '2026-05-31' };
    const made: Loose[] = await caller.pages('/api/checkOrder/checkNewOrder', month, 'orders');
    expect(new Set(made.map((row) => String(row.jdOrderId))).size).toBe(made.length);
    const may = (await ledger()).find(({ period }) => period === '2026-05')!;
    expect([made.length, may.orders]).toEqual([2670, 2670]);
    const rows: Loose[] = [];
    for (const [startDate, endDate] of ['0501-0507', '0508-0514', '0515-0521', '0522-0528', '0529-0531'].map((days) =>
      days.split('-').map((day) => `2026${day}`),
    ))
      rows.push(...(await caller.pages('/api/price/getBalanceDetail', { startDate, endDate }, 'data')));
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    expect(-sum(rows, (row) => row.amount)).toBe(BigInt(may.companyShare));
    expect(may.billed).toBe(may.companyShare);
  });
});
