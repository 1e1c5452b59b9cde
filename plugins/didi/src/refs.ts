import type { OrgRef, PersonRef, Place } from '@interline/sdk';
import { type Fields } from './fields.js';

/** A phone number that can be looked up: DiDi masks some (`138****0001`). */
export function phoneOf(text: string | undefined): string | undefined {
  return text === undefined || text.includes('*') ? undefined : text;
}

/** A department, cost centre or legal entity without empty parts; undefined when nothing is left. */
export function orgOf(ref: OrgRef): OrgRef | undefined {
  return compact(ref);
}

/** A person without empty parts; undefined when nothing names one. */
export function personOf(ref: PersonRef): PersonRef | undefined {
  const { guest, ...names } = ref;
  const named = compact(names);
  return named && (guest ? { ...named, guest } : named);
}

/** A place without empty parts; undefined when nothing is left. */
export function placeOf(city?: string, name?: string, address?: string): Place | undefined {
  return compact({ city, name, address });
}

/** The cost centre of an order: number one of `budget_center_list`, else the single field. The numbers two to nine are free texts. */
export function costCentreOf(order: Fields): OrgRef | undefined {
  const first = order.list('budget_center_list').find((item) => item.text('sequence') === '1');
  return orgOf({
    id: first?.id('id') ?? order.id('budget_center_id'),
    code: first?.text('code') ?? order.text('budget_center_code'),
    name: first?.text('value') ?? order.text('budget_center_name'),
  });
}

/** Details of a line without the empty ones; always an object, so that two can be joined. */
export function texts(details: Record<string, string | undefined>): Record<string, string> {
  return (compact(details) ?? {}) as Record<string, string>;
}

function compact<Parts extends object>(parts: Parts): Parts | undefined {
  const filled: Partial<Parts> = {};
  let some = false;
  for (const key of Object.keys(parts) as (keyof Parts)[]) {
    if (parts[key] === undefined || parts[key] === '') continue;
    filled[key] = parts[key];
    some = true;
  }
  return some ? (filled as Parts) : undefined;
}
