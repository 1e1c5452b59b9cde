import { BlockList, isIP } from 'node:net';

/** Which addresses may be reached: those of the internet, or only this machine. */
export type Reach = 'public' | 'loopback';

/** Everything that is no host of the public internet (IANA special-purpose registries), IPv4 in IPv6 wrappings included. */
const SPECIAL: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
  ['5f00::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const special = new BlockList();
for (const [net, prefix, family] of SPECIAL) special.addSubnet(net, prefix, family);

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Says of each address whether it may be reached. */
export class AddressRules {
  private readonly allowed = new BlockList();

  /** @param allowedNetworks networks of the operator's own that may be reached as well, such as `10.20.0.0/16` */
  constructor(allowedNetworks: readonly string[] = []) {
    for (const network of allowedNetworks) {
      const [net = '', prefix] = network.split('/');
      const version = isIP(net);
      const bits = prefix === undefined ? (version === 6 ? 128 : 32) : Number(prefix);
      if (version === 0 || !Number.isInteger(bits)) throw new RangeError(`not a network: ${network}`);
      this.allowed.addSubnet(net, bits, version === 6 ? 'ipv6' : 'ipv4');
    }
  }

  /** Whether an address may be reached. Without encryption only this machine and the operator's own networks may. */
  allows(address: string, reach: Reach, encrypted: boolean): boolean {
    const version = isIP(address);
    if (version === 0) return false;
    const family = version === 6 ? 'ipv6' : 'ipv4';
    if (this.allowed.check(address, family)) return true;
    if (reach === 'loopback') return loopback.check(address, family);
    return encrypted && !special.check(address, family);
  }
}
