import type { BillRow } from './bill-rows.js';
import type { Desk } from './desk.js';
import type { Party } from './people-of.js';
import type { PurchaseEvent } from './purchases.js';
import type { Trip } from './trip.js';

/** A row of travel that is being written: what happened to which order, on which bill (empty while it is on none). */
export interface TravelRow {
  desk: Desk;
  row: BillRow;
  trip: Trip;
  event: PurchaseEvent;
  billId: string;
}

/** The department a row names for somebody; guests have none. */
export const departmentOf = (party: Party, trip: Trip): { code: string; name: string } =>
  party.guest ? { code: '', name: '' } : (trip.order.department ?? party.department);
