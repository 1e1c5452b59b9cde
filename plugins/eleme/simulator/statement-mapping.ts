import type { WorldStore } from '@interline/sdk/simulator';

import type { Account } from './account.js';

/**
 * How a month's bill is read, as finance would have said it in Interline on the preview of a first file: a mapping document of statement files.
 * @param world knows the company whose name stands above the table
 */
export function statementMapping(world: WorldStore, account: Account): object {
  return {
    account: world.legalEntities.values().next().value?.name ?? account.nick,
    currency: 'CNY',
    zone: '+08:00',
    period: { above: '账单周期：{any}{from} 至 {to}' },
    columns: {
      id: ['流水号'],
      order: '订单号',
      date: ['记账时间'],
      amount: { column: '订单金额(元)' },
      personalShare: '员工支付(元)',
      description: ['餐厅', '备注'],
      employeeNumber: '工号',
      phone: '手机号',
      name: '姓名',
      department: '部门',
      legalEntity: '公司主体',
      detail: { type: '账单类型', costCentre: '成本中心', orderedAt: '下单时间' },
    },
    kind: 'meal',
    lineTypes: [
      { when: [{ column: '账单类型', is: ['退款'] }], lineType: 'refund' },
      { when: [{ column: '账单类型', is: ['调账'] }], lineType: 'adjustment' },
    ],
    ignore: [{ when: [{ column: '流水号', is: ['合计'] }], reason: 'total', total: true }],
    controls: [{ name: 'payable', text: '共{count}笔，企业应付合计{sum}元', amounts: 'billed' }],
  };
}
