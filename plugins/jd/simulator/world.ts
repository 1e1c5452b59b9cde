import { type AcceptedFacts, type WorldFacts, WorldStore } from '@interline/sdk/simulator';

/** The world of goods; tells of each order that was sent, so that its splits and messages can be planned. */
export class GoodsWorld extends WorldStore {
  private tell: (handle: number) => void = () => undefined;

  constructor() {
    super(['goods']);
  }

  /** Who is told of orders that were sent; orders it generates by itself are not told of. */
  onOrder(tell: (handle: number) => void): void {
    this.tell = tell;
  }

  override accept(facts: WorldFacts): AcceptedFacts {
    const accepted = super.accept(facts);
    for (const { id, kind } of facts.orders ?? []) if (kind === 'goods') this.tell(this.orders.handleOf(id)!);
    return accepted;
  }
}
