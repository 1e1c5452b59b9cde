import type { WorldOrder } from '@interline/sdk/simulator';

import { lineCount } from './goods.js';
import { ownNumber } from './wire.js';

/** How long after an order was made its planned splits happen, one after the other. */
const SPLIT_AFTER = 10 * 60_000;
/** An order of more lines than this is none. */
const MAX_LINES = 200;

/** An order or a part of it: the lines `from` (included) to `to` (not included) of the order as it was made. */
export interface Parcel {
  id: string;
  from: number;
  to: number;
  /** When it was split, and into what; absent while it is whole. */
  splitAt?: number;
  parts?: Parcel[];
}

/** All that came of one order. */
export interface Family {
  root: Parcel;
  /** When each split happened, by time. */
  splits: number[];
  /** The splits the order itself tells of, so that the same facts sent again split nothing again. */
  planned: string;
}

/** The parcels of which an order consists at an instant, in the order of its lines. Only they carry money. */
export function leavesAt(parcel: Parcel, at: number): Parcel[] {
  if (parcel.splitAt === undefined || parcel.splitAt > at) return [parcel];
  return parcel.parts!.flatMap((part) => leavesAt(part, at));
}

/** The splits a text such as `2,2` asks for, and how many lines of goods they need. @throws RangeError when it is none */
function plannedParts(text: string): { parts: number[]; lines: number } {
  const parts = text.split(',').map(Number);
  const lines = parts.reduce((product, part) => product * part, 1);
  if (!parts.every((part) => Number.isInteger(part) && part >= 2) || lines > MAX_LINES)
    throw new RangeError(`split ${JSON.stringify(text)} is no list of parts such as 2,2`);
  return { parts, lines };
}

/** Which orders were split into what. Orders that never were cost nothing here. */
export class Parcels {
  private readonly families = new Map<string, Family>();
  /** Number of a part → number of the order as it was made. */
  private readonly origins = new Map<string, string>();
  /** Counts up with every split: what was derived from an older version is stale. */
  version = 0;

  /** @param taken whether a number names an order already */
  constructor(private readonly taken: (id: string) => boolean) {}

  /** The number of the order a part comes from; the number itself when it is no part. */
  originOf(id: string): string {
    return this.origins.get(id) ?? id;
  }

  /** What came of an order. */
  familyOf(id: string): Family {
    return this.families.get(id) ?? { root: { id, from: 0, to: lineCount(id) }, splits: [], planned: '' };
  }

  /** The order or part of this number among a family. */
  find(parcel: Parcel, id: string): Parcel | undefined {
    if (parcel.id === id) return parcel;
    for (const part of parcel.parts ?? []) {
      const found = this.find(part, id);
      if (found) return found;
    }
    return undefined;
  }

  /**
   * Splits an order as its facts say (`detail.split`: `2,2` is into two, and the first of them into two again), once.
   * @param madeAt when the order was made @throws RangeError when the text is no list of parts
   */
  plan({ id, detail }: Pick<WorldOrder, 'id' | 'detail'>, madeAt: number): void {
    const text = detail['split'];
    if (text === undefined || text === '' || this.families.get(id)?.planned === text) return;
    const { parts, lines } = plannedParts(text);
    this.forget(id);
    const family: Family = { root: { id, from: 0, to: lineCount(id, lines) }, splits: [], planned: text };
    this.families.set(id, family);
    for (const [step, each] of parts.entries()) {
      const at = madeAt + (step + 1) * SPLIT_AFTER;
      this.divide(family, leavesAt(family.root, at)[0]!, each, at);
    }
  }

  /**
   * Splits an order or a part of it now.
   * @throws RangeError when it was split already, or has fewer lines of goods than parts are wanted
   */
  split(id: string, parts: number, at: number): Parcel[] {
    const origin = this.originOf(id);
    const family = this.familyOf(origin);
    const parcel = this.find(family.root, id)!;
    if (!Number.isInteger(parts) || parts < 2) throw new RangeError('parts is not a number from 2 on');
    if (parcel.parts) throw new RangeError(`order ${id} was split already`);
    if (parcel.to - parcel.from < parts)
      throw new RangeError(`order ${id} has ${parcel.to - parcel.from} lines of goods, so it cannot be ${parts}`);
    this.families.set(origin, family);
    return this.divide(family, parcel, parts, at);
  }

  /** Forgets all. */
  clear(): void {
    this.families.clear();
    this.origins.clear();
    this.version++;
  }

  private forget(id: string): void {
    if (!this.families.delete(id)) return;
    for (const [part, origin] of this.origins) if (origin === id) this.origins.delete(part);
  }

  private divide(family: Family, parcel: Parcel, parts: number, at: number): Parcel[] {
    const lines = parcel.to - parcel.from;
    const edge = (number: number): number => parcel.from + Math.floor((lines * number) / parts);
    parcel.splitAt = at;
    parcel.parts = Array.from({ length: parts }, (_, number) => ({
      id: this.newNumber(family.root.id, `${parcel.id} ${number}`),
      from: edge(number),
      to: edge(number + 1),
    }));
    family.splits.push(at);
    family.splits.sort((left, right) => left - right);
    this.version++;
    return parcel.parts;
  }

  /** A number nobody has: parts are orders of their own and say nothing of where they come from. */
  private newNumber(origin: string, key: string): string {
    for (let attempt = 0; ; attempt++) {
      const id = ownNumber(`parcel ${attempt}`, key);
      if (this.origins.has(id) || this.taken(id)) continue;
      this.origins.set(id, origin);
      return id;
    }
  }
}
