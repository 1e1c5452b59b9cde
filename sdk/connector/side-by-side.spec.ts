import { describe, expect, it } from '@jest/globals';
import { sideBySide } from './side-by-side.js';

describe('work side by side', () => {
  it('gives the results in the order of the items, a few at a time', async () => {
    let [now, most] = [0, 0];
    const results = await sideBySide([...Array(10).keys()], async (item) => {
      most = Math.max(most, ++now);
      for (let turns = 10 - item; turns > 0; turns--) await Promise.resolve();
      now--;
      return item * 2;
    });
    expect(results).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    expect(most).toBe(4);
    expect(await sideBySide([], async () => 1)).toEqual([]);
  });

  it('begins nothing more once something failed', async () => {
    const begun: number[] = [];
    const work = sideBySide([...Array(20).keys()], async (item) => {
      begun.push(item);
      await Promise.resolve();
      if (item === 1) throw new Error('the second');
    });
    await expect(work).rejects.toThrow('the second');
    expect(begun.length).toBeLessThan(10);
  });
});
