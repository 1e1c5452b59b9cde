import { isIP } from 'node:net';
import { DoorError } from './door-error.js';
import type { AddressRules, Reach } from './addresses.js';

/** Whether a host with its port stands in a list of `name`, `name:port`, `*.name` and `*.name:port`. */
export function isListed(url: URL, hosts: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return hosts.some((entry) => {
    const [, name = '', listedPort = url.protocol === 'https:' ? '443' : '80'] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase())!;
    if (listedPort !== port) return false;
    return name.startsWith('*.') ? url.hostname.endsWith(name.slice(1)) && url.hostname.length >= name.length : url.hostname === name;
  });
}

/**
 * Checks an address before anything is looked up.
 * @throws DoorError `blocked`
 */
export function checkDestination(url: URL, hosts: readonly string[], reach: Reach, rules: AddressRules): void {
  const refuse = (why: string): DoorError => new DoorError('blocked', `${url.protocol}//${url.host}: ${why}`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('only http and https go out');
  if (url.username !== '' || url.password !== '') throw refuse('an address may not carry a user name');
  if (!isListed(url, hosts)) throw refuse('the host is not one the plugin declares');
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) && !rules.allows(literal, reach, url.protocol === 'https:')) throw refuse('the address is not a public one');
}
