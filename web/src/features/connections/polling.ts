import type { ConnectionCardFragment } from '../../generated/connections.js';
import { isUnderWay } from '../sync/under-way.js';

/** A connection as the console shows it. */
export type Connection = ConnectionCardFragment;

const OFTEN_MS = 2_000;
const SELDOM_MS = 30_000;

/** How soon a run must be due for its beginning to be waited for. */
const DUE_MS = 5_000;

/** Whether anything of a connection is being read right now. */
export function isReading(connection: Connection): boolean {
  return connection.streams.some((stream) => isUnderWay(stream.lastRun));
}

/** How often to look again, in milliseconds: often while something is being read or about to be. */
export function pollEvery(connections: readonly Connection[] | undefined, now: number = Date.now()): number {
  const isDue = ({ state, streams }: Connection) =>
    state === 'active' && streams.some(({ nextRunAt }) => nextRunAt && Date.parse(nextRunAt) - now < DUE_MS);
  return connections?.some((connection) => isReading(connection) || isDue(connection)) ? OFTEN_MS : SELDOM_MS;
}
