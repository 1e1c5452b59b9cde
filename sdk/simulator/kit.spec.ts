import { describe, expect, it } from '@jest/globals';

import { type Control, controlAnswer } from './control.js';
import { distorted } from './distort.js';
import { FaultEngine } from './faults.js';
import { Pacing } from './pacing.js';
import { Random } from './random.js';
import { RequestLog } from './request-log.js';
import { VendorClock } from './vendor-clock.js';
import { localPeriod, localTime, parseLocal, periodBounds, shiftPeriod } from './zone.js';

describe('zone', () => {
  it('writes and reads local times like the calendar does', () => {
    for (let at = Date.UTC(1999, 11, 31, 15); at < Date.UTC(2032, 2, 2); at += 86_399_000 * 13) {
      const expected = new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
      expect(localTime(at)).toBe(expected);
      expect(parseLocal(expected)).toBe(Math.floor(at / 1000) * 1000);
    }
    expect(localTime(Date.UTC(2026, 0, 31, 16))).toBe('2026-02-01 00:00:00');
    expect(localPeriod(Date.UTC(2026, 0, 31, 16))).toBe('2026-02');
  });

  it('refuses dates that are none', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-01-01 24:00:00', '2026-01-01T00:00:00', '', '2026-1-1'])
      expect(parseLocal(text)).toBeNull();
  });

  it('counts months', () => {
    expect(shiftPeriod('2026-12')).toBe('2027-01');
    expect(shiftPeriod('2026-01', -1)).toBe('2025-12');
    expect(periodBounds('2026-02')).toEqual({ from: Date.UTC(2026, 0, 31, 16), to: Date.UTC(2026, 1, 28, 16) });
  });
});

describe('Random', () => {
  it('repeats itself for a seed and spreads evenly', () => {
    const [left, right] = [new Random('seed'), new Random('seed')];
    const drawn = Array.from({ length: 10_000 }, () => left.int(1, 10));
    expect(drawn).toEqual(Array.from({ length: 10_000 }, () => right.int(1, 10)));
    for (let value = 1; value <= 10; value++) {
      const count = drawn.filter((each) => each === value).length;
      expect(count).toBeGreaterThan(880);
      expect(count).toBeLessThan(1120);
    }
    expect(new Random('other').next()).not.toBe(new Random('seed').next());
  });
});

describe('FaultEngine', () => {
  it('counts down and takes back what could not be played', () => {
    const faults = new FaultEngine();
    faults.add({ path: '/a', after: 1, times: 2, fault: { kind: 'html' } });
    expect(faults.take('/b')).toBeUndefined();
    expect(faults.take('/a/1')).toBeUndefined();
    const taken = faults.take('/a/2');
    expect(taken?.fault).toEqual({ kind: 'html' });
    taken?.giveBack();
    expect(faults.take('/a')).toBeDefined();
    const last = faults.take('/a');
    expect(faults.take('/a')).toBeUndefined();
    last?.giveBack();
    expect(faults.list()).toEqual([{ path: '/a', after: 0, times: 1, fault: { kind: 'html' } }]);
  });
});

describe('distorted', () => {
  const body = '{"rows":[{"price":41.00,"name":"price"},{"price": "12345678901234567890","name":"b"}],"price":null}';
  it('makes texts of numbers and numbers of texts, digit by digit', () => {
    expect(distorted(body, { kind: 'retype', field: 'price' })).toBe(
      '{"rows":[{"price":"41.00","name":"price"},{"price": 12345678901234567890,"name":"b"}],"price":null}',
    );
    expect(distorted(body, { kind: 'retype', field: 'name' })).toBeNull();
  });

  it('takes a field from one record, wherever it stands in it', () => {
    expect(distorted(body, { kind: 'drop', field: 'price' })).toBe(body.replace('"price":41.00,', ''));
    expect(distorted(body, { kind: 'drop', field: 'name' })).toBe(body.replace(',"name":"price"', ''));
    expect(distorted(body, { kind: 'drop', field: 'id' })).toBeNull();
  });
});

describe('Pacing', () => {
  it('keeps gaps and rates when strict, and none when open', () => {
    let now = 0;
    const pacing = new Pacing('strict', () => now);
    expect([pacing.gap('a', 150), pacing.gap('a', 150), pacing.gap('b', 150)]).toEqual([true, false, true]);
    now = 150;
    expect(pacing.gap('a', 150)).toBe(true);
    expect(Array.from({ length: 9 }, () => pacing.rate('c', 8, 1000)).filter(Boolean)).toHaveLength(8);
    now = 1150;
    expect(pacing.rate('c', 8, 1000)).toBe(true);
    const open = new Pacing('open', () => now);
    expect([open.gap('a', 150), open.gap('a', 150)]).toEqual([true, true]);
  });
});

describe('RequestLog', () => {
  it('is bounded and numbers go on', () => {
    const log = new RequestLog();
    for (let index = 0; index < 50_010; index++)
      log.add({ at: '', method: 'GET', path: '/', params: { Sign: 'x', page: '1' }, status: 200, recordIds: [] });
    const rows = log.after(0);
    expect(rows).toHaveLength(50_000);
    expect([rows[0]?.seq, rows[49_999]?.seq]).toEqual([11, 50_010]);
    expect(rows[0]?.params).toEqual({ page: '1' });
    log.clear();
    log.add({ at: '', method: 'GET', path: '/', params: {}, status: 200, recordIds: [] });
    expect(log.after(0)[0]?.seq).toBe(50_011);
  });
});

describe('VendorClock', () => {
  it('goes on ticking from where it was set', () => {
    let now = 1000;
    const clock = new VendorClock(() => new Date(now));
    clock.set(new Date(500_000));
    now += 250;
    expect(clock.now()).toBe(500_250);
    clock.reset();
    expect(clock.now()).toBe(1250);
  });
});

describe('controlAnswer', () => {
  const control = {
    reads: { people: ({ page }) => ({ page }) },
    files: {
      statement: ({ period }) => {
        if (!period) throw new RangeError('no period');
        return { name: `${period}.csv`, bytes: Buffer.from([0xef, 0xbb, 0xbf]) };
      },
    },
  } as Pick<Control, 'reads' | 'files'> as Control;
  const get = (path: string, query = {}): ReturnType<typeof controlAnswer> => controlAnswer(control, 'GET', path, query, Buffer.alloc(0));

  it('answers a vendor’s own questions with JSON and files as they are, 400 for what is none, 404 for what is not there', async () => {
    expect(await get('/people', { page: '2' })).toEqual({ body: '{"page":"2"}' });
    expect(await get('/statement', { period: '2026-05' })).toMatchObject({
      body: Buffer.from([0xef, 0xbb, 0xbf]),
      headers: { 'content-disposition': 'attachment; filename="2026-05.csv"' },
    });
    expect(await get('/statement')).toEqual({ status: 400, body: '{"error":"no period"}' });
    expect(await get('/orders')).toMatchObject({ status: 404 });
  });
});
