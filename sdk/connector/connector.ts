import type { CanonicalByStream, Money, StreamKind } from '../canonical/index.js';
import type { VendorFault } from './errors.js';
import type { Json, JsonObject } from './json.js';

/** A request to the vendor. Exactly one of `json`, `form` and `text` may be the body. */
export interface VendorRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Which of the environment's `services` it goes to, for vendors with several addresses; absent: the environment's base URL. */
  service?: string;
  /** Path below the base URL, starting with `/`. */
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
  text?: string;
  /** True when repeating the request cannot do harm: reads, and writes the vendor deduplicates. Default: GET only. */
  idempotent?: boolean;
}

/** A vendor's answer. `json` is null when the body is not JSON (the text is then in `text`). */
export interface VendorResponse {
  status: number;
  headers: Record<string, string>;
  json: Json;
  text: string;
}

/** The only way out. Signed, budgeted, retried and logged by the host; throws VendorError once a fault is final. */
export interface VendorHttp {
  request(request: VendorRequest): Promise<VendorResponse>;
}

/** What the host knows of a person and a plugin may ask for, limited by the manifest's `scopes`. */
export interface PersonFacts {
  employeeNumber?: string;
  name?: string;
  phone?: string;
  email?: string;
}

/** The people of the company, as far as the manifest's `scopes` open them: fields they do not name are left out, and without any nobody is known. */
export interface People {
  /** The one person who has this employee number, phone or mail, the first that is given and certain; who has left too. Null when there is none. */
  lookup(ref: { employeeNumber?: string; phone?: string; email?: string }): Promise<PersonFacts | null>;
}

/** What a plugin's code is given. Nothing in it reaches files, processes, the database or secrets. */
export interface ConnectorContext<Config extends JsonObject = JsonObject> {
  readonly http: VendorHttp;
  readonly log: {
    info(message: string, fields?: Record<string, unknown>): void;
    warn(message: string, fields?: Record<string, unknown>): void;
  };
  /** The current instant. */
  now(): Date;
  /** The connection's settings, valid against the manifest's `config` schema. */
  readonly config: Config;
  readonly people: People;
  /** Aborted when the run is stopped. */
  readonly signal: AbortSignal;
}

/** What to read: changes between two instants (`from` inclusive, `to` exclusive), going on from `cursor` when a run is resumed. */
export interface ReadWindow {
  from: Date;
  to: Date;
  /** The cursor of the last committed page of this same window, or null. */
  cursor: Json;
}

/** One record as the vendor sent it (or the parts of it that several calls gave). */
export interface RawRecord {
  /** The record's id at the vendor, unique within the stream. */
  externalId: string;
  data: JsonObject;
}

/** One page of a window. The host commits it, then asks for the next: code after `yield` may acknowledge to the vendor. */
export interface Page {
  records: RawRecord[];
  /** Where to go on after this page. Any JSON value; null when this was the last page of the window. */
  cursor: Json;
  /** What the vendor says about the whole window, where it says: compared with what was read. `sum` is in minor units of company share. */
  control?: { count?: number; sum?: bigint };
}

/** One stream of one vendor. */
export interface Stream<Kind extends StreamKind, Config extends JsonObject> {
  kind: Kind;
  /**
   * True when `read` and `fetch` do nothing after a `yield` that the vendor sees, such as acknowledging: the host may then commit several pages
   * together and ask for the next ones meanwhile. Without it each page is committed before the next is asked for.
   */
  readAhead?: boolean;
  read(ctx: ConnectorContext<Config>, window: ReadWindow): AsyncIterable<Page>;
  /** Reads single records again, after a push named them. */
  fetch?(ctx: ConnectorContext<Config>, externalIds: string[]): AsyncIterable<Page>;
  /** Pure and synchronous. @throws MapError for a record it cannot read */
  map(record: RawRecord, config: Config): CanonicalByStream[Kind];
}

/** Any stream. */
export type AnyStream<Config extends JsonObject = JsonObject> = { [Kind in StreamKind]: Stream<Kind, Config> }[StreamKind];

/** How the host gets and uses the vendor's token. Without it, `sign` alone authenticates each request. */
export interface TokenAuth {
  /** The unsigned request for a token; `sign` is called on it with `token: null`. */
  request(config: JsonObject): VendorRequest;
  /** Reads the token out of the answer. @throws VendorError when it is not there */
  read(response: VendorResponse): { accessToken: string; expiresInSeconds: number };
}

/** What `sign` is given besides the request. */
export interface SigningInput {
  secrets: Readonly<Record<string, string>>;
  config: JsonObject;
  /** The current token, or null while it is being fetched or when the vendor has none. */
  token: string | null;
  now: Date;
}

/** An inbound delivery of the vendor. */
export interface HookDelivery {
  method: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** The body's bytes, as sent. */
  body: Uint8Array;
}

/** The vendor's pushes. `verify` and `reply` are pure. */
export interface Hook {
  /** Whether the delivery is the vendor's. Checked before anything else looks at it. */
  verify(delivery: HookDelivery, secrets: Readonly<Record<string, string>>): boolean;
  /** Which records changed. Empty for a set-up check. */
  read(delivery: HookDelivery): { stream: string; externalIds: string[] }[];
  /** What the vendor wants to hear once the delivery is stored. */
  reply(delivery: HookDelivery): { status: number; headers?: Record<string, string>; body: string };
}

/** Input and result of each action. All are idempotent by the ids in their input. */
export interface Actions<Config extends JsonObject> {
  upsertPerson?(ctx: ConnectorContext<Config>, input: PersonInput): Promise<ActionResult>;
  /** Several at once, where the vendor takes batches: those it refuses are told one by one, the others are done. */
  upsertPeople?(ctx: ConnectorContext<Config>, input: { people: PersonInput[] }): Promise<BatchResult>;
  disablePerson?(ctx: ConnectorContext<Config>, input: { employeeNumber: string; externalId?: string }): Promise<ActionResult>;
  upsertDepartment?(ctx: ConnectorContext<Config>, input: DepartmentInput): Promise<ActionResult>;
  /** Lets somebody book what was approved, or takes it back. */
  pushTripRequest?(ctx: ConnectorContext<Config>, input: TripRequestInput): Promise<ActionResult>;
}
export interface PersonInput {
  employeeNumber: string;
  name: string;
  phone?: string;
  email?: string;
  departmentCode?: string;
  title?: string;
}
export interface DepartmentInput {
  code: string;
  name: string;
  parentCode?: string;
}
/** An approved trip. Whoever travels may book it at the vendor within its limits. */
export interface TripRequestInput {
  /** Our number; the same number again is an update. */
  number: string;
  /** A `void` one opens nothing any more. */
  state: 'valid' | 'void';
  /** Who asked for it. */
  employeeNumber: string;
  reason?: string;
  /** Codes, as they shall stand on the vendor's bill. */
  costCentre?: string;
  project?: string;
  expiresAt?: Date;
  legs: TripLeg[];
}
/** One thing that may be booked for a trip. */
export interface TripLeg {
  kind: 'flight' | 'hotel' | 'train' | 'ride';
  from?: TripPlace;
  /** Where to; of a stay and of rides, where they are. */
  to?: TripPlace;
  /** The span it has to lie in: a departure, the whole of a stay, the use of rides. Both inclusive. */
  earliest: Date;
  latest: Date;
  travellers: { employeeNumber: string; name: string }[];
  /** What it may cost at most: a ticket, a night, a ride. */
  maxPrice?: Money;
}
/** A city, with the vendor's own code of it where it is known. */
export interface TripPlace {
  city: string;
  /** As the vendor tells cities apart for this kind of leg: for a flight it may be another code than for a train or a stay in the same city. */
  cityCode?: string;
}
export interface ActionResult {
  externalId: string;
  /**
   * `updated` also where the vendor does not tell whether it was there before; `accepted`: the vendor took it, works on it later, and has no call that tells
   * what became of it.
   */
  outcome: 'created' | 'updated' | 'unchanged' | 'accepted';
}

/** What became of a batch: each person stands in one of the two lists. */
export interface BatchResult {
  done: ActionResult[];
  refused: { employeeNumber: string; fault: VendorFault }[];
}

/** Who wants to go into the vendor, and where to. */
export interface EntryInput {
  employeeNumber: string;
  email?: string;
  /** The vendor's site for a computer, or for a phone. */
  target: 'pc' | 'h5';
  /** Codes, the first one the main one. */
  costCentres?: string[];
  /** The trip request that shall be booked. */
  tripRequestNumber?: string;
  /** A page of the vendor's, in its own words; absent: its first. */
  page?: string;
}

/** What a browser posts to be signed in at the vendor, before it is signed. */
export interface EntryForm {
  path: string;
  service?: string;
  fields: Record<string, string>;
}

/** A signed-in way into the vendor. */
export interface Entry<Config extends JsonObject = JsonObject> {
  /**
   * Makes the form; may ask the vendor for a sign-in ticket. The host then runs `sign` on it, as on a POST with `form` and without a token: the
   * vendor's data token never travels through a browser.
   */
  open(ctx: ConnectorContext<Config>, input: EntryInput): Promise<EntryForm>;
}

/** A connector's code. Its manifest is data and stands beside it in `manifest.yaml`. */
export interface Connector<Config extends JsonObject = JsonObject> {
  /** Stream ids as in the manifest. */
  streams: Record<string, AnyStream<Config>>;
  token?: TokenAuth;
  /** Adds credentials and signature. The only function that is given secrets; without I/O. */
  sign?(request: VendorRequest, input: SigningInput): VendorRequest;
  /** The vendor's error table: null when the answer is a success. Called for every answer, whatever its status. */
  fault(response: VendorResponse): VendorFault | null;
  /** One cheap call that proves the credentials. */
  check(ctx: ConnectorContext<Config>): Promise<void>;
  hook?: Hook;
  actions?: Actions<Config>;
  entry?: Entry<Config>;
}

/** Declares a connector; the default export of a plugin's `src/index.ts`. Gives it back as it is, with its type checked. */
export function defineConnector<Config extends JsonObject = JsonObject>(connector: Connector<Config>): Connector<Config> {
  return connector;
}
