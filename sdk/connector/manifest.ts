import type { StreamKind } from '../canonical/index.js';
import type { SigningCodec } from './signing.js';

/** A text in the languages of the console. */
export interface LocalText {
  'zh-CN': string;
  en: string;
}

/** JSON Schema (draft 2020-12) of an object of settings. A property with `"secret": true` is kept in the vault and never shown again. */
export type SettingsSchema = { type: 'object'; properties: Record<string, Record<string, unknown>>; required?: string[] };

/** What a plugin says about one stream. */
export interface StreamManifest {
  kind: StreamKind;
  title: LocalText;
  /**
   * Where its records come from. `window` (also when absent): what changed in a span of time, as often as it is asked. `messages`: a queue that gives each
   * message until it is acknowledged and never again; a reading empties it whatever the window says, and acknowledges after each `yield`. `both`: a window,
   * and beside it a queue that a reading of the newest window empties: its messages name records of any age, which stand behind those of the window.
   */
  delivery?: 'window' | 'messages' | 'both';
  window: {
    /** The longest span the vendor answers in one query, in days. The host cuts longer windows. */
    maxDays: number;
    /** How far a window reaches back over the one before it, in minutes. */
    overlapMinutes: number;
    /** How far from now a window must end, in seconds, for vendors that refuse fresher ones. */
    settleSeconds?: number;
    /** How old a window may be, in days. */
    maxAgeDays?: number;
  };
  /** How often to look for news, in minutes. */
  everyMinutes: number;
  /** What it means when a record that was read before is not there any more. */
  deletion: 'never' | 'vanishes' | 'flagged';
  /**
   * How a refund of an order is told. `lines` (also when absent): as money of its own, with its time. `in_place`: the order costs less from then on, under the
   * time it was made, and when it was given back is not told.
   */
  refunds?: 'lines' | 'in_place';
  /** JSON pointers (`*` for any array index) of fields that change without meaning; left out of the version hash. */
  volatile?: string[];
  /** JSON pointers of personal fields: split off, masked, erasable. Each names its class. */
  personal?: { path: string; class: 'name' | 'phone' | 'email' | 'id_document' | 'address' | 'location' | 'text' }[];
  /** Where the vendor publishes a count or sum of a window. */
  control?: ('count' | 'sum')[];
}

/** One of the vendor's systems: real, sandbox … Hosts list every address a plugin may reach there. */
export interface EnvironmentManifest {
  title: LocalText;
  baseUrl: string;
  hosts: string[];
  /** Base URLs of a vendor that serves some calls elsewhere, by the name requests give as `service`. The same names in every environment. */
  services?: Record<string, string>;
}

/** Whether a queue of messages feeds a stream, alone or beside a window: its pages are acknowledged. */
export const hasQueue = ({ delivery = 'window' }: Pick<StreamManifest, 'delivery'>): boolean => delivery !== 'window';

/** `plugins/<id>/manifest.yaml`. Its JSON schema is `schema/manifest.v1.json`. */
export interface Manifest {
  manifest: 1;
  /** Folder name of the plugin, lower case. */
  id: string;
  version: string;
  /** Major version of the SDK contract. */
  sdk: '1';
  name: LocalText;
  description: LocalText;
  category: 'travel' | 'ride' | 'meal' | 'procurement' | 'hr' | 'im' | 'oa' | 'example';
  website?: string;
  auth: {
    kind: 'none' | 'api_key' | 'basic' | 'client_credentials' | 'custom';
    credentials: SettingsSchema;
    /** How the host signs requests of a connector that has no `sign` of its own. */
    codec?: SigningCodec;
  };
  config: SettingsSchema;
  environments: Record<string, EnvironmentManifest>;
  budget: { requestsPerSecond: number; concurrency: number; timeoutSeconds: number; maxResponseBytes: number };
  /** The offset of times that carry none, such as `+08:00`. */
  timeOffset: string;
  streams: Record<string, StreamManifest>;
  hook?: { title: LocalText; maxBodyBytes: number };
  actions?: string[];
  /** The ways into the vendor, signed in. */
  entry?: { targets: ('pc' | 'h5')[] };
  /** What the plugin may ask of the host: fields of people it looks up, such as `people.lookup:phone`. */
  scopes?: string[];
  /** True when `simulator/` holds one. */
  simulator?: boolean;
}
