import { cellText, headingKey } from './cell-text.js';
import { readMapping, type StatementMapping } from './mapping.js';
import { dayFirstOf } from './parse-date.js';

/** What columns are called, the likeliest name first. Beginnings count where nothing is exactly so. */
const NAMES = {
  date: [
    '交易时间',
    '交易日期',
    '交易创建时间',
    '记账日期',
    '日期',
    '交易日',
    'transdate',
    'transactiondate',
    'date',
    'postingdate',
    'bookingdate',
  ],
  out: ['支出', '记账金额(支出)', '借方发生额', '借方金额', 'debit', 'paidout', 'withdrawal'],
  in: ['存入', '收入', '记账金额(收入)', '贷方发生额', '贷方金额', 'credit', 'paidin', 'deposit'],
  amount: ['实付金额', '交易金额', '金额(元)', '金额', 'amount', 'originalgrossamt', 'total', '人民币金额'],
  description: ['商品说明', '商品', '交易说明', '订单标题', '交易摘要', '摘要', 'description', 'merchantname', 'merchant', 'memo'],
  id: ['交易订单号', '交易单号', '订单号', '流水号', 'transactionid', 'orderid', 'reference', 'id'],
  currency: ['币种', '货币', '币别', 'currency'],
  employeeNumber: ['工号', '员工编号', 'employeenumber', 'employeeid'],
  phone: ['手机号', '手机', 'mobile', 'phone'],
  name: ['姓名', '出行人', '乘客', '员工姓名', 'traveller', 'passenger', 'employee'],
  department: ['部门', '部门名称', 'department', 'directorate'],
} as const;

type Field = keyof typeof NAMES;

/** A header must name this many cells, so that a sentence that says 日期 is none. */
const LEAST_CELLS = 3;

/**
 * Guesses a mapping from what columns are called, as a beginning that somebody corrects on the preview.
 * @returns null where no row looks like the header of a statement
 */
export function suggestMapping(rows: readonly (readonly string[])[]): StatementMapping | null {
  for (const [row, cells] of rows.entries()) {
    if (cells.filter((cell) => cellText(cell) !== '').length < LEAST_CELLS) continue;
    const find = (field: Field): string | undefined => columnFor(field, cells);
    const date = find('date');
    const [amount, out, into] = [find('amount'), find('out'), find('in')];
    if (!date || !(amount ?? (out && into))) continue;
    const plain = (['employeeNumber', 'phone', 'name', 'department'] as const).map((field) => [field, find(field)] as const);
    const [id, description, currency] = [find('id'), find('description'), find('currency')];
    const direction = cells.map(cellText).find((cell) => headingKey(cell) === '收/支');
    const read = readMapping({
      currency: 'CNY',
      zone: '+08:00',
      ...dateOrder(rows.slice(row + 1), columnIndex('date', cells)),
      ...(currency && { currencyColumn: { column: currency, names: { 人民币: 'CNY' } } }),
      columns: {
        date: [date],
        amount: out && into ? { out, in: into } : { column: amount },
        ...(id && { id: [id] }),
        ...(description && { description: [description] }),
        ...Object.fromEntries(plain.filter(([, column]) => column !== undefined)),
      },
      ...(direction && { directions: [{ when: [{ column: direction, is: ['收入'] }], is: 'in' }] }),
    });
    if ('mapping' in read) return read.mapping;
  }
  return null;
}

/** Which of two numbers is the day, where a date below the header tells it. */
function dateOrder(rows: readonly (readonly string[])[], index: number): { dayFirst?: boolean } {
  const dayFirst = dayFirstOf(rows.map((cells) => cellText(cells[index])));
  return dayFirst === undefined ? {} : { dayFirst };
}

function columnFor(field: Field, cells: readonly string[]): string | undefined {
  const index = columnIndex(field, cells);
  return index < 0 ? undefined : cellText(cells[index]);
}

function columnIndex(field: Field, cells: readonly string[]): number {
  const keys = cells.map(headingKey);
  return NAMES[field].map((name) => keys.indexOf(name)).find((index) => index >= 0) ?? -1;
}
