import { describe, expect, it } from '@jest/globals';

import { Listings } from './listings.js';

describe('a list that is paged through', () => {
  const settled = 5_000;
  let version: number;
  let made: number;
  const start = (): ((now: number, settled?: number) => number | undefined) => {
    [version, made] = [1, 0];
    const listings = new Listings(() => version);
    return (now, settled = Infinity) => listings.of('orders', now, settled, () => [++made])[0];
  };

  it('is made again after a second while time can change it', () => {
    const at = start();
    expect([at(1_000), at(1_999), at(2_000)]).toEqual([1, 1, 2]);
    expect([at(4_500, settled), at(5_500, settled), at(9_000, settled)]).toEqual([3, 4, 4]);
  });

  it('is kept from the instant on at which it is settled, until the world changes', () => {
    const at = start();
    expect([at(5_000, settled), at(500_000, settled)]).toEqual([1, 1]);
    version++;
    expect([at(500_000, settled), at(900_000, settled)]).toEqual([2, 2]);
  });

  it('is made again when the clock was set back before that', () => {
    const at = start();
    expect([at(500_000, settled), at(1_000, settled), at(500_000, settled)]).toEqual([1, 2, 3]);
  });
});
