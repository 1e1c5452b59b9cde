/** So many requests stand ready at once: the host's budget always has the next one to let out, and no more are repeated when the vendor is busy. */
const LANES = 4;

/**
 * Does some work for each item, a few of them at a time.
 * @returns the results in the order of the items
 * @throws what the first failing work throws; no further work is begun then
 */
export async function sideBySide<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    try {
      while (next < items.length) {
        const at = next++;
        results[at] = await work(items[at]!);
      }
    } catch (error) {
      next = items.length;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}
