import { createHash } from 'node:crypto';
import { isLosslessNumber, parseJson, stringifyJson, type Json, type JsonObject, type StreamManifest } from '@interline/sdk';
import { escapePart, fieldTree, unescapePart, type FieldTree } from './field-tree.js';

/** What kind of personal field a value is; decides how it is masked. */
export type PersonalClass = NonNullable<StreamManifest['personal']>[number]['class'];

/** A record taken apart for storage. */
export interface SplitRecord {
  /** The record as JSON text on one line, each personal value replaced by null. */
  text: string;
  /** The personal values by JSON pointer, as JSON text; null when the record has none. */
  personal: string | null;
}

/** Knows one stream's volatile and personal fields. All of it is pure. */
export class RecordCodec {
  private readonly volatile: FieldTree<true> | null;
  private readonly personal: FieldTree<PersonalClass> | null;

  /** @param options `withoutPersonal`: what was split off stays apart, because nobody can tell any more how to mask it */
  constructor(
    stream: Pick<StreamManifest, 'volatile' | 'personal'>,
    private readonly options: { withoutPersonal?: boolean } = {},
  ) {
    this.volatile = fieldTree((stream.volatile ?? []).map((path) => [path, true] as const));
    this.personal = fieldTree((stream.personal ?? []).map((field) => [field.path, field.class] as const));
  }

  /** SHA-256 of the record with sorted keys, numbers as they came, volatile fields left out: equal exactly for versions that mean the same. */
  hash(record: JsonObject): Buffer {
    return createHash('sha256').update(canonical(record, this.volatile), 'utf8').digest();
  }

  /** Takes the personal values out. */
  split(record: JsonObject): SplitRecord {
    if (!this.personal) return { text: plain(record), personal: null };
    const found: string[] = [];
    const text = withoutPersonal(record, this.personal, '', found);
    return { text, personal: found.length > 0 ? `{${found.join(',')}}` : null };
  }

  /** Puts a record together again. Without its personal part (erased) the values stay null. @throws SyntaxError */
  join(split: SplitRecord): JsonObject {
    const record = parseJson(split.text) as JsonObject;
    if (split.personal && !this.options.withoutPersonal) {
      for (const [pointer, value] of Object.entries(parseJson(split.personal) as JsonObject)) setAt(record, pointer, value);
    }
    return record;
  }

  /** A copy for eyes: personal values masked by class, numbers as texts. */
  mask(record: JsonObject): unknown {
    return masked(record, this.personal);
  }
}

/** Keys and pointers are few and come again with every record. Bounded against keys that are data. */
const quotedTexts = new Map<string, string>();

function quoted(key: string): string {
  let text = quotedTexts.get(key);
  if (text === undefined) {
    text = JSON.stringify(key);
    if (quotedTexts.size < 10_000) quotedTexts.set(key, text);
  }
  return text;
}

function canonical(value: Json, skip: FieldTree<true> | null | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value ?? null);
  if (isLosslessNumber(value)) return value.value;
  if (Array.isArray(value)) {
    let text = '[';
    for (let index = 0; index < value.length; index++) {
      if (index > 0) text += ',';
      text += skip?.items?.mark ? 'null' : canonical(value[index]!, skip?.items);
    }
    return `${text}]`;
  }
  let text = '{';
  for (const key of Object.keys(value).sort()) {
    const below = skip?.keys.get(key);
    if (below?.mark) continue;
    if (text.length > 1) text += ',';
    text += `${quoted(key)}:${canonical(value[key]!, below)}`;
  }
  return `${text}}`;
}

function plain(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value ?? null);
  if (isLosslessNumber(value)) return value.value;
  if (Array.isArray(value)) return `[${value.map(plain).join(',')}]`;
  let text = '{';
  for (const key of Object.keys(value)) {
    if (text.length > 1) text += ',';
    text += `${quoted(key)}:${plain(value[key]!)}`;
  }
  return `${text}}`;
}

function withoutPersonal(value: Json, tree: FieldTree<PersonalClass>, at: string, found: string[]): string {
  if (tree.mark) {
    if (value === null || value === '') return plain(value);
    found.push(`${quoted(at)}:${plain(value)}`);
    return 'null';
  }
  if (value === null || typeof value !== 'object' || isLosslessNumber(value)) return plain(value);
  if (Array.isArray(value)) {
    const items = tree.items;
    if (!items) return plain(value);
    return `[${value.map((item, index) => withoutPersonal(item, items, `${at}/${index}`, found)).join(',')}]`;
  }
  let text = '{';
  for (const key of Object.keys(value)) {
    if (text.length > 1) text += ',';
    const below = tree.keys.get(key);
    text += `${quoted(key)}:${below ? withoutPersonal(value[key]!, below, `${at}/${escapePart(key)}`, found) : plain(value[key]!)}`;
  }
  return `${text}}`;
}

function setAt(record: JsonObject, pointer: string, value: Json): void {
  const parts = pointer.slice(1).split('/').map(unescapePart);
  const last = parts.pop()!;
  let holder: Json = record;
  for (const part of parts) holder = (holder as JsonObject)[part]!;
  (holder as JsonObject)[last] = value;
}

function masked(value: Json, tree: FieldTree<PersonalClass> | null | undefined): unknown {
  if (tree?.mark) return maskValue(value, tree.mark);
  if (value === null || typeof value !== 'object') return value;
  if (isLosslessNumber(value)) return value.value;
  if (Array.isArray(value)) return value.map((item) => masked(item, tree?.items));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, tree?.keys.get(key))]));
}

const MASKS: Readonly<Record<PersonalClass, (text: string) => string>> = {
  name: (text) => `${[...text][0]}**`,
  phone: (text) => (text.length >= 7 ? `${text.slice(0, 3)}****${text.slice(-2)}` : '****'),
  email: (text) => (text.includes('@') ? `${[...text][0]}***${text.slice(text.lastIndexOf('@'))}` : '***'),
  id_document: (text) => `***${text.length >= 8 ? text.slice(-2) : ''}`,
  address: () => '***',
  location: () => '***',
  text: () => '***',
};

/** Masks one value by its class; null and empty stay what they are, everything that is no text or number becomes `***`. */
export function maskValue(value: Json, as: PersonalClass): string | null {
  if (value === null || value === '') return value;
  if (typeof value === 'string') return MASKS[as](value);
  return isLosslessNumber(value) ? MASKS[as](value.value) : '***';
}

/** The values of a personal part, for finding whom it names. @throws SyntaxError */
export function personalValues(personal: string): string[] {
  return Object.values(parseJson(personal) as JsonObject).map((value) => (typeof value === 'string' ? value : stringifyJson(value)));
}
