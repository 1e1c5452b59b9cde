import type { Listings, WorldOrder, WorldStore } from '@interline/sdk/simulator';

import type { Account } from './account.js';
import type { BudgetCenters } from './budget-centers.js';
import { vendorId } from './wire.js';

/** What answering a call may look at. */
export interface Desk {
  readonly account: Account;
  /** The customer's name, as bills and orders write it. */
  readonly companyName: string;
  readonly world: WorldStore;
  readonly centers: BudgetCenters;
  readonly listings: Listings;
}

/** The vendor's number of the centre an order is charged to: its project, else its department. */
export function centreId(desk: Desk, order: WorldOrder): string {
  return order.costCentre ? vendorId('project', order.costCentre.code) : desk.centers.departmentId(order.department?.code ?? '');
}

/** The centres an order is charged to. */
export function budgetCenterList(order: WorldOrder): Record<string, unknown>[] {
  if (!order.costCentre) return [];
  const { code, name } = order.costCentre;
  return [{ app_name: '成本中心', sequence: 1, id: vendorId('project', code), value: name, code }];
}
