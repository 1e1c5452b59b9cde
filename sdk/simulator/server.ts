import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type Control, controlAnswer } from './control.js';
import { distorted } from './distort.js';
import type { Fault } from './simulator.js';

const MAX_VENDOR_BODY = 8 * 1024 * 1024;
const MAX_CONTROL_BODY = 256 * 1024 * 1024;

/** One request to a vendor, as its protocol code sees it. */
export interface VendorCall {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  /** The vendor's now, in milliseconds. */
  readonly now: number;
  /** The fault this request is to meet, if it is one the protocol plays: the transport's own are played before and after. */
  readonly fault: Fault | undefined;
  /** Leaves the fault for a later request: it cannot be played on this one. */
  keepFault(): void;
  /** What the request log keeps of the parameters; secrets and signatures are left out of it anyway. */
  log(params: Record<string, unknown>): void;
  /** Which records the answer carries, for the request log. */
  records(ids: readonly string[]): void;
}

/** A vendor's answer. */
export interface VendorAnswer {
  status?: number;
  contentType?: string;
  body: string;
}

/** A vendor's protocol: everything below its base URL but `/_control`. */
export interface VendorProtocol {
  answer(call: VendorCall): VendorAnswer | Promise<VendorAnswer>;
}

/** Starts a vendor on loopback, with the control endpoints beside its protocol. */
export async function serveVendor(protocol: VendorProtocol, control: Control, port = 0): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    handle(protocol, control, request, response).catch((error: unknown) => {
      // A bug of the simulator must look like one, not like a fault of the vendor it plays.
      if (!response.headersSent) send(response, 500, JSON.stringify({ simulatorError: String(error) }));
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function handle(protocol: VendorProtocol, control: Control, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://vendor');
  const path = decodePath(url.pathname);
  const isControl = path === '/_control' || path.startsWith('/_control/');
  const body = await readBody(request, isControl ? MAX_CONTROL_BODY : MAX_VENDOR_BODY);
  if (body === null) return send(response, 413, '{"error":"the body is too large"}');
  const query = Object.fromEntries(url.searchParams);
  if (isControl) {
    const answer = await controlAnswer(control, request.method ?? 'GET', path.slice('/_control'.length), query, body);
    return send(response, answer.status ?? 200, answer.body, answer.headers);
  }
  await answerVendor(protocol, control, { method: request.method ?? 'GET', path, query, headers: flat(request), body }, response);
}

async function answerVendor(
  protocol: VendorProtocol,
  control: Control,
  request: Pick<VendorCall, 'method' | 'path' | 'query' | 'headers' | 'body'>,
  response: ServerResponse,
): Promise<void> {
  const taken = control.faults.take(request.path);
  let played = taken?.fault.kind;
  let params: Record<string, unknown> = request.query;
  let recordIds: readonly string[] = [];
  const done = (status: number): void =>
    control.log.add({
      at: new Date(control.clock.now()).toISOString(),
      method: request.method,
      path: request.path,
      params: Object.fromEntries(
        Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
      ),
      status,
      recordIds: [...recordIds],
      ...(played && { fault: played }),
    });

  const fault = taken?.fault;
  // The vendor's own time, not the machine's: clients compare theirs with it.
  const skew = fault?.kind === 'clock_skew' ? fault.seconds * 1000 : 0;
  response.setHeader('date', new Date(control.clock.now() + skew).toUTCString());
  if (fault?.kind === 'silent') return done(0);
  if (fault?.kind === 'status') {
    done(fault.status);
    return send(response, fault.status, '{"message":"refused on command"}', retryAfter(fault.retryAfterSeconds));
  }
  if (fault?.kind === 'html') {
    done(200);
    return send(response, 200, '<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>', { 'content-type': 'text/html' });
  }
  if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
  const keepFault = (): void => {
    taken?.giveBack();
    played = undefined;
  };
  const given = await protocol.answer({
    ...request,
    now: control.clock.now(),
    fault,
    keepFault,
    log: (more) => (params = more),
    records: (ids) => (recordIds = ids),
  });
  const answer = distortedAnswer(given, fault, keepFault);
  const status = answer.status ?? 200;
  const type = { 'content-type': answer.contentType ?? 'application/json; charset=utf-8' };
  done(status);
  if (fault?.kind === 'malformed') return send(response, status, `${answer.body.slice(0, -1)},,`, type);
  if (fault?.kind === 'cut') return cut(response, status, answer.body, type, fault.afterBytes);
  send(response, status, answer.body, type);
}

/** The answer with its field changed; an answer without the field leaves the fault for another. */
function distortedAnswer(answer: VendorAnswer, fault: Fault | undefined, keepFault: () => void): VendorAnswer {
  if (fault?.kind !== 'retype' && fault?.kind !== 'drop') return answer;
  const body = distorted(answer.body, fault);
  if (body === null) keepFault();
  return { ...answer, body: body ?? answer.body };
}

/** Promises the whole body, sends a part of it and drops the line. */
function cut(response: ServerResponse, status: number, body: string, headers: Record<string, string>, afterBytes: number): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.write(bytes.subarray(0, Math.min(afterBytes, bytes.length - 1)), () => response.destroy());
}

function send(response: ServerResponse, status: number, body: string | Buffer, headers: Record<string, string> = {}): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

const retryAfter = (seconds: number | undefined): Record<string, string> =>
  seconds === undefined ? {} : { 'retry-after': String(seconds) };

function flat(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The body, or null when it is larger than allowed. */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
