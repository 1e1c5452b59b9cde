import { createHash } from 'node:crypto';

/** The customer a simulator serves: its application on the gateway and its enterprise, the same after every start. */
export interface Account {
  appKey: string;
  appSecret: string;
  /** The authorisation an admin gave the application. */
  session: string;
  /** The enterprise as a user of the message service: number and nick. */
  userId: string;
  nick: string;
}

/** The customer of this name. */
export function accountOf(name: string): Account {
  const key = (of: string): string => createHash('sha256').update(`eleme simulator ${of} ${name}`).digest('hex');
  const digits = (of: string, count: number): string =>
    (BigInt(`0x${key(of).slice(0, 16)}`) % 10n ** BigInt(count)).toString().padStart(count, '0');
  return {
    appKey: `3${digits('app', 7)}`,
    appSecret: key('secret').slice(0, 32),
    session: `61${key('session').slice(0, 54)}`,
    userId: `22${digits('user', 11)}`,
    nick: `企业订餐${digits('nick', 6)}`,
  };
}
