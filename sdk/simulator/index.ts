export * from './facts.js';
export * from './simulator.js';
