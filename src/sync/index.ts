export * from './record-sink.js';
