/** How a simulator is started. */
export interface SimulatorOptions {
  /** Loopback port; 0 or absent takes a free one. */
  port?: number;
  /** What time the vendor believes it is; default the machine's clock. `POST /_control/clock` moves it. */
  now?: () => Date;
  /** `strict` enforces the vendor's published rate limits; `open` keeps the code path but allows any rate. Default `strict`. */
  limits?: 'strict' | 'open';
}

/** A simulator that is listening. */
export interface RunningSimulator {
  /** Base URL of the vendor's protocol, without a trailing slash. */
  url: string;
  /** Valid credentials and settings, keyed as in the plugin's manifest: what an admin would type into a connection. */
  credentials: Record<string, string>;
  config: Record<string, unknown>;
  /** The account these credentials open. */
  externalAccount: string;
  close(): Promise<void>;
}

/** The default export of a plugin's `simulator/index.ts`. */
export interface Simulator {
  start(options?: SimulatorOptions): Promise<RunningSimulator>;
}

/**
 * A fault a simulator plays on command (`POST /_control/faults`). It hits the next `times` requests whose path starts with `path`
 * (both optional: any path, once). `DELETE /_control/faults` clears all.
 */
export interface FaultCommand {
  path?: string;
  times?: number;
  /** Let this many matching requests pass first. */
  after?: number;
  fault:
    | { kind: 'status'; status: number; retryAfterSeconds?: number }
    | { kind: 'slow'; milliseconds: number }
    | { kind: 'silent' }
    | { kind: 'cut'; afterBytes: number }
    | { kind: 'malformed' }
    | { kind: 'html' }
    | { kind: 'wrong_count'; by: number }
    | { kind: 'repeat_page' }
    | { kind: 'shift_page'; by: number }
    | { kind: 'expire_token' }
    | { kind: 'clock_skew'; seconds: number }
    | { kind: 'unknown_enum' }
    | { kind: 'vendor_error'; code: string };
}

/** One row of `GET /_control/requests`: the simulator's own log of what it was asked. */
export interface LoggedRequest {
  seq: number;
  at: string;
  method: string;
  path: string;
  /** Parameters without secrets and signature. */
  params: Record<string, string>;
  status: number;
  /** Ids of the records the answer carried. */
  recordIds: string[];
  fault?: string;
}
