import { textOf, type ActionResult, type PersonInput } from '@interline/sdk';
import { query } from './api.js';
import type { Ctrip } from './config.js';
import { PEOPLE_PATH } from './sign.js';

/** China's; Ctrip wants the country of a mobile number beside it. */
const COUNTRY_CODE = 86;

/**
 * Adds somebody or brings them up to date. The employee number is the key and cannot be changed later. Ctrip takes people now and works on them later: a
 * success means "accepted", and as there is no call that reads people, nobody can say whether somebody was there before.
 */
export async function upsertPerson(ctx: Ctrip, input: PersonInput): Promise<ActionResult> {
  const subAccount = textOf(ctx.config.sub_account_name);
  return deliver(ctx, {
    EmployeeID: input.employeeNumber,
    Name: input.name,
    Valid: 'A',
    ...(input.email === undefined ? {} : { Email: input.email }),
    ...(input.phone === undefined ? {} : { MobilePhone: input.phone, CountryCode: COUNTRY_CODE }),
    // Departments are texts on the person; ours is known by its code.
    ...(input.departmentCode === undefined ? {} : { Dept1: input.departmentCode }),
    ...(subAccount === undefined ? {} : { SubAccountName: subAccount }),
  });
}

/** Marks somebody as left, who can then not book any more. */
export async function disablePerson(ctx: Ctrip, { employeeNumber }: { employeeNumber: string }): Promise<ActionResult> {
  return deliver(ctx, { EmployeeID: employeeNumber, Valid: 'I' });
}

async function deliver(ctx: Ctrip, person: { EmployeeID: string } & Record<string, unknown>): Promise<ActionResult> {
  await query(ctx, PEOPLE_PATH, {
    Language: 'zh-CN',
    CorporationID: ctx.config.corporation_id,
    AuthenticationInfoList: [{ Sequence: '0', Authentication: person }],
  });
  return { externalId: person.EmployeeID, outcome: 'accepted' };
}
