import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What a scrape reads when it comes. */
export interface GaugeReading {
  labels?: Record<string, string>;
  value: number;
}

/** The process's metrics. Rooms register their own counters on `registry`; names start with `interline_`. */
export class Metrics {
  readonly registry = new Registry();
  /** Answered requests: seconds by method, route pattern and status. */
  readonly httpSeconds: Histogram<'method' | 'route' | 'status'>;
  /** Runs of jobs: seconds by name and outcome. */
  readonly jobSeconds: Histogram<'job' | 'outcome'>;

  /** @param processName `gateway`, `worker` or `all`, on every line */
  constructor(processName: string, version: string) {
    this.registry.setDefaultLabels({ process: processName });
    collectDefaultMetrics({ register: this.registry });
    this.httpSeconds = new Histogram({
      name: 'interline_http_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [this.registry],
    });
    this.jobSeconds = new Histogram({
      name: 'interline_job_seconds',
      help: 'Time of one run of a job',
      labelNames: ['job', 'outcome'],
      buckets: [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 1800],
      registers: [this.registry],
    });
    this.gauge('interline_build_info', 'Version that runs', ['version'], () => [{ labels: { version }, value: 1 }]);
  }

  /** A gauge that is read when somebody scrapes; a reading that fails leaves the gauge out. */
  gauge(name: string, help: string, labelNames: readonly string[], read: () => GaugeReading[] | Promise<GaugeReading[]>): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      async collect() {
        this.reset();
        const readings = await Promise.resolve()
          .then(read)
          .catch(() => []);
        // reset leaves a zero where there are no labels
        if (readings.length === 0) this.remove({});
        for (const { labels, value } of readings) this.set(labels ?? {}, value);
      },
    });
  }
}

/** Serves `GET /metrics` on a loopback port of its own, so that no proxy in front of the gateway can show it by mistake. */
export class MetricsServer {
  private constructor(private readonly server: Server) {}

  /** @param port 0 takes any free one @throws the system's error, such as EADDRINUSE */
  static async listen(metrics: Metrics, port: number): Promise<MetricsServer> {
    const server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      metrics.registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    // a scraper's open connection must not keep a stopping process alive
    server.unref();
    return new MetricsServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/metrics`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
