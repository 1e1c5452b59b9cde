import type { Connector, EntryForm, SigningInput, VendorRequest, VendorResponse } from '../connector/connector.js';
import { VendorError, type VendorFault } from '../connector/errors.js';
import type { JsonObject } from '../connector/json.js';
import type { Manifest } from '../connector/manifest.js';
import { signWith } from '../connector/signing.js';
import type { ClockWatch } from './clock-watch.js';
import { faultOfAnswer, faultOfTrouble, type JudgedFault } from './faults.js';
import { hostFault } from './host-faults.js';
import { PluginError } from './plugin-error.js';
import type { Redactor } from './redactor.js';
import { pauseBefore, type RepeatRule, type Sleep } from './repeat.js';
import { stopIfAborted } from './stop.js';
import type { FetchedToken, TokenKeeper } from './token-keeper.js';
import { TransportError, type Transport } from './transport.js';
import { fromWire, toWire } from './wire.js';

/** One exchange with the vendor, for the log and the metrics: nothing in it is secret. */
export interface Exchange {
  method: string;
  /** Without its query, which carries tokens and signatures. */
  path: string;
  /** Null when there was no answer. */
  status: number | null;
  bytes: number;
  milliseconds: number;
  attempt: number;
  fault: VendorFault | null;
}

/** What the client works with. */
export interface VendorHttpOptions {
  connector: Pick<Connector, 'fault' | 'sign' | 'token'>;
  auth: Manifest['auth'];
  baseUrl: string;
  /** Base URLs by service. */
  services: Readonly<Record<string, string>>;
  config: JsonObject;
  secrets: Readonly<Record<string, string>>;
  transport: Transport;
  /** Null for a vendor without tokens. */
  tokens: TokenKeeper | null;
  /** Ends whatever is under way. */
  signal: AbortSignal;
  redactor: Redactor;
  clock: ClockWatch;
  repeat: RepeatRule;
  now(): Date;
  sleep: Sleep;
  /** From 0 to 1. */
  random(): number;
  /** Told after each exchange. May throw to end the run. */
  observe?(exchange: Exchange): void;
}

/** How often a token may be refused before the credentials are held to be wrong. */
const TOKEN_RENEWALS = 2;

/** Signs, sends, judges and repeats requests of one connection. Each attempt is signed afresh. */
export class VendorClient {
  constructor(private readonly options: VendorHttpOptions) {}

  /** One request of the plugin, until it has an answer or a final fault. @throws VendorError, PluginError */
  async request(request: VendorRequest): Promise<VendorResponse> {
    return this.repeated(request, this.options.tokens, this.options.signal);
  }

  /** A form with its whole address, signed without a token: it is for a browser to send. @throws PluginError for a form that leaves its environment */
  signedForm({ path, service, fields }: EntryForm): { url: string; fields: Record<string, string> } {
    const signed = this.sign({ method: 'POST', path, ...(service === undefined ? {} : { service }), form: fields }, null);
    return { url: toWire(this.baseUrl(signed.service), signed).url, fields: { ...signed.form } };
  }

  /** Asks the vendor for a token, whether or not the run goes on: others may wait for it. */
  private async fetchToken(): Promise<FetchedToken> {
    const { connector, config } = this.options;
    const auth = connector.token;
    if (!auth) throw new PluginError('PLUGIN_BROKE_CONTRACT', 'a connector without `token` has no token to fetch');
    const response = await this.repeated(
      { idempotent: true, ...guarded('token.request', () => auth.request(config)) },
      null,
      new AbortController().signal,
    );
    const token = guarded('token.read', () => auth.read(response));
    if (typeof token?.accessToken !== 'string' || token.accessToken === '' || !(token.expiresInSeconds > 0)) {
      throw new VendorError(hostFault('NO_TOKEN', 'the answer to the token request carries no token'));
    }
    return token;
  }

  private async repeated(request: VendorRequest, tokens: TokenKeeper | null, signal: AbortSignal): Promise<VendorResponse> {
    const { repeat, sleep, random } = this.options;
    const idempotent = request.idempotent ?? request.method === 'GET';
    let renewals = 0;
    let token = await this.token(tokens, signal);
    for (let attempt = 1; ; attempt++) {
      const { response, judged } = await this.exchange(request, token, attempt - renewals, signal);
      if (!judged) return response!;
      if (judged.fault.class === 'token' && tokens && token !== null && renewals < TOKEN_RENEWALS) {
        renewals++;
        token = await this.token(tokens, signal, token);
        continue;
      }
      const pause = pauseBefore(repeat, judged, idempotent, attempt - renewals, random());
      if (pause === null) throw this.final(judged.fault);
      await sleep(pause, signal);
      stopIfAborted(signal);
      token = await this.token(tokens, signal);
    }
  }

  private async token(tokens: TokenKeeper | null, signal: AbortSignal, refused?: string): Promise<string | null> {
    if (!tokens) return null;
    const fetch = (): Promise<FetchedToken> => this.fetchToken();
    const token = await (refused === undefined ? tokens.current(fetch, signal) : tokens.renew(refused, fetch, signal));
    this.options.redactor.add(token);
    return token;
  }

  private async exchange(
    request: VendorRequest,
    token: string | null,
    attempt: number,
    signal: AbortSignal,
  ): Promise<{ response?: VendorResponse; judged: JudgedFault | null }> {
    const { transport, clock, now } = this.options;
    const signed = this.sign(request, token);
    const wire = toWire(this.baseUrl(signed.service), signed);
    const started = performance.now();
    let status: number | null = null;
    let bytes = 0;
    let judged: JudgedFault | null = null;
    let response: VendorResponse | undefined;
    try {
      const answer = await transport.send(wire, signal);
      ({ status } = answer);
      bytes = answer.body.byteLength;
      clock.note(answer.headers, now());
      const read = fromWire(answer);
      response = read.response;
      judged = faultOfAnswer(this.options.connector, read);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      judged = faultOfTrouble(error);
    }
    const fault = judged && this.clean(judged.fault);
    const milliseconds = Math.round(performance.now() - started);
    this.options.observe?.({ method: wire.method, path: request.path, status, bytes, milliseconds, attempt, fault });
    return { ...(response ? { response } : {}), judged: judged && { ...judged, fault: fault! } };
  }

  private sign(request: VendorRequest, token: string | null): VendorRequest {
    const { connector, auth, secrets, config, now } = this.options;
    const input: SigningInput = { secrets, config, token, now: now() };
    if (connector.sign) return guarded('sign', () => connector.sign!(request, input));
    return auth.codec ? signWith(auth.codec, request, input) : request;
  }

  private baseUrl(service: string | undefined): string {
    const { baseUrl, services } = this.options;
    if (service === undefined) return baseUrl;
    if (!Object.hasOwn(services, service)) throw new PluginError('PLUGIN_BROKE_CONTRACT', `the environment has no service ${service}`);
    return services[service]!;
  }

  private clean(fault: VendorFault): VendorFault {
    return { ...fault, message: this.options.redactor.text(String(fault.message)) };
  }

  /** What the plugin is told in the end. A clock that is off looks like wrong credentials; naming it saves a day. */
  private final(fault: VendorFault): VendorError {
    // Without a token to renew, or with a new one refused as well, it is the credentials.
    const judged: VendorFault = fault.class === 'token' ? { ...fault, class: 'auth' } : fault;
    const skew = this.options.clock.trouble;
    if (!skew || (judged.class !== 'auth' && judged.class !== 'config')) return new VendorError(judged);
    const message = `${skew}, which makes vendors refuse signatures and tokens; it said: ${judged.message}`;
    return new VendorError(hostFault('CLOCK_SKEW', message), { cause: new VendorError(judged) });
  }
}

/**
 * Runs a synchronous part of the plugin. Its VendorErrors pass; anything else it throws is named. No watchdog stands over it: it works on what the plugin's own
 * `read` has made, which runs on this thread without one too, and each call would start and end a thread.
 */
function guarded<Result>(name: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof PluginError || cause instanceof VendorError) throw cause;
    // The message is left out: `sign` knows the secrets and may have put one into it.
    throw new PluginError('PLUGIN_THREW', `the plugin's ${name} threw a ${cause instanceof Error ? cause.name : typeof cause}`, { cause });
  }
}
