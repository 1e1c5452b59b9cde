import { hash32, localDay, localPeriod, localTime, periodBounds, type Movement, type WorldStore } from '@interline/sdk/simulator';

import { eaterOf, restaurantOf } from './orders.js';
import { yuan } from './yuan.js';

/** One row of a month's bill. Amounts in fen; what is given back is negative. */
export interface BillRow {
  /** The row's own number, the same whatever happens later: the order's and ten digits more, or the correction's. */
  id: string;
  type: '消费' | '退款' | '调账';
  /** Empty for a correction about no order. */
  orderId: string;
  at: number;
  company: bigint;
  personal: bigint;
  text: string;
}

/**
 * What cash up to an instant puts on bills: one row for what an order cost in a month, one for each refund. What eaters paid alone is on
 * no bill.
 */
export function rowsOf(orderId: string, cash: readonly Movement[], until: number): BillRow[] {
  const rows: BillRow[] = [];
  const costs = new Map<string, BillRow>();
  for (const { id: movement, type, at, company, personal, text } of cash) {
    if (at > until) break;
    const month = localPeriod(at);
    const cost = type === 'refund' ? undefined : costs.get(month);
    if (cost) {
      cost.company += company;
      cost.personal += personal;
      continue;
    }
    const id = `${orderId}${String(hash32(movement)).padStart(10, '0')}`;
    const row: BillRow = { id, type: type === 'refund' ? '退款' : '消费', orderId, at, company, personal, text };
    rows.push(row);
    if (type !== 'refund') costs.set(month, row);
  }
  return rows.filter(({ company }) => company !== 0n);
}

/** The corrections on bills of months that are over, as rows of the month's last second. */
export function corrections(world: WorldStore, now: number): BillRow[] {
  return [...world.adjustments.values()]
    .map(({ id, period, orderId, amount, text }): BillRow => {
      const at = periodBounds(period).to - 1000;
      return { id, type: '调账', orderId: orderId ?? '', at, company: BigInt(amount), personal: 0n, text };
    })
    .filter(({ at }) => at + 1000 <= now);
}

const HEADERS = [
  ['流水号', '账单类型', '订单号', '记账时间', '下单时间', '工号', '姓名', '手机号', '部门', '成本中心', '公司主体', '餐厅'],
  ['订单金额(元)', '企业支付(元)', '员工支付(元)', '备注'],
].flat();

/**
 * A month's bill as the file an admin exports: preamble, header, rows by time, totals. The layout is this simulator's own, nothing of it is
 * published; that there is a file at all is, since no call gives a bill.
 * @param period `YYYY-MM` in China; a month that still runs gives the rows so far
 */
export function statementFile(world: WorldStore, company: string, period: string, now: number): string {
  const { from, to } = periodBounds(period);
  const within = ({ at }: BillRow): boolean => at >= from && at < to;
  const rows: BillRow[] = [];
  for (const handle of world.orders.between('meal', from, Math.min(now, to - 1))) {
    const { id, cash } = world.orders.summary(handle);
    rows.push(...rowsOf(id, cash, now).filter(within));
  }
  rows.sort((left, right) => left.at - right.at || (left.id < right.id ? -1 : 1));
  rows.push(...corrections(world, now).filter(within));
  const sum = (of: 'company' | 'personal'): bigint => rows.reduce((total, row) => total + row[of], 0n);
  const [own, theirs] = [sum('company'), sum('personal')];
  const lines = [
    ['饿了么企业版月度账单'],
    ['企业名称：', company],
    ['账单周期：', `${localDay(from)} 至 ${localDay(to - 1)}`],
    ['账单状态：', now < to ? '未出账' : '已出账'],
    ['导出时间：', localTime(now)],
    [`共${rows.length}笔，企业应付合计${yuan(own)}元`],
    [],
    HEADERS,
    ...rows.map((row) => cells(world, row)),
    ['合计', '', '', '', '', '', '', '', '', '', '', '', yuan(own + theirs), yuan(own), yuan(theirs), ''],
  ];
  return `\uFEFF${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}

/** A row's cells. Long numbers end in a tab, as exports do to keep spreadsheets from rounding them. */
function cells(world: WorldStore, row: BillRow): string[] {
  const handle = row.orderId === '' ? undefined : world.orders.handleOf(row.orderId);
  const order = handle === undefined ? undefined : world.orders.order(handle);
  const paid = handle === undefined ? undefined : world.orders.cash(handle)[0];
  const eater = order && eaterOf(order, world);
  return [
    `${row.id}\t`,
    row.type,
    row.orderId === '' ? '' : `${row.orderId}\t`,
    localTime(row.at),
    paid ? localTime(paid.at) : '',
    eater?.employeeNumber ?? '',
    eater?.name ?? '',
    eater ? `${eater.phone}\t` : '',
    order?.department?.name ?? eater?.departmentName ?? '',
    order?.costCentre?.name ?? '',
    order?.legalEntity?.name ?? '',
    order ? restaurantOf(order) : '',
    yuan(row.company + row.personal),
    yuan(row.company),
    yuan(row.personal),
    row.text,
  ];
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
