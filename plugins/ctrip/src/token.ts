import { VendorError, textOf, vendorBug, objectOf, type TokenAuth } from '@interline/sdk';
import { faultOf } from './errors.js';
import { TICKET_PATH } from './sign.js';

/** How long a data ticket lives; using it extends it, so that this is the shortest. */
const LIFE_SECONDS = 7200;

/** The data ticket. `sign` adds AppKey and AppSecurity to the request; some installations wrap the answer. */
export const token: TokenAuth = {
  request: () => ({ method: 'POST', path: TICKET_PATH, json: {}, idempotent: true }),
  read(response) {
    const fault = faultOf(response);
    if (fault) throw new VendorError(fault);
    const body = objectOf(response.json);
    const accessToken = textOf((objectOf(body?.['TicketResult']) ?? body)?.['Ticket']);
    if (!accessToken) throw vendorBug('no_ticket', 'the answer carries no Ticket');
    return { accessToken, expiresInSeconds: LIFE_SECONDS };
  },
};
