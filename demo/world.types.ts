import type { LedgerRow, WorldFacts } from '@interline/sdk/simulator';

/** A day, `YYYY-MM-DD`, in China. */
export type Day = string;

/** A legal entity of the company. */
export interface LegalEntity {
  code: string;
  name: string;
}

/** A cost centre. */
export interface CostCentre {
  code: string;
  name: string;
}

/** A department as it was from one day (included) to another (not included; null while it lasts). A code has as many as it changed. */
export interface DepartmentVersion {
  code: string;
  name: string;
  parentCode: string | null;
  leaderEmployeeNumber: string;
  legalEntityCode: string;
  costCentreCode: string;
  validFrom: Day;
  validTo: Day | null;
}

/** Where somebody worked from one day (included) to another (not included; null while it lasts). */
export interface Position {
  departmentCode: string;
  title: string;
  validFrom: Day;
  validTo: Day | null;
}

/** Somebody of the company. `leftOn` is the last day of work; null while nothing is known of one. */
export interface Employee {
  id: string;
  employeeNumber: string;
  name: string;
  email: string;
  mobile: string;
  hiredOn: Day;
  leftOn: Day | null;
  positions: Position[];
}

/** Cash of one person on one day for one order, in fen; a refund is negative. Everything else in the world is told from these. */
export interface DayCash {
  day: Day;
  personId: string;
  kind: LedgerRow['kind'];
  orderId: string;
  company: bigint;
  personal: bigint;
}

/** Sums over cash, in fen, as decimal text. */
export type CashLedgerRow = Pick<LedgerRow, 'period' | 'kind' | 'orders' | 'companyShare' | 'personalShare'>;

/** A month's bill of one kind of orders that was changed by hand: it is this many fen more than its orders. */
export interface Disagreement {
  period: string;
  kind: LedgerRow['kind'];
  amount: bigint;
}

/** A company and everything that happened to it up to a moment. */
export interface World {
  company: { key: string; name: string; zone: 'Asia/Shanghai'; currency: 'CNY' };
  /** The first month with orders, and the moment everything is told as of. */
  first: string;
  asOf: Date;
  legalEntities: LegalEntity[];
  costCentres: CostCentre[];
  departments: DepartmentVersion[];
  /** Everybody who worked here since the first month began. */
  people: Employee[];
  /** What simulators are sent: see `shareOut`. */
  facts: WorldFacts;
  cash: DayCash[];
  ledger: CashLedgerRow[];
  /** Legal entities that book their travel where they book their rides. */
  travelsWithRides: string[];
  /** The bills that were changed by hand. */
  disagreements: Disagreement[];
}
