import type { Json, JsonObject } from '@interline/sdk';

/** The settings of one connection, as `manifest.yaml` describes them. */
export interface JdConfig extends JsonObject {
  /** Goes with each request for a token; its first six characters are a part of JD's key for personal fields. */
  client_id: Json;
  /** The user name of the company's account. */
  username: Json;
  /** False where the account has no balance detail (金采, transfer); absent means true. */
  balance: Json;
  /** False where invoices are not to be read; absent means true. */
  invoices: Json;
  /** `consignee` (also when absent), `po_no` or `nobody`: who a purchase is for. */
  buyer: Json;
}
