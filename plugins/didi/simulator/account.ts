import { createHash } from 'node:crypto';

import type { SignMethod } from './signature.js';
import { vendorId } from './wire.js';

/** The customer a simulator serves: its company number and keys, the same after every start. */
export interface Account {
  companyId: string;
  clientId: string;
  clientSecret: string;
  signKey: string;
  /** As the customer's console is set; control may set it otherwise. */
  signMethod: SignMethod;
}

/** The customer of this name. */
export function accountOf(name: string): Account {
  const key = (of: string): string => createHash('sha256').update(`didi simulator ${of} ${name}`).digest('hex');
  return {
    companyId: vendorId('company', name),
    clientId: key('client').slice(0, 20),
    clientSecret: key('secret').slice(0, 40),
    signKey: key('sign').slice(0, 32),
    signMethod: 'MD5',
  };
}
