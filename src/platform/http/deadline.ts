/** The end of one exchange: when the caller stops, or when its time is over. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether the time was over first. */
  readonly late: boolean;
  /** To be called when the exchange has ended. */
  release(): void;
}

/**
 * Starts a deadline. Made by hand because `AbortSignal.any` and `AbortSignal.timeout` hold on to every exchange of a long run until the run, or
 * the time, is over.
 */
export function startDeadline(caller: AbortSignal, milliseconds: number): Deadline {
  const controller = new AbortController();
  let late = false;
  const stop = (): void => controller.abort();
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, milliseconds);
  caller.addEventListener('abort', stop);
  if (caller.aborted) stop();
  return {
    signal: controller.signal,
    get late() {
      return late;
    },
    release() {
      clearTimeout(timer);
      caller.removeEventListener('abort', stop);
    },
  };
}
