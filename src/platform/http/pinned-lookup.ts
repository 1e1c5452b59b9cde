import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { DoorError } from './door-error.js';
import type { AddressRules, Reach } from './addresses.js';

/** Resolves a name to all its addresses. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** The system's resolver. */
export const systemResolve: Resolve = (hostname) =>
  new Promise((resolve, reject) =>
    lookup(hostname, { all: true, verbatim: true }, (error, addresses) => (error ? reject(error) : resolve(addresses))),
  );

/**
 * The look-up of a connection that is about to be made: resolves once, checks every address and gives the socket exactly those. What was
 * checked is what is connected to, so a name that resolves differently the next moment (rebinding) gains nothing. One forbidden address
 * among several refuses the name.
 */
export function pinnedLookup(resolve: Resolve, rules: AddressRules, reach: Reach, encrypted: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const forbidden = addresses.find(({ address }) => !rules.allows(address, reach, encrypted));
        if (forbidden || addresses.length === 0) {
          const problem = forbidden ? 'resolves to an address that may not be reached' : 'resolves to nothing';
          return callback(new DoorError('blocked', `${hostname} ${problem}`), '', 0);
        }
        if (options.all) callback(null, addresses);
        else callback(null, addresses[0]!.address, addresses[0]!.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}
