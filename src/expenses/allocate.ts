import type { OrgRef, PersonRef } from '@interline/sdk/canonical';
import type { BusinessDate, Id } from '../kernel/index.js';
import type { Allocation } from './expense.js';
import type { AllocationRefs } from './expense-facts.js';

/** Where a person or department stands in the company on one day. */
export interface Placement {
  departmentId: Id | null;
  departmentVersionId: Id | null;
  costCentreId: Id | null;
  legalEntityId: Id | null;
}

/** What allocation asks of the directory. Only certain matches are answers. */
export interface AllocationDirectory {
  person(ref: PersonRef, on: BusinessDate): (Placement & { personId: Id }) | null;
  department(ref: OrgRef, on: BusinessDate): Placement | null;
  costCentre(ref: OrgRef): Id | null;
  legalEntity(ref: OrgRef): Id | null;
}

/** Who bears a line by what is known now. */
export interface AllocationDecision extends Allocation {
  allocation: 'directory' | 'unresolved';
}

const NOWHERE: Placement = { departmentId: null, departmentVersionId: null, costCentreId: null, legalEntityId: null };

/** A certain person, and as whom the record names him. */
export interface Bearer {
  ref: PersonRef;
  person: Placement & { personId: Id };
}

/**
 * Who bears a line: the traveller; where nobody travels by name, or a guest whom the directory does not know, who booked. A guest of the vendor's may well be a
 * colleague without an account there. A traveller who is no guest is never replaced by the booker.
 */
export function bearerOf(refs: AllocationRefs, on: BusinessDate, directory: AllocationDirectory): Bearer | null {
  const { traveller, booker } = refs;
  const person = traveller ? directory.person(traveller, on) : null;
  if (person) return { ref: traveller!, person };
  const payer = booker && (!traveller || traveller.guest) ? directory.person(booker, on) : null;
  return payer && { ref: booker!, person: payer };
}

/**
 * Decides who bears a line. The certain person's position on the business date goes before what the vendor names; each part that it leaves open is taken
 * from the vendor's department, then the vendor's own cost centre or legal entity, then the fallback.
 * @param fallback the legal entity of the vendor account, else the company's default one
 */
export function allocate(
  refs: AllocationRefs,
  on: BusinessDate,
  directory: AllocationDirectory,
  fallback: Id,
  bearer: Bearer | null = bearerOf(refs, on, directory),
): AllocationDecision {
  const person = bearer?.person;
  const named = refs.department ? (directory.department(refs.department, on) ?? NOWHERE) : NOWHERE;
  const place = person?.departmentId ? person : named;
  return {
    allocation: person ? 'directory' : 'unresolved',
    personId: person?.personId ?? null,
    departmentId: place.departmentId,
    departmentVersionId: place.departmentVersionId,
    costCentreId: person?.costCentreId ?? (refs.costCentre ? directory.costCentre(refs.costCentre) : null) ?? place.costCentreId,
    legalEntityId:
      person?.legalEntityId ?? (refs.legalEntity ? directory.legalEntity(refs.legalEntity) : null) ?? place.legalEntityId ?? fallback,
  };
}
