/** A list reaching up to now may be used again this long, in milliseconds: the next page must not find it all anew. */
const FRESH = 1000;
const KEPT = 8;

interface Kept<T> {
  version: number;
  at: number;
  list: T[];
}

/** Lists that are read page by page, found once a query. */
export class Listings<T> {
  private readonly kept = new Map<string, Kept<T>>();

  /**
   * The list of this name.
   * @param version of the world: a list of an older one is found anew
   * @param settled the instant from which on time alone changes it no more
   */
  of(name: string, version: number, now: number, settled: number, find: () => T[]): T[] {
    const before = this.kept.get(name);
    const usable = before?.version === version && (Math.abs(now - before.at) < FRESH || Math.min(now, before.at) >= settled);
    const kept = usable ? before : { version, at: now, list: find() };
    // Put at the end: the first one is the longest unused.
    this.kept.delete(name);
    this.kept.set(name, kept);
    for (const [oldest] of this.kept) if (this.kept.size > KEPT) this.kept.delete(oldest);
    return kept.list;
  }

  clear(): void {
    this.kept.clear();
  }
}
