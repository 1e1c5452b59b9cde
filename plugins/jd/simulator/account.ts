import { createHash } from 'node:crypto';

/** The customer a simulator serves: its keys are the same after every start. */
export interface Account {
  clientId: string;
  clientSecret: string;
  /** Has letters beyond ASCII, as company logins often do: it is signed raw and sent url-encoded. */
  username: string;
  password: string;
  uid: string;
}

/** The customer of this name. */
export function accountOf(name: string): Account {
  const key = (of: string): string => createHash('sha256').update(`jd simulator ${of} ${name}`).digest('hex');
  return {
    clientId: key('client').slice(0, 20),
    clientSecret: key('secret').slice(0, 20),
    username: `企业采购-${name}`,
    password: key('password').slice(0, 16),
    uid: String(BigInt(`0x${key('uid').slice(0, 8)}`)).padStart(10, '1'),
  };
}
