export * from './directory-csv.js';
export * from './share-out.js';
export * from './world.js';
export * from './world.types.js';
export * from './client.js';
export * from './setup.js';
export * from './reading.js';
export * from './statement-files.js';
