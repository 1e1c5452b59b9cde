/** Mappings for exports of Chinese wallets, shops and banks, as somebody makes them on a preview. The texts and columns are those of the published samples. */
const elsewhere = (name: string): string => `paid through ${name}, stands on its own statement`;
const BASE = { currency: 'CNY', zone: '+08:00' };

const icbc = {
  ...BASE,
  currencyColumn: { column: '记账币种', names: { 人民币: 'CNY' } },
  columns: {
    date: ['交易日期'],
    amount: { out: '记账金额(支出)', in: '记账金额(收入)' },
    description: ['摘要', '交易场所', '对方户名'],
  },
  ignore: [
    { when: [{ column: '交易日期', startsWith: ['合计', '人民币合计'] }], reason: 'total', total: true },
    { when: [{ column: '交易场所', contains: ['财付通', '支付宝'] }], reason: elsewhere('a wallet') },
  ],
};
const autoRepayment = { when: [{ column: '摘要', is: ['自动还款'] }], reason: 'repays the card, whose statement has it' };

/** By the folder of the sample. */
export const bankMappings: Readonly<Record<string, object>> = {
  alipay: {
    ...BASE,
    account: '支付宝账户：xx@gmail.com',
    period: { above: '起始时间：[{from} {any}]{any}终止时间：[{to}' },
    columns: {
      id: ['交易订单号', '交易时间'],
      order: '交易订单号',
      date: ['交易时间'],
      amount: { column: '金额' },
      description: ['交易对方', '商品说明'],
      detail: { method: '收/付款方式', state: '交易状态' },
    },
    directions: [
      { when: [{ column: '收/支', is: ['收入'] }], is: 'in' },
      { when: [{ column: '交易状态', is: ['退款成功'] }], is: 'in' },
    ],
    ignore: [
      { when: [{ column: '交易状态', is: ['交易关闭'] }], reason: 'closed' },
      {
        when: [
          { column: '交易分类', is: ['退款'] },
          { column: '交易订单号', contains: ['_'] },
        ],
        reason: 'gives a closed payment back',
      },
    ],
    controls: [
      { name: 'rows', text: '共{count}笔记录' },
      { name: 'in', text: '收入：{count}笔 {sum}元', over: [{ column: '收/支', is: ['收入'] }] },
      { name: 'out', text: '支出：{count}笔 {sum}元', over: [{ column: '收/支', is: ['支出'] }] },
    ],
  },
  wechat: {
    ...BASE,
    header: ['交易时间', '交易单号', '金额(元)'],
    account: '微信昵称：[测试]',
    period: { above: '起始时间：[{from} {any}]{any}终止时间：[{to}' },
    columns: {
      date: ['交易时间'],
      amount: { column: '金额(元)' },
      description: ['交易对方', '商品', '备注'],
      detail: { type: '交易类型', method: '支付方式' },
    },
    directions: [
      { when: [{ column: '收/支', is: ['收入'] }], is: 'in' },
      { when: [{ column: '收/支', is: ['支出'] }], is: 'out' },
      { when: [{ column: '交易类型', startsWith: ['零钱充值', '零钱通转出-到零钱'] }], is: 'in' },
      { when: [{ column: '交易类型', startsWith: ['转入零钱通-来自工商银行'] }], is: 'in' },
    ],
    controls: [
      { name: 'rows', text: '共{count}笔记录' },
      { name: 'in', text: '收入：{count}笔 {sum}元', over: [{ column: '收/支', is: ['收入'] }] },
    ],
  },
  jd: {
    ...BASE,
    account: '京东账号名：jd_55370d18d5bb4',
    period: { above: '日期区间：{from} 至 {to}' },
    columns: {
      date: ['交易时间'],
      amount: { column: '金额' },
      order: '交易订单号',
      description: ['商户名称', '交易说明'],
      detail: { method: '收/付款方式', category: '交易分类' },
    },
    kind: 'goods',
    directions: [{ when: [{ column: '交易状态', is: ['退款成功'] }], is: 'in' }],
    ignore: [
      { when: [{ column: '收/付款方式', is: ['先享后付'] }], reason: 'nothing paid yet' },
      { when: [{ column: '收/付款方式', startsWith: ['微信'] }], reason: elsewhere('WeChat') },
    ],
    controls: [
      { name: 'rows', text: '共：{count}笔记录' },
      { name: 'out', text: '支出：{count}笔{any}，{sum}元', over: [{ column: '收/支', is: ['支出'] }], amounts: 'net' },
      { name: 'neutral', text: '不计收支：{count}笔，{sum}元', over: [{ column: '收/支', is: ['不计收支'] }] },
    ],
  },
  mt: {
    ...BASE,
    account: '美团用户名：[SJT714453696]',
    period: { above: '起始时间：[{from}] 终止时间：[{to}]' },
    columns: {
      id: ['交易单号'],
      date: ['交易创建时间'],
      amount: { column: '实付金额' },
      description: ['订单标题'],
      detail: { listPrice: '订单金额', method: '支付方式' },
    },
    kind: 'meal',
    directions: [{ when: [{ column: '收/支', is: ['收入'] }], is: 'in' }],
    ignore: [{ when: [{ column: '支付方式', is: ['微信支付'] }], reason: elsewhere('WeChat') }],
    controls: [
      { name: 'rows', text: '共：{count}笔记录' },
      { name: 'out', text: '支出：{count}笔 {sum}元', over: [{ column: '收/支', is: ['支出'] }] },
      { name: 'in', text: '收入：{count}笔 {sum}元', over: [{ column: '收/支', is: ['收入'] }] },
    ],
  },
  'icbc/credit': {
    ...icbc,
    controls: [{ name: 'in', text: '合计金额 {sum}', over: [{ column: '记账金额(收入)', filled: true }] }],
  },
  'icbc/debit-v1': {
    ...icbc,
    account: '这是卡别名',
    ignore: [...icbc.ignore, autoRepayment],
    controls: [
      { name: 'in', text: '人民币合计 {sum}', over: [{ column: '记账金额(收入)', filled: true }] },
      { name: 'out', text: '人民币合计 {other} {sum}', over: [{ column: '记账金额(支出)', filled: true }] },
    ],
  },
  'icbc/debit-v2': { ...icbc, account: '这是卡别名', ignore: [...icbc.ignore, autoRepayment] },
  'cmb/credit': {
    ...BASE,
    dayFirst: false,
    period: { above: '账户 {month}）' },
    columns: { date: ['交易日', '记账日'], amount: { column: '人民币金额' }, description: ['交易摘要'] },
    ignore: [{ when: [{ column: '交易摘要', startsWith: ['财付通'] }], reason: elsewhere('WeChat') }],
  },
  'cmb/debit': {
    ...BASE,
    currencyColumn: { column: '货币' },
    columns: { date: ['记账日期'], amount: { column: '交易金额', positive: 'in' }, description: ['交易摘要', '对手信息', '客户摘要'] },
  },
  'boc/credit': {
    ...BASE,
    period: { above: '账单({month})' },
    currencyColumn: { column: '币种' },
    columns: { date: ['银行记账日'], amount: { out: '支出', in: '存入' }, description: ['交易描述'] },
    ignore: [
      { when: [{ column: '交易描述', startsWith: ['网银在线-', '钱袋宝支付'] }], reason: elsewhere('a shop') },
      { when: [{ column: '交易描述', is: ['曾三'] }], reason: 'repays the card' },
    ],
  },
  'boc/debit': {
    ...BASE,
    currencyColumn: { column: '币别', names: { 人民币: 'CNY' } },
    columns: {
      date: ['记账日期'],
      time: '记账时间',
      amount: { column: '金额', positive: 'in' },
      description: ['交易名称', '对方账户名'],
    },
    ignore: [{ when: [{ column: '对方账户名', startsWith: ['支付宝'] }], reason: elsewhere('Alipay') }],
  },
  abc_debit: {
    ...BASE,
    columns: {
      date: ['交易日期'],
      time: '交易时间',
      amount: { column: '交易金额', positive: 'in' },
      description: ['交易摘要', '对手信息', '交易附言'],
      detail: { log: '日志号' },
    },
  },
};
