import { PluginError } from './plugin-error.js';

/** @throws PluginError RUN_STOPPED when the run was stopped */
export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new PluginError('RUN_STOPPED', 'the run was stopped', { cause: signal.reason });
}

/** Waits for some work, but not longer than the run goes on. @throws PluginError RUN_STOPPED, or what the work throws */
export async function unlessStopped<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  // Whoever waits is gone already; what the work ends in must not count as unhandled.
  if (signal.aborted) work.catch(() => undefined);
  stopIfAborted(signal);
  let stop: (() => void) | undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new PluginError('RUN_STOPPED', 'the run was stopped', { cause: signal.reason }));
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop!);
  }
}

/** Waits for a plugin's answer, but only so long. @throws PluginError PLUGIN_HUNG, RUN_STOPPED, or what the work throws */
export async function inTime<Result>(what: string, milliseconds: number, work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const hang = (): void => reject(new PluginError('PLUGIN_HUNG', `the plugin's ${what} did not answer within ${milliseconds / 1000} s`));
    timer = setTimeout(hang, milliseconds);
  });
  try {
    return await unlessStopped(Promise.race([work, late]), signal);
  } finally {
    clearTimeout(timer);
  }
}
