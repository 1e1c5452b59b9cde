import { vendorBug, type ActionResult, type PersonInput } from '@interline/sdk';
import { PAGE, get, rowsOf, write, type Didi } from './api.js';
import { Fields, objectOf } from './fields.js';
import { paced } from './pace.js';

/** What DiDi asks for between two members added, and between two edits. */
const ADD_PAUSE = 150;
const EDIT_PAUSE = 200;

/** `member_type` of a member whose key is the employee number. */
const BY_EMPLOYEE_NUMBER = 1;

/** `status` of a member who left. */
const LEFT = '4';

/**
 * Adds a member, or brings an existing one up to date. The employee number is the key, so repeating it does no harm.
 * @throws VendorError of class `duplicate` when phone or mail belong to another member
 */
export async function upsertPerson(ctx: Didi, input: PersonInput): Promise<ActionResult> {
  const wanted: Record<string, string> = {
    realname: input.name,
    ...(input.phone !== undefined && { phone: input.phone }),
    ...(input.email !== undefined && { email: input.email }),
    ...(input.departmentCode !== undefined && { out_budget_id: input.departmentCode }),
  };
  const member = await memberOf(ctx, input.employeeNumber);
  if (!member) {
    const data = JSON.stringify({ member_type: BY_EMPLOYEE_NUMBER, employee_number: input.employeeNumber, ...wanted });
    const answer = await paced(ctx.config.company_id, ADD_PAUSE, () => write(ctx, '/river/Member/single', { data }));
    const externalId = Fields.of(objectOf(answer), '').id('id', 'member_id');
    if (!externalId) throw vendorBug('no_member_id', 'DiDi added a member and gave no id');
    return { externalId, outcome: 'created' };
  }
  const externalId = member.id('id', 'member_id')!;
  if (await isAsWanted(ctx, member, wanted)) return { externalId, outcome: 'unchanged' };
  await paced(ctx.config.company_id, EDIT_PAUSE, () =>
    write(ctx, '/river/Member/edit', { member_id: externalId, data: JSON.stringify(wanted) }),
  );
  return { externalId, outcome: 'updated' };
}

/** Removes a member, who can then neither ride nor book for the company. Somebody DiDi does not know, or who left, is done with. */
export async function disablePerson(ctx: Didi, input: { employeeNumber: string; externalId?: string }): Promise<ActionResult> {
  const member = await memberOf(ctx, input.employeeNumber);
  const externalId = member?.id('id', 'member_id');
  if (externalId === undefined) return { externalId: input.externalId ?? input.employeeNumber, outcome: 'unchanged' };
  await paced(ctx.config.company_id, EDIT_PAUSE, () => write(ctx, '/river/Member/del', { member_id: externalId }));
  return { externalId, outcome: 'updated' };
}

/** The member of an employee number who has not left; null when there is none. */
async function memberOf(ctx: Didi, employeeNumber: string): Promise<Fields | null> {
  const data = await get(ctx, '/river/Member/get', { employee_number: employeeNumber, offset: '0', length: String(PAGE) });
  const members = rowsOf(data, 'records').map((row) => Fields.of(row, ''));
  // Somebody who came back has a second record beside the one that left.
  const here = (member: Fields) => member.text('status') !== LEFT && member.time('dismiss_time') === undefined;
  return (
    members.find(
      (member) => member.text('employee_number') === employeeNumber && member.id('id', 'member_id') !== undefined && here(member),
    ) ?? null
  );
}

async function isAsWanted(ctx: Didi, member: Fields, { out_budget_id: code, ...wanted }: Record<string, string>): Promise<boolean> {
  if (Object.entries(wanted).some(([field, value]) => member.text(field) !== value.trim())) return false;
  if (code === undefined || member.text('out_budget_id') === code) return true;
  const department = await departmentOf(ctx, code);
  return department !== null && department.id('id') === member.id('budget_center_id');
}

/** A department of DiDi's by the code we gave it; null when there is none. */
export async function departmentOf(ctx: Didi, code: string): Promise<Fields | null> {
  const data = await get(ctx, '/river/BudgetCenter/get', { type: '1', out_budget_id: code, offset: '0', length: String(PAGE) });
  const found = rowsOf(data, 'records').find((row) => Fields.of(row, '').text('out_budget_id') === code);
  return found ? Fields.of(found, '') : null;
}
