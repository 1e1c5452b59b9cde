import { describe, expect, it } from '@jest/globals';
import { isReading, pollEvery, type Connection } from './polling.js';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const connection = (state: Connection['state'], run: string | null, nextRunAt: string | null) =>
  ({ state, streams: [{ lastRun: run && { state: run }, nextRunAt }] }) as unknown as Connection;

describe('how often connections are looked at', () => {
  it('is often while something is read', () => {
    expect(isReading(connection('active', 'running', null))).toBe(true);
    expect(pollEvery([connection('active', 'complete', null), connection('active', 'waiting', null)], NOW)).toBe(2_000);
  });

  it('is often when a run is due, as after asking for one', () => {
    expect(pollEvery([connection('active', 'complete', '2026-03-10T11:59:59Z')], NOW)).toBe(2_000);
    expect(pollEvery([connection('paused', 'complete', '2026-03-10T11:59:59Z')], NOW)).toBe(30_000);
  });

  it('is seldom otherwise', () => {
    expect(pollEvery([connection('active', 'complete', '2026-03-10T12:10:00Z'), connection('closed', null, null)], NOW)).toBe(30_000);
    expect(pollEvery(undefined, NOW)).toBe(30_000);
  });
});
