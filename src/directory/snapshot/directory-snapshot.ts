import type { OrgRef, PersonRef } from '@interline/sdk/canonical';
import type { BusinessDate, Id } from '../../kernel/index.js';

/** Who a person reference stands for, and where that person belonged on the day. */
export interface ResolvedPerson {
  personId: Id;
  /** Null when the directory knows no position of the person on that day. */
  departmentId: Id | null;
  departmentVersionId: Id | null;
  /** Of the position, else of the department or the nearest one above that has one. */
  costCentreId: Id | null;
  /** Likewise; the company's default when none says otherwise. */
  legalEntityId: Id;
}

/** A department as it was on a day. */
export interface ResolvedDepartment {
  departmentId: Id;
  departmentVersionId: Id;
  costCentreId: Id | null;
  legalEntityId: Id;
}

/** A company's whole directory in memory, as of one version of it, for rooms that resolve many references. It never changes; ask the reader for a newer one. */
export interface DirectorySnapshot {
  readonly companyId: Id;
  /** Grows with every change of the directory. */
  readonly version: bigint;
  /**
   * Finds the person by the first of member id (needs `vendorAccountId`), employee number, phone and mail that matches exactly one person.
   * A bare name is never certain. Null when nothing is certain.
   */
  resolve(ref: PersonRef, on: BusinessDate, vendorAccountId?: Id): ResolvedPerson | null;
  /** The department with this id or code, else the only one with this name on that day. */
  department(on: BusinessDate, ref: OrgRef): ResolvedDepartment | null;
  costCentre(code: string): Id | null;
  /** By code, else the only one with this name. */
  legalEntity(ref: OrgRef): Id | null;
  readonly defaultLegalEntityId: Id;
}
