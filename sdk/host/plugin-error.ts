/**
 * What a plugin's code did that it must not: `PLUGIN_THREW` an exception that is no VendorError · `PLUGIN_HUNG` no answer in time ·
 * `PLUGIN_FLOODED` more records, bytes or pages than one reading may have · `PLUGIN_BROKE_CONTRACT` a value of another shape than the
 * contract's · `RUN_STOPPED` not the plugin's doing: the run was stopped from outside.
 */
export type PluginErrorCode = 'PLUGIN_THREW' | 'PLUGIN_HUNG' | 'PLUGIN_FLOODED' | 'PLUGIN_BROKE_CONTRACT' | 'RUN_STOPPED';

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
