import { createRedisBackend, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { QueueBackend } from './bullmq-queue.js';

/** Our keys in a Redis that others may use too. */
const PREFIX = 'interline';
const LONGEST_PAUSE = 2_000;

/**
 * BullMQ's keys in Redis. What is lost with Redis is lost without harm: jobs only wake us, what is due stands in rows.
 * @param url `redis:` or `rediss:`, with the number of the database as its path where it is not 0
 * @param onError hears of connections that broke; they are made again by themselves
 */
export function redisBackend(url: string, onError: (error: Error) => void): QueueBackend {
  const clients: Redis[] = [];
  const keep = (client: Redis): Redis => {
    client.on('error', onError);
    clients.push(client);
    // BullMQ makes copies for workers to wait on, and leaves one behind when Redis went away meanwhile.
    const duplicate = client.duplicate.bind(client);
    client.duplicate = (override) => keep(duplicate(override));
    return client;
  };
  // A worker's connection waits for jobs for as long as it takes; whoever puts a job wants to hear soon that it cannot be put.
  const connect = (maxRetriesPerRequest: number | null): Redis => {
    const retryStrategy = (times: number): number => Math.min(times * 100, LONGEST_PAUSE);
    return keep(new Redis(url, { maxRetriesPerRequest, retryStrategy, connectionName: 'interline queue' }));
  };
  const shared = connect(3);
  // Every queue listens on it.
  shared.setMaxListeners(0);
  const bull = withBackend(createRedisBackend);
  return {
    queue: (name) => new bull.Queue(name, { connection: shared, prefix: PREFIX }),
    worker: (name, processor, options) => new bull.Worker(name, processor, { connection: connect(null), prefix: PREFIX, ...options }),
    onReturn: (listener) => shared.on('ready', listener),
    async close() {
      for (const client of clients) client.disconnect();
    },
  };
}

/** Asks Redis whether it is there and lets us in. @throws Error when not */
export async function pingRedis(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null, connectTimeout: 5_000 });
  let trouble: Error | null = null;
  client.on('error', (error) => (trouble = error));
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    // The first says why, the second only that the connection is closed.
    throw trouble ?? error;
  } finally {
    client.disconnect();
  }
}
