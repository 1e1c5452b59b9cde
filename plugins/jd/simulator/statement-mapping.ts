import type { Account } from './account.js';

/**
 * How a month's statement is read, as finance would have said it in Interline on the preview of a first file: a mapping document of statement files. JD's rows
 * name nobody: whom they are for is known from the orders they bill.
 */
export function statementMapping({ username }: Account): object {
  return {
    account: `京东账号名：${username}`,
    currency: 'CNY',
    zone: '+08:00',
    period: { above: '日期区间：{from} 至 {to}' },
    columns: {
      // The order, and what of it: a correction has a number of its own, a refund of an earlier month's order stands beside what was paid since.
      id: ['交易订单号', '交易状态', '商家订单号'],
      order: '交易订单号',
      date: ['交易时间'],
      amount: { column: '金额' },
      description: ['交易说明'],
      detail: { method: '收/付款方式', state: '交易状态', thirdOrder: '商家订单号' },
    },
    kind: 'goods',
    refundNote: 'subtract',
    lineTypes: [{ when: [{ column: '交易状态', is: ['调账'] }], lineType: 'adjustment' }],
    ignore: [{ when: [{ column: '交易时间', is: ['合计'] }], reason: 'total', total: true }],
    controls: [
      { name: 'rows', text: '共：{count}笔记录' },
      { name: 'payable', text: '合计：{sum}元', amounts: 'billed' },
    ],
  };
}
