/**
 * What a plugin's code did that it must not, and `RUN_STOPPED`, which is not its doing. `docs/reference/errors.md` is made from this.
 */
export const PLUGIN_ERRORS = {
  PLUGIN_THREW: 'The code threw an exception that is no `VendorError`.',
  PLUGIN_HUNG:
    'The code gave no answer in time: no page within ten minutes, no answer of `check` or an action within two, pure code longer than seconds.',
  PLUGIN_FLOODED: 'One reading gave more records, bytes or empty pages than it may.',
  PLUGIN_BROKE_CONTRACT: "A value has another shape than the contract's, a cursor stands still, or a path leaves its environment.",
  RUN_STOPPED: "Not the plugin's doing: the run was stopped from outside.",
} as const;
export type PluginErrorCode = keyof typeof PLUGIN_ERRORS;

/** Thrown for what a plugin's code did, never for what the vendor answered. It ends only the call it happened in. */
export class PluginError extends Error {
  constructor(
    readonly code: PluginErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'PluginError';
  }
}
