import type { Distortion } from './distort.js';
import type { WorldOrder } from './facts.js';

/** How a simulator is started. */
export interface SimulatorOptions {
  /** Loopback port; 0 or absent takes a free one. */
  port?: number;
  /** What time the vendor believes it is; default the machine's clock. `POST /_control/clock` moves it. */
  now?: () => Date;
  /** `strict` enforces the vendor's published rate limits; `open` keeps the code path but allows any rate. Default `strict`. */
  limits?: 'strict' | 'open';
  /**
   * Which of the vendor's customers this server serves; default `demo`. Credentials and the external account derive from it, so the
   * same account has the same credentials after every start.
   */
  account?: string;
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
    | Distortion
    | { kind: 'vendor_error'; code: string };
}

/** One of the faults a simulator can play. */
export type Fault = FaultCommand['fault'];

/** `POST /_control/generate`: orders the simulator makes by itself, for volume. The same command always makes the same orders. */
export interface GenerateCommand {
  /** How many orders. */
  orders: number;
  /** Between which instants they are paid. */
  from: string;
  to: string;
  seed: string | number;
  /** The kinds of the orders in turn (repeat one to weight it); default rides only. */
  kinds?: WorldOrder['kind'][];
}

/** `POST /_control/orders/{id}`: changes an order after it was read. Exactly one of the three. */
export interface ChangeCommand {
  /** Gives money back. Amounts are positive minor units; `at` defaults to the vendor's now. */
  refund?: { company: string; personal?: string; at?: string; text?: string };
  /** Replaces single fields of the order. */
  patch?: Partial<Omit<WorldOrder, 'id'>>;
  /** The order is not there any more. */
  remove?: true;
}

/** `POST /_control/callbacks`: registers where order events are pushed to, and pushes them. */
export interface CallbackCommand {
  url: string;
  /** The orders to tell about; default those changed by control since the last push. */
  orderIds?: string[];
  /** How many of them are lost on the way; the first ones. */
  lose?: number;
  /** How often each of the others is sent; default once. */
  repeat?: number;
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
