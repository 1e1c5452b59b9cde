/** The last write per company, with the pause DiDi wants after it. */
const writes = new Map<string, Promise<void>>();

/**
 * Runs writes of one company one after the other, with a pause behind each: DiDi wants 150 ms between added members, 200 ms between edits,
 * and no departments added side by side. Holds within one process; across processes the manifest allows one request at a time.
 */
export async function paced<T>(company: string, pauseMs: number, write: () => Promise<T>): Promise<T> {
  const before = writes.get(company) ?? Promise.resolve();
  const run = before.then(write);
  const rested = run.then(
    () => pause(pauseMs),
    () => pause(pauseMs),
  );
  writes.set(company, rested);
  void rested.then(() => {
    if (writes.get(company) === rested) writes.delete(company);
  });
  return run;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
