import { textOf, VendorError, vendorBug, objectOf, type ActionResult, type JsonObject, type PersonInput } from '@interline/sdk';
import { call, type Eleme } from './api.js';
import { speakable } from './errors.js';
import { listOf } from './fields.js';

/** Reasons that mean somebody else has this phone or number. */
const TAKEN = /已存在|已被|重复|占用|exist|duplicate|taken/i;
/** Reasons that mean somebody is not there. */
const ABSENT = /不存在|未找到|not.?(exist|found)/i;

/**
 * Adds an employee, or brings one up to date. The employee number is the key, so repeating it does no harm. Ele.me does not say whether the employee
 * was there before: the outcome is always `updated`.
 * @throws VendorError of class `duplicate` or `config` with Ele.me's reason
 */
export async function upsertPerson(ctx: Eleme, input: PersonInput): Promise<ActionResult> {
  const { employeeNumber, name, phone, departmentCode } = input;
  const employee = {
    employee_no: employeeNumber,
    name,
    ...(phone !== undefined && { phone_number: phone }),
    ...(departmentCode !== undefined && { dept_name: departmentCode }),
  };
  const reply = await call(ctx, 'alibaba.ele.enterprise.employee.batchupdate', { enterprise_datas: JSON.stringify([employee]) });
  const reason = refusalOf(reply);
  if (reason !== null)
    throw new VendorError({ class: TAKEN.test(reason) ? 'duplicate' : 'config', code: 'PERSON_REFUSED', message: speakable(reason) });
  return { externalId: employeeNumber, outcome: 'updated' };
}

/** Removes an employee, who can then not order for the company. Somebody Ele.me does not know is done with. @throws VendorError */
export async function disablePerson(ctx: Eleme, input: { employeeNumber: string; externalId?: string }): Promise<ActionResult> {
  const { employeeNumber: externalId } = input;
  const reply = await call(ctx, 'alibaba.ele.enterprise.employee.batchdelete', { employee_nos: JSON.stringify([externalId]) });
  const reason = refusalOf(reply);
  if (reason === null) return { externalId, outcome: 'updated' };
  if (ABSENT.test(reason)) return { externalId, outcome: 'unchanged' };
  throw new VendorError({ class: 'config', code: 'PERSON_REFUSED', message: speakable(reason) });
}

/** Why a batch of one was refused; null when it was done. Part failures come in an answer that is a success by its envelope. @throws VendorError */
function refusalOf(reply: JsonObject): string | null {
  const result = objectOf(reply.enterprise_data) ?? objectOf(reply.enterprise_datas) ?? reply;
  const reasons = listOf(result.error_msgs).map(({ reason }) => textOf(reason) ?? 'no reason given');
  if (reasons.length > 0) return reasons.join('; ');
  if (result.success === true || result.success === 'true') return null;
  if (result.success === false || result.success === 'false') return textOf(reply.enterprise_msg) ?? 'no reason given';
  throw vendorBug('no_result', 'the answer does not say whether the employee was taken');
}
