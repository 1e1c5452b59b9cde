import { setMaxListeners } from 'node:events';
import type {
  ActionResult,
  BatchResult,
  AnyStream,
  Connector,
  ConnectorContext,
  EntryForm,
  EntryInput,
  HookDelivery,
  Page,
  People,
  RawRecord,
  ReadWindow,
} from '../connector/connector.js';
import { parseJson, stringifyJson, type JsonObject } from '../connector/json.js';
import type { Manifest } from '../connector/manifest.js';
import { credentialsOf } from './credentials.js';
import { ClockWatch } from './clock-watch.js';
import { checkedFields, checkedForm, withoutLog, type SignedEntry } from './enter.js';
import { mapRecords } from './map-records.js';
import { awaited, guardedPages, READ_LIMITS, type ReadLimits } from './pages.js';
import { PluginError } from './plugin-error.js';
import { Redactor } from './redactor.js';
import { nobody, scopedPeople } from './people.js';
import { realSleep, REPEAT_RULE, type RepeatRule, type Sleep } from './repeat.js';
import type { ActionInput, ActionName, ActionOutcome, ConnectorSession, Mapped } from './session.js';
import { inTime, stopIfAborted } from './stop.js';
import { TokenKeeper } from './token-keeper.js';
import { memoryTokenStore, type TokenStore } from './token-store.js';
import type { Transport } from './transport.js';
import { VendorClient, type Exchange } from './vendor-http.js';
import { within } from './watchdog.js';

/** What a session is made of. Only the first group is needed; the rest has the defaults of a command line. */
export interface SessionOptions {
  connector: Connector;
  manifest: Manifest;
  baseUrl: string;
  /** Base URLs of the environment's services. Absent: all of them are at `baseUrl`, as a simulator's are. */
  services?: Readonly<Record<string, string>>;
  config: JsonObject;
  /** The credentials, keyed as in the manifest. */
  secrets: Readonly<Record<string, string>>;
  transport: Transport;

  tokens?: TokenStore;
  people?: People;
  now?(): Date;
  signal?: AbortSignal;
  log?(level: 'info' | 'warn', message: string, fields: Record<string, unknown>): void;
  observe?(exchange: Exchange): void;
  limits?: Partial<ReadLimits>;
  repeat?: RepeatRule;
  sleep?: Sleep;
  random?(): number;
}

/** How long `check` and an action may take. */
const CALL_MS = 120_000;
/** Lines one session may write into the log. */
const MAX_LOG_LINES = 1_000;

/** Opens a session: a plugin's code, with its context and behind its guards. Nothing is sent yet. */
export function openSession(options: SessionOptions): ConnectorSession {
  return new Session(options);
}

/** Keepers of tokens, one per token store, so that all sessions that share one in this process share what they know. */
const keepers = new WeakMap<TokenStore, TokenKeeper>();

function keeperOf(options: SessionOptions, now: () => Date, sleep: Sleep): TokenKeeper {
  const { manifest, config, secrets, tokens: store = memoryTokenStore() } = options;
  const credentials = credentialsOf(manifest, config, secrets);
  let keeper = keepers.get(store);
  if (keeper?.credentials !== credentials) keepers.set(store, (keeper = new TokenKeeper({ store, credentials, now, sleep })));
  return keeper;
}

class Session implements ConnectorSession {
  readonly manifest: Manifest;
  readonly connector: Connector;
  readonly context: ConnectorContext;
  private readonly clock = new ClockWatch();
  private readonly redactor: Redactor;
  private readonly limits: ReadLimits;
  private readonly config: JsonObject;
  private readonly vendor: VendorClient;
  /** Ends with the run, or when the plugin hangs: what it still has under way must not go on behind our back. */
  private readonly ending = new AbortController();
  private readonly signal: AbortSignal;
  private pageBytes = 0;

  constructor(private readonly options: SessionOptions) {
    const { connector, manifest, signal } = options;
    this.connector = connector;
    this.manifest = manifest;
    this.redactor = new Redactor(secretsOf(manifest, options.secrets));
    this.limits = { ...READ_LIMITS, ...options.limits };
    // Through text, because settings out of a database have plain numbers.
    this.config = deepFreeze(parseJson(stringifyJson(options.config)) as JsonObject);
    this.signal = signal ? AbortSignal.any([signal, this.ending.signal]) : this.ending.signal;
    // Each request under way listens to it.
    setMaxListeners(0, this.signal);
    const { now = () => new Date(), people = nobody } = options;
    const client = (this.vendor = this.client(now));
    this.context = {
      // Nothing but the one function: the client itself holds the secrets.
      http: { request: (request) => client.request(request) },
      log: this.log(),
      now: () => now(),
      config: this.config,
      people: scopedPeople(people, manifest.scopes ?? []),
      signal: this.signal,
    };
    deepFreeze([this.context.http, this.context.log, this.context.people]);
  }

  get vendorClockAhead(): number | null {
    return this.clock.ahead;
  }

  async check(): Promise<void> {
    await this.call('check', () => this.connector.check(this.context));
  }

  read(id: string, window: ReadWindow): AsyncIterable<Page> {
    const stream = this.stream(id);
    return this.pages(() => stream.read(this.context, { ...window }));
  }

  fetch(id: string, externalIds: string[]): AsyncIterable<Page> | null {
    const stream = this.stream(id);
    return stream.fetch ? this.pages(() => stream.fetch!(this.context, [...externalIds])) : null;
  }

  map(id: string, records: readonly RawRecord[]): Mapped[] {
    return mapRecords(this.stream(id), records, this.config);
  }

  async act<Name extends ActionName>(action: Name, input: ActionInput<Name>): Promise<ActionOutcome<Name>> {
    const run = this.connector.actions?.[action] as ((ctx: ConnectorContext, input: unknown) => Promise<unknown>) | undefined;
    if (!run) throw new PluginError('PLUGIN_BROKE_CONTRACT', `the connector has no action ${action}`);
    const result = await this.call(action, () => run.call(this.connector.actions, this.context, structuredClone(input)));
    const isFine = action === 'upsertPeople' ? isBatchResult(result, input as ActionInput<'upsertPeople'>) : isActionResult(result);
    if (!isFine) throw new PluginError('PLUGIN_BROKE_CONTRACT', `action ${action} gave no result`);
    return result as ActionOutcome<Name>;
  }

  async enter(input: EntryInput): Promise<SignedEntry> {
    const { connector, manifest } = this;
    if (!connector.entry || !manifest.entry?.targets.includes(input.target)) {
      throw new PluginError('PLUGIN_BROKE_CONTRACT', `the connector has no entry for ${input.target}`);
    }
    const open = (): Promise<EntryForm> => connector.entry!.open(withoutLog(this.context), structuredClone(input));
    const { url, fields } = this.vendor.signedForm(checkedForm(await this.call('entry', open)));
    return { url, method: 'POST', fields: checkedFields(fields, secretsOf(manifest, this.options.secrets)) };
  }

  receive(delivery: HookDelivery): ReturnType<ConnectorSession['receive']> {
    const { hook } = this.connector;
    if (!hook) throw new PluginError('PLUGIN_BROKE_CONTRACT', 'the connector has no hook');
    const genuine = part('hook.verify', () => hook.verify(delivery, this.options.secrets));
    if (genuine !== true) return null;
    const changes = part('hook.read', () => hook.read(delivery));
    const known =
      Array.isArray(changes) && changes.every(({ stream, externalIds }) => stream in this.manifest.streams && externalIds.length <= 1_000);
    if (!known) throw new PluginError('PLUGIN_BROKE_CONTRACT', 'the hook read changes of streams it does not have, or too many');
    return { changes, reply: part('hook.reply', () => hook.reply(delivery)) };
  }

  private stream(id: string): AnyStream {
    const stream = Object.hasOwn(this.connector.streams, id) ? this.connector.streams[id] : undefined;
    if (!stream) throw new PluginError('PLUGIN_BROKE_CONTRACT', `the connector has no stream ${id}`);
    return stream;
  }

  private async *pages(begin: () => AsyncIterable<Page>): AsyncGenerator<Page> {
    try {
      yield* guardedPages(begin, this.limits, this.signal, () => (this.pageBytes = 0));
    } catch (error) {
      this.endWhenHung(error);
      throw error;
    }
  }

  private async call<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    stopIfAborted(this.signal);
    try {
      return await inTime(what, CALL_MS, awaited(what, work), this.signal);
    } catch (error) {
      this.endWhenHung(error);
      throw error;
    }
  }

  private endWhenHung(error: unknown): void {
    if (error instanceof PluginError && (error.code === 'PLUGIN_HUNG' || error.code === 'PLUGIN_FLOODED')) this.ending.abort(error);
  }

  private client(now: () => Date): VendorClient {
    const {
      connector,
      manifest,
      baseUrl,
      services = Object.fromEntries(serviceNames(manifest).map((name) => [name, baseUrl])),
      secrets,
      transport,
      repeat = REPEAT_RULE,
      sleep = realSleep,
      random = Math.random,
    } = this.options;
    const { config, redactor, clock, signal } = this;
    const observe = (exchange: Exchange): void => {
      this.options.observe?.(exchange);
      this.pageBytes += exchange.bytes;
      if (this.pageBytes > this.limits.bytesPerPage) {
        throw new PluginError('PLUGIN_FLOODED', `one page is made of more than ${this.limits.bytesPerPage} bytes of answers`);
      }
    };
    const tokens = connector.token ? keeperOf(this.options, now, sleep) : null;
    const { auth } = manifest;
    return new VendorClient({
      connector,
      auth,
      baseUrl,
      services,
      config,
      secrets,
      transport,
      tokens,
      signal,
      redactor,
      clock,
      repeat,
      now,
      sleep,
      random,
      observe,
    });
  }

  private log(): ConnectorContext['log'] {
    let lines = 0;
    const write = (level: 'info' | 'warn', message: string, fields: Record<string, unknown> = {}): void => {
      if (++lines > MAX_LOG_LINES + 1) return;
      if (lines > MAX_LOG_LINES) this.options.log?.('warn', 'the plugin writes too much; the rest of this run is left out', {});
      else this.options.log?.(level, this.redactor.text(String(message)), this.redactor.fields(fields));
    };
    return { info: (message, fields) => write('info', message, fields), warn: (message, fields) => write('warn', message, fields) };
  }
}

/** Runs a synchronous part of the plugin that is given secrets: what it throws is named without its message. */
function part<Result>(what: string, work: () => Result): Result {
  try {
    return within(1_000, work);
  } catch (cause) {
    if (cause instanceof PluginError) throw cause;
    throw new PluginError('PLUGIN_THREW', `the plugin's ${what} threw a ${cause instanceof Error ? cause.name : typeof cause}`, { cause });
  }
}

function isActionResult(value: unknown): value is ActionResult {
  const { externalId, outcome } = (value ?? {}) as { externalId?: unknown; outcome?: unknown };
  return typeof externalId === 'string' && ['created', 'updated', 'unchanged', 'accepted'].includes(outcome as string);
}

/** Whether everybody of a batch is either done or refused. */
function isBatchResult(value: unknown, { people }: ActionInput<'upsertPeople'>): value is BatchResult {
  const { done, refused } = (value ?? {}) as { done?: unknown; refused?: unknown };
  if (!Array.isArray(done) || !Array.isArray(refused) || done.length + refused.length !== people.length) return false;
  const asked = new Set(people.map(({ employeeNumber }) => employeeNumber));
  return done.every(isActionResult) && (refused as BatchResult['refused']).every(({ employeeNumber }) => asked.has(employeeNumber));
}

/** The credentials that are secret by the manifest; all of them when it marks none. */
function secretsOf(manifest: Manifest, values: Readonly<Record<string, string>>): string[] {
  const marked = Object.entries(manifest.auth.credentials.properties).filter(([, schema]) => schema['secret'] === true);
  const names = marked.length > 0 ? marked.map(([name]) => name) : Object.keys(values);
  return names.flatMap((name) => (values[name] === undefined ? [] : [values[name]]));
}

const serviceNames = ({ environments }: Manifest): string[] =>
  Object.values(environments).flatMap(({ services = {} }) => Object.keys(services));

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
