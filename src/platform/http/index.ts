export type { Reach } from './addresses.js';
export { BREAKER_RULE, type BreakerRule } from './breaker.js';
export type { Budget } from './budget.js';
export * from './door-error.js';
export * from './door-log.js';
export * from './http-door.js';
