import { describe, expect, it } from '@jest/globals';
import { VendorError } from '../connector/errors.js';
import { realSleep } from './repeat.js';
import { TokenKeeper, type FetchToken } from './token-keeper.js';
import { memoryTokenStore, type TokenStore } from './token-store.js';

const never = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** A store as far away as a database: every call takes a turn. */
function distant(store: TokenStore): TokenStore {
  return {
    read: () => turn().then(() => store.read()),
    claim: (holder, milliseconds) => turn().then(() => store.claim(holder, milliseconds)),
    save: (holder, token, after) => turn().then(() => store.save(holder, token, after)),
    release: (holder) => turn().then(() => store.release(holder)),
  };
}

/** A keeper of a process of its own. */
const keeper = (store: TokenStore): TokenKeeper =>
  new TokenKeeper({ store: distant(store), credentials: 'c', now: () => new Date(), sleep: (_, signal) => realSleep(2, signal) });

/** A vendor that numbers its tokens and takes a while. */
function vendor(): { fetch: FetchToken; fetched: () => number } {
  let fetched = 0;
  return {
    fetched: () => fetched,
    fetch: async () => {
      const accessToken = `token-${++fetched}`;
      await turn();
      await turn();
      return { accessToken, expiresInSeconds: 3600 };
    },
  };
}

describe('one token for all processes', () => {
  it('is fetched by one of them', async () => {
    const store = memoryTokenStore();
    const { fetch, fetched } = vendor();
    const tokens = await Promise.all(Array.from({ length: 8 }, () => keeper(store).current(fetch, never)));
    expect([new Set(tokens).size, fetched()]).toEqual([1, 1]);
  });

  it('is renewed by one of them when the vendor refuses it to all', async () => {
    const store = memoryTokenStore();
    const { fetch, fetched } = vendor();
    const keepers = Array.from({ length: 8 }, () => keeper(store));
    const [first] = await Promise.all(keepers.map((one) => one.current(fetch, never)));
    const renewed = await Promise.all(keepers.map((one) => one.renew(first!, fetch, never)));
    expect([new Set(renewed).size, fetched()]).toEqual([1, 2]);
  });

  it('is fetched by another when the one that claimed it died', async () => {
    const store = memoryTokenStore();
    await store.claim('dead', 30);
    const { fetch } = vendor();
    expect(await keeper(store).current(fetch, never)).toBe('token-1');
  });

  it('is the one that was saved, when two fetched after all', async () => {
    const store = memoryTokenStore();
    const slow = keeper(store);
    const { fetch } = vendor();
    let saved: string | null = null;
    // While the slow one asks the vendor, its claim ends and another saves first.
    const token = await slow.current(async () => {
      await store.save('other', { accessToken: 'of-another', expiresAt: new Date(Date.now() + 60_000), credentials: 'c' }, 0);
      saved = (await store.read())!.accessToken;
      return fetch();
    }, never);
    expect([saved, token]).toEqual(['of-another', 'of-another']);
  });

  it('is not given up for the others because the run that asked first was stopped', async () => {
    const store = memoryTokenStore();
    const one = keeper(store);
    const stop = new AbortController();
    const { fetch, fetched } = vendor();
    const first = one.current(fetch, stop.signal);
    const second = one.current(fetch, never);
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'RUN_STOPPED' });
    expect([await second, fetched()]).toEqual(['token-1', 1]);
  });

  it('leaves the claim free when the vendor gives none', async () => {
    const store = memoryTokenStore();
    const down = new VendorError({ class: 'transient', code: '503', message: 'down' });
    await expect(keeper(store).current(() => Promise.reject(down), never)).rejects.toBe(down);
    expect(await keeper(store).current(vendor().fetch, never)).toBe('token-1');
  });

  it('that is nearly expired is not used', async () => {
    const store = memoryTokenStore();
    const { fetch, fetched } = vendor();
    const short: FetchToken = async () => ({ ...(await fetch()), expiresInSeconds: 0.001 });
    const one = keeper(store);
    await one.current(short, never);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    await one.current(short, never);
    expect(fetched()).toBe(2);
  });
});
