import type { LosslessNumber } from 'lossless-json';

/** A JSON value whose numbers keep the digits the vendor sent: ids beyond 2^53 and `10.50` survive unchanged. */
export type Json = null | boolean | string | LosslessNumber | Json[] | JsonObject;
/** A JSON object of lossless values. */
export interface JsonObject {
  [key: string]: Json;
}
