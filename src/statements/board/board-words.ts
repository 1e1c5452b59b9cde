import type { ExportLocale } from '../../platform/files/index.js';
import type { BoardState } from './statement-board.js';

/** The words of the board's export. */
export interface BoardWords {
  board: string;
  period: string;
  vendor: string;
  account: string;
  legalEntity: string;
  state: string;
  dueOn: string;
  lateSince: string;
  statements: string;
  coveredBy: string;
  currency: string;
  statementTotal: string;
  expenseTotal: string;
  difference: string;
  spend: string;
  accrual: string;
  announced: string;
  lineCount: string;
  differingLineCount: string;
  accrualCount: string;
  overlapCount: string;
  states: Record<BoardState, string>;
}

/** The words by language. */
export const BOARD_WORDS: Record<ExportLocale, BoardWords> = {
  zh_CN: {
    board: '对账单总览',
    period: '账期',
    vendor: '供应商',
    account: '供应商账户',
    legalEntity: '法人主体',
    state: '状态',
    dueOn: '应到日期',
    lateSince: '逾期自',
    statements: '对账单',
    coveredBy: '列入的其他主体对账单',
    currency: '币种',
    statementTotal: '对账单金额',
    expenseTotal: '对应费用',
    difference: '差额',
    spend: '当月消费',
    accrual: '未出账金额',
    announced: '供应商预告',
    lineCount: '对账单行数',
    differingLineCount: '有差异的行',
    accrualCount: '未出账笔数',
    overlapCount: '与另一来源重叠的对账单',
    states: { expected: '待收', received: '已收到', covered: '列入其他主体', missing: '缺失' },
  },
  en: {
    board: 'Statement board',
    period: 'Month',
    vendor: 'Vendor',
    account: 'Vendor account',
    legalEntity: 'Legal entity',
    state: 'State',
    dueOn: 'Due on',
    lateSince: 'Late since',
    statements: 'Statements',
    coveredBy: 'Billed on statements of',
    currency: 'Currency',
    statementTotal: 'On statements',
    expenseTotal: 'Of expenses',
    difference: 'Difference',
    spend: 'Spent in the month',
    accrual: 'Not yet billed',
    announced: 'Announced',
    lineCount: 'Lines',
    differingLineCount: 'Lines that differ',
    accrualCount: 'Orders not yet billed',
    overlapCount: 'Statements that overlap',
    states: { expected: 'Expected', received: 'Received', covered: 'Covered', missing: 'Missing' },
  },
};
