import { kernelErrors } from './errors.js';
import { isId } from './ids.js';

/** The largest page any connection gives. */
export const MAX_PAGE = 200;

/** What a caller asks of a list: Relay's forward paging. */
export interface PageRequest {
  first?: number | null;
  after?: string | null;
}

/** A page request whose size is checked and whose cursor is open. `after` holds the sort key values of the last row seen. */
export interface Keyset {
  limit: number;
  after: string[] | null;
}

/** A Relay connection. */
export interface Connection<Node> {
  readonly edges: { cursor: string; node: Node }[];
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** What a value in a cursor must be, so that a forged one never reaches SQL. */
export type CursorKey = 'id' | 'day' | 'count' | 'text';

const FITS: Record<CursorKey, (value: string) => boolean> = {
  id: isId,
  day: (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value),
  count: (value) => /^\d{1,10}$/.test(value) && Number(value) <= 2 ** 31 - 1,
  // What Postgres cannot keep stands in no row.
  text: (value) => !value.includes('\0'),
};

/**
 * Opens a page request.
 * @param keys what the values of this list's cursors are
 * @throws BAD_INPUT when the size is out of 1..200 or the cursor is not one of this list's
 */
export function openPage(request: PageRequest, keys: readonly CursorKey[], defaultSize = 50): Keyset {
  const limit = request.first ?? defaultSize;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    throw kernelErrors.BAD_INPUT(`first must be between 1 and ${MAX_PAGE}`, {
      extensions: { problems: [{ field: 'first', problem: `1..${MAX_PAGE}` }] },
    });
  }
  if (!request.after) return { limit, after: null };
  try {
    const after: unknown = JSON.parse(Buffer.from(request.after, 'base64url').toString('utf8'));
    if (Array.isArray(after) && isCursor(after, keys)) return { limit, after };
  } catch {
    // falls through to the one answer for every malformed cursor
  }
  throw kernelErrors.BAD_INPUT('the cursor is not one of this list', {
    extensions: { problems: [{ field: 'after', problem: 'unknown cursor' }] },
  });
}

function isCursor(values: readonly unknown[], keys: readonly CursorKey[]): values is string[] {
  return values.length === keys.length && values.every((value, index) => typeof value === 'string' && FITS[keys[index]!](value));
}

/**
 * Builds the connection from rows read with `LIMIT keyset.limit + 1`.
 * @param keyOf the sort key values of a row, as text, in the list's order
 */
export function toConnection<Node>(rows: Node[], keyset: Keyset, keyOf: (node: Node) => string[]): Connection<Node> {
  const nodes = rows.slice(0, keyset.limit);
  const cursorOf = (node: Node): string => Buffer.from(JSON.stringify(keyOf(node)), 'utf8').toString('base64url');
  return {
    nodes,
    // Most callers ask for nodes alone.
    get edges() {
      return nodes.map((node) => ({ node, cursor: cursorOf(node) }));
    },
    pageInfo: {
      hasNextPage: rows.length > keyset.limit,
      hasPreviousPage: keyset.after !== null,
      startCursor: nodes.length > 0 ? cursorOf(nodes[0]!) : null,
      endCursor: nodes.length > 0 ? cursorOf(nodes.at(-1)!) : null,
    },
  };
}
