import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { AddressRules, type Reach } from './addresses.js';
import { Breaker, BREAKER_RULE, type BreakerRule } from './breaker.js';
import { BudgetGate, type Budget, type Turn } from './budget.js';
import { ACCEPTED_ENCODINGS, decompress } from './decompress.js';
import { startDeadline, type Deadline } from './deadline.js';
import { checkDestination } from './destination.js';
import { DoorError, doorErrorOf, type DoorTrouble } from './door-error.js';
import { pinnedLookup, systemResolve, type Resolve } from './pinned-lookup.js';

/** One request through the door. */
export interface DoorRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
  /** The only hosts it may reach, redirects included: `name`, `name:port`, `*.name`. */
  hosts: readonly string[];
  reach: Reach;
  /** Whose budget it counts against; a vendor account. */
  account: string;
  budget: Budget;
  /** Milliseconds for the whole answer, from the moment it is sent. */
  timeout: number;
  /** The largest answer, in bytes after decompression. */
  maxBytes: number;
  signal: AbortSignal;
}

/** A whole answer. Header names are in lower case; several of one name are joined by commas. */
export interface DoorAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** What passed the door, for log and metrics. Without query, headers and bodies: those hold secrets and people. */
export interface DoorEvent {
  account: string;
  host: string;
  method: string;
  path: string;
  /** The status, or why there was none. */
  outcome: number | DoorTrouble;
  milliseconds: number;
  /** How long it waited for its turn. */
  waited: number;
  bytes: number;
}

/** How the door is built. */
export interface DoorOptions {
  /** Networks of the operator's own that may be reached although they are private, such as `10.20.0.0/16`. */
  allowedNetworks?: readonly string[];
  observe?(event: DoorEvent): void;
  breaker?: BreakerRule;
  resolve?: Resolve;
}

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What a proxy or an overloaded front says of the host behind it. */
const UNHEALTHY = new Set([502, 503, 504]);
const MAX_GATES = 1_000;

/**
 * The one way out of the process. Reaches listed hosts at public addresses only, within each account's budget, and leaves hosts alone that
 * are down. One call is one exchange: who calls repeats it, because a repeated request has to be signed anew.
 */
export class HttpDoor {
  private readonly rules: AddressRules;
  private readonly agents: Record<Reach, { http: HttpAgent; https: HttpsAgent }>;
  private readonly gates = new Map<string, BudgetGate>();
  private readonly breakers = new Map<string, Breaker>();

  constructor(private readonly options: DoorOptions = {}) {
    this.rules = new AddressRules(options.allowedNetworks);
    const { resolve = systemResolve } = options;
    const agents = (reach: Reach): { http: HttpAgent; https: HttpsAgent } => {
      const kept = { keepAlive: true, maxSockets: 64, maxFreeSockets: 16, scheduling: 'lifo' } as const;
      return {
        http: new HttpAgent({ ...kept, lookup: pinnedLookup(resolve, this.rules, reach, false) } as object),
        https: new HttpsAgent({ ...kept, lookup: pinnedLookup(resolve, this.rules, reach, true) } as object),
      };
    };
    this.agents = { public: agents('public'), loopback: agents('loopback') };
  }

  /** Sends one request and waits for the whole answer, whatever its status. @throws DoorError */
  async exchange(request: DoorRequest): Promise<DoorAnswer> {
    const url = new URL(request.url);
    const asked = performance.now();
    let started = asked;
    const tell = (outcome: DoorEvent['outcome'], bytes: number): void => {
      const milliseconds = Math.round(performance.now() - started);
      const { account, method } = request;
      this.options.observe?.({
        account,
        host: url.host,
        method,
        path: url.pathname,
        outcome,
        milliseconds,
        waited: Math.round(started - asked),
        bytes,
      });
    };
    let done: Turn | null = null;
    try {
      checkDestination(url, request.hosts, request.reach, this.rules);
      done = await this.gate(request).take(request.signal);
      started = performance.now();
      const answer = await this.guarded(url, request);
      tell(answer.status, answer.body.byteLength);
      return answer;
    } catch (error) {
      // What was forbidden is told as well: a plugin that tries is news.
      if (error instanceof DoorError) tell(error.trouble, 0);
      throw error;
    } finally {
      done?.();
    }
  }

  /** Closes idle connections. */
  close(): void {
    for (const { http, https } of Object.values(this.agents)) {
      http.destroy();
      https.destroy();
    }
  }

  onModuleDestroy(): void {
    this.close();
  }

  private async guarded(url: URL, request: DoorRequest): Promise<DoorAnswer> {
    const tell = this.breaker(url.host).pass(url.host);
    try {
      const answer = await this.follow(url, request);
      tell(!UNHEALTHY.has(answer.status));
      return answer;
    } catch (error) {
      const trouble = error instanceof DoorError ? error.trouble : null;
      tell(trouble === 'unreachable' || trouble === 'timeout' || trouble === 'cut' ? false : null);
      throw error;
    }
  }

  private async follow(first: URL, request: DoorRequest): Promise<DoorAnswer> {
    const deadline = startDeadline(request.signal, request.timeout);
    let url = first;
    let { headers } = request;
    try {
      for (let redirects = 0; ; redirects++) {
        const answer = await this.send(url, headers, request, deadline);
        const location = answer.headers['location'];
        if (!REDIRECTS.has(answer.status) || location === undefined) return answer;
        const next = redirectTarget(url, location, request.method, redirects);
        checkDestination(next, request.hosts, request.reach, this.rules);
        // Credentials are for the host they were meant for.
        if (next.origin !== url.origin) headers = withoutCredentials(headers);
        url = next;
      }
    } finally {
      deadline.release();
    }
  }

  private async send(url: URL, headers: Record<string, string>, request: DoorRequest, deadline: Deadline): Promise<DoorAnswer> {
    const { http, https } = this.agents[request.reach];
    const config: AxiosRequestConfig = {
      method: request.method,
      url: url.href,
      headers: { 'user-agent': 'Interline', 'accept-encoding': ACCEPTED_ENCODINGS, ...headers },
      data: request.body,
      adapter: 'http',
      httpAgent: http,
      httpsAgent: https,
      // Neither a proxy of the environment nor a redirect of the client's own may lead around the checks.
      proxy: false,
      maxRedirects: 0,
      responseType: 'arraybuffer',
      maxContentLength: request.maxBytes,
      maxBodyLength: -1,
      decompress: false,
      signal: deadline.signal,
      validateStatus: () => true,
      transformRequest: [(data: unknown) => data],
      transformResponse: [(data: unknown) => data],
    };
    try {
      const answer: AxiosResponse<Buffer> = await axios.request(config);
      const plain = flat(answer.headers);
      const body = await decompress(answer.data, plain['content-encoding'], request.maxBytes, url.host);
      return { status: answer.status, headers: plain, body };
    } catch (error) {
      if (request.signal.aborted) throw new DoorError('stopped', 'stopped while it was under way', undefined, { cause: error });
      if (deadline.late)
        throw new DoorError('timeout', `${url.host} gave no whole answer within ${request.timeout / 1000} s`, undefined, { cause: error });
      throw doorErrorOf(error, url.host);
    }
  }

  private gate({ account, budget }: DoorRequest): BudgetGate {
    let gate = this.gates.get(account);
    if (gate) gate.change(budget);
    else {
      if (this.gates.size >= MAX_GATES) for (const [key, other] of this.gates) if (other.idle) this.gates.delete(key);
      this.gates.set(account, (gate = new BudgetGate(budget)));
    }
    return gate;
  }

  private breaker(host: string): Breaker {
    let breaker = this.breakers.get(host);
    if (!breaker) this.breakers.set(host, (breaker = new Breaker(this.options.breaker ?? BREAKER_RULE)));
    return breaker;
  }
}

function redirectTarget(from: URL, location: string, method: string, redirects: number): URL {
  const refuse = (why: string): DoorError => new DoorError('blocked', `${from.host} redirects: ${why}`);
  if (redirects >= MAX_REDIRECTS) throw refuse(`more than ${MAX_REDIRECTS} times`);
  if (method !== 'GET' && method !== 'HEAD') throw refuse('a write is not sent to another place');
  if (!URL.canParse(location, from.href)) throw refuse('to no address');
  const next = new URL(location, from);
  if (from.protocol === 'https:' && next.protocol !== 'https:') throw refuse('to an address without encryption');
  return next;
}

const withoutCredentials = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(authorization|cookie|x-.*)$/i.test(name)));

function flat(headers: AxiosResponse['headers']): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value != null) plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return plain;
}
