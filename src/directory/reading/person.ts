import { currentContext, type BusinessDate, type Id } from '../../kernel/index.js';

/** A department on one day, as GraphQL parent object and for other rooms' loaders. */
export interface DepartmentNode {
  id: Id;
  code: string;
  name: string;
  /** The day it is looked at. */
  on: BusinessDate;
  versionId: Id;
  parentId: Id | null;
  /** Ids from the root down to this one; null in lists of people, which do not read it. */
  pathIds: Id[] | null;
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
  /** This and what follows: of the main position today. */
  title: string | null;
  departmentId: Id | null;
  managerId: Id | null;
  costCentreId: Id | null;
  legalEntityId: Id | null;
  department?: DepartmentNode | null;
  manager?: PersonNode | null;
}

/** How somebody can be reached; for our own code and for plugins, as far as their scopes go. */
export interface PersonContact {
  employeeNumber: string;
  name: string;
  phone: string | null;
  email: string | null;
}

/** A cost centre. */
export interface CostCentreNode {
  id: Id;
  code: string;
  name: string;
}

/** A position a person holds or held. */
export interface PositionNode {
  departmentId: Id;
  title: string | null;
  isMain: boolean;
  /** Whether the person leads the department on the position's first day or later within it. */
  isLeader: boolean;
  costCentreId: Id | null;
  validFrom: BusinessDate;
  validTo: BusinessDate | null;
}

/** Whose mail and mobile the one who acts may see: everybody's for owners, IT and our own jobs; for apps the gateway asks for a scope; else one's own. */
export function contactRule(): (personId: Id) => boolean {
  const actor = currentContext()?.actor;
  if (actor?.kind !== 'person' || actor.roles.includes('owner') || actor.roles.includes('it')) return () => true;
  return (personId) => personId === actor.personId;
}
