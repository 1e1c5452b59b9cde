import { lowerBound } from './bisect.js';
import type { Movement, OrderSummary } from './cash.js';
import type { CashMovement, WorldOrder, WorldPerson } from './facts.js';
import { hash32, mix32, Random } from './random.js';
import type { GenerateCommand } from './simulator.js';

/** Every so manieth order is partly refunded, this long after it was paid. */
const REFUND_EVERY = 40;
const REFUND_AT = 17;
const REFUND_DELAY = 9 * 86_400_000;
const MINUTE = 60_000;

const CITIES = ['北京', '上海', '广州', '深圳', '杭州', '成都', '南京', '武汉', '西安', '苏州'];
const PLACES = ['火车站', '国际机场', '会展中心', '科技园', '软件园', '人民广场', '体育中心', '大学城'];
const RIDES = ['express', 'express', 'express', 'premium', 'taxi', 'luxury'];
/** Cheapest and dearest price of a kind, in fen. */
const PRICES: Record<WorldOrder['kind'], [number, number]> = {
  ride: [900, 16_000],
  flight: [38_000, 260_000],
  hotel: [22_000, 150_000],
  train: [3_500, 120_000],
  meal: [1_800, 30_000],
  goods: [500, 300_000],
};

/**
 * A block of orders made from their number alone: the n-th order is always the same one, payments are in the order of the numbers, and
 * refunds follow at a fixed distance, so orders are found by time by bisection and nothing is stored.
 */
export class GeneratedOrders {
  readonly count: number;
  private readonly from: number;
  private readonly step: number;
  private readonly seed: number;
  private readonly kinds: readonly WorldOrder['kind'][];
  private readonly prefix: string;

  /** @throws RangeError when the command makes no sense */
  constructor(
    command: GenerateCommand,
    private readonly people: readonly WorldPerson[],
    block: number,
  ) {
    const [from, to] = [Date.parse(command.from), Date.parse(command.to)];
    if (!Number.isInteger(command.orders) || command.orders < 1 || command.orders > 1e8)
      throw new RangeError('orders is not a number from 1 to 100,000,000');
    if (!(to > from)) throw new RangeError('from and to are not two instants in this order');
    if (command.kinds?.length === 0) throw new RangeError('kinds is empty');
    for (const kind of command.kinds ?? []) if (!(kind in PRICES)) throw new RangeError(`${JSON.stringify(kind)} is no kind of order`);
    this.count = command.orders;
    this.from = from;
    this.step = (to - from) / command.orders;
    this.seed = hash32(String(command.seed));
    this.kinds = command.kinds ?? ['ride'];
    this.prefix = `8${String(block).padStart(3, '0')}${String(this.seed % 1e6).padStart(6, '0')}`;
  }

  /** The number of the order with this id, if it is one of this block. */
  indexOf(id: string): number | undefined {
    if (id.length !== 20 || !id.startsWith(this.prefix)) return undefined;
    const index = Number(id.slice(this.prefix.length));
    return Number.isInteger(index) && index < this.count ? index : undefined;
  }

  /** When the n-th order was paid, in whole seconds and never before the one before it. */
  private paidAt(index: number): number {
    const jitter = mix32(this.seed ^ Math.imul(index + 1, 0x9e3779b1)) / 4_294_967_296;
    return Math.floor((this.from + (index + jitter) * this.step) / 1000) * 1000;
  }

  /** The first and the last moment. */
  ends(): { at: number }[] {
    return [{ at: this.paidAt(0) }, { at: this.paidAt(this.count - 1) + REFUND_DELAY }];
  }

  private kind(index: number): WorldOrder['kind'] {
    return this.kinds[index % this.kinds.length]!;
  }

  /** The moments at which cash of orders of a kind moved between two instants, by time. */
  moments(kind: WorldOrder['kind'], from: number, to: number): { at: number; index: number }[] {
    const found: { at: number; index: number }[] = [];
    const within = (low: number, high: number): [number, number] => [
      lowerBound(this.count, (index) => this.paidAt(index) >= low),
      lowerBound(this.count, (index) => this.paidAt(index) > high),
    ];
    const [first, end] = within(from, to);
    for (let index = first; index < end; index++) if (this.kind(index) === kind) found.push({ at: this.paidAt(index), index });
    const [firstPaid, endPaid] = within(from - REFUND_DELAY, to - REFUND_DELAY);
    const paid = found.length;
    for (
      let index = firstPaid + ((REFUND_AT - (firstPaid % REFUND_EVERY) + REFUND_EVERY) % REFUND_EVERY);
      index < endPaid;
      index += REFUND_EVERY
    ) {
      if (this.kind(index) === kind) found.push({ at: this.paidAt(index) + REFUND_DELAY, index });
    }
    return paid === 0 || paid === found.length ? found : found.sort((left, right) => left.at - right.at || left.index - right.index);
  }

  /** The n-th order's cash. */
  cash(index: number): Movement[] {
    const random = new Random(this.seed ^ Math.imul(index + 1, 0x85ebca77));
    const [low, high] = PRICES[this.kind(index)];
    const amount = BigInt(random.int(low, high));
    // One in twelve is paid by the traveller alone, one in twelve shared.
    const share = index % 12;
    const company = share === 5 ? 0n : share === 11 ? amount / 2n : amount;
    const at = this.paidAt(index);
    const cash: Movement[] = [{ id: 'p', type: 'charge', at, company, personal: amount - company, text: '' }];
    if (index % REFUND_EVERY === REFUND_AT) {
      const back = company / 4n;
      const own = (amount - company) / 4n;
      cash.push({ id: 'r', type: 'refund', of: 'p', at: at + REFUND_DELAY, company: -back, personal: -own, text: '费用调整' });
    }
    return cash;
  }

  /** What is known of the n-th order without building all of it. */
  summary(index: number): Omit<OrderSummary, 'handle'> {
    return { id: this.id(index), kind: this.kind(index), product: this.product(index), cash: this.cash(index) };
  }

  private id(index: number): string {
    return this.prefix + String(index).padStart(20 - this.prefix.length, '0');
  }

  private product(index: number): string {
    const kind = this.kind(index);
    return kind === 'ride' ? RIDES[index % RIDES.length]! : 'domestic';
  }

  /** Who booked the n-th order, and for which department. */
  booking(index: number): Pick<WorldOrder, 'booker' | 'department'> {
    const person = this.person(index);
    return person ? { booker: person.id, department: departmentOf(person) } : { booker: '' };
  }

  private person(index: number): WorldPerson | undefined {
    return this.people[mix32(this.seed ^ Math.imul(index + 1, 0x27d4eb2f)) % Math.max(1, this.people.length)];
  }

  /** The n-th order in full. */
  order(index: number): WorldOrder {
    const random = new Random(this.seed ^ Math.imul(index + 1, 0xc2b2ae3d));
    const kind = this.kind(index);
    const paid = this.paidAt(index);
    const cash = (): CashMovement[] => this.cash(index).map(written);
    const person = this.person(index);
    const guest = { name: `访客${(index % 997) + 1}`, phone: `139${String(index % 1e8).padStart(8, '0')}` };
    const [city, other] = [random.pick(CITIES), random.pick(CITIES)];
    const ride = kind === 'ride';
    const start = ride ? paid - random.int(12, 50) * MINUTE : paid + random.int(1, 20) * 1440 * MINUTE;
    return {
      id: this.id(index),
      kind,
      product: this.product(index),
      bookedAt: instant(ride ? start - 6 * MINUTE : paid),
      startAt: instant(start),
      endAt: instant(ride ? paid - MINUTE : start + (kind === 'hotel' ? 1440 : 130) * MINUTE),
      state: index % REFUND_EVERY === REFUND_AT ? 'part_refunded' : 'done',
      booker: person?.id ?? '',
      ...(person && { department: departmentOf(person) }),
      traveller: person?.id ?? guest,
      from: { city: ride ? city : other, name: random.pick(PLACES) },
      to: { city, name: random.pick(PLACES) },
      detail: this.detail(kind, random),
      // Most readers ask the book for the movements, which are cheaper.
      get cash(): CashMovement[] {
        return cash();
      },
    };
  }

  private detail(kind: WorldOrder['kind'], random: Random): Record<string, string> {
    switch (kind) {
      case 'flight':
        return { flightNo: `ZZ${random.int(1000, 9999)}`, cabin: '经济舱', ticketNo: `999-${random.int(1e9, 9e9)}` };
      case 'hotel':
        return { hotelName: `${random.pick(PLACES)}酒店`, roomType: '高级大床房', nights: '1' };
      case 'train':
        return { trainNo: `G${random.int(1, 999)}`, seat: '二等座' };
      case 'ride':
        return { distanceKm: (random.int(15, 480) / 10).toFixed(1) };
      default:
        return {};
    }
  }
}

const instant = (at: number): string => new Date(at).toISOString();

const departmentOf = ({ departmentCode: code, departmentName: name }: WorldPerson): { code: string; name: string } => ({ code, name });

/** A movement as facts have it. */
const written = ({ id, type, of, at, company, personal, text }: Movement): CashMovement => ({
  id,
  type,
  ...(of !== undefined && { of }),
  at: instant(at),
  amount: String(company + personal),
  company: String(company),
  personal: String(personal),
  ...(text !== '' && { text }),
});
