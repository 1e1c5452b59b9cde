import type { Movement, OrderSummary } from '@interline/sdk/simulator';

/** One thing that happened to a travel order and moved cash. Amounts in fen; `company` and `personal` are negative when money came back. */
export interface PurchaseEvent {
  /** The movement it began with: names the event for ever. */
  key: string;
  /** `issue` the first sale · `change` a rebooking · `refund` money back · `late_fee` a service fee taken after the sale. */
  type: 'issue' | 'change' | 'refund' | 'late_fee';
  at: number;
  company: bigint;
  personal: bigint;
  /** Ticket, room or fare difference, before fees. */
  price: bigint;
  serviceFee: bigint;
  /** What the rebooking or the refund cost. */
  handleFee: bigint;
  text: string;
}

const isChangeFee = (movement: Movement): boolean => movement.type === 'fee' && /改签|change/i.test(movement.text);
const isServiceFee = (movement: Movement): boolean => movement.type === 'fee' && /平台|服务|service/i.test(movement.text);
const sum = (movements: readonly Movement[], of: (movement: Movement) => bigint): bigint =>
  movements.reduce((total, movement) => total + of(movement), 0n);
const amount = (movement: Movement): bigint => movement.company + movement.personal;

/**
 * Reads an order's cash as what Didi would call it. Movements of the same second belong together: a charge with its service fee, a
 * fare difference with its change fee, a refund with what was kept of it.
 * @param until movements after this instant have not happened yet
 */
export function eventsOf(cash: readonly Movement[], until: number): PurchaseEvent[] {
  const events: PurchaseEvent[] = [];
  for (const together of groups(cash.filter(({ at }) => at <= until))) {
    const refunds = together.filter(({ type }) => type === 'refund');
    const kept = refunds.length > 0 ? together.filter((movement) => movement.type === 'fee' && !isChangeFee(movement)) : [];
    const paid = together.filter((movement) => movement.type !== 'refund' && !kept.includes(movement));
    if (paid.length > 0) events.push(sale(paid, events));
    if (refunds.length > 0)
      events.push({ ...base('refund', [...refunds, ...kept]), price: sum(refunds, amount), handleFee: sum(kept, amount) });
  }
  return events;
}

function sale(paid: readonly Movement[], before: readonly PurchaseEvent[]): PurchaseEvent {
  const first = !before.some(({ type }) => type === 'issue');
  const charges = paid.filter(({ type }) => type === 'charge');
  const service = paid.filter((movement) => (first ? movement.type === 'fee' : isServiceFee(movement)));
  // A sale that consists of fees alone (a no-show) has them as its price.
  if (first && charges.length === 0) return { ...base('issue', paid), price: sum(paid, amount) };
  const type = first ? 'issue' : charges.length > 0 || paid.some(isChangeFee) ? 'change' : 'late_fee';
  const serviceFee = type === 'late_fee' ? sum(paid, amount) : sum(service, amount);
  const price = sum(charges, amount);
  return { ...base(type, paid), price, serviceFee, handleFee: sum(paid, amount) - price - serviceFee };
}

function base(type: PurchaseEvent['type'], movements: readonly Movement[]): PurchaseEvent {
  const [first] = movements as [Movement, ...Movement[]];
  return {
    key: first.id,
    type,
    at: first.at,
    company: sum(movements, ({ company }) => company),
    personal: sum(movements, ({ personal }) => personal),
    price: 0n,
    serviceFee: 0n,
    handleFee: 0n,
    text: movements.find(({ text }) => text !== '')?.text ?? '',
  };
}

function groups(cash: readonly Movement[]): Movement[][] {
  const found: Movement[][] = [];
  for (const movement of cash) {
    const last = found[found.length - 1];
    if (last?.[0]?.at === movement.at) last.push(movement);
    else found.push([movement]);
  }
  return found;
}

/** The money of an order over some of its movements, in fen. */
export interface Money {
  /** What the order cost, however it was shared. */
  total: bigint;
  companyPay: bigint;
  personalPay: bigint;
  companyRefund: bigint;
  personalRefund: bigint;
  paidAt?: number;
  refundedAt?: number;
  /** True when the company's share was later put on the traveller: given back and charged in the same second. */
  turnedPersonal: boolean;
}

/** Adds up movements. */
export function moneyOf(cash: readonly Movement[], until: number): Money {
  const money: Money = { total: 0n, companyPay: 0n, personalPay: 0n, companyRefund: 0n, personalRefund: 0n, turnedPersonal: false };
  for (const together of groups(cash.filter(({ at }) => at <= until))) {
    const turned = together.some(({ type }) => type === 'refund') && together.some(({ type }) => type === 'charge');
    money.turnedPersonal ||= turned;
    for (const movement of together) {
      if (movement.type === 'refund') {
        money.companyRefund -= movement.company;
        money.personalRefund -= movement.personal;
        money.refundedAt = movement.at;
        continue;
      }
      money.companyPay += movement.company;
      money.personalPay += movement.personal;
      if (!turned) money.total += movement.company + movement.personal;
      money.paidAt ??= movement.at;
    }
  }
  return money;
}

/** 0 company · 1 personal · 2 mixed, as the order calls code it. */
export function payType({ companyPay, personalPay, turnedPersonal }: Money): 0 | 1 | 2 {
  if (turnedPersonal || (companyPay === 0n && personalPay > 0n)) return 1;
  return companyPay > 0n && personalPay > 0n ? 2 : 0;
}

/** True for a trip the vendor sells as international. */
export const isInternational = ({ product }: Pick<OrderSummary, 'product'>): boolean => product === 'international';
