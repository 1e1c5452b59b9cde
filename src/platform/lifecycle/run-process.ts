import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { MetricsServer } from '../telemetry/index.js';
import { asUnavailable } from './database-check.js';
import { EXIT } from './exit-codes.js';
import { lifecycleErrors } from './lifecycle.errors.js';
import { openResources, type ProcessRole, type Resources } from './resources.js';

/** What the platform needs from the application, whose rooms it does not know. */
export interface Application {
  /** Accepts requests. Called for `serve` and `all`, once everything else stands. @returns the address it listens on @throws the system's error */
  listen(port: number, host: string): Promise<string>;
  /** Starts working on jobs. Called for `worker` and `all`. */
  work(): Promise<void>;
  /** Accepts no more requests and waits for those in flight. The queue still takes jobs they put. */
  stopListening(): Promise<void>;
  /** Closes the rest: its connections to the database. */
  close(): Promise<void>;
}

/** Builds the application of a role on opened resources; it neither listens nor works yet. */
export type CreateApplication<App extends Application = Application> = (resources: Resources) => Promise<App>;

/** How a server process runs. */
export interface RunOptions {
  role: Exclude<ProcessRole, 'command'>;
  env: NodeJS.ProcessEnv;
  logLevel?: string;
  /** Port of `/metrics`; absent: the one after the gateway's (two after it for a worker), or any free one when that is taken. */
  metricsPort?: number;
  /** Milliseconds a stop may take. */
  patience?: number;
  /** Told once the process is ready, for commands that go on from there. */
  onReady?: (resources: Resources, url: string | null) => void | Promise<void>;
}

const PATIENCE = 15_000;
/** Milliseconds after which a repeated signal is a person's second one. */
const IMPATIENCE = 1_000;

/**
 * Runs a server process until it is told to stop by SIGTERM or SIGINT.
 * @returns the exit code: 0 after a stop on request
 * @throws what kept it from starting; everything opened until then is closed again
 */
export async function runProcess(options: RunOptions, createApplication: CreateApplication): Promise<number> {
  const began = performance.now();
  const stop = onStopSignal();
  const resources = await openResources(options);
  const { log } = resources;
  let application: Application | null = null;
  let metrics: MetricsServer | null = null;
  try {
    reportCrashes(log);
    application = await createApplication(resources);
    metrics = await listenForMetrics(resources, options);
    if (options.role !== 'serve') await application.work();
    const url = options.role === 'worker' ? null : await listen(application, resources);
    log.info({ url, metrics: metrics.url, ms: Math.round(performance.now() - began) }, 'ready');
    await options.onReady?.(resources, url);
    log.info({ signal: await stop }, 'stopping');
    return EXIT.ok;
  } catch (error) {
    throw asUnavailable(error);
  } finally {
    resources.drain();
    await shutDown(resources, application, metrics, options.patience ?? PATIENCE);
  }
}

async function listen(application: Application, { config: { host, port } }: Resources): Promise<string> {
  try {
    return await application.listen(port, host);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw lifecycleErrors.PORT_TAKEN(`Port ${port} on ${host} is taken by another program.`, {
        cause: error,
      });
    if (code?.startsWith('E'))
      throw lifecycleErrors.LISTEN_REFUSED(`The system does not let us listen on port ${port} of ${host}: ${message}`, { cause: error });
    throw error;
  }
}

async function listenForMetrics({ config, metrics, log }: Resources, { role, metricsPort }: RunOptions): Promise<MetricsServer> {
  const byDefault = config.port === 0 ? 0 : config.port + (role === 'worker' ? 2 : 1);
  const port = metricsPort ?? (byDefault > 65_535 ? 0 : byDefault);
  try {
    return await MetricsServer.listen(metrics, port);
  } catch (error) {
    if (metricsPort !== undefined)
      throw lifecycleErrors.PORT_TAKEN(`Port ${port} for metrics (--metrics-port) is taken by another program.`, {
        cause: error,
      });
    log.warn({ port }, 'the usual port for metrics is taken, using another');
    return MetricsServer.listen(metrics, 0);
  }
}

/** Requests and jobs end first and side by side, since each may need the other; then connections; the database last. */
async function shutDown(
  resources: Resources,
  application: Application | null,
  metrics: MetricsServer | null,
  patience: number,
): Promise<void> {
  const { log } = resources;
  const deadline = Date.now() + patience;
  const inTime = async (what: string, work: Promise<unknown> | undefined): Promise<void> => {
    const left = Math.max(deadline - Date.now(), 100);
    const outcome = await Promise.race([
      Promise.resolve(work).then(
        () => 'done',
        (error: unknown) => error,
      ),
      delay(left, 'late', { ref: false }),
    ]);
    if (outcome === 'late') log.warn({ what }, 'did not stop in time');
    else if (outcome !== 'done') log.warn({ what, err: outcome }, 'did not stop cleanly');
  };
  await Promise.all([inTime('requests', application?.stopListening()), inTime('jobs', resources.closeQueue(Math.round(patience * 0.7)))]);
  await inTime('application', application?.close());
  await inTime('metrics', metrics?.close());
  await inTime('database', resources.close());
  log.info('stopped');
}

/** Resolves with the first signal; a second one means now. */
function onStopSignal(): Promise<string> {
  return new Promise((resolve) => {
    let asked: number | null = null;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        // npm, a terminal and a supervisor pass the same signal on to whole groups, so it may come twice at once
        if (asked !== null && performance.now() - asked > IMPATIENCE) process.exit(128 + (signal === 'SIGINT' ? 2 : 15));
        asked ??= performance.now();
        resolve(signal);
      });
    }
  });
}

/** A defect leaves the process in a state nobody knows. What is committed is safe, and running jobs are found stalled, so it ends at once. */
function reportCrashes(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, event);
      process.exit(EXIT.software);
    });
  }
}
