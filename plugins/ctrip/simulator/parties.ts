import type { WorldOrder, WorldStore } from '@interline/sdk/simulator';

import { shortNumber } from './wire.js';

/** Someone on an order, as the vendor knows them. A guest has neither card nor employee number. */
export interface Party {
  /** The vendor's card number. */
  uid: string;
  employeeId: string;
  name: string;
  phone: string;
  email: string;
  department: string;
}

/** Who an order names. `travellers` begins with the one it is for. */
export interface Parties {
  booker: Party;
  travellers: [Party, ...Party[]];
  /** The department it is booked for, else its booker's. */
  department: string;
}

/** Who an order names. */
export function partiesOf({ booker, traveller, companions, department }: WorldOrder, world: WorldStore): Parties {
  const known = member(booker, world);
  const first = typeof traveller === 'string' ? member(traveller, world) : { ...NOBODY, name: traveller.name, phone: traveller.phone };
  return {
    booker: known,
    travellers: [first, ...(companions ?? []).map((id) => member(id, world))],
    department: department?.name ?? known.department,
  };
}

const NOBODY: Party = { uid: '', employeeId: '', name: '', phone: '', email: '', department: '' };

function member(id: string, world: WorldStore): Party {
  const person = world.people.get(id);
  if (!person) return NOBODY;
  const { employeeNumber: employeeId, name, phone, email, departmentName: department } = person;
  return { uid: cardOf(id), employeeId, name, phone, email, department };
}

/** The card number of a member. */
export const cardOf = (id: string): string => String(shortNumber('card', id));
