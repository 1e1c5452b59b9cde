import { hash } from 'node:crypto';

/** What a fingerprint is made of: values that JSON writes in one way only. */
export type Fingerprinted = string | number | boolean | null | undefined;

/**
 * What tells whether a record says something new: 132 bits of SHA-256 over the values in their order, as 22 characters of base64url. One flat list, because it
 * is made for every line that is read, and lists of lists take twice as long to write.
 */
export function fingerprint(values: readonly Fingerprinted[]): string {
  return hash('sha256', JSON.stringify(values), 'base64url').slice(0, 22);
}

/** Named texts as values of a {@link fingerprint}, in the order of their names: a plugin may build equal details in any. */
export function namedTexts(detail: Readonly<Record<string, string>>): string[] {
  const texts: string[] = [];
  for (const name of Object.keys(detail).sort()) texts.push(name, detail[name]!);
  return texts;
}

/** As {@link fingerprint}, of a record with parts of its own, whose names may come in any order. For records that are few: it costs several times as much. */
export function recordFingerprint(record: unknown): string {
  const text = JSON.stringify(record, (_name, part: unknown) => {
    if (typeof part === 'bigint') return String(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return fingerprint([text]);
}
