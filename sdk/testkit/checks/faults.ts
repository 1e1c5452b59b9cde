import { strict as assert } from 'node:assert';
import type { VendorFault } from '../../connector/errors.js';
import type { FaultCommand } from '../../simulator/index.js';
import { DoesNotApply, type Check } from '../check.js';
import { assertSame, verdictOf } from '../compare.js';
import { PATIENCE, type Lab, type Reading } from '../lab.js';

type Fault = FaultCommand['fault'];

/** Requests a fault that does not go away may cost; a plugin that repeats on its own on top of the host costs more. */
const FEW_REQUESTS = 30;
const ALWAYS = 100_000;

/** Reads the busiest window of a stream while a fault is played where its records come from. */
async function disturbed(lab: Lab, stream: string, fault: Fault, times = 1, after = 0): Promise<Reading> {
  const { window, path } = await lab.truth(stream);
  await lab.fault({ path, times, after, fault });
  return lab.read(stream, window);
}

/** One passing fault: the host repeats, and nothing is lost. */
function passing(id: string, title: string, fault: Fault): Check {
  return {
    id,
    title,
    of: 'stream',
    async run(lab, stream) {
      const truth = await lab.truth(stream);
      assertSame(await disturbed(lab, stream, fault), truth, lab.stream(stream).volatile);
      assert.ok(await lab.played(), 'the fault was never met');
    },
  };
}

/** A fault that stays: the reading ends with its name, after few requests. */
function lasting(id: string, title: string, fault: Fault, classes: readonly VendorFault['class'][]): Check {
  return {
    id,
    title,
    of: 'stream',
    async run(lab, stream) {
      const reading = await disturbed(lab, stream, fault, ALWAYS);
      assert.ok(reading.fault, 'the reading came to its end as if nothing were wrong');
      const { class: kind, code } = reading.fault.fault;
      assert.ok(classes.includes(kind), `it is of class ${kind} (${code}), not ${classes.join(' or ')}`);
      assert.ok(lab.exchanges.length <= FEW_REQUESTS, `it took ${lab.exchanges.length} requests to give up`);
    },
  };
}

/** Pages that are not what they should be: whatever is done about it, a reading that counts as complete is complete. */
function paging(id: string, title: string, fault: Fault, after: number): Check {
  return {
    id,
    title,
    of: 'stream',
    notFor: ({ manifest }, stream) =>
      manifest.streams[stream]!.control?.includes('count') ? null : 'the vendor publishes no count, so nobody can notice',
    async run(lab, stream) {
      const truth = await lab.truth(stream);
      const reading = await disturbed(lab, stream, fault, 1, after);
      if (!(await lab.played())) throw new DoesNotApply('its pages cannot be disturbed like this');
      if (verdictOf(reading) === 'complete') assertSame(reading, truth, lab.stream(stream).volatile);
    },
  };
}

/** Everything a vendor and the network between do wrong. */
export const faultChecks: Check[] = [
  {
    id: 'fault.throttled',
    title: 'a vendor that asks to slow down is given the time it asks for',
    of: 'stream',
    async run(lab, stream) {
      const truth = await lab.truth(stream);
      assertSame(
        await disturbed(lab, stream, { kind: 'status', status: 429, retryAfterSeconds: 7 }, 2),
        truth,
        lab.stream(stream).volatile,
      );
      assert.deepEqual(lab.slept.filter((pause) => pause >= 7_000).length, 2, `it waited ${lab.slept.join(', ')} ms`);
    },
  },
  lasting(
    'fault.throttled.long',
    'a vendor that stays busy ends the run as throttled',
    { kind: 'status', status: 429, retryAfterSeconds: 3 },
    ['throttled'],
  ),
  passing('fault.500', 'an error of the server is repeated', { kind: 'status', status: 500 }),
  lasting('fault.500.long', 'a server that is down ends the run as transient', { kind: 'status', status: 503 }, ['transient']),
  passing('fault.slow', 'an answer that is too late is asked for again', { kind: 'slow', milliseconds: PATIENCE * 3 }),
  passing('fault.silent', 'a request that is never answered is sent again', { kind: 'silent' }),
  passing('fault.cut', 'an answer that breaks off is asked for again', { kind: 'cut', afterBytes: 40 }),
  passing('fault.malformed', 'broken JSON is asked for again', { kind: 'malformed' }),
  lasting('fault.malformed.long', 'JSON that stays broken is the fault of the vendor', { kind: 'malformed' }, ['vendor_bug', 'transient']),
  passing('fault.html', "a proxy's web page is asked for again", { kind: 'html' }),
  lasting('fault.html.long', "a proxy's web page that stays is transient", { kind: 'html' }, ['transient']),
  lasting('fault.unknown', 'an error code nobody knows is a fault, not an empty answer', { kind: 'vendor_error', code: '987654' }, [
    'config',
    'auth',
    'transient',
    'vendor_bug',
    'throttled',
    'not_found',
    'duplicate',
  ]),
  {
    id: 'fault.token',
    title: 'a token that expires in the middle is renewed once, and the reading goes on',
    of: 'stream',
    notFor: ({ connector }) => (connector.token ? null : 'the vendor has no tokens'),
    async run(lab, stream) {
      const truth = await lab.truth(stream);
      assertSame(await disturbed(lab, stream, { kind: 'expire_token' }), truth, lab.stream(stream).volatile);
      assert.ok(await lab.played(), 'the fault was never met');
      const { path } = lab.connector.token!.request(lab.session().context.config);
      assert.equal(lab.exchanges.filter((exchange) => exchange.path === path).length, 2, 'requests for a token');
    },
  },
  {
    id: 'fault.clock',
    title: 'a clock that is an hour off is named, where it does harm',
    of: 'stream',
    async run(lab, stream) {
      const truth = await lab.truth(stream);
      await lab.fault({ times: ALWAYS, fault: { kind: 'clock_skew', seconds: 3_600 } });
      const session = lab.session();
      const reading = await lab.read(stream, truth.window, session);
      assert.ok(
        Math.abs((session.vendorClockAhead ?? 0) - 3_600) <= 2,
        `the vendor's clock was taken to be ${session.vendorClockAhead} s ahead: does the simulator send its Date?`,
      );
      if (reading.fault) assert.equal(reading.fault.fault.code, 'CLOCK_SKEW', `it failed with ${reading.fault.message}`);
      else assertSame(reading, truth, lab.stream(stream).volatile);
    },
  },
  {
    id: 'page.count',
    title: 'a count that is wrong makes the run incomplete, whichever way',
    of: 'stream',
    notFor: ({ manifest }, stream) => (manifest.streams[stream]!.control?.includes('count') ? null : 'the vendor publishes no count'),
    async run(lab, stream) {
      for (const by of [7, -1]) {
        await lab.reset();
        const reading = await disturbed(lab, stream, { kind: 'wrong_count', by }, ALWAYS);
        await lab.control('DELETE', '/faults');
        assert.notEqual(
          verdictOf(reading),
          'complete',
          `the count was ${by > 0 ? 'too high' : 'too low'} by ${Math.abs(by)}, and the run is green`,
        );
      }
    },
  },
  paging('page.repeated', 'a page that comes twice neither ends the reading early nor makes it endless', { kind: 'repeat_page' }, 0),
  paging('page.shifted', 'rows that slip onto a page that was read already are not lost in silence', { kind: 'shift_page', by: 3 }, 1),
  paging('page.pushed', 'rows that are pushed onto the next page do not hide others', { kind: 'shift_page', by: -3 }, 1),
  {
    id: 'map.unknown',
    title: 'a word the vendor never published goes to quarantine or is carried along; the other records land',
    of: 'stream',
    async run(lab, stream) {
      const truth = await lab.truth(stream);
      const reading = await disturbed(lab, stream, { kind: 'unknown_enum' });
      if (!(await lab.played())) throw new DoesNotApply('nothing in its answers is a word out of a list');
      if (reading.fault) throw reading.fault;
      assert.deepEqual(
        new Set(reading.records.map(({ externalId }) => externalId)),
        new Set(truth.reading.records.map(({ externalId }) => externalId)),
      );
      const problems = lab
        .session()
        .map(stream, reading.records)
        .flatMap(({ problem }) => (problem ? [problem] : []));
      for (const { message } of problems)
        assert.ok(
          !/^(the plugin (threw|did not)|map gave)/.test(message),
          `map must refuse it with a MapError that names the field: ${message}`,
        );
      assert.ok(problems.length <= 1, `${problems.length} records were refused for one unknown word`);
    },
  },
];
