/**
 * The neutral facts a simulator is filled with. They say who did what and what cash moved when; each simulator tells them in its own
 * vendor's protocol. Amounts are integer minor units as decimal strings (facts travel as JSON); instants are ISO 8601 with offset.
 */
export interface WorldPerson {
  id: string;
  employeeNumber: string;
  name: string;
  phone: string;
  email: string;
  departmentCode: string;
  departmentName: string;
}

/** Somebody outside the company who travels on its account. */
export interface WorldGuest {
  name: string;
  phone: string;
}

/** One movement of cash for one order. `amount = company + personal`; a refund is negative and names the movement it gives back. */
export interface CashMovement {
  id: string;
  type: 'charge' | 'fee' | 'refund';
  of?: string;
  at: string;
  amount: string;
  company: string;
  personal: string;
  text?: string;
}

/** One order of the world, whatever it buys. */
export interface WorldOrder {
  /** The order's number at the vendor: a decimal string, often beyond 2^53. */
  id: string;
  kind: 'ride' | 'flight' | 'hotel' | 'train' | 'meal' | 'goods';
  /** The vendor's product where it matters, in neutral words: `express`, `premium`, `luxury`, `taxi`, `domestic`, `international`. */
  product: string;
  bookedAt: string;
  startAt: string;
  endAt: string;
  state: 'done' | 'cancelled' | 'refunded' | 'part_refunded';
  booker: string;
  /** The traveller's person id, or the guest. */
  traveller: string | WorldGuest;
  /** Others who shared it, by person id. */
  companions?: string[];
  from?: { city: string; cityId?: string; name: string; address?: string };
  to: { city: string; cityId?: string; name: string; address?: string };
  department?: { code: string; name: string };
  costCentre?: { code: string; name: string };
  legalEntity?: { code: string; name: string };
  approvalId?: string;
  /** What the kind needs: `distanceKm`, `flightNo`, `cabin`, `ticketNo`, `hotelName`, `roomType`, `nights`, `trainNo`, `seat` … */
  detail: Record<string, string>;
  cash: CashMovement[];
}

/** A correction the vendor puts on a month's bill that has no order, or that changes an order's billed amount. */
export interface WorldBillAdjustment {
  id: string;
  /** `YYYY-MM` of the bill. */
  period: string;
  kind: WorldOrder['kind'];
  /** The order it is about, where there is one. */
  orderId?: string;
  amount: string;
  text: string;
}

/** What `POST /_control/facts` takes; may be sent in many parts. Later facts replace earlier ones of the same id. */
export interface WorldFacts {
  people?: WorldPerson[];
  orders?: WorldOrder[];
  billAdjustments?: WorldBillAdjustment[];
  legalEntities?: { code: string; name: string }[];
}

/** One row of `GET /_control/ledger`: what a simulator would bill, summed over its own stored records, in minor units. */
export interface LedgerRow {
  /** `YYYY-MM` in the vendor's zone. */
  period: string;
  kind: WorldOrder['kind'];
  /** Distinct orders with a cash movement in the period. */
  orders: number;
  /** Σ of what the company paid less what it got back in the period, over orders. */
  companyShare: string;
  personalShare: string;
  /** Lines on the period's bill, and their Σ: differs from `companyShare` where the bill disagrees with the orders. */
  billLines: number;
  billed: string;
}
