export * from './bullmq-queue.js';
export { isQueueBehind, migrateQueue, postgresBackend } from './postgres-backend.js';
export * from './queue.port.js';
export { pingRedis, redisBackend } from './redis-backend.js';
