import { hash32, type Movement, type WorldOrder } from '@interline/sdk/simulator';

/** A product of the shop: number, name, third-level category, tax in percent. */
type Product = readonly [skuId: number, name: string, category: number, tax: bigint];

const PRODUCTS: readonly Product[] = [
  [7545792, '复印纸 A4 70g 500张/包 5包/箱', 2603, 13n],
  [100012043978, '中性笔 0.5mm 黑色 12支/盒', 2605, 13n],
  [100003395445, '硒鼓 黑色 适用激光打印机', 7372, 13n],
  [1124365, '文件夹 A4 双强力夹 10个装', 2601, 13n],
  [5706775, '无线鼠标 2.4G 办公静音', 690, 13n],
  [100009464821, '移动硬盘 1TB USB3.0', 693, 13n],
  [100004770263, '瓶装饮用水 550ml*24瓶 整箱', 10975, 13n],
  [3355143, '抽纸 3层 120抽*20包', 1671, 13n],
  [100014352539, '台式机显示器 23.8英寸 IPS', 688, 13n],
  [12345671, '图书 企业财务管理实务', 3287, 9n],
  [100020845760, '会议白板 90*120cm 磁性', 11221, 13n],
  [8735304, '绿植盆栽 办公室桌面', 13877, 9n],
];
/** At least so many lines stand on an order, and up to so many more: it can be split into as many parts. */
const LINES = 4;
const MORE_LINES = 3;

/** One line of goods on an order, in fen. Orders are split between lines, never through one. */
export interface GoodsLine {
  product: Product;
  num: number;
  /** Of one piece, with tax. */
  price: bigint;
  /** Part of `price`. */
  tax: bigint;
  /** Of the whole line. */
  goods: bigint;
  freight: bigint;
  /** What the company and the buyer pay of goods and freight. */
  company: bigint;
  personal: bigint;
}

/** How many lines an order has: a matter of its number, so that it is the same whenever one looks. */
export const lineCount = (id: string, atLeast = 1): number => Math.max(atLeast, LINES + (hash32(`lines ${id}`) % MORE_LINES));

/** What was charged for an order up to an instant: goods and freight, and the company's part of both. */
export interface Charged {
  goods: bigint;
  freight: bigint;
  company: bigint;
}

/** Adds up what was charged; refunds do not change it. Fees are the freight. */
export function chargedUntil(cash: readonly Movement[], until: number): Charged {
  const charged = { goods: 0n, freight: 0n, company: 0n };
  for (const { type, at, company, personal } of cash) {
    if (at > until || type === 'refund') continue;
    charged[type === 'fee' ? 'freight' : 'goods'] += company + personal;
    charged.company += company;
  }
  return charged;
}

/** The lines of an order: everything that was charged is on one of them. @param count as given by `lineCount`, or more */
export function linesOf({ id, detail }: Pick<WorldOrder, 'id' | 'detail'>, charged: Charged, count: number): GoodsLine[] {
  const seed = hash32(`goods ${id}`);
  const weights = Array.from({ length: count }, (_, at) => 1 + ((seed >>> (at % 8)) % 9));
  const whole = BigInt(weights.reduce((sum, each) => sum + each, 0));
  const total = charged.goods + charged.freight;
  let weight = 0;
  const done = { goods: 0n, freight: 0n, company: 0n };
  return weights.map((each, at): GoodsLine => {
    weight += each;
    // Parts are differences of running shares, so that they sum to the whole whatever is rounded.
    const running = BigInt(weight);
    const goods = (charged.goods * running) / whole - done.goods;
    const freight = charged.freight === 0n ? 0n : (charged.freight * running) / whole - done.freight;
    done.goods += goods;
    done.freight += freight;
    const byCompany = charged.company === total || total === 0n;
    const company = byCompany ? goods + freight : (charged.company * (done.goods + done.freight)) / total - done.company;
    done.company += company;
    const product = PRODUCTS[(seed + at * 5) % PRODUCTS.length]!;
    const num = pieces(goods, seed + at);
    const price = num === 1 ? goods : goods / BigInt(num);
    return {
      product: at === 0 && detail['goods'] ? named(product, detail['goods']) : product,
      num,
      price,
      tax: taxIn(price, product[3]),
      goods,
      freight,
      company,
      personal: goods + freight - company,
    };
  });
}

/** What the first line of an order is called, without making all of them. */
export const firstProduct = ({ id, detail }: Pick<WorldOrder, 'id' | 'detail'>): string =>
  detail['goods'] ?? PRODUCTS[hash32(`goods ${id}`) % PRODUCTS.length]![1];

const named = ([sku, , category, tax]: Product, name: string): Product => [sku, name, category, tax];

/** How many pieces of equal price a line may be. */
function pieces(goods: bigint, seed: number): number {
  if (seed % 5 === 0 && goods % 5n === 0n) return 5;
  return seed % 3 === 0 && goods % 3n === 0n ? 3 : 1;
}

/** The tax in a price, rounded half up. */
const taxIn = (price: bigint, percent: bigint): bigint => (2n * price * percent + 100n + percent) / (2n * (100n + percent));

/** Sums over lines. */
export interface LineSums {
  goods: bigint;
  tax: bigint;
  freight: bigint;
  company: bigint;
  personal: bigint;
}

/** Adds up lines. */
export function sumLines(lines: readonly GoodsLine[]): LineSums {
  const sums = { goods: 0n, tax: 0n, freight: 0n, company: 0n, personal: 0n };
  for (const { num, tax, goods, freight, company, personal } of lines) {
    sums.goods += goods;
    sums.tax += num === 1 ? tax : tax * BigInt(num);
    sums.freight += freight;
    sums.company += company;
    sums.personal += personal;
  }
  return sums;
}
