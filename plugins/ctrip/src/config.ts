import type { ConnectorContext, Json, JsonObject } from '@interline/sdk';

/** The settings of one connection, as `manifest.yaml` describes them. */
export interface CtripConfig extends JsonObject {
  /** The main account whose settlement is read. */
  account_id: string;
  /** The corporation people are synchronised to. */
  corporation_id: string;
  /** The sub account new people are put under; absent where the corporation has one only. */
  sub_account_name: Json;
}

/** What this connector's code is given. */
export type Ctrip = ConnectorContext<CtripConfig>;
