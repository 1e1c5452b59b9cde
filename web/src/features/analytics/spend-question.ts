import type { SpendDimension, SpendFilter } from '../../generated/schema.js';
import { EXPENSE_KINDS } from '../../ui/kind-mark.js';
import { shiftMonth } from '../../ui/period.js';
import { month, oneOf, text, type Filters } from '../../ui/url-state.js';

/** What spend can be seen by, in the order it is offered. */
export const DIMENSIONS = [
  'department',
  'kind',
  'vendor',
  'person',
  'cost_centre',
  'city',
  'legal_entity',
  'month',
] as const satisfies readonly SpendDimension[];

/** What the address of the spend explorer holds. */
export const SPEND_FILTERS = {
  by: oneOf(DIMENSIONS),
  from: month,
  to: month,
  tree: oneOf(['as_was', 'as_is']),
  reach: oneOf(['own', 'subtree']),
  kind: oneOf(EXPENSE_KINDS),
  vendor: text,
  department: text,
};

/** What is set of it. */
export type SpendView = Filters<typeof SPEND_FILTERS>;
/** What is asked, with everything that was left open filled in. */
export function questionOf(view: SpendView, thisMonth: string) {
  const filter: SpendFilter = {
    from: view.from ?? shiftMonth(thisMonth, -12),
    to: view.to ?? thisMonth,
    ...(view.kind ? { kind: view.kind } : {}),
    ...(view.vendor ? { connectorId: view.vendor } : {}),
    ...(view.department ? { departmentId: view.department } : {}),
  };
  return { by: view.by ?? ('department' as const), filter, tree: view.tree ?? ('as_was' as const), reach: view.reach ?? ('own' as const) };
}

/** A question to the gateway. */
export type SpendQuestion = ReturnType<typeof questionOf>;
