import type { Connector, Manifest } from '@interline/sdk';

/** One plugin folder, as the registry lists it. Either usable, with a manifest, or with the problem that makes it unusable. */
export interface ConnectorEntry {
  id: string;
  /** Null when the manifest cannot be read at all. */
  manifest: Manifest | null;
  /** SVG text. */
  logo: string | null;
  /** Why the plugin cannot be used, with `file:line`; null when it can. */
  problem: string | null;
}

/** The plugins that are installed here: what they say of themselves at once, their code when it is first needed. */
export abstract class ConnectorCatalogue {
  /** Every plugin, unusable ones too, by id. */
  abstract list(): ConnectorEntry[];
  /** One plugin, or null. */
  abstract get(id: string): ConnectorEntry | null;
  /** The code of a plugin. @throws CONNECTOR_UNKNOWN, CONNECTOR_UNUSABLE */
  abstract load(id: string): Promise<Connector>;
}
