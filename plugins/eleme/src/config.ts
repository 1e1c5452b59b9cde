import type { Json, JsonObject } from '@interline/sdk';

/** The settings of one connection, as `manifest.yaml` describes them. */
export interface ElemeConfig extends JsonObject {
  /** `md5`, `hmac` or `hmac-sha256` (also when absent). */
  sign_method: Json;
  /** The group of messages that is emptied; the application's default group when absent. */
  group_name: Json;
}
