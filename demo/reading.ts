import type { Client } from './client.js';

/** A connection as far as its reading is looked at. */
interface Seen {
  state: string;
  vendorAccount: { connector: { id: string } };
  trouble: { message: string } | null;
  streams: { syncedTo: string | null; nextRunAt: string | null; openWindows: number }[];
}

/** How many of a company's streams there are, and how many of them have read everything that was due. */
export interface Reading {
  done: number;
  of: number;
}

/**
 * Looks how far some connectors have been read. What is connected to others, or was paused or closed by somebody, is not waited for.
 * @param now the moment what is due is judged by
 * @throws Error when one of their connections is broken
 */
export async function readingOf(client: Client, connectorIds: readonly string[], now: Date): Promise<Reading> {
  const { connections } = await client.get<{ connections: Seen[] }>(
    '{ connections { state vendorAccount { connector { id } } trouble { message } streams { syncedTo nextRunAt openWindows } } }',
  );
  const ours = connections.filter(({ vendorAccount: { connector } }) => connectorIds.includes(connector.id));
  const broken = ours.find(({ state }) => state === 'broken');
  if (broken) throw new Error(`the connection to ${broken.vendorAccount.connector.id} is broken: ${broken.trouble?.message}`);
  const streams = ours.filter(({ state }) => state === 'active').flatMap((connection) => connection.streams);
  const done = streams.filter(
    ({ syncedTo, openWindows, nextRunAt }) => syncedTo && openWindows === 0 && nextRunAt && nextRunAt > now.toISOString(),
  );
  return { done: done.length, of: streams.length };
}
