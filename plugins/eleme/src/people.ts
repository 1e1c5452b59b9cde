import {
  objectOf,
  parseJson,
  textOf,
  VendorError,
  vendorBug,
  type ActionResult,
  type BatchResult,
  type JsonObject,
  type PersonInput,
  type VendorFault,
} from '@interline/sdk';
import { call, type Eleme } from './api.js';
import { speakable } from './errors.js';
import { listOf } from './fields.js';

/** Reasons that mean somebody else has this phone or number. */
const TAKEN = /已存在|已被|重复|占用|exist|duplicate|taken/i;
/** Reasons that mean somebody is not there. */
const ABSENT = /不存在|未找到|not.?(exist|found)/i;

/** Most employees one call takes. */
const MOST = 20;

/** What Ele.me says of an employee it does not take; without `employee` where it does not say whose refusal it is. */
interface Refusal {
  employee: JsonObject | undefined;
  reason: string;
}

/**
 * Adds an employee, or brings one up to date. The employee number is the key, so repeating it does no harm. Ele.me does not say whether the employee
 * was there before: the outcome is always `updated`.
 * @throws VendorError of class `duplicate` or `config` with Ele.me's reason
 */
export async function upsertPerson(ctx: Eleme, input: PersonInput): Promise<ActionResult> {
  const { done, refused } = await upsertPeople(ctx, { people: [input] });
  if (refused[0]) throw new VendorError(refused[0].fault);
  return done[0]!;
}

/**
 * The same for several, twenty a call. One that is refused holds up no other.
 * @throws VendorError when a call fails as a whole, or it cannot be told who was refused
 */
export async function upsertPeople(ctx: Eleme, { people }: { people: PersonInput[] }): Promise<BatchResult> {
  const result: BatchResult = { done: [], refused: [] };
  for (let at = 0; at < people.length; at += MOST) {
    const batch = people.slice(at, at + MOST);
    const reply = await call(ctx, 'alibaba.ele.enterprise.employee.batchupdate', {
      enterprise_datas: JSON.stringify(batch.map(employeeOf)),
    });
    const reasons = reasonsOf(batch, refusalsOf(reply));
    for (const { employeeNumber } of batch) {
      const reason = reasons.get(employeeNumber);
      if (reason === undefined) result.done.push({ externalId: employeeNumber, outcome: 'updated' });
      else result.refused.push({ employeeNumber, fault: refusedFor(reason) });
    }
  }
  return result;
}

function employeeOf({ employeeNumber, name, phone, departmentCode }: PersonInput): Record<string, string> {
  return {
    employee_no: employeeNumber,
    name,
    ...(phone !== undefined && { phone_number: phone }),
    ...(departmentCode !== undefined && { dept_name: departmentCode }),
  };
}

const refusedFor = (reason: string): VendorFault => ({
  class: TAKEN.test(reason) ? 'duplicate' : 'config',
  code: 'PERSON_REFUSED',
  message: speakable(reason),
});

/** Why each of a batch was refused, by employee number. @throws VendorError when it cannot be told who was */
function reasonsOf(batch: readonly PersonInput[], refusals: readonly Refusal[]): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const { employee, reason } of refusals) {
    const [number, phone] = [textOf(employee?.employee_no), textOf(employee?.phone_number)];
    const whose =
      batch.length === 1
        ? batch
        : batch.filter((person) =>
            number === undefined ? phone !== undefined && person.phone === phone : person.employeeNumber === number,
          );
    if (whose.length !== 1) throw vendorBug('unknown_refusal', 'an employee was refused, and the answer does not say who');
    const { employeeNumber } = whose[0]!;
    const before = reasons.get(employeeNumber);
    reasons.set(employeeNumber, before === undefined ? reason : `${before}; ${reason}`);
  }
  return reasons;
}

/** Removes an employee, who can then not order for the company. Somebody Ele.me does not know is done with. @throws VendorError */
export async function disablePerson(ctx: Eleme, input: { employeeNumber: string; externalId?: string }): Promise<ActionResult> {
  const { employeeNumber: externalId } = input;
  const reply = await call(ctx, 'alibaba.ele.enterprise.employee.batchdelete', { employee_nos: JSON.stringify([externalId]) });
  const reasons = refusalsOf(reply).map((refusal) => refusal.reason);
  const reason = reasons.join('; ');
  if (reasons.length === 0) return { externalId, outcome: 'updated' };
  if (ABSENT.test(reason)) return { externalId, outcome: 'unchanged' };
  throw new VendorError({ class: 'config', code: 'PERSON_REFUSED', message: speakable(reason) });
}

/**
 * What of a batch was refused; empty when all was done. Part failures come in an answer that is a success by its envelope. `req_body` is what was sent for that
 * one, as JSON, or for a deletion the number alone.
 * @throws VendorError
 */
function refusalsOf(reply: JsonObject): Refusal[] {
  const result = objectOf(reply.enterprise_data) ?? objectOf(reply.enterprise_datas) ?? reply;
  const refusals = listOf(result.error_msgs).map(({ req_body, reason }): Refusal => ({
    employee: sentAs(textOf(req_body)),
    reason: textOf(reason) ?? 'no reason given',
  }));
  if (refusals.length > 0) return refusals;
  if (result.success === true || result.success === 'true') return [];
  if (result.success === false || result.success === 'false')
    return [{ employee: undefined, reason: textOf(reply.enterprise_msg) ?? 'no reason given' }];
  throw vendorBug('no_result', 'the answer does not say whether the employee was taken');
}

function sentAs(body: string | undefined): JsonObject | undefined {
  try {
    return body === undefined ? undefined : objectOf(parseJson(body));
  } catch {
    return undefined;
  }
}
