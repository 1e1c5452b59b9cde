import { describe, expect, it } from '@jest/globals';
import type { PersonRef } from '@interline/sdk/canonical';
import { newId, type Id } from '../kernel/index.js';
import { allocate, bearerOf, type AllocationDirectory, type Placement } from './allocate.js';

const FALLBACK = newId();
const DAY = '2026-09-03';

interface Colleague extends Placement {
  personId: Id;
}

const colleague = (): Colleague => ({
  personId: newId(),
  departmentId: newId(),
  departmentVersionId: newId(),
  costCentreId: newId(),
  legalEntityId: newId(),
});
const ann = colleague();
const bob = colleague();
const sales = { departmentId: newId(), departmentVersionId: newId(), costCentreId: null, legalEntityId: null };

/** Knows Ann by her number, Bob by his phone, and the department S. */
const directory: AllocationDirectory = {
  person: (ref) => (ref.employeeNumber === 'E1' ? ann : ref.phone === '13800000002' ? bob : null),
  department: (ref) => (ref.code === 'S' ? sales : null),
  costCentre: () => null,
  legalEntity: () => null,
};
const booker: PersonRef = { employeeNumber: 'E1', memberId: 'm1' };

describe('who bears a line', () => {
  it('is the traveller, also one whom only the vendor takes for a guest', () => {
    expect(allocate({ traveller: { employeeNumber: 'E1' } }, DAY, directory, FALLBACK)).toEqual({ allocation: 'directory', ...ann });
    const guest = { traveller: { phone: '13800000002', name: 'Bob', guest: true }, booker };
    expect(allocate(guest, DAY, directory, FALLBACK)).toEqual({ allocation: 'directory', ...bob });
    expect(bearerOf(guest, DAY, directory)!.ref).toBe(guest.traveller);
  });

  it('is who booked for a guest whom the directory does not know, and for a line that names no traveller', () => {
    const stranger = { traveller: { phone: '13900000009', name: 'Guest', guest: true }, booker };
    expect(allocate(stranger, DAY, directory, FALLBACK)).toMatchObject({ allocation: 'directory', personId: ann.personId });
    expect(bearerOf(stranger, DAY, directory)!.ref).toBe(booker);
    expect(allocate({ booker }, DAY, directory, FALLBACK)).toMatchObject({ allocation: 'directory', personId: ann.personId });
  });

  it("is nobody when the traveller is named but unknown; the vendor's department still counts", () => {
    const refs = { traveller: { employeeNumber: 'E9' }, booker, department: { code: 'S' } };
    expect(allocate(refs, DAY, directory, FALLBACK)).toEqual({
      allocation: 'unresolved',
      personId: null,
      departmentId: sales.departmentId,
      departmentVersionId: sales.departmentVersionId,
      costCentreId: null,
      legalEntityId: FALLBACK,
    });
    expect(allocate({}, DAY, directory, FALLBACK)).toMatchObject({ allocation: 'unresolved', departmentId: null });
  });
});
