import { parseLocal } from '@interline/sdk/simulator';

import { badParameter, type Refusal, status } from './errors.js';
import { type Body, field, isObject, listField, textField } from './request.js';
import type { Written } from './row-writer.js';

const KEPT = 50_000;

/** The trips of one product that an approval allows: how its field of that name, and its days, are called. */
const DETAILS: readonly { list: string; days: readonly (readonly [string, string])[]; productType: 'string' | 'number' }[] = [
  { list: 'FlightEndorsementDetails', days: [['DepartDateBegin', 'DepartDateEnd']], productType: 'string' },
  {
    list: 'HotelEndorsementDetails',
    days: [
      ['CheckInDateBegin', 'CheckInDateEnd'],
      ['CheckOutDateBegin', 'CheckOutDateEnd'],
    ],
    productType: 'string',
  },
  { list: 'TrainEndorsementDetails', days: [['DepartDateBegin', 'DepartDateEnd']], productType: 'string' },
  { list: 'CarQuickEndorsementDetails', days: [['BeginUseDate', 'EndUseDate']], productType: 'number' },
];

/** An approval as the customer last sent it. */
export interface Approval {
  number: string;
  valid: boolean;
  employeeId: string;
  savedAt: number;
  /** How often it was sent. */
  versions: number;
  body: Body;
}

/** Trip approvals. The number is the customer's: sent again, it replaces what was there. */
export class Approvals {
  private readonly kept = new Map<string, Approval>();

  /** Saves an approval. @throws Refusal for one that cannot be read */
  save(body: Body, now: number): Written {
    const number = textField(body, 'ApprovalNumber');
    if (number === '') throw badParameter('ApprovalNumber 必填');
    const valid = textField(body, 'Status');
    if (valid !== '0' && valid !== '1') throw badParameter('Status 应为 0 或 1');
    const employeeId = textField(body, 'EmployeeID');
    if (employeeId === '' && textField(body, 'CtripCardNO') === '') throw badParameter('EmployeeID 与 CtripCardNO 至少填写一项');
    for (const detail of DETAILS) checkDetails(body, detail);
    const { Auth: _auth, ...sent } = body;
    const versions = (this.kept.get(number)?.versions ?? 0) + 1;
    this.kept.set(number, { number, valid: valid === '1', employeeId, savedAt: now, versions, body: sent });
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value as string);
    return { SetApprovalResult: { Status: status(), approvalNumber: number } };
  }

  /** All that are kept, oldest first. */
  list(): Approval[] {
    return [...this.kept.values()];
  }

  /** One by its number. */
  get(number: string): Approval | undefined {
    return this.kept.get(number);
  }

  /** Forgets all. */
  clear(): void {
    this.kept.clear();
  }
}

function checkDetails(body: Body, { list, days, productType }: (typeof DETAILS)[number]): void {
  const details = field(body, list) ?? [];
  if (!Array.isArray(details) || !details.every(isObject)) throw badParameter(list);
  for (const detail of details) {
    const type = field(detail, 'ProductType');
    if (type !== undefined && typeof type !== productType) throw badParameter(`${list}.ProductType`);
    const cities = field(detail, 'Cities');
    if (cities !== undefined && typeof cities !== 'string') throw badParameter(`${list}.Cities`);
    for (const name of ['DepartCityIds', 'DepartCityCodes', 'ArrivalCityIds', 'ArrivalCityCodes', 'CheckInCityIds', 'CheckInCityCodes'])
      listField(detail, name);
    const passengers = field(detail, 'PassengerList') ?? [];
    if (!Array.isArray(passengers) || !passengers.every((each) => isObject(each) && textField(each, 'Name') !== ''))
      throw badParameter(`${list}.PassengerList`);
    for (const [first, last] of days) checkDays(detail, list, first, last);
  }
}

function checkDays(detail: Body, list: string, first: string, last: string): void {
  const [from, to] = [first, last].map((name) => {
    const text = textField(detail, name);
    const at = text === '' ? undefined : parseLocal(text.slice(0, 10));
    if (at === null) throw badParameter(`${list}.${name}`);
    return at;
  });
  if (from !== undefined && to !== undefined && to < from) throw badParameter(`${list}.${last} 早于 ${first}`);
}

/** The refusal of an approval in its own envelope. */
export const approvalRefused = (refusal: Refusal): Written => ({ SetApprovalResult: { Status: status(refusal), approvalNumber: '' } });
