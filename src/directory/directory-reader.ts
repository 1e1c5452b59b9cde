import type { BusinessDate, Id } from '../kernel/index.js';
import type { DirectorySnapshot } from './directory-snapshot.js';

/** A department on one day, as GraphQL parent object and for other rooms' loaders. */
export interface DepartmentNode {
  id: Id;
  code: string;
  name: string;
  /** The day it is looked at. */
  on: BusinessDate;
  versionId: Id;
  parentId: Id | null;
  /** Ids from the root down to this one. */
  pathIds: Id[];
  leaderId: Id | null;
  legalEntityId: Id | null;
  costCentreId: Id | null;
  validFrom: BusinessDate;
  /** The first day it no longer holds. */
  validTo: BusinessDate | null;
}

/** A person as GraphQL parent object. `department` and `manager` are there when the query that made it joined them; else a field resolver loads them. */
export interface PersonNode {
  id: Id;
  employeeNumber: string;
  name: string;
  /** Null for those who may not see it. */
  email: string | null;
  mobile: string | null;
  state: 'active' | 'left';
  hiredOn: BusinessDate | null;
  leftOn: BusinessDate | null;
  title: string | null;
  departmentId: Id | null;
  managerId: Id | null;
  costCentreId: Id | null;
  legalEntityId: Id | null;
  department?: DepartmentNode | null;
  manager?: PersonNode | null;
}

/** A cost centre. */
export interface CostCentreNode {
  id: Id;
  code: string;
  name: string;
}

/** A vendor's member id that turned out to be somebody. */
export interface LearnedMember {
  vendorAccountId: Id;
  memberId: string;
  personId: Id;
}

/** Reads the directory. Methods without a company read the running request's. The `…ById` methods are for loaders: answers in the order of the ids, null where there is none. */
export abstract class DirectoryReader {
  /** The present directory in memory; the same object again while nothing has changed (one cheap query finds out). */
  abstract snapshot(companyId?: Id): Promise<DirectorySnapshot>;
  /** Remembers member ids inside the caller's unit of work; known ones stay as they are. */
  abstract learnMembers(members: readonly LearnedMember[], companyId?: Id): Promise<void>;
  abstract peopleById(ids: readonly Id[], companyId?: Id): Promise<(PersonNode | null)[]>;
  /** Departments as on a day, default today. A department that is closed by then answers as it last was. */
  abstract departmentsById(ids: readonly Id[], on?: BusinessDate, companyId?: Id): Promise<(DepartmentNode | null)[]>;
  /** Departments by the id of one of their versions: as it was. */
  abstract departmentVersionsById(ids: readonly Id[], companyId?: Id): Promise<(DepartmentNode | null)[]>;
  abstract costCentresById(ids: readonly Id[], companyId?: Id): Promise<(CostCentreNode | null)[]>;
  /** Ids of a department and all below it, as on a day (default today). */
  abstract departmentSubtree(departmentId: Id, on?: BusinessDate, companyId?: Id): Promise<Id[]>;
  /** Ids of the departments a person leads on a day (default today), with all below them: what a manager may see. */
  abstract departmentsLedBy(personId: Id, on?: BusinessDate, companyId?: Id): Promise<Id[]>;
  /** Today in the company's zone. */
  abstract today(companyId?: Id): Promise<BusinessDate>;
}
