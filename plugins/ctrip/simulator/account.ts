import { createHash } from 'node:crypto';

/** The customer a simulator serves: its numbers and keys, the same after every start. */
export interface Account {
  appKey: string;
  appSecurity: string;
  /** The main account that settlement is asked about. */
  accountId: number;
  corporationId: string;
}

/** The customer of this name. */
export function accountOf(name: string): Account {
  const key = (of: string): string => createHash('sha256').update(`ctrip simulator ${of} ${name}`).digest('hex');
  return {
    appKey: `obk_${key('app').slice(0, 12)}`,
    appSecurity: key('security').slice(0, 32),
    accountId: 100_000 + (parseInt(key('account').slice(0, 8), 16) % 900_000),
    corporationId: `CORP${key('corporation').slice(0, 8).toUpperCase()}`,
  };
}
