import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.js';

const SLOW_MS = 1_000;

/**
 * Measures every answered request by its route's pattern, and logs those that failed on our side or were slow. Others are not logged: at thousands a
 * second that is a cost nobody reads, and the histogram has them.
 */
export function observeRequests(app: FastifyInstance, metrics: Metrics, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
    const milliseconds = reply.elapsedTime;
    metrics.httpSeconds.observe({ method, route, status: String(reply.statusCode) }, milliseconds / 1000);
    // a red health check is the answer itself; what turned it red has been logged where it happened
    const failed = reply.statusCode >= 500 && !route.startsWith('/health/');
    if (failed || milliseconds > SLOW_MS) {
      log.warn(
        { traceId: request.id, method, route, status: reply.statusCode, ms: Math.round(milliseconds) },
        'request failed or was slow',
      );
    }
    done();
  });
}
