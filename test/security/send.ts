import { connect } from 'node:net';

/** A request as somebody hostile may send it. */
export interface Sending {
  method?: string;
  headers?: Record<string, string>;
  /** A text goes as it is; anything else as a form or as JSON. */
  body?: unknown;
  /** The network address it seems to come from. Only loopback callers, such as a test or a proxy, may say so. */
  from?: string;
}

/** An answer, read whole. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; null when it is no JSON. */
  json: Record<string, unknown> | null;
}

/** Sends a request without any of the courtesies of a client; redirects are not followed. */
export async function send(url: string, { method = 'POST', headers = {}, body, from }: Sending = {}): Promise<Answer> {
  const raw = body === undefined || typeof body === 'string' || body instanceof URLSearchParams;
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { ...(raw ? {} : { 'content-type': 'application/json' }), ...(from ? { 'x-forwarded-for': from } : {}), ...headers },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

/** Sends bytes as they are, for what no HTTP client would let through. @returns all that came back until the server closed */
export function sendBytes(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').setTimeout(20_000, () => socket.destroy(new Error(`no end of the answer to ${text.slice(0, 80)}`)));
    socket.on('data', (chunk: string) => (answer += chunk));
    // a server may refuse and close while we are still sending
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' || error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
    );
    socket.on('close', () => resolve(answer));
  });
}

/** Codes of the errors in an answer of ours, GraphQL or not. */
export function codesOf({ json }: Answer): string[] {
  const errors = (json?.['errors'] ?? []) as { extensions?: { code?: string } }[];
  return errors.map((error) => error.extensions?.code ?? 'no code');
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}
