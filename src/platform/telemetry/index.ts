export * from './health.module.js';
export { createLogger, NestLog, type LogOptions } from './log.js';
export * from './metrics.js';
export { observeRequests } from './observe-requests.js';
export { redact, redactText } from './redact.js';
