import type { Id } from '../../kernel/index.js';

/** The port by which members are recognised as people of the directory, which is a room above; the directory implements it. */
export interface PersonFinder {
  /** The only present person with this mail address, or null. */
  findByEmail(companyId: Id, email: string): Promise<Id | null>;
  /** Whether there is such a person. */
  exists(companyId: Id, personId: Id): Promise<boolean>;
}

/** Injection token of the `PersonFinder`. */
export const PERSON_FINDER = Symbol('PERSON_FINDER');
