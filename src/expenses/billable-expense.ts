import type { Kind, LineType } from '@interline/sdk/canonical';
import type { Id } from '../kernel/index.js';

/** The part of an expense that statement lines are joined by and compared with. */
export interface BillableExpense {
  id: Id;
  kind: Kind;
  orderId: string;
  /** The line that a statement names: for a late correction, the line it corrects. */
  line: string;
  lineType: LineType;
  /** A late correction of a locked month. */
  isCorrection: boolean;
  currency: string;
  /** Minor units. */
  companyShare: bigint;
  departmentId: Id | null;
  statementLineId: Id | null;
}
