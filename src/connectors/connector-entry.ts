import type { Manifest } from '@interline/sdk';

/** One plugin folder, as the registry lists it. Either usable, with a manifest, or with the problem that makes it unusable. */
export interface ConnectorEntry {
  id: string;
  /** Null when it is not valid. */
  manifest: Manifest | null;
  /** SVG text, checked to be nothing but a picture. */
  logo: string | null;
  /** Why the plugin cannot be used, with `file:line`; null when it can. */
  problem: string | null;
}
