import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LedgerRow } from '@interline/sdk/simulator';

import type { Caller } from './caller.fixture.js';
import { at, ids, started } from './facts.fixture.js';

/** Reads a file as a person's spreadsheet would, apart from the simulator's own code. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.replace(/^\uFEFF/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows[rows.length - 1]!.push((quoted?.replaceAll('""', '"') ?? plain ?? '').trim());
    if (end !== ',') rows.push([]);
  }
  return rows.slice(0, -1);
}

const fen = (yuan: string): bigint => BigInt(yuan.replace('.', ''));

describe('a month’s bill', () => {
  let caller: Caller;
  let now: { at: number };
  let close: () => Promise<void>;

  beforeEach(async () => {
    const running = await started();
    ({ caller, now } = running);
    close = () => running.simulator.close();
  });
  afterEach(() => close());

  const month = async (
    period: string,
  ): Promise<{ preamble: string[][]; rows: Record<string, string>[]; totals: string[]; text: string }> => {
    const { text } = await caller.control('GET', `/statement?period=${period}`);
    const lines = readCsv(text);
    const head = lines.findIndex(([first]) => first === '流水号');
    const header = lines[head]!;
    const rows = lines.slice(head + 1, -1).map((line) => Object.fromEntries(header.map((name, index) => [name, line[index]!])));
    return { preamble: lines.slice(0, head), rows, totals: lines.at(-1)!, text };
  };
  const ledger = async (): Promise<LedgerRow[]> => (await caller.control('GET', '/ledger')).json;

  it('is a file with a mark for spreadsheets, a preamble, rows by time and totals', async () => {
    const { preamble, rows, totals, text } = await month('2026-05');
    expect([text.charCodeAt(0), text.endsWith('\r\n')]).toEqual([0xfeff, true]);
    expect(preamble).toEqual([
      ['饿了么企业版月度账单'],
      ['企业名称：', '北风科技（北京）有限公司'],
      ['账单周期：', '2026-05-01 至 2026-05-31'],
      ['账单状态：', '已出账'],
      ['导出时间：', '2026-06-20 12:00:00'],
      ['共9笔，企业应付合计238.00元'],
      [''],
    ]);
    expect(rows.map((row) => [row['账单类型'], row['订单号'], row['企业支付(元)'], row['员工支付(元)']])).toEqual([
      ['消费', ids.plain, '30.00', '0.00'],
      ['消费', ids.shared, '30.00', '5.41'],
      ['消费', ids.cancelled, '10.00', '2.00'],
      ['退款', ids.cancelled, '-10.00', '-2.00'],
      ['消费', ids.guest, '25.00', '0.00'],
      ['消费', ids.boss, '88.00', '0.00'],
      ['消费', ids.backLater, '42.00', '0.00'],
      ['调账', ids.shared, '-7.00', '0.00'],
      ['调账', '', '30.00', '0.00'],
    ]);
    expect(rows[0]).toMatchObject({
      工号: 'N001',
      姓名: '林一',
      手机号: '13800000001',
      餐厅: '老王,"面"馆',
      公司主体: '北风科技（北京）有限公司',
    });
    expect(totals).toEqual(['合计', ...Array(11).fill(''), '243.41', '238.00', '5.41', '']);
    // Long numbers end in a tab, so that no spreadsheet rounds them.
    expect(text).toContain(`,${ids.plain}\t,`);
  });

  it('has a refund of a later month in that month, under a number of its own that stays', async () => {
    const may = await month('2026-05');
    const june = await month('2026-06');
    expect(june.preamble[3]).toEqual(['账单状态：', '未出账']);
    expect(june.rows.map((row) => [row['账单类型'], row['订单号'], row['记账时间'], row['企业支付(元)'], row['备注']])).toEqual([
      ['退款', ids.backLater, '2026-06-01 00:00:00', '-12.00', '少送一份'],
    ]);
    await caller.control('POST', `/orders/${ids.backLater}`, { refund: { company: '100', at: at('2026-05-31 23:59:59') } });
    const numbers = (rows: Record<string, string>[]): string[] => rows.map((row) => row['流水号']!);
    expect(numbers((await month('2026-06')).rows)).toEqual(numbers(june.rows));
    expect(numbers((await month('2026-05')).rows)).toEqual(expect.arrayContaining(numbers(may.rows)));
    expect((await month('2026-05')).rows).toHaveLength(may.rows.length + 1);
  });

  it('is the ledger’s, to the cent, as time goes on', async () => {
    const check = async (): Promise<void> => {
      for (const { period, billLines, billed } of await ledger()) {
        const { rows, totals } = await month(period);
        expect([period, rows.length, totals[13]]).toEqual([
          period,
          billLines,
          `${BigInt(billed) / 100n}.${billed.slice(-2)}`.replace('-0.', '0.'),
        ]);
        expect(rows.reduce((sum, row) => sum + fen(row['企业支付(元)']!), 0n)).toBe(BigInt(billed));
      }
    };
    expect(
      (await ledger()).map(({ period, orders, companyShare, personalShare, billed }) => [
        period,
        orders,
        companyShare,
        personalShare,
        billed,
      ]),
    ).toEqual([
      ['2026-05', 7, '21500', '2341', '23800'],
      ['2026-06', 1, '-1200', '0', '-1200'],
    ]);
    now.at = Date.parse(at('2026-07-01 00:00:00'));
    expect((await ledger()).map(({ period, companyShare, billed }) => [period, companyShare, billed])).toEqual([
      ['2026-05', '21500', '23800'],
      ['2026-06', '2100', '3099'],
    ]);
    await check();
  });

  it('of months before and to come is empty, and of none is refused', async () => {
    for (const period of ['2025-01', '2027-01']) {
      const { rows, totals } = await month(period);
      expect([rows, totals[13]]).toEqual([[], '0.00']);
    }
    for (const query of ['', '?period=2026', '?period=2026-13'])
      expect((await caller.control('GET', `/statement${query}`)).status).toBe(400);
  });

  it('survives a correction of an order that was never paid', async () => {
    await caller.control('POST', '/facts', {
      billAdjustments: [{ id: 'a4', period: '2026-04', kind: 'meal', orderId: ids.unpaid, amount: '100', text: '取消费' }],
    });
    expect((await month('2026-04')).rows).toMatchObject([{ 订单号: ids.unpaid, 下单时间: '', '企业支付(元)': '1.00' }]);
    expect((await ledger())[0]).toMatchObject({ period: '2026-04', orders: 0, billed: '100', billLines: 1 });
  });
});
