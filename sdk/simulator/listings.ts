/** How long a list that time can still change may be used again, in milliseconds: the next page must not count it all again. */
const FRESH = 1000;
interface Kept {
  version: number;
  madeAt: number;
  rows: readonly unknown[];
}

/** The lists clients page through: made once per query, not once per page. Only the last few are kept. */
export class Listings {
  private readonly kept = new Map<string, Kept>();

  /** @param version changes whenever the records do @param most how many lists are kept */
  constructor(
    private readonly version: () => number,
    private readonly most = 16,
  ) {}

  /**
   * The list of this name as of now. A name always stands for rows of one type.
   * @param settled from this instant on time alone changes the list no more
   */
  of<T>(name: string, now: number, settled: number, make: () => T[]): T[] {
    const version = this.version();
    const last = this.kept.get(name);
    const usable = last?.version === version && (Math.min(now, last.madeAt) >= settled || Math.abs(now - last.madeAt) < FRESH);
    const kept = usable ? last : { version, madeAt: now, rows: make() };
    // Set anew, it is the youngest: the map forgets from its other end.
    this.kept.delete(name);
    this.kept.set(name, kept);
    if (this.kept.size > this.most) this.kept.delete(this.kept.keys().next().value!);
    return kept.rows as T[];
  }
}
