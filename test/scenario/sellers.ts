import type { WorldOrder } from '@interline/sdk/simulator';

/** What is to be known of a vendor to play it faults. */
export interface Seller {
  id: string;
  kinds: WorldOrder['kind'][];
  stream: string;
  /** Where orders with their money are answered. */
  path: string;
  /** A field of an order's money there. */
  money: string;
  /** A field without which an order cannot be booked, and what is said of one without it. */
  required: string;
  incomplete: RegExp;
  /** What is said of a word that was never published; null where it changes nothing of the money and is carried along. */
  unknown: RegExp | null;
  /** An order is answered for another's sake too: then less of the answer counts, and nothing is said of what is wrong with the rest. */
  isAskedTwice?: boolean;
}

/** The vendors, and what their adapters make of what they change. */
export const SELLERS: Seller[] = [
  {
    id: 'didi',
    kinds: ['ride'],
    stream: 'rides',
    path: '/river/Order/get',
    money: 'company_real_pay',
    required: 'pay_time',
    incomplete: /time/,
    unknown: null,
  },
  {
    id: 'ctrip',
    kinds: ['flight'],
    stream: 'orders',
    path: '/switchapi/FlightOrderSettlement',
    money: 'AccountPayAmount',
    required: 'CreateTime',
    incomplete: /without its time/,
    unknown: /unknown detail type Z/,
  },
  {
    id: 'eleme',
    kinds: ['meal'],
    stream: 'orders',
    path: '/router/rest',
    money: 'ent_fee',
    required: 'ent_fee',
    incomplete: /what the company pays/,
    unknown: null,
  },
  {
    id: 'jd',
    kinds: ['goods'],
    stream: 'orders',
    path: '/api/order/selectJdOrder',
    money: 'orderPrice',
    required: 'orderPrice',
    incomplete: /without a price/,
    unknown: /not a known value: 9/,
    isAskedTwice: true,
  },
];
