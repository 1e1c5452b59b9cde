import type { WorldStore } from '@interline/sdk/simulator';

/** Which orders belong to a journey, by the approval number they were booked under. Found when first asked, and anew when the world changed. */
export class Journeys {
  private version = -1;
  private readonly handles = new Map<string, number[]>();

  constructor(private readonly world: WorldStore) {}

  /** Handles of the orders of a journey. */
  of(journeyNo: string): readonly number[] {
    if (this.version !== this.world.version) this.find();
    return this.handles.get(journeyNo) ?? [];
  }

  private find(): void {
    this.version = this.world.version;
    this.handles.clear();
    for (const { handle } of this.world.orders.all()) {
      const { approvalId } = this.world.orders.order(handle);
      if (!approvalId) continue;
      const known = this.handles.get(approvalId);
      if (known) known.push(handle);
      else this.handles.set(approvalId, [handle]);
    }
  }
}
