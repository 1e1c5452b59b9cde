/** How long a list that reaches up to now may be used again, in milliseconds: the next page must not count it all again. */
const FRESH = 1000;
const KEPT = 16;

/** Lists that clients page through: made once per query, not once per page. */
export class Listings<T> {
  private readonly lists = new Map<string, { version: number; at: number; list: T[] }>();

  constructor(private readonly version: () => number) {}

  /**
   * The list of this name as of now.
   * @param settled from this instant on time alone changes the list no more
   */
  of(name: string, now: number, make: () => T[], settled = Infinity): T[] {
    const known = this.lists.get(name);
    this.lists.delete(name);
    const current = known && known.version === this.version();
    const fresh = current && (Math.abs(now - known.at) < FRESH || Math.min(now, known.at) >= settled);
    const entry = fresh ? known : { version: this.version(), at: now, list: make() };
    this.lists.set(name, entry);
    if (this.lists.size > KEPT) this.lists.delete(this.lists.keys().next().value as string);
    return entry.list;
  }
}
