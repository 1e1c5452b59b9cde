import { defineStates } from '../../kernel/index.js';

/** States of a directory import. */
export type ImportState = 'preview' | 'applied' | 'discarded';

/** A preview is applied once, or discarded when nobody applied it for a week. */
export const importStates = defineStates<ImportState>('directory import', {
  preview: ['applied', 'discarded'],
  applied: [],
  discarded: [],
});
