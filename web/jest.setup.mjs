import { TextDecoder, TextEncoder } from 'node:util';

// jsdom has neither, every browser both.
Object.assign(globalThis, { TextDecoder, TextEncoder });
