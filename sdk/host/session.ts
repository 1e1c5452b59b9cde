import type {
  Actions,
  Connector,
  ConnectorContext,
  EntryInput,
  HookDelivery,
  Page,
  RawRecord,
  ReadWindow,
} from '../connector/connector.js';
import type { SignedEntry } from './enter.js';
import type { MapError } from '../connector/errors.js';
import type { JsonObject } from '../connector/json.js';
import type { Manifest } from '../connector/manifest.js';
import type { CanonicalByStream, StreamKind } from '../canonical/index.js';

/** What `map` made of one record: a canonical record, or the reason why it goes to quarantine. */
export type Mapped<Kind extends StreamKind = StreamKind> =
  { record: RawRecord; canonical: CanonicalByStream[Kind]; problem?: never } | { record: RawRecord; problem: MapError; canonical?: never };

/** The name of an action of the contract. */
export type ActionName = keyof Actions<JsonObject>;
/** What an action is given. */
export type ActionInput<Name extends ActionName> = Parameters<NonNullable<Actions<JsonObject>[Name]>>[1];
/** What an action gives. */
export type ActionOutcome<Name extends ActionName> = Awaited<ReturnType<NonNullable<Actions<JsonObject>[Name]>>>;

/**
 * A plugin's code at work for one connection, behind guards: whatever it throws, hangs or floods ends in a VendorError or PluginError of
 * this one call. The only way the server, the commands and the contract suite run a plugin.
 */
export interface ConnectorSession {
  readonly manifest: Manifest;
  readonly connector: Connector;
  readonly context: ConnectorContext;
  /** One cheap call that proves the credentials. @throws VendorError, PluginError */
  check(): Promise<void>;
  /** Reads a window page by page. The next page is asked for only when the caller takes it. @throws VendorError, PluginError */
  read(stream: string, window: ReadWindow): AsyncIterable<Page>;
  /** Reads single records again; null when the stream cannot. @throws VendorError, PluginError */
  fetch(stream: string, externalIds: string[]): AsyncIterable<Page> | null;
  /** Maps records. A record that cannot be read comes back with its problem; the others are whole. @throws PluginError when the code hangs */
  map(stream: string, records: readonly RawRecord[]): Mapped[];
  /** Runs an action. @throws VendorError, PluginError */
  act<Name extends ActionName>(action: Name, input: ActionInput<Name>): Promise<ActionOutcome<Name>>;
  /** A signed-in way into the vendor, for one person's browser. Nothing about it is logged. @throws VendorError, PluginError */
  enter(input: EntryInput): Promise<SignedEntry>;
  /** An inbound delivery: whether it is the vendor's, what changed, and what the vendor wants to hear. Null for a forged one. @throws PluginError */
  receive(delivery: HookDelivery): {
    changes: { stream: string; externalIds: string[] }[];
    reply: { status: number; headers?: Record<string, string>; body: string };
  } | null;
  /** How far the vendor's clock is ahead of ours, in seconds, once an answer told; negative when behind. */
  readonly vendorClockAhead: number | null;
}
