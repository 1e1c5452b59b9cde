import type { Kind, LineType } from '@interline/sdk/canonical';
import type { ExportLocale } from '../platform/files/index.js';

/** The words of exports. */
export interface BillWords {
  bill: string;
  lines: string;
  legalEntity: string;
  period: string;
  currency: string;
  group: string;
  item: string;
  statementTotal: string;
  expenseTotal: string;
  difference: string;
  accrual: string;
  lineCount: string;
  accrualCount: string;
  total: string;
  byKind: string;
  byDepartment: string;
  byVendor: string;
  otherCurrency: string;
  unassigned: string;
  vendor: string;
  statement: string;
  lineId: string;
  kind: string;
  lineType: string;
  orderId: string;
  occurredAt: string;
  billingDate: string;
  traveller: string;
  department: string;
  city: string;
  description: string;
  amount: string;
  companyShare: string;
  personalShare: string;
  kinds: Record<Kind, string>;
  lineTypes: Record<LineType, string>;
}

/** The words of exports by language. */
export const WORDS: Record<ExportLocale, BillWords> = {
  zh_CN: {
    bill: '账单',
    lines: '账单明细',
    legalEntity: '法人主体',
    period: '账期',
    currency: '币种',
    group: '分类',
    item: '项目',
    statementTotal: '账单金额',
    expenseTotal: '订单金额',
    difference: '差额',
    accrual: '未出账金额',
    lineCount: '账单行数',
    accrualCount: '未出账笔数',
    total: '合计',
    byKind: '按类型',
    byDepartment: '按部门',
    byVendor: '按供应商',
    otherCurrency: '其他币种合计',
    unassigned: '未归属',
    vendor: '供应商账号',
    statement: '供应商账单',
    lineId: '明细编号',
    kind: '类型',
    lineType: '性质',
    orderId: '订单号',
    occurredAt: '发生时间',
    billingDate: '入账日期',
    traveller: '出行人',
    department: '部门',
    city: '城市',
    description: '说明',
    amount: '金额',
    companyShare: '企业承担',
    personalShare: '个人承担',
    kinds: {
      ride: '用车',
      flight: '机票',
      hotel: '酒店',
      train: '火车票',
      bus: '汽车票',
      car_rental: '租车',
      meal: '用餐',
      goods: '采购',
      other: '其他',
    },
    lineTypes: { charge: '消费', fee: '服务费', refund: '退款', adjustment: '调账' },
  },
  en: {
    bill: 'Bill',
    lines: 'Bill lines',
    legalEntity: 'Legal entity',
    period: 'Month',
    currency: 'Currency',
    group: 'Group',
    item: 'Item',
    statementTotal: 'On statements',
    expenseTotal: 'Of orders',
    difference: 'Difference',
    accrual: 'Not yet billed',
    lineCount: 'Lines',
    accrualCount: 'Orders not yet billed',
    total: 'Total',
    byKind: 'By kind',
    byDepartment: 'By department',
    byVendor: 'By vendor',
    otherCurrency: 'Total in another currency',
    unassigned: 'Unassigned',
    vendor: 'Vendor account',
    statement: "Vendor's statement",
    lineId: 'Line id',
    kind: 'Kind',
    lineType: 'Type',
    orderId: 'Order',
    occurredAt: 'Occurred at',
    billingDate: 'Billing date',
    traveller: 'Traveller',
    department: 'Department',
    city: 'City',
    description: 'Description',
    amount: 'Amount',
    companyShare: 'Company share',
    personalShare: 'Personal share',
    kinds: {
      ride: 'Ride',
      flight: 'Flight',
      hotel: 'Hotel',
      train: 'Train',
      bus: 'Bus',
      car_rental: 'Car rental',
      meal: 'Meal',
      goods: 'Goods',
      other: 'Other',
    },
    lineTypes: { charge: 'Charge', fee: 'Fee', refund: 'Refund', adjustment: 'Adjustment' },
  },
};
