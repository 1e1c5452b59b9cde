import { hash } from 'node:crypto';
import {
  LosslessNumber,
  isLosslessNumber,
  parseJson,
  stringifyJson,
  type Json,
  type JsonObject,
  type StreamManifest,
} from '@interline/sdk';
import { escapePart, fieldTree, unescapePart, type FieldTree } from './field-tree.js';
import { JsonBytes } from './json-bytes.js';

/** What kind of personal field a value is; decides how it is masked. */
export type PersonalClass = NonNullable<StreamManifest['personal']>[number]['class'];

/** A record as it is kept. */
export interface SplitRecord {
  /** The record as JSON text on one line, each personal value replaced by null. */
  text: string;
  /** The personal values by JSON pointer, as JSON text; null when the record has none. */
  personal: string | null;
}

/** Knows one stream's volatile and personal fields. All of it is pure. */
export class RecordCodec {
  private readonly volatile: FieldTree<true>;
  private readonly personal: FieldTree<PersonalClass>;

  /** @param options `withoutPersonal`: what was split off stays apart, because nobody can tell any more how to mask it */
  constructor(
    stream: Pick<StreamManifest, 'volatile' | 'personal'>,
    private readonly options: { withoutPersonal?: boolean } = {},
  ) {
    this.volatile = fieldTree((stream.volatile ?? []).map((path) => [path, true] as const)) ?? ANYWHERE;
    this.personal = fieldTree((stream.personal ?? []).map((field) => [field.path, field.class] as const)) ?? ANYWHERE;
  }

  /** SHA-256 of the record with sorted keys, numbers as they came, volatile fields left out: equal exactly for versions that mean the same. */
  hash(record: JsonObject): Buffer {
    scratch.clear();
    writeSorted(scratch, record, this.volatile);
    return hash('sha256', scratch.view(), 'buffer');
  }

  /**
   * Takes a record apart: writes it on one line into `text`, each personal value replaced by null, and the personal values by JSON pointer into `personal`,
   * of which nothing is written when the record has none.
   */
  split(record: JsonObject, text: JsonBytes, personal: JsonBytes): void {
    const begun = personal.length;
    new Splitter(text, personal, begun).write(record, this.personal, '');
    if (personal.length > begun) personal.byte(CLOSE_OBJECT);
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

const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** What is hashed is of no use afterwards. */
const scratch = new JsonBytes();

/** What follows from the keys of an object alone; the same for all records of a kind, and so worked out once. */
interface Keys {
  /** As the object has them. */
  names: readonly string[];
  /** As they are written: sorted or not, those that are left out left out. */
  written: readonly string[];
  /** The JSON of each with what stands around it: a comma before all but the first, a colon behind. */
  quoted: readonly Uint8Array[];
  /** What is known of the fields below each. */
  below: readonly (FieldTree<unknown> | undefined)[];
}

/** Kept for each place in a tree of fields; more kinds of objects than this at one place take turns. */
const MOST_KINDS = 32;
const ANYWHERE: FieldTree<never> = { keys: new Map() };
const known = { sorted: new WeakMap<FieldTree<unknown>, Keys[]>(), asTheyCome: new WeakMap<FieldTree<unknown>, Keys[]>() };

function keysOf(object: JsonObject, tree: FieldTree<unknown>, order: keyof typeof known): Keys {
  let kinds = known[order].get(tree);
  if (!kinds) known[order].set(tree, (kinds = []));
  const names = Object.keys(object);
  for (const kind of kinds) if (sameNames(kind.names, names)) return kind;
  const written = order === 'sorted' ? names.filter((name) => tree.keys.get(name)?.mark === undefined).sort() : names;
  const kind = {
    names,
    written,
    quoted: written.map((name, index) => Buffer.from(`${index > 0 ? ',' : ''}${JSON.stringify(name)}:`, 'utf8')),
    below: written.map((name) => tree.keys.get(name)),
  };
  if (kinds.length === MOST_KINDS) kinds.pop();
  kinds.unshift(kind);
  return kind;
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}

/** The digits of a number; null for what is none. The library's own question is slow for objects, of which nearly all are none. */
function digitsOf(value: object): string | null {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === LosslessNumber.prototype) return (value as LosslessNumber).value;
  if (prototype === Object.prototype || Array.isArray(value)) return null;
  return isLosslessNumber(value) ? value.value : null;
}

function writeSorted(to: JsonBytes, value: Json, skip: FieldTree<unknown>): void {
  if (typeof value === 'string') return to.text(value);
  if (typeof value !== 'object' || value === null) return to.ascii(String(value ?? null));
  const digits = digitsOf(value);
  if (digits !== null) return to.ascii(digits);
  if (Array.isArray(value)) {
    const items = skip.items ?? ANYWHERE;
    to.byte(OPEN_ARRAY);
    for (let index = 0; index < value.length; index++) {
      if (index > 0) to.byte(COMMA);
      if (items.mark) to.ascii('null');
      else writeSorted(to, value[index]!, items);
    }
    return to.byte(CLOSE_ARRAY);
  }
  const { written, quoted, below } = keysOf(value as JsonObject, skip, 'sorted');
  to.byte(OPEN_OBJECT);
  for (let index = 0; index < written.length; index++) {
    to.raw(quoted[index]!);
    writeSorted(to, (value as JsonObject)[written[index]!]!, below[index] ?? ANYWHERE);
  }
  to.byte(CLOSE_OBJECT);
}

/** Writes records with their keys as they come, and what is marked elsewhere. */
class Splitter {
  constructor(
    private readonly text: JsonBytes,
    private readonly marked: JsonBytes,
    /** Where the marked values of this record begin. */
    private readonly begun: number,
  ) {}

  write(value: Json, tree: FieldTree<unknown>, at: string, to: JsonBytes = this.text): void {
    if (tree.mark !== undefined && value !== null && value !== '') {
      this.marked.byte(this.marked.length === this.begun ? OPEN_OBJECT : COMMA);
      this.marked.text(at);
      this.marked.byte(COLON);
      this.write(value, ANYWHERE, at, this.marked);
      return to.ascii('null');
    }
    if (typeof value === 'string') return to.text(value);
    if (typeof value !== 'object' || value === null) return to.ascii(String(value ?? null));
    const digits = digitsOf(value);
    if (digits !== null) to.ascii(digits);
    else if (Array.isArray(value)) this.array(value, tree.items ?? ANYWHERE, at, to);
    else this.object(value as JsonObject, tree, at, to);
  }

  private array(values: Json[], items: FieldTree<unknown>, at: string, to: JsonBytes): void {
    to.byte(OPEN_ARRAY);
    for (let index = 0; index < values.length; index++) {
      if (index > 0) to.byte(COMMA);
      this.write(values[index]!, items, items === ANYWHERE ? at : `${at}/${index}`, to);
    }
    to.byte(CLOSE_ARRAY);
  }

  private object(object: JsonObject, tree: FieldTree<unknown>, at: string, to: JsonBytes): void {
    const { written, quoted, below } = keysOf(object, tree, 'asTheyCome');
    to.byte(OPEN_OBJECT);
    for (let index = 0; index < written.length; index++) {
      const name = written[index]!;
      const inner = below[index];
      to.raw(quoted[index]!);
      if (inner) this.write(object[name]!, inner, `${at}/${escapePart(name)}`, to);
      else this.write(object[name]!, ANYWHERE, at, to);
    }
    to.byte(CLOSE_OBJECT);
  }
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
