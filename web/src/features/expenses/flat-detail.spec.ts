import { describe, expect, it } from '@jest/globals';
import { flatDetail } from './flat-detail.js';

describe('flat detail', () => {
  it('names nested values by their path and drops what is empty', () => {
    expect(
      flatDetail({ car: { level: '600', km: '12.3' }, note: '', pets: null, tags: ['a', 'b'], legs: [{ x: 1 }], paid: false }),
    ).toEqual([
      ['car.level', '600'],
      ['car.km', '12.3'],
      ['tags', 'a, b'],
      ['paid', 'false'],
    ]);
  });

  it('has nothing to say of what is no object', () => {
    expect(flatDetail(null)).toEqual([]);
    expect(flatDetail('text')).toEqual([]);
  });
});
