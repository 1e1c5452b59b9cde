import { textOf, vendorBug, type Entry, type EntryForm, type EntryInput } from '@interline/sdk';
import { query } from './api.js';
import type { CtripConfig } from './config.js';
import { H5_PATH, PC_PATH, SIGN_IN_TICKET_PATH } from './sign.js';

/** Signs an employee in at Ctrip's site, with a sign-in ticket: the ticket for data does not open it. */
export const entry: Entry<CtripConfig> = {
  async open(ctx, input) {
    const ticket = textOf((await query(ctx, SIGN_IN_TICKET_PATH, {}))['Token']);
    if (!ticket) throw vendorBug('no_token', 'the answer carries no Token');
    return input.target === 'pc' ? pcForm(input, ticket) : h5Form(input, ticket);
  },
};

function pcForm({ employeeNumber, costCentres, tripRequestNumber, page }: EntryInput, ticket: string): EntryForm {
  const fields = {
    Ticket: ticket,
    EmployeeID: employeeNumber,
    TA: tripRequestNumber,
    // 0 for a business trip; part of what is signed.
    ForCorp: '0',
    ...numbered('Cost', costCentres?.slice(0, 6)),
    InitPage: page,
  };
  return { path: PC_PATH, fields: filled(fields) };
}

function h5Form({ employeeNumber, costCentres, tripRequestNumber, page }: EntryInput, ticket: string): EntryForm {
  const fields = {
    token: ticket,
    employeeid: employeeNumber,
    endorsementID: tripRequestNumber,
    CorpPayType: 'public',
    ...numbered('CostCenter', costCentres?.slice(0, 3)),
    initpage: page,
  };
  return { path: H5_PATH, fields: filled(fields) };
}

function numbered(name: string, values: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(values.map((value, at) => [`${name}${at + 1}`, value]));
}

function filled(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
