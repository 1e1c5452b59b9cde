import type { Json, JsonObject } from '@interline/sdk';

/** The settings of one connection, as `manifest.yaml` describes them. */
export interface DidiConfig extends JsonObject {
  /** The company's id at DiDi; goes with every call but the one for a token. */
  company_id: string;
  /** `MD5` (also when absent) or `SHA256`, as chosen in DiDi's console. */
  sign_method: Json;
  /** `exceptions` (also when absent), `all` or `none`: for which rides the detail is asked. */
  ride_detail: Json;
}
