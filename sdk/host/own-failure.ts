/** What our own side failed with while it answered a plugin. */
const failures = new WeakSet<object>();

/** Runs work of the host's that a plugin asked for, such as finding a person: what it throws is not the plugin's doing. */
export async function ownWork<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    if (typeof cause === 'object' && cause !== null) failures.add(cause);
    throw cause;
  }
}

/** Whether something a plugin's code ended in came out of our own side. */
export function isOwnFailure(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && failures.has(cause);
}
