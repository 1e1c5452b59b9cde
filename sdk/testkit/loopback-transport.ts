import { Agent, request as httpRequest } from 'node:http';
import { TransportError, type Transport, type WireAnswer } from '../host/index.js';

/** The network as the suite has it: this machine and nothing else, with little patience. */
export function loopbackTransport(timeout: number): Transport & { close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  return {
    close: () => agent.destroy(),
    send({ method, url, headers, body }, signal) {
      const { hostname } = new URL(url);
      if (hostname !== '127.0.0.1') throw new TransportError('blocked', `${hostname} is not this machine`);
      return new Promise<WireAnswer>((resolve, reject) => {
        const bytes = body === undefined ? undefined : Buffer.from(body, 'utf8');
        const length = bytes ? { 'content-length': String(bytes.byteLength) } : {};
        const late = AbortSignal.timeout(timeout);
        const fail = (error: Error): void => {
          if (signal.aborted) reject(new TransportError('stopped', 'stopped'));
          else if (late.aborted) reject(new TransportError('timeout', `no whole answer within ${timeout} ms`));
          else
            reject(
              new TransportError('code' in error && error.code === 'ECONNREFUSED' ? 'unreachable' : 'cut', error.message, undefined, {
                cause: error,
              }),
            );
        };
        const sent = httpRequest(
          url,
          { method, headers: { ...headers, ...length }, agent, signal: AbortSignal.any([signal, late]) },
          (answer) => {
            const chunks: Buffer[] = [];
            answer.on('data', (chunk: Buffer) => chunks.push(chunk));
            answer.on('error', fail);
            answer.on('end', () => {
              const flat = Object.entries(answer.headers).map(([name, value]) => [
                name,
                Array.isArray(value) ? value.join(', ') : (value ?? ''),
              ]);
              resolve({
                status: answer.statusCode ?? 0,
                headers: Object.fromEntries(flat) as Record<string, string>,
                body: Buffer.concat(chunks),
              });
            });
          },
        );
        sent.on('error', fail);
        sent.end(bytes);
      });
    },
  };
}
