import DataLoader from 'dataloader';
import type { RequestContext } from '../../kernel/index.js';

/** The batch loaders of one request. A loader lives as long as the request, so it never shows another caller's rows. */
export class LoaderCache {
  private readonly loaders = new Map<unknown, DataLoader<unknown, unknown>>();

  /**
   * The request's loader under `key` (a module-level constant of the room), made on first use.
   * @param batch rows for keys, in the order of the keys, null where there is none
   */
  get<Key, Value>(key: symbol, batch: (keys: readonly Key[]) => Promise<(Value | null)[]>): DataLoader<Key, Value | null> {
    let loader = this.loaders.get(key) as DataLoader<Key, Value | null> | undefined;
    if (!loader) {
      loader = new DataLoader<Key, Value | null>(batch, { maxBatchSize: 1000 });
      this.loaders.set(key, loader as DataLoader<unknown, unknown>);
    }
    return loader;
  }
}

/** What every resolver gets as its context. */
export type GatewayContext = {
  request: RequestContext;
  loaders: LoaderCache;
  /** Fields left out because the app's token lacks their scope: coordinates with the scope each needs. Shown in `extensions.withheld`. */
  withheld: Map<string, string>;
};
