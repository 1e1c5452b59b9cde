import type { WorldGuest, WorldOrder, WorldPerson, WorldStore } from '@interline/sdk/simulator';

import { vendorId } from './wire.js';

/** Someone on an order, as the vendor knows them. `id` is the member's number, or a traveller's own for a guest. */
export interface Party {
  id: string;
  name: string;
  phone: string;
  email: string;
  employeeNumber: string;
  guest: boolean;
  department: { code: string; name: string };
}

/** Where an order is booked. */
export interface Booking {
  /** Its own department, else its booker's. */
  department: { code: string; name: string };
  legalEntity: { code: string; name: string };
}

/** Everybody an order names. */
export interface Parties extends Booking {
  booker: Party;
  traveller: Party;
  companions: Party[];
}

const NOBODY: WorldPerson = { id: '', employeeNumber: '', name: '', phone: '', email: '', departmentCode: '', departmentName: '' };

/** Where an order is booked. */
export function bookingOf(order: Pick<WorldOrder, 'booker' | 'department' | 'legalEntity'>, world: WorldStore): Booking {
  const { departmentCode: code, departmentName: name } = world.people.get(order.booker) ?? NOBODY;
  return { department: order.department ?? { code, name }, legalEntity: order.legalEntity ?? { code: '', name: '' } };
}

/** Who an order names. */
export function partiesOf(order: WorldOrder, world: WorldStore): Parties {
  const { department, legalEntity } = bookingOf(order, world);
  return {
    department,
    legalEntity,
    booker: party(order.booker, world),
    traveller: typeof order.traveller === 'string' ? party(order.traveller, world) : guest(order.traveller),
    companions: (order.companions ?? []).map((id) => party(id, world)),
  };
}

function party(id: string, world: WorldStore): Party {
  const person = world.people.get(id) ?? NOBODY;
  return {
    id: id === '' ? '' : vendorId('member', id),
    name: person.name,
    phone: person.phone,
    email: person.email,
    employeeNumber: person.employeeNumber,
    guest: false,
    department: { code: person.departmentCode, name: person.departmentName },
  };
}

function guest({ name, phone }: WorldGuest): Party {
  return { id: vendorId('traveler', phone), name, phone, email: '', employeeNumber: '', guest: true, department: { code: '', name: '' } };
}
