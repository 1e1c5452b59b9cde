import type { Json, JsonObject } from '@interline/sdk';

/** The settings of one connection, as `manifest.yaml` describes them. */
export interface JdConfig extends JsonObject {
  /** False where the account has no balance detail (金采, transfer); absent means true. */
  balance: Json;
  /** `consignee` (also when absent), `po_no` or `nobody`: who a purchase is for. */
  buyer: Json;
  /** The six characters of the client id that JD's key for personal fields is made of; absent when they are not to be read. */
  client_id_start: Json;
}
