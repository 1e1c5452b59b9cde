/** One HTTP request, ready to be sent: signed, with its whole address. */
export interface WireRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** One HTTP answer, decompressed, with its whole body. Header names are in lower case. */
export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/**
 * Why there is no answer: `unreachable` no connection came about · `timeout` nothing in time · `cut` the answer broke off or is shorter
 * than it said · `too_large` · `blocked` our own rules forbid the address · `tls` its certificate is not valid · `vendor_down` too many
 * failures before, it is left alone for a while · `stopped` the run was stopped.
 */
export type TransportTrouble = 'unreachable' | 'timeout' | 'cut' | 'too_large' | 'blocked' | 'tls' | 'vendor_down' | 'stopped';

/** Thrown by a transport instead of an answer. */
export class TransportError extends Error {
  constructor(
    readonly trouble: TransportTrouble,
    message: string,
    /** When it may be tried again, in milliseconds, where known. */
    readonly retryAfter?: number,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'TransportError';
  }
}

/**
 * How the host core reaches the network: one exchange, without repeating it and without reading the answer. The server's goes through the
 * outbound door; the contract suite's reaches loopback only.
 */
export interface Transport {
  /** @throws TransportError */
  send(request: WireRequest, signal: AbortSignal): Promise<WireAnswer>;
}
