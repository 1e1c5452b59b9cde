import type { WorldBillAdjustment, WorldFacts, WorldOrder, WorldPerson } from './facts.js';
import { OrderBook } from './order-book.js';
import type { ChangeCommand, GenerateCommand } from './simulator.js';

/** How much of some facts was taken. `ignored` are orders of kinds the vendor does not sell. */
export interface AcceptedFacts {
  people: number;
  orders: number;
  billAdjustments: number;
  legalEntities: number;
  ignored: number;
}

/** All a simulator knows: the facts it was sent and the orders it makes by itself. */
export class WorldStore {
  readonly people = new Map<string, WorldPerson>();
  readonly legalEntities = new Map<string, { code: string; name: string }>();
  /** Names of the departments and cost centres that people and orders name, by code. */
  readonly departments = new Map<string, string>();
  readonly costCentres = new Map<string, string>();
  readonly adjustments = new Map<string, WorldBillAdjustment>();
  readonly orders = new OrderBook();
  private changes = 0;

  /** @param sells the kinds of orders the vendor has */
  constructor(readonly sells: readonly WorldOrder['kind'][]) {}

  /** Counts up with every change: what was derived from an older version is stale. */
  get version(): number {
    return this.changes + this.orders.version;
  }

  /** Adds facts; later ones replace earlier ones of the same id. @throws RangeError for facts that contradict themselves */
  accept(facts: WorldFacts): AcceptedFacts {
    const orders = (facts.orders ?? []).filter(({ kind }) => this.sells.includes(kind));
    const adjustments = (facts.billAdjustments ?? []).filter(({ kind }) => this.sells.includes(kind));
    for (const { id, period, amount } of adjustments) {
      if (!/^\d{4}-\d\d$/.test(period) || !/^-?\d+$/.test(amount))
        throw new RangeError(`bill adjustment ${id}: period or amount cannot be read`);
    }
    for (const person of facts.people ?? []) {
      this.people.set(person.id, person);
      this.departments.set(person.departmentCode, person.departmentName);
    }
    for (const entity of facts.legalEntities ?? []) this.legalEntities.set(entity.code, entity);
    for (const order of orders) {
      this.orders.put(order);
      if (order.department) this.departments.set(order.department.code, order.department.name);
      if (order.costCentre) this.costCentres.set(order.costCentre.code, order.costCentre.name);
    }
    for (const adjustment of adjustments) this.adjustments.set(adjustment.id, adjustment);
    this.changes++;
    const sent = (facts.orders?.length ?? 0) + (facts.billAdjustments?.length ?? 0);
    return {
      people: facts.people?.length ?? 0,
      orders: orders.length,
      billAdjustments: adjustments.length,
      legalEntities: facts.legalEntities?.length ?? 0,
      ignored: sent - orders.length - adjustments.length,
    };
  }

  /** Adds generated orders, travelled by the people known now. @throws RangeError when the command makes no sense */
  generate(command: GenerateCommand): void {
    this.orders.generate(command, [...this.people.values()]);
  }

  /**
   * Changes one order. False when there is none of this id.
   * @param now the vendor's now, when a refund names no time
   * @throws RangeError when the command is none, or gives back more than was paid
   */
  change(id: string, command: ChangeCommand, now: number): boolean {
    if ([command.refund, command.patch, command.remove].filter(Boolean).length !== 1)
      throw new RangeError('needs exactly one of refund, patch, remove');
    const handle = this.orders.handleOf(id);
    if (handle === undefined) return false;
    if (command.remove) return this.orders.remove(id);
    const order = this.orders.order(handle);
    this.orders.put(command.refund ? refunded(order, command.refund, now) : { ...order, ...command.patch, id });
    return true;
  }

  /** Forgets everything. */
  clear(): void {
    this.people.clear();
    this.legalEntities.clear();
    this.departments.clear();
    this.costCentres.clear();
    this.adjustments.clear();
    this.orders.clear();
    this.changes++;
  }
}

function refunded(order: WorldOrder, refund: NonNullable<ChangeCommand['refund']>, now: number): WorldOrder {
  const charge = order.cash.find(({ type }) => type === 'charge');
  if (!charge) throw new RangeError(`order ${order.id} was never paid`);
  const [company, personal] = [refund.company, refund.personal ?? '0'].map((text) => {
    if (!/^\d+$/.test(text)) throw new RangeError('a refund is given in positive minor units');
    return BigInt(text);
  }) as [bigint, bigint];
  const left = order.cash.reduce((sum, { amount }) => sum + BigInt(amount), 0n) - company - personal;
  if (left < 0n) throw new RangeError(`order ${order.id} has less than that left`);
  return {
    ...order,
    state: left === 0n ? 'refunded' : 'part_refunded',
    cash: [
      ...order.cash,
      {
        id: `${order.id}-r${order.cash.length}`,
        type: 'refund',
        of: charge.id,
        at: refund.at ?? new Date(now).toISOString(),
        amount: String(-(company + personal)),
        company: String(-company),
        personal: String(-personal),
        ...(refund.text !== undefined && { text: refund.text }),
      },
    ],
  };
}
