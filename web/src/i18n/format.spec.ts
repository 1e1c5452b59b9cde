import { describe, expect, it } from '@jest/globals';
import { formats } from './format.js';

const zh = formats('zh-CN', 'Asia/Shanghai');
const en = formats('en', 'Asia/Shanghai');

describe('formats', () => {
  it('writes months in both languages', () => {
    expect([zh.period('2026-03'), zh.month('2026-03')]).toEqual(['2026年3月', '3月']);
    expect([en.period('2026-03'), en.month('2026-03')]).toEqual(['Mar 2026', 'Mar']);
  });

  it('shows instants in the company’s zone', () => {
    expect(zh.instant('2026-03-31T16:30:00Z')).toBe('2026-04-01 00:30');
    expect(formats('en', 'Europe/Berlin').instant('2026-03-31T16:30:00Z')).toBe('2026-03-31 18:30');
  });

  it('says how far away something is in its largest unit', () => {
    const now = Date.parse('2026-03-10T12:00:00Z');
    expect(en.relative('2026-03-10T11:55:00Z', now)).toBe('5 minutes ago');
    expect(en.relative('2026-03-10T15:10:00Z', now)).toBe('in 3 hours');
    expect(zh.relative('2026-03-07T11:00:00Z', now)).toBe('3天前');
  });

  it('signs percentages', () => {
    expect([en.percent(4.26), en.percent(-4), en.percent(0)]).toEqual(['+4.3%', '−4.0%', '0.0%']);
  });
});
