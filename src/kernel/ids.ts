import { randomFillSync } from 'node:crypto';
import { v7, validate } from 'uuid';

/** A UUID in its canonical lower-case text form. Ids made here are version 7 (RFC 9562 §5.7): they sort by creation time. */
export type Id = string;

const RANDOM_BYTES = 16;
/** Random bytes are drawn for many ids at once: one by one, drawing them takes most of the time of making an id. */
const drawn = new Uint8Array(RANDOM_BYTES * 256);
let used = drawn.length;
/** Ids of one millisecond count up from a random number (RFC 9562 §6.2, method 1). */
let last = { msecs: 0, seq: 0 };

/** Makes a new time-ordered id; each sorts behind the one this process made before it. */
export function newId(): Id {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const random = drawn.subarray(used, (used += RANDOM_BYTES));
  last = following(Date.now(), random);
  return v7({ random, ...last });
}

/** Whether a text is a UUID of any version. Doors check this before an id reaches SQL. */
export function isId(text: unknown): text is Id {
  return typeof text === 'string' && validate(text);
}

function following(now: number, random: Uint8Array): typeof last {
  // The highest bit stays free, so that there is room to count.
  if (now > last.msecs) return { msecs: now, seq: ((random[6]! & 0x7f) << 24) | (random[7]! << 16) | (random[8]! << 8) | random[9]! };
  const seq = (last.seq + 1) | 0;
  return { msecs: seq === 0 ? last.msecs + 1 : last.msecs, seq };
}
