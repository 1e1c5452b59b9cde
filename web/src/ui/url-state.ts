import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** How one filter is read from and written to the address. `null` stands for "not set". */
export interface Param<Value> {
  read(text: string): Value | null;
  write(value: Value): string;
}

/** Any text. */
export const text: Param<string> = { read: (value) => value.trim() || null, write: (value) => value };

/** Set or not set. */
export const flag: Param<true> = { read: (value) => (value === '1' ? true : null), write: () => '1' };

/** A calendar month. */
export const month: Param<string> = { read: (value) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(value) ? value : null), write: (value) => value };

/** A calendar day. */
export const day: Param<string> = {
  read: (value) => (/^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : null),
  write: (value) => value,
};

/** One of a few words; anything else counts as not set. */
export function oneOf<const Word extends string>(words: readonly Word[]): Param<Word> {
  return { read: (value) => words.find((word) => word === value) ?? null, write: (value) => value };
}

type ValueOf<P> = P extends Param<infer Value> ? Value : never;

type Shape = Record<string, Param<unknown>>;

/** What a set of params holds. */
export type Filters<S extends Shape> = { [Key in keyof S]: ValueOf<S[Key]> | null };

/** Reads filters from an address. Values that do not fit are dropped, never passed on. */
export function readFilters<S extends Shape>(shape: S, params: URLSearchParams): Filters<S> {
  const filters: Record<string, unknown> = {};
  for (const [key, param] of Object.entries(shape)) {
    const value = params.get(key);
    filters[key] = value === null ? null : param.read(value);
  }
  return filters as Filters<S>;
}

/** Writes changed filters into an address and keeps what else stands there. Null or undefined takes a filter out. */
export function writeFilters<S extends Shape>(shape: S, params: URLSearchParams, change: Partial<Filters<S>>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [key, value] of Object.entries(change)) {
    const param = shape[key];
    if (!param) continue;
    if (value === null || value === undefined) next.delete(key);
    else next.set(key, param.write(value));
  }
  return next;
}

/**
 * Filters that live in the address, so that a view can be shared and the back button undoes them.
 * @returns the filters, and a function that changes some of them; `{ push: true }` makes a history entry
 */
export function useFilters<S extends Shape>(shape: S): [Filters<S>, (change: Partial<Filters<S>>, options?: { push?: boolean }) => void] {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => readFilters(shape, params), [shape, params]);
  const change = useCallback(
    (next: Partial<Filters<S>>, options: { push?: boolean } = {}) =>
      setParams((current) => writeFilters(shape, current, next), { replace: !options.push, preventScrollReset: true }),
    [shape, setParams],
  );
  return [filters, change];
}

/** An address with some filters set, for links. */
export function hrefWith(path: string, params: Record<string, string | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value) search.set(key, value);
  const query = search.toString();
  return query ? `${path}?${query}` : path;
}
