import { Readable } from 'node:stream';
import { xlsxTable, type Cell } from '../../src/platform/files/index.js';

/** How the benchmark's file is read, as somebody would map it. */
export const MAPPING = {
  currency: 'CNY',
  zone: '+08:00',
  columns: {
    id: ['交易单号'],
    order: '商户单号',
    date: ['交易时间'],
    amount: { column: '金额(元)' },
    description: ['交易对方', '商品'],
    detail: { type: '交易类型', method: '支付方式' },
  },
  directions: [{ when: [{ column: '收/支', is: ['收入'] }], is: 'in' }],
  ignore: [{ when: [{ column: '当前状态', is: ['已关闭'] }], reason: 'closed' }],
  controls: [{ name: 'rows', text: '共{count}笔记录' }],
};

const HEADER = ['交易时间', '交易类型', '交易对方', '商品', '收/支', '金额(元)', '支付方式', '当前状态', '交易单号', '商户单号', '备注'];

/** One row of a wallet's export, the same for the same number. One in twenty gives money back, one in a hundred was closed. */
function rowOf(at: number): string[] {
  const day = String(1 + (at % 30)).padStart(2, '0');
  const time = new Date(at * 1_000).toISOString().slice(11, 19);
  const amount = `¥${(((at * 7_919) % 100_000) + 1) / 100}`;
  return [
    `2026-09-${day} ${time}`,
    at % 3 === 0 ? '商户消费' : '扫二维码付款',
    `商户${at % 1_000}`,
    `订单 ${at}`,
    at % 20 === 0 ? '收入' : '支出',
    amount,
    at % 2 === 0 ? '零钱' : '中国银行(1234)',
    at % 100 === 0 ? '已关闭' : '支付成功',
    `42000000692017102${String(at).padStart(10, '0')}\t`,
    `1000019741${String(at).padStart(12, '0')}\t`,
    '/',
  ];
}

/** The export as CSV, with what stands above its table. */
export function csvFile(rows: number): Readable {
  function* chunks(): Generator<string> {
    yield `微信支付账单明细\n起始时间：[2026-09-01 00:00:00] 终止时间：[2026-09-30 23:59:59]\n共${rows}笔记录\n\n${HEADER.join(',')}\n`;
    for (let at = 1; at <= rows; at += 500) {
      let text = '';
      for (let row = at; row < Math.min(at + 500, rows + 1); row += 1) text += `${rowOf(row).join(',')}\n`;
      yield text;
    }
  }
  return Readable.from(chunks(), { objectMode: false });
}

/** The same rows as a workbook. */
export function xlsxFile(rows: number): Readable {
  async function* cells(): AsyncGenerator<readonly Cell[]> {
    for (let row = 1; row <= rows; row += 1) yield rowOf(row);
  }
  const columns = HEADER.map((header) => ({ header, kind: 'text' as const }));
  return xlsxTable({ name: 'rows', columns, rows: cells(), timeZone: 'Asia/Shanghai' });
}
