/** Words for JD's numbers, as its documents and the comments of public clients give them. A number that is not here is shown as it is. */
export type Words = Readonly<Record<string, string>>;

/** `jdOrderState`. */
export const ORDER_STATES: Words = {
  '1': '新单',
  '2': '等待支付',
  '3': '等待支付确认',
  '7': '等待打印',
  '8': '等待出库',
  '10': '等待发货',
  '16': '等待确认收货',
  '19': '已完成',
  '22': '锁定',
};

/** `state`: where the parcel is. */
export const DELIVERIES: Words = { '0': '新建', '1': '妥投', '2': '拒收' };

/** `paymentType`. */
export const PAYMENTS: Words = { '1': '货到付款', '4': '余额', '5': '公司转账', '20': '混合支付', '101': '金采' };

/** `invoiceType`. */
export const INVOICES: Words = { '1': '普通发票', '2': '增值税专用发票', '3': '电子发票' };

/** The word for a number, else the number. */
export function wordFor(words: Words, text: string | undefined): string | undefined {
  return text === undefined ? undefined : (words[text] ?? text);
}
