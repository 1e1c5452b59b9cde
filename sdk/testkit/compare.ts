import { strict as assert } from 'node:assert';
import type { RawRecord } from '../connector/connector.js';
import { canonicalJson, isLosslessNumber, type Json } from '../connector/json.js';
import type { Reading, Truth } from './lab.js';

/** A record as versions are compared: canonical JSON without its volatile fields. */
export function versionOf(record: RawRecord, volatile: readonly string[] = []): string {
  const paths = volatile.map((pointer) =>
    pointer
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
  );
  return canonicalJson(paths.reduce<Json>((value, path) => without(value, path), record.data));
}

function without(value: Json, [first, ...rest]: readonly string[]): Json {
  if (typeof value !== 'object' || value === null || isLosslessNumber(value) || first === undefined) return value;
  if (Array.isArray(value)) return value.map((item, at) => (first === '*' || first === String(at) ? without(item, rest) : item));
  if (!Object.hasOwn(value, first)) return value;
  const { [first]: inner, ...others } = value;
  return rest.length === 0 ? others : { ...others, [first]: without(inner!, rest) };
}

/** How a reading ended, as the host sees it. `incomplete`: the vendor counts other than what was read. */
export type Verdict = 'failed' | 'incomplete' | 'complete';

export function verdictOf({ fault, control, records }: Reading): Verdict {
  if (fault) return 'failed';
  if (control?.count !== undefined && control.count !== new Set(records.map(({ externalId }) => externalId)).size) return 'incomplete';
  return 'complete';
}

/** Demands the records of an undisturbed reading: the same ones, with the same content, each at least once. */
export function assertSame(reading: Reading, truth: Pick<Truth, 'reading'>, volatile: readonly string[] = []): void {
  if (reading.fault) throw reading.fault;
  const [got, wanted] = [reading.records, truth.reading.records].map(
    (records) => new Map(records.map((record) => [record.externalId, versionOf(record, volatile)])),
  );
  const missing = [...wanted!.keys()].filter((id) => !got!.has(id));
  const more = [...got!.keys()].filter((id) => !wanted!.has(id));
  assert.deepEqual({ missing, more }, { missing: [], more: [] }, 'other records than in an undisturbed reading');
  for (const [id, version] of wanted!) assert.equal(got!.get(id), version, `record ${id} has another content`);
}

/** A frozen copy, all the way down; numbers keep being lossless. */
export function frozen(value: Json): Json {
  if (typeof value !== 'object' || value === null || isLosslessNumber(value)) return value;
  const copy = Array.isArray(value)
    ? value.map(frozen)
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, frozen(inner)]));
  return Object.freeze(copy) as Json;
}
