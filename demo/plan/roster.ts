import type { Random } from '@interline/sdk/simulator';

import { addDays } from '../calendar.js';
import type { Organisation } from '../organisation.js';
import { type City, cityOf } from '../places.js';
import type { Frame } from '../purchases/purchase.js';
import type { Staff } from '../staff.js';
import type { Employee } from '../world.types.js';

/** Somebody who works on a day and the next: in which department, how much it travels, and where it sits. */
export interface Present {
  employee: Employee;
  department: string;
  weight: number;
  city: City;
}

/** Who is at work on which day, and what every order says of them: what all plans of a month share. */
export class Roster {
  private readonly days = new Map<string, Present[]>();

  constructor(
    private readonly seed: string | number,
    readonly organisation: Organisation,
    private readonly staff: Staff,
  ) {}

  /** What the draws of a month begin with. */
  key(month: string): string {
    return `${this.seed} ${this.organisation.blueprint.key} ${month}`;
  }

  /** Who can be sent on a day. Those whose last day it is stay at home: a ride at night is paid the next day. */
  present(day: string): Present[] {
    const known = this.days.get(day);
    if (known) return known;
    const next = addDays(day, 1);
    const list = this.staff.on(day).flatMap((employee): Present[] => {
      const standing = this.organisation.at(this.staff.position(employee, day)?.departmentCode ?? '', day);
      if (!standing || !staysUntil(employee, next)) return [];
      return [{ employee, department: standing.code, weight: standing.plan.travel, city: cityOf(standing.plan.city) }];
    });
    this.days.set(day, list);
    return list;
  }

  /** One of those, by how much their department travels. */
  pick(day: string, random: Random): Present {
    return random.weighted(this.present(day).map((one) => [one, one.weight] as const));
  }

  /** What every order says of who and for whom, as things stood on a day. */
  frame(id: string, traveller: Employee, day: string, more: Partial<Frame> = {}): Frame {
    return {
      id,
      booker: traveller.id,
      traveller: traveller.id,
      ...this.bearer(this.staff.position(traveller, day)?.departmentCode ?? '', day),
      ...more,
    };
  }

  /** A department with its cost centre and legal entity, as it stood on a day. */
  bearer(code: string, day: string): Required<Pick<Frame, 'department' | 'costCentre' | 'legalEntity'>> {
    const standing = this.organisation.at(code, day);
    if (!standing) throw new Error(`there is no department ${JSON.stringify(code)} on ${day}`);
    return {
      department: { code: standing.code, name: standing.name },
      costCentre: this.organisation.centre(standing.costCentreCode),
      legalEntity: this.organisation.entity(standing.legalEntityCode),
    };
  }

  /** Whether somebody leads a branch or more. */
  leads(employee: Employee): boolean {
    const { departmentCode } = employee.positions[0] as Employee['positions'][number];
    return departmentCode.length < 3 && this.staff.leader(departmentCode) === employee;
  }
}

/** Whether somebody still works on a day, as far as is known. */
export const staysUntil = ({ leftOn }: Employee, day: string): boolean => leftOn === null || leftOn >= day;
