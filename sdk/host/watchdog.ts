import { createContext, Script } from 'node:vm';
import { PluginError } from './plugin-error.js';

const script = new Script('run()');
const context = createContext({ run: null as (() => void) | null });

/**
 * Runs synchronous code of a plugin and ends it when it takes too long, an endless loop or a runaway regular expression too.
 * Meant for what judges data of others without ever waiting: `map` and the hooks. Each call starts a thread and waits for its end, a tenth of a millisecond on an
 * idle machine and half a one on a busy one: wrap a page, not a record or a request.
 * @throws PluginError PLUGIN_HUNG, or whatever the code throws
 */
export function within<Result>(milliseconds: number, work: () => Result): Result {
  let result: Result;
  const outer = context['run'] as (() => void) | null;
  context['run'] = () => {
    result = work();
  };
  try {
    script.runInContext(context, { timeout: milliseconds });
  } catch (error) {
    // The engine makes this error in the context's own realm: it is no instance of our Error.
    if ((error as { code?: string } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw new PluginError('PLUGIN_HUNG', `the plugin's code did not end within ${milliseconds} ms`);
    }
    throw error;
  } finally {
    context['run'] = outer;
  }
  return result!;
}
