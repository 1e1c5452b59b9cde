import { describe, expect, it } from '@jest/globals';
import { AddressRules } from './addresses.js';
import { Breaker } from './breaker.js';
import { BudgetGate } from './budget.js';
import { isListed } from './destination.js';

describe('addresses', () => {
  const rules = new AddressRules();

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.9.9.9',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:192.168.0.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '2001::1',
    'not an address',
    '',
  ])('of the internet do not include %s', (address) => expect(rules.allows(address, 'public', true)).toBe(false));

  it.each(['93.184.216.34', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2408:8000::1'])(
    'of the internet include %s, with encryption',
    (address) => {
      expect(rules.allows(address, 'public', true)).toBe(true);
      expect(rules.allows(address, 'public', false)).toBe(false);
      expect(rules.allows(address, 'loopback', true)).toBe(false);
    },
  );

  it('of this machine are open only where they are asked for', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(rules.allows(address, 'loopback', false)).toBe(true);
    expect(rules.allows('10.0.0.1', 'loopback', false)).toBe(false);
  });

  it("of the operator's own networks are open, without encryption too", () => {
    const own = new AddressRules(['10.20.0.0/16', 'fd00:1::/32', '192.168.7.7']);
    for (const address of ['10.20.3.4', 'fd00:1::5', '192.168.7.7', '::ffff:10.20.3.4'])
      expect(own.allows(address, 'public', false)).toBe(true);
    for (const address of ['10.21.0.1', '192.168.7.8', '127.0.0.1']) expect(own.allows(address, 'public', true)).toBe(false);
    expect(() => new AddressRules(['10.20.0.0/sixteen'])).toThrow(RangeError);
    expect(() => new AddressRules(['corp.example'])).toThrow(RangeError);
  });
});

describe('lists of hosts', () => {
  it.each([
    ['https://api.example.com/', ['api.example.com'], true],
    ['https://API.example.com:443/', ['api.example.com'], true],
    ['https://api.example.com:8443/', ['api.example.com'], false],
    ['https://api.example.com:8443/', ['api.example.com:8443'], true],
    ['https://a.b.example.com/', ['*.example.com'], true],
    ['https://example.com/', ['*.example.com'], false],
    ['https://evilexample.com/', ['*.example.com'], false],
    ['https://api.example.com.evil.org/', ['api.example.com'], false],
    ['https://api.example.com/', [], false],
  ])('%s in %j: %s', (url, hosts, listed) => expect(isListed(new URL(url), hosts)).toBe(listed));
});

describe('a budget', () => {
  const never = new AbortController().signal;

  it('lets so many pass at once, the others in the order they came', async () => {
    const gate = new BudgetGate({ requestsPerSecond: null, concurrency: 2 });
    const started: number[] = [];
    const turns = [0, 1, 2, 3].map((name) => gate.take(never).then((turn) => (started.push(name), turn)));
    const [first, second] = await Promise.all([turns[0]!, turns[1]!]);
    expect(started).toEqual([0, 1]);
    second!();
    await turns[2];
    first!();
    first!(); // giving a turn back twice gives only one
    (await turns[2]!)();
    await turns[3];
    expect(started).toEqual([0, 1, 2, 3]);
    expect(gate.idle).toBe(false);
    (await turns[3]!)();
    expect(gate.idle).toBe(true);
  });

  it('lets so many pass a second, a second of them in one burst', async () => {
    let now = 0;
    const gate = new BudgetGate({ requestsPerSecond: 50, concurrency: 1_000 }, () => now);
    let passed = 0;
    for (let request = 0; request < 200; request++) void gate.take(never).then(() => passed++);
    await new Promise(setImmediate);
    expect(passed).toBe(50);
    now = 1_000;
    while (passed < 100) await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(passed).toBe(100);
    now = 3_000; // a pause does not save up more than one burst
    while (passed < 150) await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(passed).toBe(150);
    now = 60_000;
    while (passed < 200) await new Promise(setImmediate);
  });

  it('forgets who gave up waiting', async () => {
    const gate = new BudgetGate({ requestsPerSecond: null, concurrency: 1 });
    const turn = await gate.take(never);
    const stop = new AbortController();
    const waiting = gate.take(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ trouble: 'stopped' });
    turn();
    expect(gate.idle).toBe(true);
  });
});

describe('a breaker', () => {
  it('rests longer each time the trial fails, and lets one trial through at a time', () => {
    let now = 0;
    const breaker = new Breaker({ failures: 2, rest: 100, longestRest: 300 }, () => now);
    breaker.pass('h')(false);
    breaker.pass('h')(true); // one success starts the count anew
    const late = breaker.pass('h');
    breaker.pass('h')(false);
    breaker.pass('h')(false);
    late(false); // sent before the rest began: does not make it longer
    expect(() => breaker.pass('h')).toThrow(/left alone/);
    now = 101;
    const trial = breaker.pass('h');
    expect(() => breaker.pass('h')).toThrow();
    trial(false);
    now = 250;
    expect(() => breaker.pass('h')).toThrow();
    now = 302;
    breaker.pass('h')(null); // stopped: another may try
    breaker.pass('h')(true);
    breaker.pass('h')(false);
    breaker.pass('h');
  });
});
