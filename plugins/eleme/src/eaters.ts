import type { Eleme } from './api.js';

/** Whether somebody's phone is known; if not, why: nobody present has the number, or has no mobile there. */
export type KnownPhone = { phone: string; missing?: never } | { phone?: never; missing: 'unknown_employee' | 'no_phone' };

/** The phones of the company's people, by employee number. Each is asked for once a run. */
export class Eaters {
  private readonly known = new Map<string, Promise<KnownPhone>>();

  constructor(private readonly ctx: Eleme) {}

  /** The phone of whoever is present under this employee number. */
  phoneOf(employeeNumber: string): Promise<KnownPhone> {
    let known = this.known.get(employeeNumber);
    if (!known) this.known.set(employeeNumber, (known = this.lookUp(employeeNumber)));
    return known;
  }

  private async lookUp(employeeNumber: string): Promise<KnownPhone> {
    const person = await this.ctx.people.lookup({ employeeNumber });
    if (!person) return { missing: 'unknown_employee' };
    const phone = mobileOf(person.phone);
    return phone === undefined ? { missing: 'no_phone' } : { phone };
  }
}

/** The eleven digits of a mainland mobile, however it is written; undefined for anything else, which Ele.me takes for nobody's. */
export function mobileOf(text: string | undefined): string | undefined {
  const [, digits] = /^(?:\+?86|0086)?(1\d{10})$/.exec((text ?? '').normalize('NFKC').replaceAll(/[\s\-().]/g, '')) ?? [];
  return digits;
}
