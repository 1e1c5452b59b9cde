import { type AcceptedFacts, type GenerateCommand, type WorldFacts, type WorldOrder, WorldStore } from '@interline/sdk/simulator';

/** What the vendor sells; of rides only those that name a car product. */
export const SOLD = ['flight', 'hotel', 'train', 'ride'] as const satisfies readonly WorldOrder['kind'][];

/** A kind of order the vendor sells. */
export type SoldKind = (typeof SOLD)[number];

const isSold = ({ kind, detail }: WorldOrder): boolean => kind !== 'ride' || Boolean(detail['carProduct']);

/** The facts as this vendor has them: a ride is its business only when it names a car product. */
export class CtripWorld extends WorldStore {
  constructor() {
    super(SOLD);
  }

  override accept(facts: WorldFacts): AcceptedFacts {
    const { orders = [], billAdjustments = [] } = facts;
    const sold = orders.filter(isSold);
    const rides = new Set(sold.filter(({ kind }) => kind === 'ride').map(({ id }) => id));
    const known = (id: string | undefined): boolean => id !== undefined && (rides.has(id) || this.orders.handleOf(id) !== undefined);
    const adjustments = billAdjustments.filter(({ kind, orderId }) => kind !== 'ride' || known(orderId));
    const taken = super.accept({ ...facts, orders: sold, billAdjustments: adjustments });
    const left = orders.length - sold.length + billAdjustments.length - adjustments.length;
    return { ...taken, ignored: taken.ignored + left };
  }

  /** @throws RangeError for rides: generated ones name no car product */
  override generate(command: GenerateCommand): void {
    const kinds = command.kinds ?? ['flight', 'hotel', 'train'];
    if (kinds.includes('ride')) throw new RangeError('generated rides name no car product, so they are not sold here');
    super.generate({ ...command, kinds });
  }
}
