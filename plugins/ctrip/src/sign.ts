import { createHash } from 'node:crypto';
import type { SigningInput, VendorRequest } from '@interline/sdk';

/** Where a data ticket is fetched. */
export const TICKET_PATH = '/SwitchAPI/Order/Ticket';
/** Where a sign-in ticket is fetched; neither opens what the other does. */
export const SIGN_IN_TICKET_PATH = '/corpservice/authorize/getticket';
/** Where people are delivered. */
export const PEOPLE_PATH = '/corpservice/CorpCustService/SaveCorpCustInfoList';
/** Where a browser signs in, on a computer and on a phone. */
export const PC_PATH = '/corpservice/authorize/login';
export const H5_PATH = '/m/SingleSignOn/H5SignInfo';

type Json = Record<string, unknown>;
type Form = Record<string, string>;

/** Where each call wants its credentials; any other carries `Auth` in its body. */
const PLACES: Readonly<Record<string, (request: VendorRequest, input: SigningInput) => VendorRequest>> = {
  [TICKET_PATH]: (request, { secrets }) => withJson(request, { appKey: secrets['app_key'], appSecurity: secrets['app_security'] }),
  [SIGN_IN_TICKET_PATH]: (request, { secrets }) => withJson(request, { AppKey: secrets['app_key'], AppSecurity: secrets['app_security'] }),
  [PEOPLE_PATH]: (request, { secrets, token }) => withJson(request, { Appkey: secrets['app_key'], Ticket: token }),
  [PC_PATH]: (request, input) => withForm(request, pcFields(request.form ?? {}, input)),
  [H5_PATH]: (request, input) => withForm(request, h5Fields(request.form ?? {}, input)),
};

/** Adds what proves who asks: a ticket in the body, or the signature of a sign-in form. */
export function sign(request: VendorRequest, input: SigningInput): VendorRequest {
  const place = PLACES[request.path];
  if (place) return place(request, input);
  return withJson(request, { Auth: { AppKey: input.secrets['app_key'], Ticket: input.token } });
}

const withJson = (request: VendorRequest, more: Json): VendorRequest => ({ ...request, json: { ...(request.json as Json), ...more } });
const withForm = (request: VendorRequest, form: Form): VendorRequest => ({ ...request, form });

/** MD5(AppKey + UID + EmployeeID + Email + TA + ForCorp + Cost1 + Cost2 + Cost3 + MD5(AppSecurity)), nothing for what is missing. */
function pcFields(form: Form, { secrets }: SigningInput): Form {
  const fields: Form = { ...form, AppKey: secrets['app_key'] ?? '' };
  const signed = ['AppKey', 'UID', 'EmployeeID', 'Email', 'TA', 'ForCorp', 'Cost1', 'Cost2', 'Cost3'];
  return { ...fields, Signature: signatureOf(fields, signed, secrets) };
}

/**
 * MD5(AccessUserId + EmployeeID + CorpPayType + CostCenter1 + CostCenter2 + CostCenter3 + MD5(AppSecurity)). The published sample signs in as the
 * application itself: AccessUserId is its key unless the form names another.
 */
function h5Fields(form: Form, { secrets }: SigningInput): Form {
  const key = secrets['app_key'] ?? '';
  const fields: Form = { accessuserid: key, ...form, appid: key };
  const signed = ['accessuserid', 'employeeid', 'CorpPayType', 'CostCenter1', 'CostCenter2', 'CostCenter3'];
  return { ...fields, signature: signatureOf(fields, signed, secrets) };
}

function signatureOf(fields: Form, signed: readonly string[], secrets: SigningInput['secrets']): string {
  return md5(`${signed.map((name) => fields[name] ?? '').join('')}${md5(secrets['app_security'] ?? '')}`);
}

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');
